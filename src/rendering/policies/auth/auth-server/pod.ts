/**
 * Secrets of an embedded authorization server in the pod that runs it: keys as files, passwords as variables.
 * Source: ToolHive cmd/thv-operator/pkg/controllerutil/authserver.go (GenerateAuthServerVolumes, …EnvVars).
 */
import { caBundlesOf } from './ca-bundles';
import { AuthServer, delegateClientsOf, upstreamsOf } from './fields';
import {
  CA_FILE,
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
  TLS_CERTIFICATE,
  TLS_DIRECTORY,
  TLS_KEY,
} from './names';
import { EnvVar } from '../../../../kubernetes/objects';
import { TlsListener } from '../../../../resources/spec/shared';
import {
  configMapFileMount,
  Mount,
  OWNER_READ,
  secretEnv,
  secretFileMount,
  secretFilesMount,
  SecretKeyRef,
} from '../../../pod/mounts';

/** @param authServer `spec.embeddedAuthServer` of the MCPExternalAuthConfig */
export function authServerMounts(authServer: AuthServer): Mount[] {
  const { signingKeySecretRefs = [], hmacSecretRefs = [], storage, tlsListener } = authServer;
  const { tls, sentinelTls } = storage?.redis ?? {};
  const mount = (volume: string, ref: SecretKeyRef, file: string, at: string) =>
    secretFileMount(volume, ref, file, at, OWNER_READ);
  return [
    ...(tlsListener ? [tlsListenerMount(tlsListener)] : []),
    ...signingKeySecretRefs.map((ref, i) =>
      mount(`authserver-signing-key-${i}`, ref, keyFile(i), `${KEY_DIRECTORY}/${keyFile(i)}`),
    ),
    ...hmacSecretRefs.map((ref, i) => mount(`authserver-hmac-secret-${i}`, ref, hmacFile(i), hmacPath(i))),
    ...(tls?.caCertSecretRef ? [mount('redis-tls-ca-master', tls.caCertSecretRef, REDIS_CA.file, REDIS_CA.path)] : []),
    ...(sentinelTls?.caCertSecretRef
      ? [mount('redis-tls-ca-sentinel', sentinelTls.caCertSecretRef, SENTINEL_CA.file, SENTINEL_CA.path)]
      : []),
    ...caBundlesOf(authServer).map(({ volume, configMap, path }) =>
      configMapFileMount(volume, configMap.name, configMap.key, CA_FILE, path),
    ),
  ];
}

function tlsListenerMount({ certificateSecretRef, privateKeySecretRef }: TlsListener): Mount {
  const files = [[certificateSecretRef, TLS_CERTIFICATE] as const, [privateKeySecretRef, TLS_KEY] as const];
  return secretFilesMount('authserver-tls-listener', files, TLS_DIRECTORY, OWNER_READ);
}

/** @param authServer `spec.embeddedAuthServer` of the MCPExternalAuthConfig */
export function authServerEnv(authServer: AuthServer): EnvVar[] {
  const { storage } = authServer;
  const found: [string, SecretKeyRef | undefined][] = [];
  for (const { name, oidcConfig, oauth2Config } of upstreamsOf(authServer)) {
    const { clientSecretRef, dcrConfig } = oidcConfig ?? oauth2Config!;
    found.push(
      [clientSecretVariable(name), clientSecretRef],
      [initialTokenVariable(name), dcrConfig?.initialAccessTokenRef],
    );
  }
  delegateClientsOf(authServer).forEach(({ item: { clientSecretRef } }, i) => {
    found.push([delegateSecretVariable(i), clientSecretRef]);
  });
  if (storage?.type === 'redis') {
    const { usernameSecretRef, passwordSecretRef } = storage.redis!.aclUserConfig;
    found.push([REDIS_USERNAME, usernameSecretRef], [REDIS_PASSWORD, passwordSecretRef]);
  }
  return found.flatMap(([variable, ref]) => (ref ? [secretEnv(variable, ref)] : []));
}
