/** MCPExternalAuthConfig, and the authorization server that virtual servers have in themselves. */
import { KindTable, Props } from './kind-table';
import { rateLimit, redisTls } from './servers';
import { call, Expression, list, object } from '../expression';
import { Fields, struct } from '../fields';

export const externalAuthConfig: KindTable = {
  construct: 'McpExternalAuthConfig',
  suffix: 'external-auth',
  fromName: { of: 'McpExternalAuthConfig', method: 'fromMcpExternalAuthConfigName' },
  always: ['type'],
  props: (spec) => {
    const type: string = spec.raw('type');
    const code = TYPES[type];
    return { auth: spec.nested(type, (config) => code?.(config)) ?? call('ExternalAuth', 'unauthenticated') };
  },
};

const TYPES: Readonly<Record<string, (config: Fields) => Expression | undefined>> = {
  tokenExchange: (config) =>
    auth(
      'tokenExchange',
      struct(
        {
          ...same(config, 'tokenUrl', 'audience', 'clientId'),
          clientSecret: config.secretValue('clientSecretRef'),
          scopes: config.data('scopes'),
          subjectTokenType: config.choice('subjectTokenType', 'SubjectTokenType'),
          ...same(config, 'externalTokenHeaderName', 'subjectProviderName'),
        },
        'tokenUrl',
        'audience',
      ),
    ),
  headerInjection: (config) =>
    auth(
      'headerInjection',
      struct({ ...same(config, 'headerName'), value: config.secretValue('valueSecretRef') }, 'headerName', 'value'),
    ),
  bearerToken: (config) => auth('bearerToken', config.secretValue('tokenSecretRef')),
  awsSts: (config) =>
    auth(
      'awsSts',
      struct(
        {
          ...same(config, 'region', 'service', 'fallbackRoleArn', 'roleMappings', 'roleClaim'),
          sessionDuration: config.seconds('sessionDuration'),
          ...same(config, 'sessionNameClaim', 'subjectProviderName'),
        },
        'region',
      ),
    ),
  upstreamInject: (config) => auth('upstreamInject', config.data('providerName')),
  xaa: (config) =>
    auth(
      'xaa',
      struct(
        {
          ...same(config, 'idpTokenUrl', 'idpClientId'),
          idpClientSecret: config.secretValue('idpClientSecretRef'),
          ...same(config, 'targetTokenUrl', 'targetAudience', 'targetClientId'),
          targetClientSecret: config.secretValue('targetClientSecretRef'),
          ...same(config, 'targetResource', 'scopes', 'subjectProviderName', 'insecureTargetTokenUrl'),
        },
        'idpTokenUrl',
        'targetTokenUrl',
        'targetAudience',
      ),
    ),
  embeddedAuthServer: (config) => auth('embeddedAuthServer', embeddedAuthServer(config)),
};

function auth(method: string, argument: Expression | undefined): Expression | undefined {
  return argument && call('ExternalAuth', method, argument);
}

/** Props that are called what the fields are called, and are plain data. */
function same(fields: Fields, ...names: string[]): Props {
  return Object.fromEntries(names.map((name) => [name, fields.data(name)]));
}

