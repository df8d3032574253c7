/**
 * Secrets of an embedded authorization server in the pod that runs it: keys as files, passwords as variables.
 * Source: ToolHive cmd/thv-operator/pkg/controllerutil/authserver.go (GenerateAuthServerVolumes, …EnvVars).
 */
import {
  clientSecretVariable,
  delegateSecretVariable,
  hmacFile,
  hmacPath,
  initialTokenVariable,
  KEY_DIRECTORY,
  keyFile,
  REDIS_CA,
  REDIS_PASSWORD,
  REDIS_USERNAME,
  SENTINEL_CA,
} from './names';
import { Obj } from '../../../../findings';
import { Mount, OWNER_READ, secretEnv, secretFileMount, SecretKeyRef } from '../../../pod/mounts';

/** @param authServer `spec.embeddedAuthServer` of the MCPExternalAuthConfig */
export function authServerMounts({ signingKeySecretRefs = [], hmacSecretRefs = [], storage }: Obj): Mount[] {
  const { tls, sentinelTls } = storage?.redis ?? {};
  const mount = (volume: string, ref: SecretKeyRef, file: string, at: string) =>
    secretFileMount(volume, ref, file, at, OWNER_READ);
  return [
    ...signingKeySecretRefs.map((ref: SecretKeyRef, i: number) =>
      mount(`authserver-signing-key-${i}`, ref, keyFile(i), `${KEY_DIRECTORY}/${keyFile(i)}`),
    ),
    ...hmacSecretRefs.map((ref: SecretKeyRef, i: number) =>
      mount(`authserver-hmac-secret-${i}`, ref, hmacFile(i), hmacPath(i)),
    ),
    ...(tls?.caCertSecretRef ? [mount('redis-tls-ca-master', tls.caCertSecretRef, REDIS_CA.file, REDIS_CA.path)] : []),
    ...(sentinelTls?.caCertSecretRef
      ? [mount('redis-tls-ca-sentinel', sentinelTls.caCertSecretRef, SENTINEL_CA.file, SENTINEL_CA.path)]
      : []),
  ];
}

/** @param authServer `spec.embeddedAuthServer` of the MCPExternalAuthConfig */
export function authServerEnv({ upstreamProviders, delegateClients = [], storage }: Obj): Obj[] {
  const found: [string, SecretKeyRef | undefined][] = [];
  for (const { name, oidcConfig, oauth2Config } of upstreamProviders) {
    found.push(
      [clientSecretVariable(name), (oidcConfig ?? oauth2Config).clientSecretRef],
      [initialTokenVariable(name), oauth2Config?.dcrConfig?.initialAccessTokenRef],
    );
  }
  delegateClients.forEach(({ clientSecretRef }: Obj, i: number) => {
    found.push([delegateSecretVariable(i), clientSecretRef]);
  });
  if (storage?.type === 'redis') {
    const { usernameSecretRef, passwordSecretRef } = storage.redis.aclUserConfig;
    found.push([REDIS_USERNAME, usernameSecretRef], [REDIS_PASSWORD, passwordSecretRef]);
  }
  return found.flatMap(([variable, ref]) => (ref ? [secretEnv(variable, ref)] : []));
}
