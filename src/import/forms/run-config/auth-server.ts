/**
 * An embedded authorization server. Source: pkg/authserver/config.go of stacklok/toolhive, RunConfig, and the recorded cases of
 * 0.63.0.
 */
import { caBundleOf } from './certificates';
import { listOf, membersOf, textsOf } from './members';
import { KeyRef } from './pod';
import { Proxy } from './proxy';
import { upstreamOf } from './upstreams';
import { defined, JsonObject, pruned } from '../../../plain/objects';
import { Part } from '../part';

/** `spec.embeddedAuthServer` of an MCPExternalAuthConfig. */
export function authServerOf(config: Part, proxy: Proxy): JsonObject {
  if (config.text('schema_version') !== 'v0.1.0') config.leave('is no version that is known', 'schema_version');
  config.leave('is what ToolHive makes of the login', 'allowed_audiences', 'scopes_supported');
  const lifespans = config.part('token_lifespans');
  const cimd = config.part('cimd');
  const tls = config.part('tls_listener');
  const grants = config.part('inbound_grants');
  return pruned({
    ...membersOf(config, {
      text: ['issuer', 'authorization_endpoint_base_url'],
      texts: ['baseline_client_scopes', 'force_confidential_redirect_uris'],
      flag: [
        ...['disable_upstream_token_injection', 'insecure_allow_http', 'allow_confidential_client_registration'],
        ...['allow_private_key_jwt_registration', 'insecure_allow_confidential_over_loopback_http'],
      ],
    }),
    signingKeySecretRefs: signingKeys(config.part('signing_key_config'), proxy),
    hmacSecretRefs: textsOf(config, 'hmac_secret_files')?.map((file, i) => proxy.secret(`hmac-${i}`, { file })),
    tokenLifespans:
      lifespans &&
      membersOf(lifespans, { text: ['access_token_lifespan', 'refresh_token_lifespan', 'auth_code_lifespan'] }),
    upstreamProviders: listOf(config, 'upstreams', (upstream) => upstreamOf(upstream, proxy)),
    storage: storageOf(config.part('storage'), proxy),
    cimd: cimd && membersOf(cimd, { flag: ['enabled'], number: ['cache_max_size'], text: ['cache_fallback_ttl'] }),
    trustedIssuers: listOf(config, 'trusted_issuers', (issuer) => trustedIssuer(issuer, proxy)),
    delegateClients: listOf(config, 'delegate_clients', (client) => delegateClient(client, proxy)),
    inboundGrants: grants && inboundGrants(grants, proxy),
    tlsListener: tls && {
      certificateSecretRef: proxy.secret('tls.crt', { file: tls.text('cert_file') }),
      privateKeySecretRef: proxy.secret('tls.key', { file: tls.text('key_file') }),
    },
    registrationRateLimit: rateLimit(config.part('registration_rate_limit')),
  });
}

function signingKeys(keys: Part | undefined, proxy: Proxy): KeyRef[] | undefined {
  if (!keys) return undefined;
  const folder = keys.text('key_dir') ?? '';
  const files = [keys.text('signing_key_file') ?? '', ...(textsOf(keys, 'fallback_key_files') ?? [])];
  return files.filter(Boolean).map((file, i) => proxy.secret(`signing-key-${i}`, { file: `${folder}/${file}` }));
}

function delegateClient(client: Part, proxy: Proxy): JsonObject {
  const members = membersOf(client, { text: ['client_id'], texts: ['scopes', 'audiences'] });
  const [variable, file] = [client.text('client_secret_env_var'), client.text('client_secret_file')];
  return { ...members, clientSecretRef: proxy.secret(`${String(members.clientId)}-client-secret`, { variable, file }) };
}

