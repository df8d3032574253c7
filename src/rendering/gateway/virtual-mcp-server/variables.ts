/**
 * Environment variables by which secrets reach a virtual server, each named after the resource that it is for.
 * Source: ToolHive cmd/thv-operator/pkg/controllerutil/externalauth.go.
 */
import { goJson } from '../../../go/json';
import { goMap, goStruct } from '../../../go/struct';
import { EnvVar } from '../../../kubernetes/objects';
import { Resource } from '../../../resources/resource';
import { McpExternalAuthConfigSpec, McpServerEntrySpec } from '../../../resources/spec';
import { secretEnv, SecretKeyRef } from '../../pod/mounts';
import { headerSecretEnv, headerSecretIds, inVariable } from '../../servers/proxy/header-forward';

const tokenExchangeSecret = (config: string) => `TOOLHIVE_TOKEN_EXCHANGE_CLIENT_SECRET_${inVariable(config)}`;
const headerInjectionValue = (config: string) => `TOOLHIVE_HEADER_INJECTION_VALUE_${inVariable(config)}`;
const xaaIdpSecret = (config: string) => `TOOLHIVE_XAA_IDP_CLIENT_SECRET_${inVariable(config)}`;
const xaaTargetSecret = (config: string) => `TOOLHIVE_XAA_TARGET_CLIENT_SECRET_${inVariable(config)}`;

/** Its rules see to it that what goes with its type is there. */
export type AuthConfig = Resource<McpExternalAuthConfigSpec>;

/** A secret of an MCPExternalAuthConfig: the member of the strategy that names its variable, and where it is. */
interface StrategySecret {
  readonly member: string;
  readonly variable: string;
  readonly ref: SecretKeyRef | undefined;
}

function secretsOf({ name, spec }: AuthConfig): StrategySecret[] {
  const { tokenExchange, headerInjection, xaa } = spec;
  switch (spec.type) {
    case 'tokenExchange':
      return [{ member: 'clientSecretEnv', variable: tokenExchangeSecret(name), ref: tokenExchange!.clientSecretRef }];
    case 'headerInjection':
      return [{ member: 'headerValueEnv', variable: headerInjectionValue(name), ref: headerInjection!.valueSecretRef }];
    case 'xaa':
      return [
        { member: 'idpClientSecretEnv', variable: xaaIdpSecret(name), ref: xaa!.idpClientSecretRef },
        { member: 'targetClientSecretEnv', variable: xaaTargetSecret(name), ref: xaa!.targetClientSecretRef },
      ];
    default:
      return [];
  }
}

/** The variables that the strategy names, by the strategy's own members. */
export function secretVariables(config: AuthConfig): Record<string, string> {
  const given = secretsOf(config).filter(({ ref }) => ref);
  return Object.fromEntries(given.map(({ member, variable }) => [member, variable]));
}

/** The same as variables of the pod. */
export function secretEnvOf(config: AuthConfig): EnvVar[] {
  return secretsOf(config).flatMap(({ variable, ref }) => (ref ? [secretEnv(variable, ref)] : []));
}

/** Headers that go to an MCPServerEntry with each request, those with a secret by reference. */
export function headerForwardEnv({ name, spec: { headerForward } }: Resource<McpServerEntrySpec>): EnvVar[] {
  const manifest = goStruct({
    addPlaintextHeaders: goMap(headerForward?.addPlaintextHeaders),
    addHeadersFromSecret: headerSecretIds(name, headerForward),
  });
  if (!Object.keys(manifest).length) return [];
  return [
    { name: `TOOLHIVE_HEADER_FORWARD_${inVariable(name)}`, value: goJson(manifest) },
    ...headerSecretEnv(name, headerForward),
  ];
}

export function byName(variables: readonly EnvVar[]): EnvVar[] {
  return [...variables].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
