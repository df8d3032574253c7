/** Policies with every option, in each of its forms, and servers that use them. */
import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { newer } from './operations';
import {
  AuthServerStorage,
  AwsStsOptions,
  CedarClaims,
  CedarOptions,
  ClusterIssuerOptions,
  CompositeOutputProperty,
  CompositeOutputType,
  CompositeStep,
  CompositeTool,
  DynamicClientRegistration,
  ElicitationAction,
  ElicitationStepOptions,
  ExternalAuth,
  ForEachStepOptions,
  IMcpGroup,
  McpAuthz,
  McpExternalAuthConfig,
  McpGroup,
  McpOidcConfig,
  McpRemoteProxy,
  McpServer,
  McpTelemetryConfig,
  McpTransport,
  OAuth2UpstreamOptions,
  OidcIssuerOptions,
  OidcProvider,
  StepErrorHandling,
  OpenTelemetryOptions,
  Optimizer,
  OptimizerOptions,
  PermissionProfile,
  RedisSentinelOptions,
  RegistrationProbe,
  SubjectTokenType,
  TokenEndpointAuthMethod,
  TokenExchangeOptions,
  ToolStepOptions,
  UpstreamProvider,
  UserInfo,
  UserInfoMethod,
  VirtualMcpServer,
  XaaOptions,
} from '../../src';

const ISSUER = 'https://auth.example.com';
const REMOTE = 'https://mcp.example.com/mcp';

/** Keys of a Secret. */
type Keys = (key: string) => kplus.SecretValue;

/** @param forOperator whether what ToolHive's operator has no way to do is left out */
export function policies(parent: Construct, forOperator: boolean): void {
  const scope = new Construct(parent, 'policies');
  const secret = kplus.Secret.fromSecretName(scope, 'secret', 'policies');
  const key: Keys = (name) => ({ secret, key: name });
  const group = new McpGroup(scope, 'policies-group');
  authorization(scope);
  authentication(scope, key);
  externalAuth(scope, key, group);
  newer<{ authServer?: typeof authServer }>(scope, { authServer }).authServer?.(scope, key);
  compositeTools(scope, key, group);
  telemetry(scope, key, forOperator);
  if (!forOperator) profile(scope);
}

function authorization(scope: Construct): void {
  const claims: Required<CedarClaims> = {
    groupClaimName: 'groups',
    roleClaimName: 'roles',
    groupEntityType: 'Team',
  };
  const options: Required<CedarOptions> = { ...claims, entitiesJson: '[]' };
  const rules = JSON.stringify({ version: '1.0', type: 'cedarv1', cedar: { policies: [POLICY] } });
  const configMap = new kplus.ConfigMap(scope, 'rules', { metadata: { name: 'rules' }, data: { 'authz.json': rules } });
  const ways = {
    inline: McpAuthz.cedar([POLICY], options),
    file: McpAuthz.fromConfigMap({ configMap, key: 'authz.json', ...claims }),
  };
  for (const [way, authz] of Object.entries(ways)) {
    const group = new McpGroup(scope, `authz-${way}-group`);
    new McpServer(scope, `authz-${way}`, { image: 'mcp', transport: McpTransport.STREAMABLE_HTTP, authz, group });
    new McpRemoteProxy(scope, `authz-${way}-remote`, { remoteUrl: REMOTE, authz });
    new VirtualMcpServer(scope, `authz-${way}-virtual`, { group, authz });
  }
}

const POLICY = 'permit(principal, action, resource);';

