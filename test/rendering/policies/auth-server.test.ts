/** Embedded authorization servers of ToolHive 0.63.0: what its API server takes, and its operator refuses. */
import { render } from '../render';

const UPSTREAM = '{name: idp, type: oidc, oidcConfig: {issuerUrl: "https://idp.example.com", clientId: c}}';

/** @param more members of the authorization server */
const errorsOf = (more: string, upstream = UPSTREAM) =>
  render(
    `kind: MCPExternalAuthConfig
metadata: {name: as}
spec:
  type: embeddedAuthServer
  embeddedAuthServer: {issuer: "https://auth.example.com", upstreamProviders: [${upstream}], ${more}}`,
    { version: '0.63.0' },
  ).errors;

describe('fails on clients that authenticate by SPIFFE', () => {
  const client = (method: string) =>
    `inboundGrants: {spiffeClientAuth: [{clientId: agent, trustDomainRef: prod, principalPattern: "spiffe://prod.example.org/*", methods: [${method}], scopes: [openid], audiences: ["https://mcp.example.com"]}]}`;
  const domain = (method: string, bundleSource: string) =>
    `spiffeTrustDomains: [{name: prod, trustDomain: prod.example.org, methods: [${method}], bundleSource: ${bundleSource}}]`;
  const WHY = /^spec\.embeddedAuthServer\.spiffeTrustDomains: clients that authenticate by SPIFFE are taken by the API/;

  test.each([
    ['by a bundle of the cluster', '{type: workload_api, workloadAPI: {}}'],
    ['by a bundle in a ConfigMap', '{type: file, file: {configMapName: bundle, configMapKey: b.json}}'],
    ['by a bundle at an address', '{type: bundle_endpoint, endpoint: {url: "https://spire/b", profile: https_web}}'],
  ])('%s', (_, source) => {
    expect(errorsOf(`${domain('spiffe_jwt', source)}, ${client('spiffe_jwt')}`)).toEqual([expect.stringMatching(WHY)]);
  });

  test('and says what else is wrong with them', () => {
    const source = '{type: bundle_endpoint, endpoint: {url: "http://spire/b", profile: https_web}}';
    expect(errorsOf(`${domain('spiffe_x509', source)}, ${client('spiffe_x509')}`)).toEqual([
      expect.stringMatching(WHY),
      'spec.embeddedAuthServer.spiffeTrustDomains[0].bundleSource.endpoint.url: "http://spire/b" must be a whole https URL without a user',
      'spec.embeddedAuthServer.tlsListener: is required where clients authenticate with a certificate (spiffe_x509)',
    ]);
  });
});

test('fails on a trusted issuer whose tokens nobody says what to do with', () => {
  expect(errorsOf('trustedIssuers: [{issuerUrl: "https://a"}, {name: b, issuerUrl: "https://b"}]')).toEqual([
    'spec.embeddedAuthServer.trustedIssuers[0]: no policy says what tokens of "https://a" are taken for; name it in a policy of inboundGrants, by a name of its own, give it expectedAudience or jwtBearerGrant, or drop it',
    'spec.embeddedAuthServer.trustedIssuers[1]: no policy says what tokens of "https://b" are taken for; name it in a policy of inboundGrants (issuerRef "b"), give it expectedAudience or jwtBearerGrant, or drop it',
  ]);
});

describe('a trusted issuer', () => {
  const RESOURCE = 'https://mcp.example.com';
  const ofServer = (issuer: string) =>
    render(
      `kind: MCPExternalAuthConfig
metadata: {name: as}
spec:
  type: embeddedAuthServer
  embeddedAuthServer: {issuer: "https://auth.example.com", upstreamProviders: [${UPSTREAM}], trustedIssuers: [${issuer}]}
---
kind: MCPOIDCConfig
metadata: {name: inc}
spec: {type: inline, inline: {issuer: "https://auth.example.com"}}
---
kind: MCPServer
metadata: {name: s}
spec:
  image: i
  authServerRef: {kind: MCPExternalAuthConfig, name: as}
  oidcConfigRef: {name: inc, audience: "${RESOURCE}", resourceUrl: "${RESOURCE}"}`,
      { version: '0.63.0' },
    ).errors;
  const bearer = (resource: string, more = '') =>
    `{issuerUrl: "https://a", jwtBearerGrant: {maxAssertionAge: 90s, subjectBindings: [{subject: s, allowedResources: ["${resource}"]}]${more}}}`;
  const matching = (actorMatcher: string) =>
    `{issuerUrl: "https://a", expectedAudience: x, allowedDelegateClients: ["*"], actorMatcher: '${actorMatcher}'}`;

  test.each([
    ['whose assertions are for a resource of the server', bearer(RESOURCE)],
    ['whose assertions are for the authorization server', bearer(RESOURCE, ', acceptedAudiences: ["https://as"]')],
    ['whose actors match an expression', matching('claims.sub == "x" && claims.groups.exists(g, g == "y")')],
  ])('is one %s', (_, issuer) => expect(ofServer(issuer)).toEqual([]));

  test.each([
    ['whose assertions are for another resource', bearer('https://other'), /https:\/\/other/],
    ['whose assertions may be access tokens', bearer(RESOURCE, `, acceptedAudiences: ["${RESOURCE}"]`), /acceptedAud/],
    ['whose actors match no expression', matching('claims.sub =='), /actorMatcher/],
  ])('fails as one %s', (_, issuer, message) => {
    expect(ofServer(issuer)[0]).toMatch(message);
  });
});

