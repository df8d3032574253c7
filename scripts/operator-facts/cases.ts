/** What ToolHive's operator is asked about: resources of one namespace, most of them one MCPServer and what it refers to. */
import { Obj } from '../../src/plain/objects';
import {
  CaseResource,
  RESOURCE,
  POLICIES,
  OIDC_REF,
  REDIS,
  key,
  external,
  oidc,
  cluster,
  authz,
  configMap,
  oidcUpstream,
  oauth2Upstream,
  authServer,
} from './resources';

const server = (spec: Obj): CaseResource => ({
  kind: 'MCPServer',
  name: 's',
  spec: { image: 'ghcr.io/example/mcp:1', transport: 'streamable-http', ...spec },
});

/** A server that runs an authorization server. */
const issuing = (config: Obj, spec: Obj = {}, oidcConfigRef: Obj = OIDC_REF): CaseResource[] => [
  authServer(config),
  oidc(),
  server({ authServerRef: { name: 'as' }, oidcConfigRef, ...spec }),
];

const proving = (type: string, config?: Obj): CaseResource[] => [
  external('x', type, config),
  server({ externalAuthConfigRef: { name: 'x' } }),
];

const trusting = (oidcConfig: CaseResource, reference: Obj = {}): CaseResource[] => [
  oidcConfig,
  server({ oidcConfigRef: { name: 'oidc', audience: 'a', ...reference } }),
];

const ruled = (config: CaseResource): CaseResource[] => [server({ authzConfigRef: { name: 'z' } }), config];

const ruledByConfigMap = (data: Record<string, string>, authzConfig: Obj = {}): CaseResource[] => [
  configMap(data),
  server({ authzConfig: { type: 'configMap', configMap: { name: 'p' }, ...authzConfig } }),
];

const measured = (spec: Obj, reference: Obj = {}): CaseResource[] => [
  { kind: 'MCPTelemetryConfig', name: 't', spec },
  server({ telemetryConfigRef: { name: 't', ...reference } }),
];

const hooked = (spec: Obj): CaseResource[] => [
  { kind: 'MCPWebhookConfig', name: 'h', spec },
  server({ webhookConfigRef: { name: 'h' } }),
];

