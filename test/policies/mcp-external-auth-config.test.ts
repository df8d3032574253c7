import { createHash } from 'node:crypto';
import { ApiObject, Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AuthServerRedisOptions,
  AuthServerStorage,
  AwsStsOptions,
  DynamicClientRegistration,
  EmbeddedAuthServerOptions,
  ExternalAuth,
  IdentityFromToken,
  InboundGrants,
  JwtBearerGrant,
  JwtBearerIssuerPolicy,
  McpExternalAuthConfig,
  McpOidcConfig,
  McpServer,
  OAuth2UpstreamOptions,
  OidcProvider,
  OidcUpstreamOptions,
  RedisSentinelOptions,
  RedisSentinelService,
  RegistrationProbe,
  SubjectTokenType,
  TokenEndpointAuthMethod,
  TokenExchangeGrant,
  TokenExchangeIssuerPolicy,
  TokenExchangeOptions,
  TokenLifespans,
  TokenResponseMapping,
  ToolhiveVersion,
  TrustedIssuer,
  UpstreamProvider,
  UserInfo,
  UserInfoFieldMapping,
  UserInfoMethod,
  Warnings,
  XaaOptions,
} from '../../src';
import { checkedSpec, CERTIFICATE, chartIn, eachOptionCounts, objects, runConfigOf } from '../util';

const secret = kplus.Secret.fromSecretName(chartIn(), 'secret', 'auth');
const key = (name: string): kplus.SecretValue => ({ secret, key: name });

/** The spec of the resource: all there is of an auth that other kinds use. */
function specOf(auth: ExternalAuth): unknown {
  return checkedSpec(new McpExternalAuthConfig(chartIn(), 'auth', { auth }));
}

describe('token exchange', () => {
  const base: TokenExchangeOptions = { tokenUrl: 'https://sso.example.com/token', audience: 'backend' };
  const { subjectProviderName, ...options }: Required<TokenExchangeOptions> = {
    tokenUrl: 'https://other.example.com/token',
    audience: 'other',
    clientId: 'toolhive',
    clientSecret: key('secret'),
    scopes: ['read'],
    subjectTokenType: SubjectTokenType.ID_TOKEN,
    externalTokenHeaderName: 'X-Token',
    subjectProviderName: 'idp',
  };

  function exchanging(given: TokenExchangeOptions): Chart {
    const chart = chartIn();
    const auth = ExternalAuth.tokenExchange(given);
    new McpServer(chart, 's', { image: 'i:1.0', externalAuth: new McpExternalAuthConfig(chart, 'auth', { auth }) });
    return chart;
  }

  eachOptionCounts<Omit<TokenExchangeOptions, 'subjectProviderName'>>(base, options, (given) =>
    Testing.synth(exchanging({ ...base, ...given })),
  );

  test('the option subjectProviderName is for virtual servers, and in the resource', () => {
    expect(specOf(ExternalAuth.tokenExchange({ ...base, subjectProviderName }))).toMatchObject({
      tokenExchange: { subjectProviderName },
    });
  });

  test('keeps the client secret out of the configuration', () => {
    const chart = exchanging({ ...base, clientSecret: key('secret') });
    expect(runConfigOf(chart, 's').token_exchange_config.client_secret).toBe('');
    expect(objects(chart)['Deployment/s'].spec.template.spec.containers[0].env[0]).toEqual({
      name: 'TOOLHIVE_TOKEN_EXCHANGE_CLIENT_SECRET',
      valueFrom: { secretKeyRef: { name: 'auth', key: 'secret' } },
    });
  });
});

