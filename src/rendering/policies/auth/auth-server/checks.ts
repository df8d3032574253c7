/**
 * What ToolHive refuses in an embedded authorization server although the CRD allows it, as far as the server's own
 * configuration shows. Source: ToolHive cmd/thv-operator/api/v1beta1/mcpexternalauthconfig_types.go, pkg/authserver/config.go.
 */
import { checkIssuer } from '../oidc';
import { isLoopback } from './addresses';
import { AuthServer, delegateClientsOf, upstreamsOf } from './fields';
import { checkSpiffe } from './spiffe';
import { checkTrustedIssuers } from './trusted-issuers';
import { fieldPath, Findings, shown } from '../../../../findings';
import { urlParts } from '../../../../go/url';
import { checkRedisAddress } from '../../../../kubernetes/redis-address';
import { Storage, UpstreamProvider } from '../../../../resources/spec/shared';

/** Parameters of an authorization request that the server sets itself. */
const RESERVED_PARAMETERS = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
  'nonce',
];

/** Reserved parameters of a request for a token. */
const RESERVED_TOKEN_PARAMETERS = [
  'grant_type',
  'code',
  'redirect_uri',
  'client_id',
  'client_secret',
  'code_verifier',
  'refresh_token',
  'scope',
];

/**
 * @param at path of the server's configuration
 * @param reportRedirect how a redirect URI of a client that can keep no secret is reported
 */
export function checkAuthServer(
  authServer: AuthServer,
  findings: Findings,
  at: string,
  reportRedirect: Report = (field, message) => findings.error(field, message),
): void {
  checkConfidentialClients(authServer, at, findings);
  checkForcedRedirects(authServer.forceConfidentialRedirectUris ?? [], at, reportRedirect);
  checkTrustedIssuers(authServer, at, findings);
  checkSpiffe(authServer, at, findings);
  checkStorage(authServer.storage, at, findings);
  checkIssuer(authServer.issuer, `${at}.issuer`, findings);
  upstreamsOf(authServer).forEach((provider, i) => {
    const field = fieldPath(`${at}.upstreamProviders`, i);
    if (provider.oidcConfig?.issuerUrl) {
      checkIssuer(provider.oidcConfig.issuerUrl, `${field}.oidcConfig.issuerUrl`, findings);
    }
    checkUpstream(provider, field, findings);
  });
}

/** Clients with a secret must not be made to send it over plain HTTP. */
function checkConfidentialClients(authServer: AuthServer, at: string, findings: Findings): void {
  const { issuer } = authServer;
  const { scheme, hostname } = urlParts(issuer);
  if (authServer.allowConfidentialClientRegistration || delegateClientsOf(authServer).length) {
    if (authServer.insecureAllowHTTP) {
      findings.error(
        `${at}.insecureAllowHTTP`,
        'cannot be combined with clients that have a secret (allowConfidentialClientRegistration, delegateClients), who would send it over plain HTTP; drop one of them',
      );
    } else if (scheme === 'http' && isLoopback(hostname) && !authServer.insecureAllowConfidentialOverLoopbackHTTP) {
      findings.error(
        `${at}.issuer`,
        `${shown(issuer)} is plain HTTP, over which clients would send their secrets; use HTTPS, or set insecureAllowConfidentialOverLoopbackHTTP for development`,
      );
    }
  }
}

type Report = (field: string, message: string) => void;

function checkForcedRedirects(redirectUris: readonly string[], at: string, report: Report): void {
  redirectUris.forEach((uri, i) => {
    if (!isLoopback(urlParts(uri).hostname)) return;
    report(
      fieldPath(`${at}.forceConfidentialRedirectUris`, i),
      `${shown(uri)} is on the client's own machine, and such a client can keep no secret; drop it`,
    );
  });
}

function checkStorage(storage: Storage | undefined, at: string, findings: Findings): void {
  if (storage?.type !== 'redis') return;
  if (!storage.redis) {
    findings.error(`${at}.storage.redis`, 'is required with type "redis"; say where Redis is');
    return;
  }
  const { addr, sentinelConfig } = storage.redis;
  checkRedisAddress(addr, `${at}.storage.redis.addr`, findings);
  (sentinelConfig?.sentinelAddrs ?? []).forEach((address, i) =>
    checkRedisAddress(address, fieldPath(`${at}.storage.redis.sentinelConfig.sentinelAddrs`, i), findings),
  );
  if (sentinelConfig && !sentinelConfig.sentinelAddrs?.length && !sentinelConfig.sentinelService) {
    findings.error(
      `${at}.storage.redis.sentinelConfig`,
      'names no sentinel; give sentinelAddrs, or the Service in front of them as sentinelService',
    );
  }
}

function checkUpstream({ name, oidcConfig, oauth2Config }: UpstreamProvider, at: string, findings: Findings): void {
  const [member, config] = oidcConfig ? ['oidcConfig', oidcConfig] : ['oauth2Config', oauth2Config];
  const reserved = [
    ['additionalAuthorizationParams', RESERVED_PARAMETERS],
    ['additionalTokenParams', RESERVED_TOKEN_PARAMETERS],
  ] as const;
  for (const [params, names] of reserved) {
    for (const parameter of Object.keys(config?.[params] ?? {}).filter((key) => names.includes(key))) {
      findings.error(
        fieldPath(`${at}.${member}.${params}`, parameter),
        `is set by ToolHive itself; drop it (reserved: ${names.join(', ')})`,
      );
    }
  }
  if (oauth2Config && !oauth2Config.userInfo && !oauth2Config.identityFromToken) {
    findings.warning(
      'upstream-identity-synthesized',
      `${at}.oauth2Config`,
      `upstream ${shown(name)} tells nothing about its users, so ToolHive makes up an identity at each login; say where they are described with userInfo or identityFromToken`,
    );
  }
}
