/**
 * The configuration of an embedded authorization server, which issues ToolHive's own tokens to users whom an upstream
 * provider vouches for. Members stand in the order of ToolHive's struct (pkg/authserver/config.go).
 */
import { delegateSecretVariable, hmacPath, KEY_DIRECTORY, keyFile } from './names';
import { storageConfig } from './storage';
import { upstreamConfig } from './upstreams';
import { Obj } from '../../../../findings';
import { formatDuration, parseDuration } from '../../../../kubernetes/duration';
import { goStruct } from '../../../model/go-struct';

/** The workload that runs the server. */
export interface AuthServerUser {
  readonly name: string;
  readonly namespace: string;
  /** The URL that tokens are issued for. */
  readonly resourceUrl: string;
  /** Scopes that the server offers, if the workload says so. */
  readonly scopes?: readonly string[];
}

/** @param authServer `spec.embeddedAuthServer` of the MCPExternalAuthConfig */
export function authServerConfig(authServer: Obj, user: AuthServerUser): Obj {
  const { signingKeySecretRefs = [], hmacSecretRefs = [], tokenLifespans, cimd } = authServer;
  return goStruct(
    {
      schema_version: 'v0.1.0',
      issuer: authServer.issuer,
      authorization_endpoint_base_url: authServer.authorizationEndpointBaseUrl,
      signing_key_config: signingKeySecretRefs.length ? signingKeys(signingKeySecretRefs.length) : undefined,
      hmac_secret_files: hmacSecretRefs.map((_: Obj, i: number) => hmacPath(i)),
      token_lifespans:
        tokenLifespans &&
        goStruct({
          access_token_lifespan: tokenLifespans.accessTokenLifespan,
          refresh_token_lifespan: tokenLifespans.refreshTokenLifespan,
          auth_code_lifespan: tokenLifespans.authCodeLifespan,
        }),
      upstreams: authServer.upstreamProviders.map((provider: Obj) => upstreamConfig(provider, user.resourceUrl)),
      scopes_supported: user.scopes,
      baseline_client_scopes: authServer.baselineClientScopes,
      allowed_audiences: [user.resourceUrl],
      storage: storageConfig(authServer.storage, user.namespace, user.name),
      disable_upstream_token_injection: authServer.disableUpstreamTokenInjection,
      cimd: cimd?.enabled
        ? goStruct({ enabled: true, cache_max_size: cimd.cacheMaxSize, cache_fallback_ttl: cimd.cacheFallbackTtl })
        : undefined,
      insecure_allow_http: authServer.insecureAllowHTTP,
      trusted_issuers: authServer.trustedIssuers?.map(trustedIssuer),
      allow_confidential_client_registration: authServer.allowConfidentialClientRegistration,
      force_confidential_redirect_uris: authServer.forceConfidentialRedirectUris,
      insecure_allow_confidential_over_loopback_http: authServer.insecureAllowConfidentialOverLoopbackHTTP,
      delegate_clients: authServer.delegateClients?.map(delegateClient),
    },
    ['upstreams'],
  );
}

/** The first key signs, the others still verify. */
function signingKeys(count: number): Obj {
  const [first, ...others] = Array.from({ length: count }, (_, i) => keyFile(i));
  return goStruct({ key_dir: KEY_DIRECTORY, signing_key_file: first, fallback_key_files: others });
}

function delegateClient({ clientId, scopes, audiences }: Obj, i: number): Obj {
  return { client_id: clientId, client_secret_env_var: delegateSecretVariable(i), scopes, audiences };
}

function trustedIssuer(issuer: Obj): Obj {
  return goStruct(
    {
      issuer_url: issuer.issuerUrl,
      expected_audience: issuer.expectedAudience ?? '',
      jwks_url: issuer.jwksUrl,
      insecure_allow_http: issuer.insecureAllowHTTP,
      allow_private_ips: issuer.allowPrivateIPs,
      actor_claim: issuer.actorClaim,
      allowed_actors: issuer.allowedActors,
      actor_matcher: issuer.actorMatcher,
      allowed_delegate_clients: issuer.allowedDelegateClients,
      allow_may_act: issuer.allowMayAct,
      jwt_bearer_grant: issuer.jwtBearerGrant && jwtBearerGrant(issuer.jwtBearerGrant),
    },
    ['issuer_url', 'expected_audience'],
  );
}

function jwtBearerGrant({ maxAssertionAge, subjectBindings, acceptedAudiences }: Obj): Obj {
  return goStruct({
    max_assertion_age: formatDuration(parseDuration(maxAssertionAge) ?? 0n),
    subject_bindings: subjectBindings.map(({ subject, allowedResources }: Obj) => ({
      subject,
      allowed_resources: allowedResources,
    })),
    accepted_audiences: acceptedAudiences,
  });
}