test.each([
  'grant_type',
  'code',
  'redirect_uri',
  'client_id',
  'client_secret',
  'code_verifier',
  'refresh_token',
  'scope',
])('fails on %s among the parameters for tokens', (parameter) => {
  const oauth2 = `{name: hub, type: oauth2, oauth2Config: {authorizationEndpoint: "https://hub/a", tokenEndpoint: "https://hub/t", clientId: c, userInfo: {endpointUrl: "https://hub/u"}, additionalTokenParams: {${parameter}: x}}}`;
  expect(errorsOf('', oauth2)).toEqual([
    expect.stringContaining(`oauth2Config.additionalTokenParams.${parameter}: is set by ToolHive itself`),
  ]);
});

describe('the upstream filter of a virtual server', () => {
  const filtered = (filter: string) =>
    render(
      `kind: MCPOIDCConfig
metadata: {name: inc}
spec: {type: inline, inline: {issuer: "https://auth.example.com"}}
---
kind: MCPGroup
metadata: {name: g}
spec: {}
---
kind: MCPServer
metadata: {name: s}
spec: {image: i, groupRef: {name: g}}
---
kind: VirtualMCPServer
metadata: {name: vm}
spec:
  groupRef: {name: g}
  incomingAuth: {type: oidc, oidcConfigRef: {name: inc, audience: "https://mcp", resourceUrl: "https://mcp"}}
  authServerConfig:
    issuer: https://auth.example.com
    upstreamProviders: [${UPSTREAM}, ${UPSTREAM.replace('idp', 'hub')}]
  authServerUpstreamFilter: ${filter}`,
      { version: '0.63.0' },
    );

  test('stands behind the upstream providers', () => {
    const { objects, errors } = filtered(
      '{rules: [{groups: [dev], upstreamProviders: [hub]}], defaultUpstreams: [hub]}',
    );
    expect(errors).toEqual([]);
    expect(objects['ConfigMap/vm-vmcp-config'].data['authserver-config.yaml']).toContain(
      'upstream_filter:\n    rules:\n        - groups:\n            - dev\n          upstreamProviders:\n            - hub\n    defaultUpstreams:\n        - hub\n',
    );
  });

  test.each([
    [
      'a provider that is not there',
      '{rules: [{groups: [dev], upstreamProviders: [lab]}]}',
      'rules[0].upstreamProviders[0]: "lab" is no upstream provider of authServerConfig; name one of "hub", or drop it',
    ],
    [
      'the first provider',
      '{rules: [{groups: [dev], upstreamProviders: [hub]}], defaultUpstreams: [idp]}',
      'defaultUpstreams[0]: "idp" is the first upstream provider, which everybody logs in at anyway; name one of "hub", or drop it',
    ],
    [
      'a group without a name',
      '{rules: [{groups: [""], upstreamProviders: [hub]}]}',
      'rules[0].groups[0]: must not be empty; name a group, or drop it',
    ],
  ])('fails on %s', (_, filter, message) => {
    expect(filtered(filter).errors).toEqual([`spec.authServerUpstreamFilter.${message}`]);
  });
});