describe('what remote proxies and virtual servers use', () => {
  const role = 'arn:aws:iam::123456789012:role/r';
  const sts: AwsStsOptions = { region: 'eu-west-1', fallbackRoleArn: role };
  const allSts: Required<AwsStsOptions> = {
    region: 'eu-west-2',
    service: 'bedrock',
    fallbackRoleArn: `${role}2`,
    roleMappings: [{ roleArn: role, claim: 'admins', priority: 1 }],
    roleClaim: 'roles',
    sessionDuration: Duration.minutes(30),
    sessionNameClaim: 'email',
    subjectProviderName: 'idp',
  };
  eachOptionCounts(sts, allSts, (given) => specOf(ExternalAuth.awsSts(given)));

  const xaa: XaaOptions = { idpTokenUrl: 'https://idp', targetTokenUrl: 'https://app', targetAudience: 'app' };
  const allXaa: Required<XaaOptions> = {
    idpTokenUrl: 'https://other',
    targetTokenUrl: 'https://other',
    targetAudience: 'other',
    idpClientId: 'a',
    idpClientSecret: key('a'),
    targetClientId: 'b',
    targetClientSecret: key('b'),
    targetResource: 'https://app/api',
    scopes: ['read'],
    subjectProviderName: 'idp',
    insecureTargetTokenUrl: true,
  };
  eachOptionCounts(xaa, allXaa, (given) => specOf(ExternalAuth.xaa(given)));

  test('is in the resource', () => {
    expect(specOf(ExternalAuth.headerInjection({ headerName: 'X-Key', value: key('k') }))).toEqual({
      type: 'headerInjection',
      headerInjection: { headerName: 'X-Key', valueSecretRef: { name: 'auth', key: 'k' } },
    });
    expect(specOf(ExternalAuth.bearerToken(key('t')))).toMatchObject({ bearerToken: { tokenSecretRef: { key: 't' } } });
    expect(specOf(ExternalAuth.upstreamInject('idp'))).toMatchObject({ upstreamInject: { providerName: 'idp' } });
    expect(specOf(ExternalAuth.unauthenticated())).toEqual({ type: 'unauthenticated' });
  });

  test('fails on AWS STS without any role', () => {
    expect(() => specOf(ExternalAuth.awsSts({ region: 'eu-west-1' }))).toThrow('awsSts: names no role');
  });
});

const RESOURCE = 'https://mcp.example.com';
const upstream = (options: Partial<OidcUpstreamOptions> = {}) =>
  UpstreamProvider.oidc('idp', { issuerUrl: 'https://idp.example.com', clientId: 'toolhive', ...options });
const authServer: EmbeddedAuthServerOptions = { issuer: 'https://auth.example.com', upstreamProviders: [upstream()] };

const caBundle = { configMap: kplus.ConfigMap.fromConfigMapName(chartIn(), 'ca', 'company-ca'), key: 'ca.crt' };

function withAuthServer(options: EmbeddedAuthServerOptions, toolhiveVersion = ToolhiveVersion.V0_63_0): Chart {
  const chart = chartIn(Testing.app(), { toolhiveVersion });
  new kplus.ConfigMap(chart, 'ca', { metadata: { name: 'company-ca' }, data: { 'ca.crt': CERTIFICATE } });
  const provider = OidcProvider.issuer({ issuer: 'https://auth.example.com' });
  new McpServer(chart, 's', {
    image: 'i:1.0',
    oidc: { config: new McpOidcConfig(chart, 'oidc', { provider }), resourceUrl: RESOURCE },
    authServer: new McpExternalAuthConfig(chart, 'auth', { auth: ExternalAuth.embeddedAuthServer(options) }),
  });
  return chart;
}

const yamlOf = (options: Partial<EmbeddedAuthServerOptions>) =>
  Testing.synth(withAuthServer({ ...authServer, ...options }));

