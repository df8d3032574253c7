/**
 * Environment variables that every ToolHive proxy needs.
 * Source: ToolHive cmd/thv-operator/pkg/controllerutil/resources.go, EnsureRequiredEnvVars.
 */
import { EnvVar } from '../../../kubernetes/objects';
import { share } from '../../../plain/shared';

const REQUIRED: readonly EnvVar[] = [
  { name: 'XDG_CONFIG_HOME', value: '/tmp' },
  { name: 'HOME', value: '/tmp' },
  { name: 'TOOLHIVE_RUNTIME', value: 'kubernetes' },
  { name: 'UNSTRUCTURED_LOGS', value: 'false' },
].map(share);

/** `env` with what is still missing behind it. A variable the user set keeps its value and its place. */
export function withRequiredEnv(env: readonly EnvVar[]): EnvVar[] {
  const has = (name: string) => env.some((variable) => variable.name === name);
  const complete = [...env, ...REQUIRED.filter((variable) => !has(variable.name))];
  // The operator appends the provider without looking; twice in one list is refused by server-side apply.
  if (env.some((v) => v.name.startsWith('TOOLHIVE_SECRET_')) && !has('TOOLHIVE_SECRETS_PROVIDER')) {
    complete.push({ name: 'TOOLHIVE_SECRETS_PROVIDER', value: 'environment' });
  }
  return complete;
}
