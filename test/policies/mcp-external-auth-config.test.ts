import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AuthServerRedisOptions,
  AuthServerStorage,
  AwsStsOptions,
  DynamicClientRegistration,
  EmbeddedAuthServerOptions,
  ExternalAuth,
  IdentityFromToken,
  JwtBearerGrant,
  McpExternalAuthConfig,
  McpOidcConfig,
  McpServer,
  OAuth2UpstreamOptions,
  OidcProvider,
  OidcUpstreamOptions,
  RedisSentinelOptions,
  RedisSentinelService,
  SubjectTokenType,
  TokenExchangeOptions,
  TokenLifespans,
  TokenResponseMapping,
  TrustedIssuer,
  UpstreamProvider,
  UserInfo,
  UserInfoFieldMapping,
  UserInfoMethod,
  Warnings,
  XaaOptions,
} from '../../src';
import { chartIn, eachOptionCounts, objects, runConfigOf } from '../util';

const secret = kplus.Secret.fromSecretName(chartIn(), 'secret', 'auth');
const key = (name: string): kplus.SecretValue => ({ secret, key: name });

/** The spec of the resource: all there is of an auth that other kinds use. */
function specOf(auth: ExternalAuth): unknown {
  return new McpExternalAuthConfig(chartIn(), 'auth', { auth })._checked().spec;
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
    new McpServer(chart, 's', { image: 'i', externalAuth: new McpExternalAuthConfig(chart, 'auth', { auth }) });
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
    expect(specOf(ExternalAuth.headerInjection('X-Key', key('k')))).toEqual({
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

function withAuthServer(options: EmbeddedAuthServerOptions): Chart {
  const chart = chartIn();
  const provider = OidcProvider.issuer({ issuer: 'https://auth.example.com' });
  new McpServer(chart, 's', {
    image: 'i',
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
    storage: AuthServerStorage.redis('redis:6379', { password: key('4') }),
    baselineClientScopes: ['openid'],
    cimd: { cacheMaxSize: 10, cacheFallbackTtl: Duration.minutes(5) },
    disableUpstreamTokenInjection: true,
    allowConfidentialClientRegistration: false,
    forceConfidentialRedirectUris: ['https://client.example.com/callback'],
    delegateClients: [{ clientId: 'd', clientSecret: key('5'), scopes: ['openid'], audiences: [RESOURCE] }],
    trustedIssuers: [{ issuerUrl: 'https://a', expectedAudience: 'a', allowedDelegateClients: ['d'] }],
    insecureAllowHttp: true,
    insecureAllowConfidentialOverLoopbackHttp: true,
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

  test.each<[string, Partial<EmbeddedAuthServerOptions>, string]>([
    ['secrets over plain HTTP', { ...confidential, insecureAllowHttp: true }, 'allowConfidentialClientRegistration'],
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
  };

  const oidc: OidcUpstreamOptions = { issuerUrl: 'https://idp.example.com', clientId: 'toolhive' };
  const allOidc: Required<OidcUpstreamOptions> = {
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
    allowPrivateIps: true,
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
  eachOptionCounts(base, common, (given) => yamlOf({ storage: AuthServerStorage.redis('redis:6379', given) }));

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
    const storage = AuthServerStorage.redisCluster('redis:6379', { ...base, tls });
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
    jwksUrl: 'https://a/keys',
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