describe('an embedded authorization server', () => {
  type Options = Omit<EmbeddedAuthServerOptions, 'primaryUpstreamProvider'>;
  const confidential: Options = { ...authServer, allowConfidentialClientRegistration: true };
  const options: Required<Options> = {
    issuer: 'https://other.example.com',
    upstreamProviders: [upstream({ scopes: ['openid'] })],
    authorizationEndpointBaseUrl: 'https://login.example.com',
    signingKeys: [key('1'), key('2')],
    hmacSecrets: [key('3')],
    tokenLifespans: { accessTokenLifespan: Duration.minutes(5) },
    storage: AuthServerStorage.redis({ address: 'redis:6379', password: key('4') }),
    baselineClientScopes: ['openid'],
    cimd: { cacheMaxSize: 10, cacheFallbackTtl: Duration.minutes(5) },
    disableUpstreamTokenInjection: true,
    allowConfidentialClientRegistration: false,
    forceConfidentialRedirectUris: ['https://client.example.com/callback'],
    delegateClients: [{ clientId: 'd', clientSecret: key('5'), scopes: ['openid'], audiences: [RESOURCE] }],
    trustedIssuers: [{ issuerUrl: 'https://a', expectedAudience: 'a', allowedDelegateClients: ['d'] }],
    insecureAllowHttp: true,
    insecureAllowConfidentialOverLoopbackHttp: true,
    inboundGrants: { tokenExchange: {} },
    allowPrivateKeyJwtRegistration: true,
    registrationRateLimit: { maxTokens: 5, refillPeriod: Duration.seconds(90) },
    maxRegisteredClients: 0,
    tlsListener: { certificate: key('tls.crt'), privateKey: key('tls.key') },
  };
  const { insecureAllowHttp, ...others } = options;
  eachOptionCounts<Omit<Options, 'insecureAllowHttp'>>(confidential, others, (given) => yamlOf({ ...given }));

  test('the option insecureAllowHttp makes a difference', () => {
    expect(yamlOf({ insecureAllowHttp })).not.toEqual(yamlOf({}));
  });

  test('the option primaryUpstreamProvider is for virtual servers, and in the resource', () => {
    const auth = ExternalAuth.embeddedAuthServer({ ...authServer, primaryUpstreamProvider: 'idp' });
    expect(specOf(auth)).toMatchObject({ embeddedAuthServer: { primaryUpstreamProvider: 'idp' } });
  });

  const lifespans: Required<TokenLifespans> = {
    accessTokenLifespan: Duration.minutes(5),
    refreshTokenLifespan: Duration.days(1),
    authCodeLifespan: Duration.minutes(1),
  };
  eachOptionCounts<TokenLifespans>({}, lifespans, (tokenLifespans) => yamlOf({ tokenLifespans }));

  test('gets its keys as files that the owner alone may read', () => {
    const chart = withAuthServer({ ...authServer, signingKeys: [key('sign')] });
    const { containers, volumes } = objects(chart)['Deployment/s'].spec.template.spec;
    expect(volumes[1]).toEqual({
      name: 'authserver-signing-key-0',
      secret: { secretName: 'auth', items: [{ key: 'sign', path: 'key-0.pem' }], defaultMode: 0o400 },
    });
    expect(containers[0].volumeMounts[1].mountPath).toBe('/etc/toolhive/authserver/keys/key-0.pem');
  });

  const configOf = (given: Partial<EmbeddedAuthServerOptions>) =>
    runConfigOf(withAuthServer({ ...authServer, ...given }), 's').embedded_auth_server_config;

  test('limits registration by a rate for each second, and the clients that there are', () => {
    const registrationRateLimit = { maxTokens: 5, refillPeriod: Duration.seconds(90) };
    expect(configOf({ registrationRateLimit, maxRegisteredClients: 7 })).toMatchObject({
      storage: { type: 'memory', max_dcr_clients: 7 },
      registration_rate_limit: { requests_per_second: 5 / 90, burst: 5 },
    });
    const storage = AuthServerStorage.redis({ address: 'redis:6379', password: key('p') });
    expect(configOf({ storage, maxRegisteredClients: 0 }).storage).toMatchObject({ type: 'redis', max_dcr_clients: 0 });
  });

  test('gets certificate and key of its listener in one directory, from one Secret or two', () => {
    const other = { secret: kplus.Secret.fromSecretName(chartIn(), 'other', 'other'), key: 'k' };
    const sourcesOf = (tlsListener: EmbeddedAuthServerOptions['tlsListener']) =>
      objects(withAuthServer({ ...authServer, tlsListener }))['Deployment/s'].spec.template.spec.volumes[1];
    expect(sourcesOf({ certificate: key('c'), privateKey: key('k') })).toEqual({
      name: 'authserver-tls-listener',
      projected: {
        sources: [
          {
            secret: {
              name: 'auth',
              items: [
                { key: 'c', path: 'tls.crt' },
                { key: 'k', path: 'tls.key' },
              ],
            },
          },
        ],
        defaultMode: 0o400,
      },
    });
    expect(sourcesOf({ certificate: key('c'), privateKey: other }).projected.sources).toEqual([
      { secret: { name: 'auth', items: [{ key: 'c', path: 'tls.crt' }] } },
      { secret: { name: 'other', items: [{ key: 'k', path: 'tls.key' }] } },
    ]);
  });

  test('needs no upstream provider where it gives tokens for grants, and then passes no token on', () => {
    const { upstreamProviders, ...grantsOnly } = { ...authServer, inboundGrants: { tokenExchange: {} } };
    const config = runConfigOf(withAuthServer(grantsOnly), 's');
    expect(config.embedded_auth_server_config).toMatchObject({ upstreams: [], inbound_grants: { token_exchange: {} } });
    expect(config.middleware_configs.map(({ type }: { type: string }) => type)).toEqual(
      expect.arrayContaining(['strip-auth']),
    );
    expect(config.middleware_configs).not.toEqual(expect.arrayContaining([{ type: 'upstreamswap' }]));
  });

  test('is known to the proxy that lets its tokens in, from ToolHive 0.63.0 on', () => {
    const parametersIn = (version: ToolhiveVersion) =>
      runConfigOf(withAuthServer(authServer, version), 's').middleware_configs.find(
        ({ type }: { type: string }) => type === 'auth',
      ).parameters;
    expect(parametersIn(ToolhiveVersion.V0_63_0).embedded_auth_server_issuer).toBe('https://auth.example.com');
    expect(Object.keys(parametersIn(ToolhiveVersion.V0_44_0))).toEqual(['oidc_config']);
  });

  test('fails with what an older ToolHive does not know', () => {
    const options_ = { ...authServer, tlsListener: options.tlsListener };
    expect(() => withAuthServer(options_, ToolhiveVersion.V0_44_0)).toThrow(
      /embeddedAuthServer\.tlsListener: is known to ToolHive from 0\.63\.0 on/,
    );
  });

  test.each<[string, Partial<EmbeddedAuthServerOptions>, string]>([
    ['neither an upstream provider nor a grant', { upstreamProviders: [] }, 'at least one upstream provider'],
    [
      'a parameter of token requests that is reserved',
      { upstreamProviders: [upstream({ additionalTokenParams: { grant_type: 'x' } })] },
      'upstreamProviders[0].additionalTokenParams.grant_type: is set by ToolHive itself',
    ],
    ['secrets over plain HTTP', { ...confidential, insecureAllowHttp: true }, 'confidential client registration'],
    ['itself as a trusted issuer', { trustedIssuers: [{ issuerUrl: authServer.issuer }] }, 'trustedIssuers[0]'],
    ['a scope that nobody offers', { baselineClientScopes: ['nobody'] }, '"nobody" is not among the scopes offered'],
    [
      'two upstream providers',
      { upstreamProviders: [upstream(), UpstreamProvider.oidc('b', { issuerUrl: 'https://b', clientId: 'b' })] },
      'has 2 upstream providers, and an MCPServer takes one',
    ],
    [
      'a reserved parameter',
      { upstreamProviders: [upstream({ additionalAuthorizationParams: { state: 'x' } })] },
      'upstreamProviders[0].additionalAuthorizationParams.state: is set by ToolHive itself',
    ],
  ])('fails with %s', (_, given, message) => {
    expect(() => yamlOf(given)).toThrow(message);
  });
});