/** By name what is asked about. */
export const CASES: Record<string, CaseResource[]> = {
  'oidc-cluster': trusting(cluster({ serviceAccount: 'x', namespace: 'y' }), { scopes: ['x', 'y'] }),
  'oidc-cluster-noauth': trusting(
    cluster({ useClusterAuth: false, issuer: 'https://i', jwksUrl: 'https://j', introspectionUrl: 'https://k' }),
  ),
  'oidc-full': [
    oidc({
      clientId: 'c',
      clientSecretRef: key('sec'),
      caBundleRef: { configMapRef: { name: 'ca', key: 'x.pem' } },
      jwksUrl: 'https://j',
      introspectionUrl: 'https://i?a=1&b=<2>',
      jwksAllowPrivateIP: true,
      jwksAuthTokenPath: '/t',
      protectedResourceAllowPrivateIP: true,
    }),
    server({
      proxyPort: 9000,
      oidcConfigRef: { name: 'oidc', audience: 'a', resourceUrl: 'https://r/', scopes: ['s'] },
    }),
  ],
  'oidc-http': trusting(oidc({ issuer: 'http://i', insecureAllowHTTP: true })),
  'oidc-http-refused': trusting(oidc({ issuer: 'http://i' })),
  'oidc-jwks-refused': trusting(oidc({ jwksUrl: 'http://i' })),
  'oidc-noscheme': trusting(oidc({ issuer: 'i.example.com' })),
  'oidc-emptyca': trusting(oidc({ caBundleRef: {} })),
  'oidc-emptykey': trusting(oidc({ caBundleRef: { configMapRef: { name: 'ca', key: '' } } })),
  'token-exchange': proving('tokenExchange', {
    tokenUrl: 'https://t',
    audience: 'b',
    scopes: ['a'],
    subjectTokenType: 'id_token',
    externalTokenHeaderName: 'X-T',
    clientId: 'c',
    clientSecretRef: key('sec'),
  }),
  'token-exchange-urn': proving('tokenExchange', {
    tokenUrl: 'https://t',
    audience: 'b',
    subjectTokenType: 'urn:ietf:params:oauth:token-type:jwt',
    subjectProviderName: 'p',
  }),
  'token-exchange-empty': proving('tokenExchange', {
    tokenUrl: 'https://t',
    audience: 'b',
    subjectTokenType: '',
    scopes: [],
  }),
  'header-injection': proving('headerInjection', { headerName: 'X', valueSecretRef: key('sec') }),
  'bearer-token': proving('bearerToken', { tokenSecretRef: key('sec') }),
  unauthenticated: proving('unauthenticated'),
  xaa: proving('xaa', { idpTokenUrl: 'https://i', targetTokenUrl: 'https://t', targetAudience: 'a' }),
  obo: proving('obo', {}),
  'aws-sts': proving('awsSts', { region: 'eu-west-1', fallbackRoleArn: 'arn:aws:iam::123456789012:role/r' }),
  'aws-sts-norole': proving('awsSts', { region: 'eu-west-1' }),
  'aws-sts-both': [
    external('x', 'awsSts', {
      region: 'eu-west-1',
      roleMappings: [{ roleArn: 'arn:aws:iam::123456789012:role/r', claim: 'a', matcher: 'b' }],
    }),
  ],
  'aws-sts-neither': [
    external('x', 'awsSts', { region: 'eu-west-1', roleMappings: [{ roleArn: 'arn:aws:iam::123456789012:role/r' }] }),
  ],
  'auth-server-min': issuing({}),
  'auth-server-min-http-default-resource': [
    authServer(),
    oidc(),
    server({
      authServerRef: { name: 'as' },
      oidcConfigRef: { name: 'oidc', audience: 'http://s.ns.svc.cluster.local:8080' },
    }),
  ],
  'auth-server-no-oidc': [authServer(), server({ authServerRef: { name: 'as' } })],
  'auth-server-full': issuing(
    {
      authorizationEndpointBaseUrl: 'https://login',
      signingKeySecretRefs: [key('k1'), key('k2'), key('k3')],
      hmacSecretRefs: [key('h1'), key('h2')],
      tokenLifespans: { accessTokenLifespan: '30m', refreshTokenLifespan: '24h', authCodeLifespan: '5m' },
      baselineClientScopes: ['openid'],
      disableUpstreamTokenInjection: true,
      cimd: { enabled: true, cacheMaxSize: 10, cacheFallbackTtl: '5m' },
      allowConfidentialClientRegistration: true,
      forceConfidentialRedirectUris: ['https://c.example.com/cb'],
      insecureAllowConfidentialOverLoopbackHTTP: true,
      primaryUpstreamProvider: 'idp',
    },
    {},
    { ...OIDC_REF, scopes: ['openid', 'x'] },
  ),
  'auth-server-insecure': issuing({
    insecureAllowHTTP: true,
    issuer: 'http://auth.example.com',
    tokenLifespans: {},
    cimd: { enabled: false, cacheMaxSize: 3 },
  }),
  'auth-server-loopback': issuing({ allowConfidentialClientRegistration: true, issuer: 'http://localhost:8080' }),
  'auth-server-loopback-ok': issuing({
    allowConfidentialClientRegistration: true,
    issuer: 'http://127.0.0.1:8080',
    insecureAllowConfidentialOverLoopbackHTTP: true,
  }),
  'auth-server-force-loop': issuing({
    allowConfidentialClientRegistration: true,
    forceConfidentialRedirectUris: ['https://localhost/cb'],
  }),
  'auth-server-oidc-full': issuing({
    upstreamProviders: [
      oidcUpstream('my-idp', {
        clientSecretRef: key('sec'),
        redirectUri: 'https://r/cb',
        scopes: ['a'],
        subjectClaim: 'oid',
        additionalAuthorizationParams: { z: '1', a: '<&>' },
        userInfoOverride: {
          endpointUrl: 'https://u',
          httpMethod: 'POST',
          additionalHeaders: { B: '1', A: '2' },
          fieldMapping: { subjectFields: ['s'], nameFields: [], emailFields: ['e'] },
        },
      }),
    ],
  }),
  'auth-server-reserved': issuing({
    upstreamProviders: [oidcUpstream('idp', { additionalAuthorizationParams: { state: 'x' } })],
  }),
  'auth-server-oauth2-full': issuing({
    upstreamProviders: [
      oauth2Upstream('git-hub', {
        clientId: 'c',
        clientSecretRef: key('sec'),
        scopes: ['a'],
        userInfo: { endpointUrl: 'https://u', fieldMapping: {} },
        tokenResponseMapping: { accessTokenPath: 'a.b', scopePath: 's', refreshTokenPath: 'r', expiresInPath: 'e' },
        identityFromToken: { subjectPath: 'sub', namePath: 'n', emailPath: 'e' },
        additionalAuthorizationParams: { p: 'q' },
        allowPrivateIPs: true,
        insecureAllowHTTP: true,
      }),
    ],
  }),
  'auth-server-dcr': issuing({
    upstreamProviders: [
      oauth2Upstream('d', {
        dcrConfig: {
          registrationEndpoint: 'https://a.example.com/r',
          initialAccessTokenRef: key('iat'),
          softwareId: 'sid',
          softwareStatement: 'st',
        },
      }),
    ],
  }),
  'auth-server-dcr-disc': issuing({
    upstreamProviders: [oauth2Upstream('d', { dcrConfig: { discoveryUrl: 'https://a.example.com/.well-known/x' } })],
  }),
  'auth-server-redis': issuing({
    storage: {
      type: 'redis',
      redis: {
        addr: 'r:6379',
        clusterMode: true,
        aclUserConfig: { usernameSecretRef: key('u'), passwordSecretRef: key('p') },
        tls: { caCertSecretRef: key('ca'), insecureSkipVerify: true },
        sentinelTls: { caCertSecretRef: key('sca') },
      },
    },
  }),
  'auth-server-redis-nouser': issuing({
    storage: {
      type: 'redis',
      redis: { addr: 'r:6379', aclUserConfig: { passwordSecretRef: key('p') }, tls: {}, dialTimeout: '1s' },
    },
  }),
  'auth-server-sentinel': issuing({
    storage: {
      type: 'redis',
      redis: {
        sentinelConfig: { masterName: 'm', sentinelAddrs: ['a:1', 'b:2'], db: 3 },
        aclUserConfig: { passwordSecretRef: key('p') },
        tls: { caCertSecretRef: key('ca') },
        sentinelTls: { caCertSecretRef: key('sca') },
      },
    },
  }),
  'auth-server-sentinel-service': issuing({
    storage: {
      type: 'redis',
      redis: {
        sentinelConfig: { masterName: 'm', sentinelService: { name: 'sent', namespace: 'other', port: 1234 } },
        aclUserConfig: { passwordSecretRef: key('p') },
        sentinelTls: {},
      },
    },
  }),
  'auth-server-sentinel-service2': issuing({
    storage: {
      type: 'redis',
      redis: {
        sentinelConfig: { masterName: 'm', sentinelService: { name: 'sent' } },
        aclUserConfig: { passwordSecretRef: key('p') },
      },
    },
  }),
  'auth-server-sentinel-none': issuing({
    storage: {
      type: 'redis',
      redis: { sentinelConfig: { masterName: 'm' }, aclUserConfig: { passwordSecretRef: key('p') } },
    },
  }),
  'auth-server-redis-none': issuing({ storage: { type: 'redis' } }),
  'auth-server-memory-redis': issuing({
    storage: {
      type: 'memory',
      redis: { addr: 'r', aclUserConfig: { passwordSecretRef: key('p') }, tls: { caCertSecretRef: key('ca') } },
    },
  }),
  'auth-server-delegate': issuing({
    delegateClients: [
      { clientId: 'd1', clientSecretRef: key('d1'), scopes: ['openid'], audiences: [RESOURCE] },
      { clientId: 'd2', clientSecretRef: key('d2'), scopes: ['email'], audiences: [RESOURCE] },
    ],
  }),
  'auth-server-delegate-dup': issuing({
    delegateClients: [
      { clientId: 'd1', clientSecretRef: key('d1'), scopes: ['openid'], audiences: [RESOURCE] },
      { clientId: 'd1', clientSecretRef: key('d2'), scopes: ['email'], audiences: [RESOURCE] },
    ],
  }),
  'auth-server-delegate-scope': issuing({
    delegateClients: [{ clientId: 'd1', clientSecretRef: key('d1'), scopes: ['zzz'], audiences: [RESOURCE] }],
  }),
  'auth-server-delegate-scope2': issuing(
    { delegateClients: [{ clientId: 'd1', clientSecretRef: key('d1'), scopes: ['openid'], audiences: [RESOURCE] }] },
    {},
    { ...OIDC_REF, scopes: ['x'] },
  ),
  'auth-server-delegate-aud': issuing({
    delegateClients: [{ clientId: 'd1', clientSecretRef: key('d1'), scopes: ['openid'], audiences: ['https://x'] }],
  }),
  'auth-server-trusted': issuing({
    trustedIssuers: [
      {
        issuerUrl: 'https://sts.windows.net/t/',
        expectedAudience: 'api://x',
        jwksUrl: 'https://j',
        allowPrivateIPs: true,
        actorClaim: 'azp',
        allowedActors: ['a'],
        allowedDelegateClients: ['c'],
        allowMayAct: true,
      },
      { issuerUrl: 'http://in', insecureAllowHTTP: true, expectedAudience: 'x', allowedDelegateClients: ['*'] },
    ],
  }),
  'auth-server-trusted-self': issuing({
    trustedIssuers: [{ issuerUrl: 'https://auth.example.com', expectedAudience: 'x', allowedDelegateClients: ['*'] }],
  }),
  'auth-server-trusted-dup': issuing({
    trustedIssuers: [
      { issuerUrl: 'https://a', expectedAudience: 'x', allowedDelegateClients: ['*'] },
      { issuerUrl: 'https://a', expectedAudience: 'x', allowedDelegateClients: ['*'] },
    ],
  }),
  'auth-server-trusted-http': issuing({
    trustedIssuers: [{ issuerUrl: 'http://a', expectedAudience: 'x', allowedDelegateClients: ['*'] }],
  }),
  'auth-server-trusted-user': issuing({
    trustedIssuers: [{ issuerUrl: 'https://u:p@a', expectedAudience: 'x', allowedDelegateClients: ['*'] }],
  }),
  'auth-server-trusted-query': issuing({
    trustedIssuers: [{ issuerUrl: 'https://a?x=1', expectedAudience: 'x', allowedDelegateClients: ['*'] }],
  }),
  'auth-server-trusted-jwks-private': issuing({
    trustedIssuers: [
      { issuerUrl: 'https://a', jwksUrl: 'https://10.0.0.1/j', expectedAudience: 'x', allowedDelegateClients: ['*'] },
    ],
  }),
  'auth-server-both': [
    authServer(),
    oidc(),
    server({ authServerRef: { name: 'as' }, externalAuthConfigRef: { name: 'as' }, oidcConfigRef: OIDC_REF }),
  ],
  'auth-server-tx': [
    authServer(),
    external('x', 'tokenExchange', { tokenUrl: 'https://t', audience: 'b', clientSecretRef: key('sec') }),
    oidc({ clientSecretRef: key('os'), clientId: 'q' }),
    server({ authServerRef: { name: 'as' }, externalAuthConfigRef: { name: 'x' }, oidcConfigRef: OIDC_REF }),
  ],
  'auth-server-authz-inline': issuing(
    {},
    {
      authzConfig: {
        type: 'inline',
        inline: { policies: POLICIES, entitiesJson: '[{"uid":{"type":"A","id":"<b>"}}]' },
        groupClaimName: 'g',
        roleClaimName: 'r',
        groupEntityType: 'T',
      },
    },
  ),
  'auth-server-authz-ref': [
    ...issuing({}, { authzConfigRef: { name: 'z' } }),
    authz('cedarv1', { policies: POLICIES, entities_json: '[]', multi_valued_claims: ['scp'], group_claim_name: 'g' }),
  ],
  'auth-server-authz-ref-http': [
    ...issuing({}, { authzConfigRef: { name: 'z' } }),
    authz('httpv1', { http: { url: 'http://p' }, claim_mapping: 'mpe' }),
  ],
  'authz-ref-unknown-field': ruled(authz('cedarv1', { policies: POLICIES, other: { b: 1, a: 2 } })),
  'authz-ref-nopol': ruled(authz('cedarv1', { policies: [] })),
  'authz-ref-badtype': ruled(authz('cedarv1', { policies: 'x' })),
  'authz-ref-http-nomap': ruled(authz('httpv1', { http: { url: 'http://p' } })),
  'authz-config-map-json': ruledByConfigMap({
    'authz.json': JSON.stringify({
      version: '1.0',
      type: 'cedarv1',
      cedar: { policies: POLICIES, entities_json: '[]' },
    }),
  }),
  'authz-config-map-yaml': ruledByConfigMap(
    {
      'x.yaml':
        'version: "1.0"\ntype: cedarv1\ncedar:\n  policies:\n    - permit(principal, action, resource);\n  entities_json: "[]"\n  extra: on\nother: 1.50\n',
    },
    { configMap: { name: 'p', key: 'x.yaml' } },
  ),
  'authz-config-map-claims': ruledByConfigMap(
    {
      'authz.json': JSON.stringify({
        version: '1.0',
        type: 'cedarv1',
        cedar: { entities_json: '[]', policies: POLICIES, role_claim_name: 'old', junk: 1 },
      }),
    },
    { groupClaimName: 'g' },
  ),
  'authz-config-map-http-claims': ruledByConfigMap(
    {
      'authz.json': JSON.stringify({
        version: '1.0',
        type: 'httpv1',
        pdp: { http: { url: 'http://p', timeout: 3 }, claim_mapping: 'standard' },
      }),
    },
    { groupClaimName: 'g' },
  ),
  'authz-config-map-version': ruledByConfigMap({ 'authz.json': 'version: 1.0\ntype: cedarv1\ncedar: {policies: [x]}' }),
  'authz-config-map-empty': ruledByConfigMap({ 'authz.json': '  \n' }),
  'authz-config-map-key': ruledByConfigMap({ other: '{}' }),
  'authz-config-map-type': ruledByConfigMap({ 'authz.json': '{"version":"1.0","type":"opa"}' }),
  'authz-config-map-nocedar': ruledByConfigMap({ 'authz.json': '{"version":"1.0","type":"cedarv1"}' }),
  'authz-inline-empty-entities': [
    server({ authzConfig: { type: 'inline', inline: { policies: POLICIES, entitiesJson: '' } } }),
  ],
  'telemetry-off': measured({}),
  'telemetry-disabled': measured(
    {
      openTelemetry: {
        enabled: false,
        endpoint: 'https://o',
        tracing: { enabled: true },
        caBundleRef: { configMapRef: { name: 'ca', key: 'k' } },
        sensitiveHeaders: [{ name: 'x-y', secretKeyRef: key('sec') }],
      },
    },
    { serviceName: 'svc' },
  ),
  'telemetry-full': measured(
    {
      openTelemetry: {
        enabled: true,
        endpoint: 'http://o:4318',
        insecure: true,
        headers: { b: '1', a: '2' },
        resourceAttributes: { z: '1', y: '2' },
        metrics: { enabled: true },
        tracing: { enabled: true, samplingRate: '1.0' },
        useLegacyAttributes: false,
      },
      prometheus: { enabled: true },
    },
    { serviceName: 'svc' },
  ),
  'telemetry-ca': measured({
    openTelemetry: {
      enabled: true,
      endpoint: 'https://o:4318/v1',
      metrics: { enabled: true },
      caBundleRef: { configMapRef: { name: 'ca', key: 'k.pem' } },
      sensitiveHeaders: [
        { name: 'Authorization', secretKeyRef: key('sec') },
        { name: 'x-api-key', secretKeyRef: key('s2') },
      ],
    },
  }),
  'telemetry-rate': measured({
    openTelemetry: { enabled: true, tracing: { enabled: true, samplingRate: '0.0000001234' } },
  }),
  'telemetry-rate0': measured({ openTelemetry: { enabled: true, tracing: { enabled: true, samplingRate: '0' } } }),
  'telemetry-rate2': measured({ openTelemetry: { enabled: true, tracing: { enabled: true, samplingRate: '0.50' } } }),
  'telemetry-prom': measured({ prometheus: { enabled: true } }),
  'telemetry-nosignal': measured({ openTelemetry: { enabled: true, endpoint: 'https://o' } }),
  'telemetry-ca-insecure': measured({
    openTelemetry: { insecure: true, caBundleRef: { configMapRef: { name: 'ca', key: 'k' } } },
  }),
  'telemetry-scheme': measured({
    openTelemetry: { enabled: true, endpoint: 'https://http://o', metrics: { enabled: true } },
  }),
  webhooks: hooked({
    validating: [
      {
        name: 'My Hook.1',
        url: 'https://v',
        timeout: '1500ms',
        failurePolicy: 'ignore',
        hmacSecretRef: key('a'),
        tlsConfig: { caSecretRef: key('b'), clientCertSecretRef: key('c'), clientKeySecretRef: key('d') },
      },
      { name: 'two', url: 'http://v', tlsConfig: { insecureSkipVerify: true } },
    ],
    mutating: [
      { name: 'm-1', url: 'https://m', hmacSecretRef: key('a') },
      { name: 'm-1', url: 'https://m', hmacSecretRef: key('a') },
    ],
  }),
  'webhooks-half': hooked({
    mutating: [{ name: 'm', url: 'https://m', tlsConfig: { clientCertSecretRef: key('c') } }],
  }),
  'webhooks-tls-empty': hooked({ mutating: [{ name: 'm', url: 'https://m', tlsConfig: {} }] }),
  'webhooks-http': hooked({ mutating: [{ name: 'm', url: 'http://m' }] }),
  'webhooks-path': hooked({ mutating: [{ name: 'm', url: '/x' }] }),
  'webhooks-short': hooked({ mutating: [{ name: 'm', url: 'https://m', timeout: '500ms' }] }),
  'webhooks-long': hooked({ mutating: [{ name: 'm', url: 'https://m', timeout: '31s' }] }),
  'webhooks-zero': hooked({ mutating: [{ name: 'm', url: 'https://m', timeout: '0s' }] }),
  'rate-limits-limits': [
    oidc(),
    server({
      ...REDIS,
      oidcConfigRef: OIDC_REF,
      rateLimiting: {
        shared: { maxTokens: 1, refillPeriod: '90s' },
        perUser: { maxTokens: 2, refillPeriod: '1h' },
        tools: [
          { name: 't', shared: { maxTokens: 3, refillPeriod: '250ms' } },
          { name: 'u', perUser: { maxTokens: 4, refillPeriod: '1.5h' } },
        ],
      },
    }),
  ],
  'rate-limits-db': [
    server({
      sessionStorage: { provider: 'redis', address: 'r', db: 2, keyPrefix: 'p' },
      rateLimiting: { tools: [{ name: 't', shared: { maxTokens: 3, refillPeriod: '1m' } }] },
      backendReplicas: 0,
    }),
  ],
  'rate-limits-bad': [server({ ...REDIS, rateLimiting: { shared: { maxTokens: 1, refillPeriod: '1 minute' } } })],
  'session-storage': [
    server({
      sessionStorage: { provider: 'redis', address: 'r', db: 1, keyPrefix: 'k', passwordRef: key('p') },
      replicas: 3,
      backendReplicas: 2,
      resourceOverrides: { proxyDeployment: { env: [{ name: 'A', value: '1' }] } },
    }),
  ],
  'tools-audit': [
    {
      kind: 'MCPToolConfig',
      name: 'tc',
      spec: { toolsFilter: ['b'], toolsOverride: { a: { name: 'b', description: '<x>' }, Z: { description: 'd' } } },
    },
    server({ toolConfigRef: { name: 'tc' }, audit: { enabled: true }, groupRef: { name: 'g' } }),
  ],
  'everything-over-sse': [
    oidc(),
    authServer({ disableUpstreamTokenInjection: true }),
    { kind: 'MCPTelemetryConfig', name: 't', spec: { prometheus: { enabled: true } } },
    {
      kind: 'MCPWebhookConfig',
      name: 'h',
      spec: { validating: [{ name: 'v', url: 'https://v' }], mutating: [{ name: 'm', url: 'https://m' }] },
    },
    server({
      transport: 'sse',
      ...REDIS,
      oidcConfigRef: OIDC_REF,
      authServerRef: { name: 'as' },
      telemetryConfigRef: { name: 't' },
      webhookConfigRef: { name: 'h' },
      rateLimiting: { perUser: { maxTokens: 1, refillPeriod: '1m' } },
      authzConfig: { type: 'inline', inline: { policies: POLICIES } },
      audit: { enabled: true },
    }),
  ],
};