function authentication(scope: Construct, key: Keys): void {
  const caBundle = { configMap: kplus.ConfigMap.fromConfigMapName(scope, 'oidc-ca', 'company-ca'), key: 'ca.crt' };
  const issuer: Required<OidcIssuerOptions> = {
    issuer: 'http://sso.example.com',
    clientId: 'toolhive',
    clientSecret: key('oidc'),
    jwksUrl: 'http://sso.example.com/keys',
    introspectionUrl: 'http://sso.example.com/introspect',
    jwksAuthTokenPath: '/var/run/secrets/token',
    jwksAllowPrivateIp: true,
    protectedResourceAllowPrivateIp: true,
    insecureAllowHttp: true,
    caBundle,
  };
  const cluster: Required<ClusterIssuerOptions> = {
    issuer: 'https://kubernetes.default.svc',
    jwksUrl: 'https://kubernetes.default.svc/openid/v1/jwks',
    introspectionUrl: 'https://kubernetes.default.svc/introspect',
    useClusterAuth: true,
  };
  const providers = {
    issuer: OidcProvider.issuer(issuer),
    cluster: OidcProvider.kubernetesServiceAccount(cluster),
  };
  for (const [way, provider] of Object.entries(providers)) {
    const oidc = {
      config: new McpOidcConfig(scope, `oidc-${way}`, { provider }),
      resourceUrl: 'https://mcp.example.com',
      audience: 'mcp',
      scopes: ['openid'],
    };
    new McpServer(scope, `oidc-${way}-server`, { image: 'mcp', transport: McpTransport.SSE, oidc });
  }
}

function externalAuth(scope: Construct, key: Keys, group: IMcpGroup): void {
  const exchange: Required<TokenExchangeOptions> = {
    tokenUrl: `${ISSUER}/token`,
    audience: 'backend',
    clientId: 'toolhive',
    clientSecret: key('exchange'),
    scopes: ['read'],
    subjectTokenType: SubjectTokenType.JWT,
    externalTokenHeaderName: 'X-Token',
    subjectProviderName: 'idp',
  };
  const role = { roleArn: 'arn:aws:iam::123456789012:role/mcp', claim: 'dev', priority: 1 };
  const sts: Required<AwsStsOptions> = {
    region: 'eu-central-1',
    service: 'aws-mcp',
    fallbackRoleArn: role.roleArn,
    roleMappings: [role, { roleArn: role.roleArn, matcher: '"ops" in claims["groups"]' }],
    roleClaim: 'groups',
    sessionDuration: Duration.minutes(15),
    sessionNameClaim: 'sub',
    subjectProviderName: 'idp',
  };
  const xaa: Required<XaaOptions> = {
    idpTokenUrl: 'https://idp.example.com/token',
    targetTokenUrl: 'https://target.example.com/token',
    targetAudience: 'https://target.example.com',
    idpClientId: 'toolhive',
    idpClientSecret: key('idp'),
    targetClientId: 'toolhive',
    targetClientSecret: key('target'),
    targetResource: 'https://target.example.com/mcp',
    scopes: ['read'],
    subjectProviderName: 'idp',
    insecureTargetTokenUrl: false,
  };
  const ways = {
    exchange: ExternalAuth.tokenExchange(exchange),
    sts: ExternalAuth.awsSts(sts),
    xaa: ExternalAuth.xaa(xaa),
    open: ExternalAuth.unauthenticated(),
    bearer: ExternalAuth.bearerToken(key('bearer')),
    header: ExternalAuth.headerInjection({ headerName: 'X-Key', value: key('header') }),
    inject: ExternalAuth.upstreamInject('idp'),
  };
  const configs = Object.fromEntries(
    Object.entries(ways).map(([way, auth]) => [way, new McpExternalAuthConfig(scope, `auth-${way}`, { auth })]),
  );
  new McpRemoteProxy(scope, 'bearer', { remoteUrl: REMOTE, externalAuth: configs.bearer, group });
  new McpRemoteProxy(scope, 'sts', { remoteUrl: REMOTE, externalAuth: configs.sts });
}