describe('an upstream provider', () => {
  const yaml = (provider: UpstreamProvider) => yamlOf({ upstreamProviders: [provider] });
  const userInfo: UserInfo = { endpointUrl: 'https://idp.example.com/user' };
  const common = {
    clientSecret: key('secret'),
    redirectUri: 'https://mcp.example.com/callback',
    scopes: ['openid'],
    additionalAuthorizationParams: { prompt: 'consent' },
    additionalTokenParams: { resource: 'https://api.example.com' },
    omitScopeOnRefresh: true,
    caBundle,
    allowPrivateIps: true,
  };

  type Oidc = Omit<OidcUpstreamOptions, 'dcrConfig'>;
  const oidc: Oidc = { issuerUrl: 'https://idp.example.com', clientId: 'toolhive' };
  const allOidc: Required<Oidc> = {
    ...common,
    issuerUrl: 'https://other.example.com',
    clientId: 'other',
    subjectClaim: 'oid',
    userInfoOverride: userInfo,
  };
  eachOptionCounts(oidc, allOidc, (given) => yaml(UpstreamProvider.oidc('idp', given)));

  type OAuth2 = Omit<OAuth2UpstreamOptions, 'dcrConfig'>;
  const oauth2: OAuth2 = {
    authorizationEndpoint: 'https://idp.example.com/authorize',
    tokenEndpoint: 'https://idp.example.com/token',
    clientId: 'toolhive',
  };
  const allOAuth2: Required<OAuth2> = {
    ...common,
    authorizationEndpoint: 'https://other.example.com/authorize',
    tokenEndpoint: 'https://other.example.com/token',
    clientId: 'other',
    userInfo,
    identityFromToken: { subjectPath: 'user.id' },
    tokenResponseMapping: { accessTokenPath: 'user.token' },
    tokenEndpointAuthMethod: TokenEndpointAuthMethod.CLIENT_SECRET_BASIC,
    insecureAllowHttp: true,
  };
  eachOptionCounts(oauth2, allOAuth2, (given) => yaml(UpstreamProvider.oauth2('idp', given)));

  const { clientId: _, ...registering } = oauth2;
  const yamlOfOAuth2 = (given: Partial<OAuth2UpstreamOptions>) =>
    yaml(UpstreamProvider.oauth2('idp', { ...oauth2, ...given }));

  test('registers itself where it has no client id', () => {
    const dcrConfig: DynamicClientRegistration = {
      registrationEndpoint: 'https://idp.example.com/register',
      initialAccessToken: key('initial'),
      softwareId: 'toolhive',
      softwareStatement: 'signed',
    };
    const chart = withAuthServer({
      ...authServer,
      upstreamProviders: [UpstreamProvider.oauth2('my-idp', { ...registering, dcrConfig })],
    });
    expect(runConfigOf(chart, 's').embedded_auth_server_config.upstreams[0].oauth2_config.dcr_config).toEqual({
      registration_endpoint: 'https://idp.example.com/register',
      initial_access_token_env_var: 'TOOLHIVE_UPSTREAM_DCR_INITIAL_ACCESS_TOKEN_MY_IDP',
      software_id: 'toolhive',
      software_statement: 'signed',
    });
    const discovered = { dcrConfig: { discoveryUrl: 'https://idp.example.com/.well-known/oauth' } };
    expect(yaml(UpstreamProvider.oauth2('idp', { ...registering, ...discovered }))).toBeDefined();
  });

  const registration: DynamicClientRegistration = { registrationEndpoint: 'https://idp.example.com/register' };
  const { discoveryUrl: __, ...allRegistration }: Required<DynamicClientRegistration> = {
    discoveryUrl: 'https://idp.example.com/.well-known/oauth',
    registrationEndpoint: 'https://other.example.com/register',
    initialAccessToken: key('initial'),
    softwareId: 'toolhive',
    softwareStatement: 'signed',
    registrationProbe: RegistrationProbe.NONE,
    registrationProbeInterval: Duration.minutes(5),
    rotationKey: '2',
  };
  eachOptionCounts<Omit<DynamicClientRegistration, 'discoveryUrl'>>(registration, allRegistration, (dcrConfig) =>
    yaml(UpstreamProvider.oauth2('idp', { ...registering, dcrConfig })),
  );

  test('registers itself where its issuer says, at an OpenID Connect provider', () => {
    const provider = UpstreamProvider.oidc('idp', { issuerUrl: 'https://idp.example.com', dcrConfig: {} });
    const chart = withAuthServer({ ...authServer, upstreamProviders: [provider] });
    expect(runConfigOf(chart, 's').embedded_auth_server_config.upstreams[0].oidc_config).toMatchObject({
      client_id: '',
      dcr_config: {},
    });
  });

  const allUserInfo: Required<UserInfo> = {
    endpointUrl: 'https://other.example.com/user',
    httpMethod: UserInfoMethod.POST,
    additionalHeaders: { Accept: 'application/json' },
    fieldMapping: { subjectFields: ['id'] },
  };
  eachOptionCounts(userInfo, allUserInfo, (given) => yamlOfOAuth2({ userInfo: given }));

  const fields: Required<UserInfoFieldMapping> = {
    subjectFields: ['id'],
    nameFields: ['login'],
    emailFields: ['mail'],
  };
  eachOptionCounts<UserInfoFieldMapping>({}, fields, (fieldMapping) =>
    yamlOfOAuth2({ userInfo: { ...userInfo, fieldMapping } }),
  );

  const mapping: Required<TokenResponseMapping> = {
    accessTokenPath: 'a.token',
    scopePath: 'a.scope',
    refreshTokenPath: 'a.refresh',
    expiresInPath: 'a.expires',
  };
  eachOptionCounts({ accessTokenPath: 'b' }, mapping, (tokenResponseMapping) => yamlOfOAuth2({ tokenResponseMapping }));

  const identity: Required<IdentityFromToken> = { subjectPath: 'a.id', namePath: 'a.name', emailPath: 'a.mail' };
  eachOptionCounts({ subjectPath: 'b' }, identity, (identityFromToken) => yamlOfOAuth2({ identityFromToken }));

  describe('with certificates of its own', () => {
    const withCa = (data: Record<string, string>, binaryData?: Record<string, string>): Chart => {
      const chart = withAuthServer({ ...authServer, upstreamProviders: [upstream({ caBundle })] });
      chart.node.tryRemoveChild('ca');
      if (data) {
        new ApiObject(chart, 'ca', { apiVersion: 'v1', kind: 'ConfigMap', ...caObject, data, binaryData } as any);
      }
      return chart;
    };
    const caObject = { metadata: { name: 'company-ca' } };
    const annotationOf = (chart: Chart): string =>
      objects(chart)['Deployment/s'].spec.template.metadata.annotations['toolhive.stacklok.dev/authserver-ca-checksum'];
    const checksum = createHash('sha256').update(`${CERTIFICATE}\0`).digest('hex');

    test('makes a new pod when they change', () => {
      const chart = withCa({ 'ca.crt': CERTIFICATE });
      expect(annotationOf(chart)).toBe(checksum);
      const { volumes, containers } = objects(chart)['Deployment/s'].spec.template.spec;
      expect(volumes[1]).toEqual({
        name: 'authserver-upstream-ca-0',
        configMap: { name: 'company-ca', items: [{ key: 'ca.crt', path: 'ca.crt' }] },
      });
      expect(containers[0].volumeMounts[1]).toMatchObject({
        mountPath: '/etc/toolhive/authserver/upstream-ca/0/ca.crt',
        subPath: 'ca.crt',
      });
    });

    test('takes them from binary data as well', () => {
      expect(annotationOf(withCa({}, { 'ca.crt': Buffer.from(CERTIFICATE).toString('base64') }))).toBe(checksum);
    });

    test.each<[string, () => Chart, string]>([
      ['a key that is not there', () => withCa({ other: CERTIFICATE }), 'has no key "ca.crt"; it has "other"'],
      ['what is no certificate', () => withCa({ 'ca.crt': 'none' }), 'key "ca.crt": holds no certificates'],
      [
        'a ConfigMap that is not in the app',
        () => {
          const chart = withCa({});
          chart.node.tryRemoveChild('ca');
          return chart;
        },
        'upstreamProviders[0].oidcConfig.caBundle: the certificates are read when rendering',
      ],
    ])('fails with %s', (_case, chart, message) => {
      expect(() => Testing.synth(chart())).toThrow(message);
    });
  });

  test('that tells nothing about its users gets a warning', () => {
    const chart = withAuthServer({ ...authServer, upstreamProviders: [UpstreamProvider.oauth2('idp', oauth2)] });
    Testing.synth(chart);
    expect(Warnings.of(chart)).toMatchObject([{ id: 'upstream-identity-synthesized', path: 'chart/auth' }]);
  });
});

