/**
 * What an embedded authorization server's configuration and its pod must agree on: variables and files that secrets
 * arrive in. Source: ToolHive cmd/thv-operator/pkg/controllerutil/authserver.go.
 */

export const KEY_DIRECTORY = '/etc/toolhive/authserver/keys';
export const keyFile = (i: number) => `key-${i}.pem`;
export const hmacFile = (i: number) => `hmac-${i}`;
export const hmacPath = (i: number) => `/etc/toolhive/authserver/hmac/${hmacFile(i)}`;

export const TLS_DIRECTORY = '/etc/toolhive/authserver/tls';
export const TLS_CERTIFICATE = 'tls.crt';
export const TLS_KEY = 'tls.key';

/** File of an authority's certificates, for whichever party they are. */
export const CA_FILE = 'ca.crt';
export const upstreamCaPath = (i: number) => `/etc/toolhive/authserver/upstream-ca/${i}/${CA_FILE}`;
export const issuerCaPath = (i: number) => `/etc/toolhive/authserver/issuer-ca/${i}/${CA_FILE}`;

/** Certificates of Redis, and of its sentinels. */
export const REDIS_CA = { file: 'ca.crt', path: '/etc/toolhive/authserver/redis-tls/ca.crt' };
export const SENTINEL_CA = { file: 'sentinel-ca.crt', path: '/etc/toolhive/authserver/redis-tls/sentinel-ca.crt' };

export const REDIS_USERNAME = 'TOOLHIVE_AUTH_SERVER_REDIS_USERNAME';
export const REDIS_PASSWORD = 'TOOLHIVE_AUTH_SERVER_REDIS_PASSWORD';

export const clientSecretVariable = (provider: string) => `TOOLHIVE_UPSTREAM_CLIENT_SECRET_${suffix(provider)}`;
export const initialTokenVariable = (provider: string) =>
  `TOOLHIVE_UPSTREAM_DCR_INITIAL_ACCESS_TOKEN_${suffix(provider)}`;
export const delegateSecretVariable = (i: number) => `TOOLHIVE_DELEGATE_CLIENT_SECRET_${i}`;

function suffix(provider: string): string {
  return provider.replaceAll('-', '_').toUpperCase();
}