function authServer(scope: Construct, key: Keys): void {
  const userInfo: Required<UserInfo> = {
    endpointUrl: 'https://hub.example.com/me',
    httpMethod: UserInfoMethod.GET,
    additionalHeaders: { Accept: 'application/json' },
    fieldMapping: { subjectFields: ['id'], nameFields: ['login'], emailFields: ['email'] },
  };
  const known: Required<Omit<OAuth2UpstreamOptions, 'dcrConfig' | 'caBundle'>> = {
    authorizationEndpoint: 'https://hub.example.com/authorize',
    tokenEndpoint: 'https://hub.example.com/token',
    clientId: 'toolhive',
    clientSecret: key('hub'),
    redirectUri: 'https://mcp.example.com/callback',
    scopes: ['user'],
    additionalAuthorizationParams: { prompt: 'consent' },
    additionalTokenParams: { resource: 'https://api.example.com' },
    omitScopeOnRefresh: true,
    allowPrivateIps: true,
    tokenEndpointAuthMethod: TokenEndpointAuthMethod.CLIENT_SECRET_POST,
    userInfo,
    identityFromToken: { subjectPath: 'user.id', namePath: 'user.name', emailPath: 'user.email' },
    tokenResponseMapping: {
      accessTokenPath: 'data.token',
      scopePath: 'data.scope',
      refreshTokenPath: 'data.refresh',
      expiresInPath: 'data.expires',
    },
    insecureAllowHttp: false,
  };
  const dcrConfig: Required<Omit<DynamicClientRegistration, 'registrationEndpoint'>> = {
    discoveryUrl: 'https://idp.example.com/.well-known/openid-configuration',
    initialAccessToken: key('initial'),
    softwareId: 'toolhive',
    softwareStatement: 'signed',
    registrationProbe: RegistrationProbe.TOKEN_ENDPOINT,
    registrationProbeInterval: Duration.minutes(5),
    rotationKey: '1',
  };
  const registered = UpstreamProvider.oauth2('registered', {
    authorizationEndpoint: 'https://idp.example.com/authorize',
    tokenEndpoint: 'https://idp.example.com/token',
    dcrConfig,
    userInfo,
  });
  const sentinel: Required<RedisSentinelOptions> = {
    masterName: 'master',
    sentinelAddrs: ['sentinel-0.example.com:26379'],
    sentinelService: { name: 'sentinel', namespace: 'cache', port: 26379 },
    db: 1,
    username: key('redis-user'),
    password: key('redis-password'),
    dialTimeout: Duration.seconds(1),
    readTimeout: Duration.seconds(1),
    writeTimeout: Duration.seconds(1),
    tls: { insecureSkipVerify: true },
    sentinelTls: { insecureSkipVerify: true },
  };
  const { sentinelService, ...byAddress } = sentinel;
  const { sentinelAddrs, ...byService } = sentinel;
  const config = new McpOidcConfig(scope, 'auth-oidc', { provider: OidcProvider.issuer({ issuer: ISSUER }) });
  const servers = {
    known: { upstream: UpstreamProvider.oauth2('hub', known), storage: AuthServerStorage.redisSentinel(byAddress) },
    registered: { upstream: registered, storage: AuthServerStorage.redisSentinel(byService) },
  };
  for (const [name, { upstream, storage }] of Object.entries(servers)) {
    const auth = ExternalAuth.embeddedAuthServer({ issuer: ISSUER, upstreamProviders: [upstream], storage });
    new McpServer(scope, `login-${name}`, {
      image: 'mcp',
      transport: McpTransport.STREAMABLE_HTTP,
      oidc: { config, resourceUrl: 'https://mcp.example.com' },
      authServer: new McpExternalAuthConfig(scope, `login-${name}-auth`, { auth }),
    });
  }
}

