/** How a Secret is made by hand. */
import { masked } from '../credentials/mask';

/** What has to be in a Secret. */
export interface SecretToMake {
  readonly name: string;
  readonly namespace: string;
  readonly keys: readonly { readonly key: string; readonly placeholder: string; readonly purpose?: string }[];
  /** A file of variables that it is made of. */
  readonly envFile?: string;
}

/** The line of kubectl that makes it, with placeholders for what is secret. */
export function secretCommand({ name, namespace, keys, envFile }: SecretToMake): string {
  const literals = keys.map(({ key, placeholder }) => `--from-literal=${quoted(`${key}=${masked(placeholder)}`)}`);
  const file = envFile === undefined ? [] : [`--from-env-file=${quoted(masked(envFile))}`];
  const parts = ['kubectl create secret generic', name, `--namespace ${namespace}`, ...file, ...literals];
  return parts.join(' ');
}

/** What the keys are for, if it is known. */
export function purposesOf({ keys }: SecretToMake): string[] {
  return keys.flatMap(({ key, purpose }) => (purpose === undefined ? [] : [masked(`${key}: ${purpose}`)]));
}

/** One word for a shell. */
function quoted(text: string): string {
  return /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