describe('the storage of an authorization server', () => {
  const base: AuthServerRedisOptions = { password: key('password') };
  const common: Required<AuthServerRedisOptions> = {
    password: key('other'),
    username: key('user'),
    dialTimeout: Duration.seconds(1),
    readTimeout: Duration.millis(1500),
    writeTimeout: Duration.minutes(1),
    tls: {},
  };
  eachOptionCounts(base, common, (given) =>
    yamlOf({ storage: AuthServerStorage.redis({ address: 'redis:6379', ...given }) }),
  );

  const sentinel: RedisSentinelOptions = { ...base, masterName: 'master', sentinelService: { name: 'sentinel' } };
  const allSentinel: Required<RedisSentinelOptions> = {
    ...common,
    masterName: 'other',
    sentinelAddrs: ['a:26379'],
    sentinelService: { name: 'other' },
    db: 2,
    sentinelTls: { caCert: key('ca') },
  };
  eachOptionCounts(sentinel, allSentinel, (given) => yamlOf({ storage: AuthServerStorage.redisSentinel(given) }));

  const service: Required<RedisSentinelService> = { name: 'other', namespace: 'cache', port: 1 };
  eachOptionCounts({ name: 'sentinel' }, service, (sentinelService) =>
    yamlOf({ storage: AuthServerStorage.redisSentinel({ ...sentinel, sentinelService }) }),
  );

  test('may be a cluster, with TLS; its own memory is the default', () => {
    const tls = { caCert: key('ca'), insecureSkipVerify: true };
    const storage = AuthServerStorage.redisCluster({ address: 'redis:6379', ...base, tls });
    const { redis_config: redis } = runConfigOf(withAuthServer({ ...authServer, storage }), 's')
      .embedded_auth_server_config.storage;
    expect(redis).toMatchObject({
      cluster_mode: true,
      tls: { insecure_skip_verify: true, ca_cert_file: '/etc/toolhive/authserver/redis-tls/ca.crt' },
    });
    expect(yamlOf({ storage: AuthServerStorage.memory() })).toEqual(yamlOf({}));
  });

  test('fails when there is no sentinel', () => {
    const storage = AuthServerStorage.redisSentinel({ ...base, masterName: 'master' });
    expect(() => yamlOf({ storage })).toThrow('storage.redis.sentinelConfig: names no sentinel');
  });
});

