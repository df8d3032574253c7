/**
 * The configuration of an embedded authorization server, which issues ToolHive's own tokens to users whom an upstream
 * provider vouches for. Members are in the order of ToolHive's struct (pkg/authserver/config.go).
 */
import { AuthServer, upstreamsOf } from './fields';
import {
  delegateSecretVariable,
  hmacPath,
  issuerCaPath,
  KEY_DIRECTORY,
  keyFile,
  TLS_CERTIFICATE,
  TLS_DIRECTORY,
  TLS_KEY,
} from './names';
import { storageConfig } from './storage';
import { upstreamConfig } from './upstreams';
import { normalDuration, parseDuration, secondsOf } from '../../../../go/duration';
import { goStruct } from '../../../../go/struct';
import { JsonObject } from '../../../../plain/objects';
import {
  DelegateClient,
  InboundGrants,
  JwtBearerGrant,
  JwtBearerIssuerPolicy,
  RegistrationRateLimit,
  TokenExchangeIssuerPolicy,
  TrustedIssuer,
} from '../../../../resources/spec/shared';
import { AuthServerUpstreamFilter } from '../../../../resources/spec/virtualmcpserver';

/** The workload that runs the server. */
export interface AuthServerUser {
  readonly name: string;
  readonly namespace: string;
  /** The URL that tokens are issued for. */
  readonly resourceUrl: string;
  /** Scopes that the server offers, if the workload sets them. */
  readonly scopes?: readonly string[];
  /** Which upstream providers a user is sent to, if the workload sets them. */
  readonly upstreamFilter?: AuthServerUpstreamFilter;
}

/** As far as a proxy's own configuration depends on it. */
export interface AuthServerRunConfig extends JsonObject {
  readonly issuer?: string;
  readonly upstreams: readonly { readonly name: string }[];
  readonly disable_upstream_token_injection?: boolean;
}

/** @param authServer `spec.embeddedAuthServer` of the MCPExternalAuthConfig */
export function authServerConfig(authServer: AuthServer, user: AuthServerUser): AuthServerRunConfig {
  const { signingKeySecretRefs = [], hmacSecretRefs = [], tokenLifespans, cimd, inboundGrants } = authServer;
  return goStruct(
    {
      schema_version: 'v0.1.0',
      issuer: authServer.issuer,
      authorization_endpoint_base_url: authServer.authorizationEndpointBaseUrl,
      signing_key_config: signingKeySecretRefs.length ? signingKeys(signingKeySecretRefs.length) : undefined,
      hmac_secret_files: hmacSecretRefs.map((_, i) => hmacPath(i)),
      token_lifespans:
        tokenLifespans &&
        goStruct({
          access_token_lifespan: tokenLifespans.accessTokenLifespan,
          refresh_token_lifespan: tokenLifespans.refreshTokenLifespan,
          auth_code_lifespan: tokenLifespans.authCodeLifespan,
        }),
      upstreams: upstreamsOf(authServer).map((provider, i) => upstreamConfig(provider, i, user.resourceUrl)),
      upstream_filter: user.upstreamFilter && upstreamFilter(user.upstreamFilter),
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
      allow_private_key_jwt_registration: authServer.allowPrivateKeyJWTRegistration,
      force_confidential_redirect_uris: authServer.forceConfidentialRedirectUris,
      insecure_allow_confidential_over_loopback_http: authServer.insecureAllowConfidentialOverLoopbackHTTP,
      delegate_clients: authServer.delegateClients?.map(delegateClient),
      inbound_grants: inboundGrants && grants(inboundGrants),
      tls_listener: authServer.tlsListener && TLS_LISTENER,
      registration_rate_limit: authServer.registrationRateLimit && rateLimit(authServer.registrationRateLimit),
    },
    ['upstreams'],
  );
}

/** The first key signs, the others still verify. */
function signingKeys(count: number): JsonObject {
  const [first, ...others] = Array.from({ length: count }, (_, i) => keyFile(i));
  return goStruct({ key_dir: KEY_DIRECTORY, signing_key_file: first, fallback_key_files: others });
}

function delegateClient({ clientId, scopes, audiences }: DelegateClient, i: number): JsonObject {
  return { client_id: clientId, client_secret_env_var: delegateSecretVariable(i), scopes, audiences };
}

const TLS_LISTENER = { cert_file: `${TLS_DIRECTORY}/${TLS_CERTIFICATE}`, key_file: `${TLS_DIRECTORY}/${TLS_KEY}` };

function rateLimit({ maxTokens, refillPeriod }: RegistrationRateLimit): JsonObject {
  return { requests_per_second: maxTokens / secondsOf(parseDuration(refillPeriod) ?? 1n), burst: maxTokens };
}

/** Members that are the same in ToolHive's configuration as in the resource. */
function upstreamFilter({ claim, rules, defaultUpstreams }: AuthServerUpstreamFilter): JsonObject {
  return goStruct({
    claim,
    rules: rules.map(({ groups, upstreamProviders }) => ({ groups, upstreamProviders })),
    defaultUpstreams,
  });
}

function grants({ tokenExchange, jwtBearer }: InboundGrants): JsonObject {
  return goStruct({
    token_exchange:
      tokenExchange &&
      goStruct({
        delegate_clients: tokenExchange.delegateClients?.map(delegateClient),
        issuer_policies: tokenExchange.issuerPolicies?.map(exchangePolicy),
      }),
    jwt_bearer: jwtBearer && goStruct({ issuer_policies: jwtBearer.issuerPolicies?.map(jwtBearerPolicy) }),
  });
}

function exchangePolicy(policy: TokenExchangeIssuerPolicy): JsonObject {
  return goStruct({ issuer_ref: policy.issuerRef, expected_audience: policy.expectedAudience, ...actors(policy) });
}

function jwtBearerPolicy(policy: JwtBearerIssuerPolicy): JsonObject {
  return { issuer_ref: policy.issuerRef, ...jwtBearerGrant(policy) };
}

/** Whose tokens of an issuer are taken, and who may exchange them. */
function actors(policy: TokenExchangeIssuerPolicy | TrustedIssuer): JsonObject {
  return {
    actor_claim: policy.actorClaim,
    allowed_actors: policy.allowedActors,
    actor_matcher: policy.actorMatcher,
    allowed_delegate_clients: policy.allowedDelegateClients,
    allow_may_act: policy.allowMayAct,
  };
}

function trustedIssuer(issuer: TrustedIssuer, i: number): JsonObject {
  return goStruct(
    {
      name: issuer.name,
      issuer_url: issuer.issuerUrl,
      expected_audience: issuer.expectedAudience ?? '',
      jwks_url: issuer.jwksUrl,
      insecure_allow_http: issuer.insecureAllowHTTP,
      allow_private_ips: issuer.allowPrivateIPs,
      ca_file_path: issuer.caBundleRef && issuerCaPath(i),
      ...actors(issuer),
      jwt_bearer_grant: issuer.jwtBearerGrant && jwtBearerGrant(issuer.jwtBearerGrant),
    },
    ['issuer_url', 'expected_audience'],
  );
}

function jwtBearerGrant({ maxAssertionAge, subjectBindings, acceptedAudiences }: JwtBearerGrant): JsonObject {
  return goStruct({
    max_assertion_age: normalDuration(maxAssertionAge),
    subject_bindings: subjectBindings.map(({ subject, allowedResources }) => ({
      subject,
      allowed_resources: allowedResources,
    })),
    accepted_audiences: acceptedAudiences,
  });
}