function compositeTools(scope: Construct, key: Keys, group: IMcpGroup): void {
  const common = {
    condition: '{{eq .params.sure "yes"}}',
    timeout: Duration.seconds(20),
    defaultResults: { text: 'nothing' },
  };
  const first = CompositeStep.tool('first', { tool: 'bearer.list' });
  const tool: Required<ToolStepOptions> = {
    ...common,
    tool: 'bearer.search',
    arguments: { query: '{{.params.query}}' },
    onError: StepErrorHandling.proceed(),
    dependsOn: [first],
  };
  const search = CompositeStep.tool('search', tool);
  const elicitation: Required<ElicitationStepOptions> = {
    ...common,
    message: 'Read them?',
    schema: { type: 'object', properties: { sure: { type: 'boolean' } } },
    onDecline: ElicitationAction.SKIP_REMAINING,
    onCancel: ElicitationAction.ABORT,
    dependsOn: [search],
  };
  const ask = CompositeStep.elicitation('ask', elicitation);
  const loop: Required<ForEachStepOptions> = {
    ...common,
    collection: '{{json .steps.search.output.urls}}',
    tool: 'bearer.read',
    arguments: { url: '{{.forEach.page}}' },
    itemVar: 'page',
    maxIterations: 10,
    maxParallel: 2,
    onError: StepErrorHandling.proceed(),
    dependsOn: [ask],
  };
  const text: CompositeOutputProperty = {
    type: CompositeOutputType.STRING,
    description: 'What was found.',
    value: '{{.steps.search.output.text}}',
    default: 'nothing',
  };
  const found: CompositeOutputProperty = {
    type: CompositeOutputType.OBJECT,
    description: 'All of it.',
    properties: { text },
  };
  const composite = {
    description: 'Searches and reads.',
    parameters: { type: 'object', properties: { query: { type: 'string' }, sure: { type: 'string' } } },
    steps: [first, search, ask, CompositeStep.forEach('read', loop)],
    output: { properties: { found }, required: ['found'] },
    timeout: Duration.minutes(2),
  };
  const options: Required<OptimizerOptions> = {
    maxToolsToReturn: 5,
    hybridSearchSemanticRatio: 0.3,
    semanticDistanceThreshold: 0.8,
    embeddingServiceTimeout: Duration.seconds(10),
  };
  new VirtualMcpServer(scope, 'composite-virtual', {
    group,
    compositeTools: [{ name: 'inline', ...composite }],
    compositeToolRefs: [new CompositeTool(scope, 'composite-everything', composite)],
    optimizer: Optimizer.openAi({
      embeddingService: 'https://api.openai.com/v1',
      embeddingModel: 'text-embedding-3-small',
      embeddingHeaders: { 'X-Org': 'acme' },
      apiKey: key('openai'),
      ...options,
    }),
  });
}

function telemetry(scope: Construct, key: Keys, forOperator: boolean): void {
  const openTelemetry: Required<Omit<OpenTelemetryOptions, 'caBundle'>> = {
    endpoint: 'otel:4318',
    insecure: true,
    tracing: true,
    samplingRate: 0.5,
    metrics: true,
    headers: { 'X-Tenant': 'acme' },
    sensitiveHeaders: { 'X-Key': key('otel') },
    resourceAttributes: { team: 'platform' },
    useLegacyAttributes: false,
  };
  // The operator does not send them; there is a warning.
  const { headers, ...sent } = openTelemetry;
  const config = new McpTelemetryConfig(scope, 'telemetry-everything', {
    openTelemetry: forOperator ? sent : openTelemetry,
  });
  new McpServer(scope, 'telemetry-server', { image: 'mcp', telemetry: { config, serviceName: 'fetch' } });
}

/** A custom profile is in a ConfigMap that is made with the server. */
function profile(scope: Construct): void {
  const configMap = new kplus.ConfigMap(scope, 'profile', {
    metadata: { name: 'profile' },
    data: { 'profile.json': JSON.stringify({ network: { outbound: { insecure_allow_all: true } } }) },
  });
  new McpServer(scope, 'profile-server', {
    image: 'mcp',
    permissionProfile: PermissionProfile.fromConfigMap({ configMap, key: 'profile.json' }),
  });
}