describe('a trusted issuer', () => {
  const base: TrustedIssuer = { issuerUrl: 'https://a', expectedAudience: 'a', allowedDelegateClients: ['client'] };
  const grant: JwtBearerGrant = {
    maxAssertionAge: Duration.minutes(5),
    subjectBindings: [{ subject: 'job', allowedResources: [RESOURCE] }],
  };
  const options: Required<TrustedIssuer> = {
    issuerUrl: 'https://b',
    expectedAudience: 'b',
    name: 'corp',
    jwksUrl: 'https://a/keys',
    caBundle,
    actorClaim: 'appid',
    allowedActors: ['app'],
    actorMatcher: 'claims.department == "it"',
    allowedDelegateClients: ['*'],
    allowMayAct: true,
    jwtBearerGrant: grant,
    allowPrivateIps: true,
    insecureAllowHttp: true,
  };
  const { allowPrivateIps, ...others } = options;
  const yaml = (issuer: TrustedIssuer) => yamlOf({ trustedIssuers: [issuer] });
  eachOptionCounts<Omit<TrustedIssuer, 'allowPrivateIps'>>(base, others, yaml);

  test('the option allowPrivateIps makes a difference, and needs the address of the keys', () => {
    const known = { ...base, jwksUrl: 'https://a/keys' };
    expect(yaml({ ...known, allowPrivateIps })).not.toEqual(yaml(known));
    expect(() => yaml({ ...base, allowPrivateIps })).toThrow('allowPrivateIps requires jwksUrl to be set explicitly');
  });

  const allGrant: Required<JwtBearerGrant> = {
    maxAssertionAge: Duration.minutes(1),
    subjectBindings: [{ subject: 'other', allowedResources: [RESOURCE] }],
    acceptedAudiences: ['https://auth.example.com'],
  };
  eachOptionCounts(grant, allGrant, (jwtBearerGrant) => yaml({ ...base, jwtBearerGrant }));

  test.each<[string, Partial<TrustedIssuer>, string]>([
    ['plain HTTP', { issuerUrl: 'http://a' }, 'trustedIssuers[0].issuerUrl: "http://a" must begin with https://'],
    ['keys at a private address', { jwksUrl: 'https://10.0.0.1' }, 'is at a private address'],
    ['a broken expression', { actorMatcher: 'claims ==' }, '"claims ==" is no CEL expression'],
    [
      'a resource of others',
      { jwtBearerGrant: { ...grant, subjectBindings: [{ subject: 'job', allowedResources: ['https://b'] }] } },
      '"https://b", allowed for "job", must be the resourceUrl "https://mcp.example.com"',
    ],
  ])('fails with %s', (_, given, message) => {
    expect(() => yaml({ ...base, ...given })).toThrow(message);
  });
});

