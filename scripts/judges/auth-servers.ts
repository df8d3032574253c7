/** Embedded authorization servers with everything that ToolHive 0.63.0 knows, in all three kinds that run one. */
import { App, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AuthServerStorage,
  DelegateClient,
  DynamicClientRegistration,
  EmbeddedAuthServerOptions,
  ExternalAuth,
  InboundGrants,
  JwtBearerIssuerPolicy,
  McpExternalAuthConfig,
  McpGroup,
  McpOidcConfig,
  McpRemoteProxy,
  McpServer,
  OAuth2UpstreamOptions,
  OidcProvider,
  OidcUpstreamOptions,
  RegistrationProbe,
  TokenEndpointAuthMethod,
  TokenExchangeIssuerPolicy,
  ToolhiveChart,
  ToolhiveVersion,
  TrustedIssuer,
  UpstreamFilter,
  UpstreamProvider,
  UserInfoMethod,
  VirtualMcpServer,
} from '../../src';

const ISSUER = 'https://auth.example.com';
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

/** What does not go with what is shown: the older place of grants, and plain HTTP. */
type Other = 'delegateClients' | 'insecureAllowHttp';

export function authServers(app: App): void {
  const chart = new ToolhiveChart(app, 'auth-servers', {
    namespace: 'auth-servers',
    toolhiveVersion: ToolhiveVersion.V0_63_0,
  });
  const secret = kplus.Secret.fromSecretName(chart, 'keys', 'keys');
  const key = (name: string) => ({ secret, key: name });
  const caBundle = { configMap: new kplus.ConfigMap(chart, 'ca', { data: { 'ca.crt': CERTIFICATE } }), key: 'ca.crt' };
  const oidcConfig = new McpOidcConfig(chart, 'oidc', { provider: OidcProvider.issuer({ issuer: ISSUER }) });
  const oidc = (name: string) => ({ config: oidcConfig, resourceUrl: `https://${name}.example.com` });
  const common = {
    redirectUri: 'https://mcp.example.com/callback',
    scopes: ['openid'],
    additionalAuthorizationParams: { prompt: 'consent' },
    additionalTokenParams: { resource: 'https://api.example.com' },
    omitScopeOnRefresh: true,
    caBundle,
    allowPrivateIps: true,
  };
  const userInfo = { endpointUrl: 'https://idp.example.com/me', httpMethod: UserInfoMethod.GET };
  const known: Required<Omit<OidcUpstreamOptions, 'dcrConfig'>> = {
    ...common,
    issuerUrl: 'https://idp.example.com',
    clientId: 'toolhive',
    clientSecret: key('client'),
    subjectClaim: 'oid',
    userInfoOverride: userInfo,
  };
  const dcrConfig: Required<Omit<DynamicClientRegistration, 'discoveryUrl'>> = {
    registrationEndpoint: 'https://hub.example.com/register',
    initialAccessToken: key('initial'),
    softwareId: 'toolhive',
    softwareStatement: 'signed',
    registrationProbe: RegistrationProbe.AUTHORIZATION_ENDPOINT,
    registrationProbeInterval: Duration.minutes(5),
    rotationKey: '1',
  };
  const registered: Required<Omit<OAuth2UpstreamOptions, 'clientId' | 'clientSecret'>> = {
    ...common,
    authorizationEndpoint: 'https://hub.example.com/authorize',
    tokenEndpoint: 'https://hub.example.com/token',
    tokenEndpointAuthMethod: TokenEndpointAuthMethod.CLIENT_SECRET_BASIC,
    dcrConfig,
    userInfo,
    identityFromToken: { subjectPath: 'user.id' },
    tokenResponseMapping: { accessTokenPath: 'user.token' },
    insecureAllowHttp: false,
  };
  const first = UpstreamProvider.oidc('idp', known);
  const second = UpstreamProvider.oauth2('hub', registered);

  /** @param upstreamProviders those that the kind takes @param resource what tokens are for */
  const everything = (
    upstreamProviders: UpstreamProvider[],
    resource: string,
  ): Required<Omit<EmbeddedAuthServerOptions, Other>> => {
    const client: Required<DelegateClient> = {
      clientId: 'agent',
      clientSecret: key('delegate'),
      scopes: ['openid'],
      audiences: [resource],
    };
    const exchange: Required<TokenExchangeIssuerPolicy> = {
      issuerRef: 'corp',
      expectedAudience: resource,
      allowedDelegateClients: ['agent'],
      actorClaim: 'azp',
      allowedActors: ['bot'],
      actorMatcher: 'claims.team == "mcp"',
      allowMayAct: true,
    };
    const assertion: Required<JwtBearerIssuerPolicy> = {
      issuerRef: 'corp',
      maxAssertionAge: Duration.minutes(5),
      subjectBindings: [{ subject: 'robot', allowedResources: [resource] }],
      acceptedAudiences: ['https://token.example.com'],
    };
    const inboundGrants: Required<InboundGrants> = {
      tokenExchange: { delegateClients: [client], issuerPolicies: [exchange] },
      jwtBearer: [assertion],
    };
    const trusted: TrustedIssuer = {
      name: 'corp',
      issuerUrl: 'https://corp.example.com',
      jwksUrl: 'https://corp.example.com/keys',
      caBundle,
      allowPrivateIps: true,
    };
    return {
      issuer: ISSUER,
      authorizationEndpointBaseUrl: 'https://login.example.com',
      upstreamProviders,
      signingKeys: [key('sign')],
      hmacSecrets: [key('hmac')],
      tokenLifespans: { accessTokenLifespan: Duration.minutes(30) },
      storage: AuthServerStorage.redisCluster({
        address: 'redis.example.com:6379',
        username: key('redis-user'),
        password: key('redis-password'),
        tls: { caCert: key('redis-ca') },
      }),
      baselineClientScopes: ['openid'],
      cimd: { cacheMaxSize: 5 },
      primaryUpstreamProvider: 'idp',
      disableUpstreamTokenInjection: false,
      allowConfidentialClientRegistration: true,
      forceConfidentialRedirectUris: ['https://client.example.com/callback'],
      trustedIssuers: [trusted],
      inboundGrants,
      allowPrivateKeyJwtRegistration: true,
      registrationRateLimit: { maxTokens: 3, refillPeriod: Duration.seconds(10) },
      maxRegisteredClients: 100,
      tlsListener: { certificate: key('tls.crt'), privateKey: key('tls.key') },
      insecureAllowConfidentialOverLoopbackHttp: false,
    };
  };
  const configured = (name: string, upstreams: UpstreamProvider[]) => ({
    oidc: oidc(name),
    authServer: new McpExternalAuthConfig(chart, `${name}-auth`, {
      auth: ExternalAuth.embeddedAuthServer(everything(upstreams, oidc(name).resourceUrl)),
    }),
  });
  const group = new McpGroup(chart, 'group');
  new McpServer(chart, 'server', { image: 'registry.example.com/mcp:1', group, ...configured('server', [first]) });
  new McpServer(chart, 'grants-only', { image: 'registry.example.com/mcp:1', ...configured('grants-only', []) });
  new McpRemoteProxy(chart, 'remote', {
    remoteUrl: 'https://remote.example.com/mcp',
    ...configured('remote', [second]),
  });
  const filter: Required<UpstreamFilter> = {
    claim: 'groups',
    rules: [{ groups: ['dev'], upstreamProviders: ['hub'] }],
    defaultUpstreams: ['hub'],
  };
  new VirtualMcpServer(chart, 'virtual', {
    group,
    oidc: oidc('virtual'),
    authServer: everything([first, second], oidc('virtual').resourceUrl),
    authServerUpstreamFilter: filter,
  });
}