export function embeddedAuthServer(config: Fields): Expression | undefined {
  return struct(
    {
      ...same(config, 'issuer', 'authorizationEndpointBaseUrl'),
      upstreamProviders: config.each('upstreamProviders', upstreamProvider),
      signingKeys: config.secretValues('signingKeySecretRefs'),
      hmacSecrets: config.secretValues('hmacSecretRefs'),
      tokenLifespans: config.nested('tokenLifespans', (lifespans) =>
        object({
          accessTokenLifespan: lifespans.duration('accessTokenLifespan'),
          refreshTokenLifespan: lifespans.duration('refreshTokenLifespan'),
          authCodeLifespan: lifespans.duration('authCodeLifespan'),
        }),
      ),
      storage: config.nested('storage', storage),
      baselineClientScopes: config.data('baselineClientScopes'),
      cimd: config.nested('cimd', (cimd) =>
        cimd.raw('enabled') === true
          ? object({ cacheMaxSize: cimd.data('cacheMaxSize'), cacheFallbackTtl: cimd.duration('cacheFallbackTtl') })
          : undefined,
      ),
      ...same(
        config,
        'primaryUpstreamProvider',
        'disableUpstreamTokenInjection',
        'allowConfidentialClientRegistration',
        'forceConfidentialRedirectUris',
      ),
      delegateClients: config.each('delegateClients', delegateClient),
      trustedIssuers: config.each('trustedIssuers', trustedIssuer),
      insecureAllowHttp: config.data('insecureAllowHTTP'),
      insecureAllowConfidentialOverLoopbackHttp: config.data('insecureAllowConfidentialOverLoopbackHTTP'),
      inboundGrants: config.nested('inboundGrants', inboundGrants),
      allowPrivateKeyJwtRegistration: config.data('allowPrivateKeyJWTRegistration'),
      registrationRateLimit: config.nested('registrationRateLimit', rateLimit),
      maxRegisteredClients: maxRegisteredClients(config),
      tlsListener: config.nested('tlsListener', (listener) =>
        struct(
          {
            certificate: listener.secretValue('certificateSecretRef'),
            privateKey: listener.secretValue('privateKeySecretRef'),
          },
          'certificate',
          'privateKey',
        ),
      ),
    },
    'issuer',
  );
}

function maxRegisteredClients(config: Fields): Expression | undefined {
  let found: Expression | undefined;
  config.nested('storage', (fields) => (found = fields.data('maxDCRClients')));
  return found;
}

function delegateClient(client: Fields): Expression | undefined {
  return struct(
    {
      clientId: client.data('clientId'),
      clientSecret: client.secretValue('clientSecretRef'),
      ...same(client, 'scopes', 'audiences'),
    },
    'clientId',
    'clientSecret',
    'scopes',
    'audiences',
  );
}

function inboundGrants(grants: Fields): Expression {
  let policies: Expression | undefined;
  grants.nested(
    'jwtBearer',
    (grant) => (policies = grant.raw('issuerPolicies') ? grant.each('issuerPolicies', jwtBearerPolicy) : list([])),
  );
  return object({
    tokenExchange: grants.nested('tokenExchange', (grant) =>
      object({
        delegateClients: grant.each('delegateClients', delegateClient),
        issuerPolicies: grant.data('issuerPolicies'),
      }),
    ),
    jwtBearer: policies,
  });
}

function jwtBearerPolicy(policy: Fields): Expression | undefined {
  const required = ['issuerRef', 'maxAssertionAge', 'subjectBindings'];
  return struct({ ...same(policy, 'issuerRef'), ...jwtBearer(policy) }, ...required);
}

function jwtBearer(grant: Fields): Props {
  return {
    maxAssertionAge: grant.duration('maxAssertionAge'),
    ...same(grant, 'subjectBindings', 'acceptedAudiences'),
  };
}

function upstreamProvider(provider: Fields): Expression | undefined {
  const type: string = provider.raw('type');
  const name = provider.data('name');
  const options = provider.nested(`${type}Config`, type === 'oidc' ? oidcUpstream : oauth2Upstream);
  return name && options && call('UpstreamProvider', type, name, options);
}

function oidcUpstream(config: Fields): Expression | undefined {
  return struct(
    {
      ...same(config, 'issuerUrl', 'clientId'),
      ...upstream(config),
      subjectClaim: config.data('subjectClaim'),
      userInfoOverride: config.nested('userInfoOverride', userInfo),
    },
    'issuerUrl',
  );
}