function inboundGrants(grants: Part, proxy: Proxy): JsonObject {
  const exchange = grants.part('token_exchange');
  const bearer = grants.part('jwt_bearer');
  return defined({
    tokenExchange:
      exchange &&
      defined({
        delegateClients: listOf(exchange, 'delegate_clients', (client) => delegateClient(client, proxy)),
        issuerPolicies: listOf(exchange, 'issuer_policies', (policy) => ({
          ...membersOf(policy, { text: ['issuer_ref', 'expected_audience'] }),
          ...actors(policy),
        })),
      }),
    jwtBearer:
      bearer &&
      defined({
        issuerPolicies: listOf(bearer, 'issuer_policies', (policy) => ({
          ...membersOf(policy, { text: ['issuer_ref'] }),
          ...jwtBearer(policy),
        })),
      }),
  });
}

function trustedIssuer(issuer: Part, proxy: Proxy): JsonObject {
  const grant = issuer.part('jwt_bearer_grant');
  return pruned({
    ...membersOf(issuer, {
      text: ['name', 'issuer_url', 'expected_audience', 'jwks_url'],
      flag: ['insecure_allow_http', 'allow_private_ips'],
    }),
    ...actors(issuer),
    caBundleRef: caBundleOf(issuer, 'ca_file_path', proxy),
    jwtBearerGrant: grant && jwtBearer(grant),
  });
}

/** Whose tokens of an issuer are taken, and who may exchange them. */
function actors(policy: Part): JsonObject {
  return membersOf(policy, {
    text: ['actor_claim', 'actor_matcher'],
    texts: ['allowed_actors', 'allowed_delegate_clients'],
    flag: ['allow_may_act'],
  });
}

function jwtBearer(grant: Part): JsonObject {
  return pruned({
    ...membersOf(grant, { text: ['max_assertion_age'], texts: ['accepted_audiences'] }),
    subjectBindings: listOf(grant, 'subject_bindings', (binding) =>
      membersOf(binding, { text: ['subject'], texts: ['allowed_resources'] }),
    ),
  });
}

/** ToolHive writes how many there may be in a second; the resource has the time in which a bucket is full again. */
function rateLimit(limit: Part | undefined): JsonObject | undefined {
  if (!limit) return undefined;
  const burst = limit.number('burst');
  const rate = limit.any('requests_per_second');
  if (!burst || typeof rate !== 'number' || !(rate > 0)) return undefined;
  return { maxTokens: burst, refillPeriod: `${Number((burst / rate).toPrecision(12))}s` };
}

function storageOf(storage: Part | undefined, proxy: Proxy): JsonObject | undefined {
  if (!storage) return undefined;
  const redis = storage.part('redis_config');
  return pruned({
    type: storage.text('type'),
    maxDCRClients: storage.number('max_dcr_clients'),
    redis: redis && redisOf(redis, proxy),
  });
}

function redisOf(redis: Part, proxy: Proxy): JsonObject {
  if (redis.text('auth_type') !== 'aclUser') redis.leave('is none that is known', 'auth_type');
  redis.leave('is what ToolHive makes of namespace and name', 'key_prefix');
  const acl = redis.part('acl_user_config');
  const username = acl?.text('username_env_var');
  const sentinel = redis.part('sentinel_config');
  return pruned({
    ...membersOf(redis, { text: ['addr', 'dial_timeout', 'read_timeout', 'write_timeout'], flag: ['cluster_mode'] }),
    aclUserConfig: pruned({
      usernameSecretRef: username ? proxy.secret('redis-username', { variable: username }) : undefined,
      passwordSecretRef: proxy.secret('redis-password', { variable: acl?.text('password_env_var') }),
    }),
    sentinelConfig:
      sentinel && membersOf(sentinel, { text: ['master_name'], texts: ['sentinel_addrs'], number: ['db'] }),
    tls: redisTls(redis.part('tls'), 'redis-ca', proxy),
    sentinelTls: redisTls(redis.part('sentinel_tls'), 'sentinel-ca', proxy),
  });
}

function redisTls(tls: Part | undefined, key: string, proxy: Proxy): JsonObject | undefined {
  if (!tls) return undefined;
  const file = tls.text('ca_cert_file');
  return defined({
    ...membersOf(tls, { flag: ['insecure_skip_verify'] }),
    caCertSecretRef: file ? proxy.secret(key, { file }) : undefined,
  });
}
