import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  ExternalAuth,
  McpExternalAuthConfig,
  McpGroup,
  McpOidcConfig,
  McpRemoteProxy,
  McpServer,
  OidcProvider,
  UpstreamProvider,
  VirtualMcpServer,
} from '../../src';
import { crdOf, TOOLHIVE_KINDS } from '../../src/resources/crd';
import { inProps, propPath } from '../../src/synthesis/prop-names';
import { pairsOf, samples } from '../import/table-fields';
import { chartIn } from '../util';

/** What is no prop: a key of a map, and what a factory is named by (`ExternalAuth.xaa`). */
const NO_PROPS: readonly string[] = [
  ...['tokenExchange', 'headerInjection', 'bearerToken', 'embeddedAuthServer', 'awsSts', 'upstreamInject', 'xaa'],
  ...['authServerConfig.storage.redis', 'authServerConfig.storage.redis.sentinelConfig'],
  ...['incomingAuth', 'outgoingAuth.backends.anyKey', 'config.operational.timeouts.perWorkload.anyKey'],
  // Two props say its members.
  'prometheus',
];
const isProp = ([field, prop]: [string, string]) => prop !== '30s' && !NO_PROPS.includes(field);

const last = (path: string) =>
  path
    .split('.')
    .pop()!
    .replace(/\[\d+\]/g, '');

test.each(TOOLHIVE_KINDS)('every field of %s that a prop says is called what the prop is called', (kind) => {
  const pairs = samples(crdOf(kind).spec)
    .flatMap((value) => pairsOf(kind, value))
    .filter(isProp);
  const wrong = new Set(
    pairs.filter(([field, prop]) => last(propPath(kind, field)) !== prop).map((pair) => pair.join(' is ')),
  );
  expect([...wrong]).toEqual([]);
  expect(pairs.length).toBeGreaterThan(0);
});

test.each([
  ['MCPServer', 'groupRef.name', 'group'],
  ['MCPServer', 'oidcConfigRef.name', 'oidc.config'],
  ['MCPServer', 'oidcConfigRef.audience', 'oidc.audience'],
  ['MCPServer', 'secrets[2].key', 'env[2].key'],
  ['MCPServer', 'resources.limits.cpu', 'proxyResources.cpu.limit'],
  ['MCPRemoteProxy', 'headerForward.addHeadersFromSecret[0].headerName', 'secretHeaders[0].headerName'],
  ['MCPServerEntry', 'headerForward.addPlaintextHeaders.X-A', 'headers.X-A'],
  ['VirtualMCPServer', 'config.aggregation.tools[3].workload', 'aggregation.tools[3].member'],
  [
    'VirtualMCPServer',
    'authServerConfig.upstreamProviders[1].oidcConfig.clientId',
    'authServer.upstreamProviders[1].clientId',
  ],
  ['MCPServer', 'podTemplateSpec.spec.imagePullSecrets', 'podTemplateSpec.spec.imagePullSecrets'],
  ['MCPServer', 'nothing.known', 'nothing.known'],
])('of %s, %s is the prop %s', (kind, field, prop) => {
  expect(propPath(kind, field)).toBe(prop);
});

test('text speaks of props, and values in it stay as they were given', () => {
  expect(inProps('MCPServer', 'keep authServerRef; "groupRef" is a name, set spec.oidcConfigRef.audience')).toBe(
    'keep authServer; "groupRef" is a name, set oidc.audience',
  );
  expect(inProps('MCPServer', 'resources and secrets are words, https://resources.example.com/a too')).toBe(
    'resources and secrets are words, https://resources.example.com/a too',
  );
});

describe('a refusal names the prop', () => {
  const upstreamProviders = [UpstreamProvider.oidc('idp', { issuerUrl: 'https://idp.example.com', clientId: 'c' })];
  const authServer = { issuer: 'https://auth.example.com', upstreamProviders };

  test('that opens plain HTTP', () => {
    const provider = OidcProvider.issuer({ issuer: 'ftp://sso.example.com' });
    expect(() => new McpOidcConfig(chartIn(), 'sso', { provider })).toThrow('with insecureAllowHttp');
  });

  test('that an authorization server lacks', () => {
    const chart = chartIn();
    const config = new McpExternalAuthConfig(chart, 'auth', { auth: ExternalAuth.embeddedAuthServer(authServer) });
    new McpServer(chart, 's', { image: 'i', authServer: config });
    expect(() => Testing.synth(chart)).toThrow('authServer: the authorization server of MCPExternalAuthConfig "auth"');
    expect(() => Testing.synth(chart)).toThrow('its issuer in oidc as well');
  });

  test('that a virtual server with an authorization server lacks', () => {
    const chart = chartIn();
    const make = () => {
      new VirtualMcpServer(chart, 'v', { group: new McpGroup(chart, 'g'), authServer });
      Testing.synth(chart);
    };
    expect(make).toThrow('its issuer in oidc as well');
  });

  test('of a header', () => {
    const value = { secret: kplus.Secret.fromSecretName(chartIn(), 'token', 'token'), key: 'value' };
    const props = { remoteUrl: 'https://mcp.example.com/mcp', secretHeaders: { Host: value } };
    expect(() => new McpRemoteProxy(chartIn(), 'r', props)).toThrow(/McpRemoteProxy "r": secretHeaders/);
  });
});