function oauth2Upstream(config: Fields): Expression | undefined {
  return struct(
    {
      ...same(config, 'authorizationEndpoint', 'tokenEndpoint', 'clientId'),
      ...upstream(config),
      tokenEndpointAuthMethod: config.choice('tokenEndpointAuthMethod', 'TokenEndpointAuthMethod'),
      userInfo: config.nested('userInfo', userInfo),
      ...same(config, 'identityFromToken', 'tokenResponseMapping'),
      insecureAllowHttp: config.data('insecureAllowHTTP'),
    },
    'authorizationEndpoint',
    'tokenEndpoint',
  );
}

function upstream(config: Fields): Props {
  return {
    clientSecret: config.secretValue('clientSecretRef'),
    ...same(config, 'redirectUri', 'scopes', 'additionalAuthorizationParams', 'additionalTokenParams'),
    ...same(config, 'omitScopeOnRefresh'),
    caBundle: config.caBundle('caBundleRef'),
    allowPrivateIps: config.data('allowPrivateIPs'),
    dcrConfig: config.nested('dcrConfig', (dcr) =>
      object({
        ...same(dcr, 'discoveryUrl', 'registrationEndpoint'),
        initialAccessToken: dcr.secretValue('initialAccessTokenRef'),
        ...same(dcr, 'softwareId', 'softwareStatement'),
        registrationProbe: dcr.choice('registrationProbe', 'RegistrationProbe'),
        registrationProbeInterval: dcr.duration('registrationProbeInterval'),
        rotationKey: dcr.data('rotationKey'),
      }),
    ),
  };
}

function userInfo(info: Fields): Expression | undefined {
  return struct(
    {
      endpointUrl: info.data('endpointUrl'),
      httpMethod: info.choice('httpMethod', 'UserInfoMethod'),
      ...same(info, 'additionalHeaders', 'fieldMapping'),
    },
    'endpointUrl',
  );
}

function trustedIssuer(issuer: Fields): Expression | undefined {
  return struct(
    {
      ...same(
        issuer,
        'name',
        'issuerUrl',
        'expectedAudience',
        'jwksUrl',
        'actorClaim',
        'allowedActors',
        'actorMatcher',
      ),
      ...same(issuer, 'allowedDelegateClients', 'allowMayAct'),
      caBundle: issuer.caBundle('caBundleRef'),
      jwtBearerGrant: issuer.nested('jwtBearerGrant', (grant) =>
        struct(jwtBearer(grant), 'maxAssertionAge', 'subjectBindings'),
      ),
      allowPrivateIps: issuer.data('allowPrivateIPs'),
      insecureAllowHttp: issuer.data('insecureAllowHTTP'),
    },
    'issuerUrl',
  );
}

function storage(fields: Fields): Expression | undefined {
  if (fields.raw('type') === 'memory') return call('AuthServerStorage', 'memory');
  return fields.nested('redis', redis);
}

function redis(fields: Fields): Expression | undefined {
  let user: Props = {};
  fields.nested('aclUserConfig', (acl) => {
    user = { username: acl.secretValue('usernameSecretRef'), password: acl.secretValue('passwordSecretRef') };
    return undefined;
  });
  const common = {
    ...user,
    dialTimeout: fields.duration('dialTimeout'),
    readTimeout: fields.duration('readTimeout'),
    writeTimeout: fields.duration('writeTimeout'),
    tls: fields.nested('tls', redisTls),
  };
  const sentinel = fields.nested('sentinelConfig', (config) =>
    struct(
      {
        ...same(config, 'masterName', 'sentinelAddrs', 'sentinelService', 'db'),
        sentinelTls: fields.nested('sentinelTls', redisTls),
        ...common,
      },
      'masterName',
      'password',
    ),
  );
  if (sentinel) return call('AuthServerStorage', 'redisSentinel', sentinel);
  const options = struct({ address: fields.data('addr'), ...common }, 'address', 'password');
  const method = fields.raw('clusterMode') === true ? 'redisCluster' : 'redis';
  return options && call('AuthServerStorage', method, options);
}