describe('addresses of an authorization server', () => {
  const OAUTH2 = 'authorizationEndpoint: "https://hub/a", tokenEndpoint: "https://hub/t", clientId: c';
  const USER = 'userInfo: {endpointUrl: "https://hub/u"}';
  interface Addresses {
    readonly issuer?: string;
    readonly resourceUrl?: string;
    readonly upstream?: string;
    readonly more?: string;
  }
  const warningsOf = ({
    issuer = 'https://mcp.example.com',
    resourceUrl = issuer,
    upstream = UPSTREAM,
    more = '',
  }: Addresses) =>
    render(
      `kind: MCPExternalAuthConfig
metadata: {name: as}
spec:
  type: embeddedAuthServer
  embeddedAuthServer: {issuer: "${issuer}", upstreamProviders: [${upstream}]${more}}
---
kind: MCPOIDCConfig
metadata: {name: inc}
spec: {type: inline, inline: {issuer: "${issuer}", insecureAllowHTTP: true}}
---
kind: MCPServer
metadata: {name: s}
spec:
  image: i
  authServerRef: {kind: MCPExternalAuthConfig, name: as}
  oidcConfigRef: {name: inc, audience: "${resourceUrl}", resourceUrl: "${resourceUrl}"}`,
      { version: '0.44.0' },
    ).warnings.flatMap((warning) => warning.split('authorization server of MCPExternalAuthConfig "as": ').slice(1));
  const oauth2 = (config: string) => `{name: hub, type: oauth2, oauth2Config: {${config}}}`;

  test.each<[string, Addresses]>([
    ['that are HTTPS', {}],
    ['below a path that is stripped', { issuer: 'https://example.com/fetch' }],
    ['below a path that ends in /mcp, as the issuer is', { issuer: 'https://example.com/mcp' }],
    ['of two hosts', { issuer: 'https://login.example.com', resourceUrl: 'https://mcp.example.com' }],
    [
      'with a redirectUri of its own',
      {
        resourceUrl: 'https://mcp.example.com/mcp',
        upstream: UPSTREAM.replace('clientId: c', 'clientId: c, redirectUri: "https://mcp.example.com/oauth/callback"'),
      },
    ],
    ['of this machine', { issuer: 'http://localhost:8080' }],
    [
      'that are plain HTTP where that is allowed',
      {
        issuer: 'http://mcp.example.com',
        more: ', insecureAllowHTTP: true',
        upstream: oauth2(`${OAUTH2.replaceAll('https', 'http')}, ${USER}`),
      },
    ],
  ])('are accepted %s', (_, addresses) => {
    expect(warningsOf(addresses)).toEqual([]);
  });

  const PLAIN = "is plain HTTP, with which it doesn't start; use HTTPS";
  const ALLOW = ', or set insecureAllowHTTP for development';
  test.each<[string, Addresses, string[]]>([
    [
      'users would be sent back below the path of MCP clients',
      { resourceUrl: 'https://mcp.example.com/mcp' },
      [
        'upstreamProviders[0].oidcConfig.redirectUri: "https://mcp.example.com/mcp/oauth/callback" is not served, so nobody could log in; make it "https://mcp.example.com/oauth/callback", or the resourceUrl "https://mcp.example.com"',
      ],
    ],
    [
      'a redirectUri is below that path',
      { upstream: UPSTREAM.replace('clientId: c', 'clientId: c, redirectUri: "https://x.com/a/sse/oauth/callback"') },
      [expect.stringContaining('"https://x.com/a/sse/oauth/callback" is not served') as unknown as string],
    ],
    [
      'the user info is plain HTTP, even where that is allowed',
      {
        upstream: oauth2(`${OAUTH2}, insecureAllowHTTP: true, userInfo: {endpointUrl: "http://hub/u"}`),
        more: ', insecureAllowHTTP: true',
      },
      [`upstreamProviders[0].oauth2Config.userInfo.endpointUrl: "http://hub/u" ${PLAIN}, which no field can replace`],
    ],
    [
      'all are plain HTTP',
      { issuer: 'http://mcp.example.com', upstream: oauth2(`${OAUTH2.replaceAll('https', 'http')}, ${USER}`) },
      [
        `issuer: "http://mcp.example.com" ${PLAIN}${ALLOW}`,
        `upstreamProviders[0].oauth2Config.authorizationEndpoint: "http://hub/a" ${PLAIN}${ALLOW}`,
        `upstreamProviders[0].oauth2Config.tokenEndpoint: "http://hub/t" ${PLAIN}${ALLOW}`,
        `upstreamProviders[0].oauth2Config.redirectUri: "http://mcp.example.com/oauth/callback" ${PLAIN}${ALLOW}`,
      ],
    ],
  ])('are warned of where %s', (_, addresses, warnings) => {
    expect(warningsOf(addresses)).toEqual(warnings);
  });
});