describe('grants to others than users', () => {
  const named: TrustedIssuer = { name: 'corp', issuerUrl: 'https://corp.example.com' };
  const policy: TokenExchangeIssuerPolicy = {
    issuerRef: 'corp',
    expectedAudience: RESOURCE,
    allowedDelegateClients: ['agent'],
  };
  const assertion: JwtBearerIssuerPolicy = {
    issuerRef: 'lab',
    maxAssertionAge: Duration.minutes(5),
    subjectBindings: [{ subject: 'robot', allowedResources: [RESOURCE] }],
  };
  const lab: TrustedIssuer = { name: 'lab', issuerUrl: 'https://lab.example.com' };
  const delegateClients = [
    { clientId: 'agent', clientSecret: key('agent'), scopes: ['openid'], audiences: [RESOURCE] },
  ];
  const both: InboundGrants = { tokenExchange: { issuerPolicies: [policy] }, jwtBearer: [assertion] };
  const granting = (inboundGrants: InboundGrants, trustedIssuers = [named, lab]) =>
    withAuthServer({ ...authServer, trustedIssuers, inboundGrants });
  const yaml = (inboundGrants: InboundGrants) => Testing.synth(granting(inboundGrants));

  const allPolicy: Required<TokenExchangeIssuerPolicy> = {
    issuerRef: 'lab',
    expectedAudience: 'other',
    allowedDelegateClients: ['other'],
    actorClaim: 'appid',
    allowedActors: ['bot'],
    actorMatcher: 'claims.team == "mcp"',
    allowMayAct: true,
  };
  const { issuerRef: _, ...ofPolicy } = allPolicy;
  eachOptionCounts<Omit<TokenExchangeIssuerPolicy, 'issuerRef'>>(policy, ofPolicy, (given) =>
    yaml({ ...both, tokenExchange: { issuerPolicies: [{ ...policy, ...given }] } }),
  );

  const { issuerRef: __, ...ofAssertion }: Required<JwtBearerIssuerPolicy> = {
    issuerRef: 'lab',
    maxAssertionAge: Duration.seconds(90),
    subjectBindings: [{ subject: 'other', allowedResources: [RESOURCE] }],
    acceptedAudiences: ['https://auth.example.com'],
  };
  eachOptionCounts<Omit<JwtBearerIssuerPolicy, 'issuerRef'>>(assertion, ofAssertion, (given) =>
    yaml({ ...both, jwtBearer: [{ ...assertion, ...given }] }),
  );

  const grant: Required<TokenExchangeGrant> = { delegateClients, issuerPolicies: [policy] };
  eachOptionCounts<TokenExchangeGrant>({}, grant, (tokenExchange) =>
    Testing.synth(
      withAuthServer({
        ...authServer,
        trustedIssuers: tokenExchange.issuerPolicies ? [named] : [],
        inboundGrants: { tokenExchange },
      }),
    ),
  );

  test('stand in the configuration of their own, and secrets of clients in variables', () => {
    const chart = granting({ ...both, tokenExchange: { delegateClients, issuerPolicies: [policy] } });
    expect(runConfigOf(chart, 's').embedded_auth_server_config.inbound_grants).toEqual({
      token_exchange: {
        delegate_clients: [
          {
            client_id: 'agent',
            client_secret_env_var: 'TOOLHIVE_DELEGATE_CLIENT_SECRET_0',
            scopes: ['openid'],
            audiences: [RESOURCE],
          },
        ],
        issuer_policies: [{ issuer_ref: 'corp', expected_audience: RESOURCE, allowed_delegate_clients: ['agent'] }],
      },
      jwt_bearer: {
        issuer_policies: [
          {
            issuer_ref: 'lab',
            max_assertion_age: '5m0s',
            subject_bindings: [{ subject: 'robot', allowed_resources: [RESOURCE] }],
          },
        ],
      },
    });
    expect(objects(chart)['Deployment/s'].spec.template.spec.containers[0].env).toContainEqual({
      name: 'TOOLHIVE_DELEGATE_CLIENT_SECRET_0',
      valueFrom: { secretKeyRef: { name: 'auth', key: 'agent' } },
    });
  });

  test.each<[string, InboundGrants, string]>([
    ['an issuer that no policy names', { jwtBearer: [assertion] }, 'trustedIssuers[0]: no policy says what tokens of'],
    [
      'an issuer that is not there',
      { jwtBearer: [{ ...assertion, issuerRef: 'x' }] },
      'issuerRef must reference a named',
    ],
    [
      'a broken expression',
      { ...both, tokenExchange: { issuerPolicies: [{ ...policy, actorMatcher: 'claims ==' }] } },
      'issuerPolicies[0].actorMatcher: "claims ==" is no CEL expression',
    ],
    [
      'a scope that nobody offers',
      {
        ...both,
        tokenExchange: { issuerPolicies: [policy], delegateClients: [{ ...delegateClients[0], scopes: ['x'] }] },
      },
      'inboundGrants.tokenExchange.delegateClients[0].scopes: "x" is not among the scopes offered',
    ],
    [
      'a resource of others',
      { ...both, jwtBearer: [{ ...assertion, subjectBindings: [{ subject: 'r', allowedResources: ['https://b'] }] }] },
      'inboundGrants.jwtBearer.issuerPolicies[0]: "https://b", allowed for "r", must be the resourceUrl',
    ],
  ])('fails with %s', (_case, grants, message) => {
    expect(() => yaml(grants)).toThrow(message);
  });
});
