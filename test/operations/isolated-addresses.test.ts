/** Which addresses are open by the policies that come out, whatever names and ranges stand in the props. */
import { Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { serverIn, warningsOf } from './util';
import {
  Authorizer,
  ClaimMapping,
  EmbeddingServer,
  ExternalAuth,
  McpAuthz,
  McpAuthzConfig,
  McpExternalAuthConfig,
  McpGroup,
  McpOidcConfig,
  McpRemoteProxy,
  McpServerEntry,
  McpServerProps,
  McpTelemetryConfig,
  McpWebhookConfig,
  NetworkIsolation,
  NetworkIsolationOptions,
  OidcProvider,
  Optimizer,
  PermissionProfile,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistrySource,
  SessionStorage,
  ToolhiveChart,
  UpstreamProvider,
  VirtualMcpServer,
} from '../../src';
import { SPECIAL_RANGES } from '../../src/kubernetes/special-addresses';
import { openPorts } from '../../src/network/connection';
import { Place, podsOf } from '../../src/network/place';
import { Obj } from '../../src/plain/objects';
import { edges, METADATA } from '../special-addresses';
import { chartIn, objects } from '../util';

const PORTS = [22, 53, 80, 443, 5432, 6379, 6443, 8080];
const host = (address: string): Place => ({ name: address, address, ports: PORTS });

/** An app with every kind of server, whose policies are left to what the library takes for outside. */
function everyKind(options: NetworkIsolationOptions): Obj[] {
  const chart = chartIn(undefined, { networkIsolation: NetworkIsolation.on(options) });
  const group = new McpGroup(chart, 'g');
  serverIn(chart, {
    group,
    sessionStorage: SessionStorage.redis('redis.example.com:6379'),
    permissionProfile: PermissionProfile.network(),
  });
  new McpRemoteProxy(chart, 'r', { remoteUrl: 'https://mcp.example.com/mcp', group });
  new McpServerEntry(chart, 'e', { remoteUrl: 'https://entry.example.com/mcp', group });
  const server = new EmbeddingServer(chart, 'embeddings');
  new VirtualMcpServer(chart, 'v', { group, optimizer: Optimizer.embeddingServer(server) });
  registryIn(chart, 'db.example.com');
  return Object.values(objects(chart));
}

function registryIn(chart: Chart, database: string, networkIsolation?: NetworkIsolation): void {
  const password = kplus.Secret.fromSecretName(chart, 'db', 'db');
  const source = RegistrySource.api({ name: 's', endpoint: 'https://api.example.com', interval: Duration.minutes(30) });
  new RegistryApi(chart, 'registry', {
    networkIsolation,
    config: RegistryConfig.fromParts({
      sources: [source],
      registries: [{ name: 'r', sources: [source] }],
      auth: RegistryAuth.anonymous(),
      database: RegistryDatabase.password({
        host: database,
        database: 'r',
        user: 'u',
        password: { secret: password, key: 'p' },
      }),
    }),
  });
}

describe('the pods of every kind', () => {
  let all: Obj[];
  let isolated: Place[];

  beforeAll(() => {
    all = everyKind({ apiServer: [] });
    isolated = podsOf(all);
  });

  test('are these', () => {
    expect(isolated.map(({ name }) => name).sort()).toEqual(
      ['embeddings', 'r', 'registry', 's', 's (MCP server)', 'v'].sort(),
    );
  });

  test.each(SPECIAL_RANGES.flatMap(({ cidr, what }) => edges(cidr).map((address) => [address, what])))(
    'reach nothing at %s (%s)',
    (address) => {
      expect(isolated.filter((pod) => openPorts(all, pod, host(address)).length)).toEqual([]);
    },
  );

  test('reach the internet, each at what it needs', () => {
    const reached = Object.fromEntries(isolated.map((pod) => [pod.name, openPorts(all, pod, host('93.184.215.14'))]));
    expect(reached).toEqual({
      embeddings: [443],
      r: [443],
      registry: [443, 5432],
      s: [6379],
      's (MCP server)': PORTS,
      v: [443],
    });
  });
});

test.each(METADATA)('where the Kubernetes API is not known, it is sought everywhere but at %s, of %s', (address) => {
  const all = everyKind({});
  expect(podsOf(all).filter((pod) => openPorts(all, pod, host(address)).length)).toEqual([]);
});

describe('a Service by NAME.NAMESPACE', () => {
  type Given = (chart: Chart, address: string) => Partial<McpServerProps>;
  const given: [string, number, Given][] = [
    ['Redis', 6379, (_, name) => ({ sessionStorage: SessionStorage.redis(`${name}:6379`) })],
    [
      'the collector',
      4318,
      (chart, name) => ({
        telemetry: {
          config: new McpTelemetryConfig(chart, 't', {
            openTelemetry: { endpoint: `${name}:4318`, tracing: true, insecure: true },
          }),
        },
      }),
    ],
    [
      'the issuer',
      443,
      (chart, name) => ({
        oidc: {
          config: new McpOidcConfig(chart, 'o', { provider: OidcProvider.issuer({ issuer: `https://${name}/r` }) }),
        },
      }),
    ],
    [
      'a token endpoint',
      443,
      (chart, name) => ({
        externalAuth: new McpExternalAuthConfig(chart, 'x', {
          auth: ExternalAuth.tokenExchange({ tokenUrl: `https://${name}/token`, audience: 'a' }),
        }),
      }),
    ],
    [
      'a webhook',
      8443,
      (chart, name) => ({
        webhooks: new McpWebhookConfig(chart, 'w', { validating: [{ name: 'v', url: `https://${name}:8443/v` }] }),
      }),
    ],
    [
      'a policy decision point',
      9000,
      (chart, name) => ({
        authz: McpAuthz.fromConfig(
          new McpAuthzConfig(chart, 'a', {
            authorizer: Authorizer.http({ url: `http://${name}:9000/d`, claimMapping: ClaimMapping.STANDARD }),
          }),
        ),
      }),
    ],
  ];

  test.each(given)('is open where it is %s, in every form of its name', (_, port, props) => {
    for (const name of ['svc-a.backing', 'svc-a.backing.svc', 'svc-a.backing.svc.cluster.local', 'Svc-A.Backing.']) {
      const chart = chartIn(undefined, { networkIsolation: NetworkIsolation.on({ apiServer: [] }) });
      serverIn(chart, { sessionStorage: undefined, ...props(chart, name) });
      const all = Object.values(objects(chart));
      const proxy = podsOf(all).find((pod) => pod.name === 's')!;
      const service = { name: 'svc-a', namespace: 'backing', ports: [port] };
      expect([name, openPorts(all, proxy, service)]).toEqual([name, [port]]);
      expect([name, openPorts(all, proxy, { ...host('93.184.215.14'), ports: [port] })]).toEqual([name, []]);
    }
  });

  test.each<[string, number, string, (chart: Chart) => void]>([
    [
      'a remote server',
      8000,
      'x',
      (chart) =>
        new McpRemoteProxy(chart, 'x', { remoteUrl: 'http://svc-a.backing:8000/mcp', allowPrivateEndpoint: true }),
    ],
    [
      'a member of a virtual server',
      8000,
      'x',
      (chart) => {
        const group = new McpGroup(chart, 'g');
        new McpServerEntry(chart, 'e', { remoteUrl: 'http://svc-a.backing:8000/mcp', group });
        new VirtualMcpServer(chart, 'x', { group });
      },
    ],
    [
      'an embedding service',
      8000,
      'x',
      (chart) => {
        const group = new McpGroup(chart, 'g');
        new McpServerEntry(chart, 'e', { remoteUrl: 'https://mcp.example.com/mcp', group });
        new VirtualMcpServer(chart, 'x', {
          group,
          optimizer: Optimizer.textEmbeddingsInference('http://svc-a.backing:8000'),
        });
      },
    ],
    [
      'an upstream provider',
      443,
      'x',
      (chart) => {
        const group = new McpGroup(chart, 'g');
        new McpServerEntry(chart, 'e', { remoteUrl: 'https://mcp.example.com/mcp', group });
        const issuer = 'https://auth.example.com';
        new VirtualMcpServer(chart, 'x', {
          group,
          oidc: { config: new McpOidcConfig(chart, 'o', { provider: OidcProvider.issuer({ issuer }) }) },
          authServer: {
            issuer,
            upstreamProviders: [UpstreamProvider.oidc('idp', { issuerUrl: 'https://svc-a.backing', clientId: 'c' })],
          },
        } as never);
      },
    ],
    ['a database', 5432, 'registry', (chart) => registryIn(chart, 'svc-a.backing')],
  ])('is open where it is %s', (_, port, name, add) => {
    const chart = chartIn(undefined, { networkIsolation: NetworkIsolation.on({ apiServer: [] }) });
    add(chart);
    const all = Object.values(objects(chart));
    const pod = podsOf(all).find((one) => one.name === name)!;
    expect(openPorts(all, pod, { name: 'svc-a', namespace: 'backing', ports: [port] })).toEqual([port]);
  });

  test('is warned of by its name, wherever a private provider has its addresses', () => {
    const chart = chartIn(undefined, { networkIsolation: NetworkIsolation.on({ apiServer: [] }) });
    const issuer = 'https://auth.example.com';
    const upstream = UpstreamProvider.oauth2('idp', {
      authorizationEndpoint: 'https://idp.corp.example/authorize',
      tokenEndpoint: 'https://idp.corp.example/token',
      dcrConfig: { registrationEndpoint: 'https://register.corp.example' },
      userInfo: { endpointUrl: 'https://users.corp.example' },
      allowPrivateIps: true,
    });
    const auth = ExternalAuth.embeddedAuthServer({ issuer, upstreamProviders: [upstream] });
    serverIn(chart, {
      sessionStorage: undefined,
      oidc: {
        config: new McpOidcConfig(chart, 'o', { provider: OidcProvider.issuer({ issuer }) }),
        resourceUrl: issuer,
      },
      authServer: new McpExternalAuthConfig(chart, 'as', { auth }),
    });
    const hosts = warningsOf(chart, 'network-policy-private-host');
    for (const name of ['idp', 'register', 'users']) {
      expect(hosts.filter((line) => line.includes(`${name}.corp.example`))).toHaveLength(1);
    }
  });

  test('is open to an MCP server whose permission profile allows it', () => {
    const chart = chartIn(undefined, { networkIsolation: NetworkIsolation.on({ apiServer: [] }) });
    serverIn(chart, {
      permissionProfile: PermissionProfile.allow({ allowHost: ['svc-a.backing'], allowPort: [5432] }),
    });
    const all = Object.values(objects(chart));
    const server = podsOf(all).find((pod) => pod.name === 's (MCP server)')!;
    expect(openPorts(all, server, { name: 'svc-a', namespace: 'backing', ports: [5432, 80] })).toEqual([5432]);
    expect(openPorts(all, server, host('93.184.215.14'))).toEqual([]);
  });

  test('and a host of the internet at once, where it may be either, are both open; with Cilium by their names', () => {
    const egress = (cilium: boolean) => {
      const chart = chartIn(undefined, { networkIsolation: NetworkIsolation.on({ apiServer: [], cilium }) });
      serverIn(chart, { sessionStorage: SessionStorage.redis('Redis.IO.:6379') });
      const all = Object.values(objects(chart));
      const proxy = podsOf(all).find((pod) => pod.name === 's')!;
      const places = [
        { name: 'redis', namespace: 'io', ports: [6379] },
        { name: 'redis.io', address: '93.184.215.14', host: 'redis.io', ports: [6379] },
        { name: 'other', address: '93.184.215.15', host: 'other.example', ports: [6379] },
      ];
      return places.map((place) => openPorts(all, proxy, place).length);
    };
    expect(egress(false)).toEqual([1, 1, 1]);
    expect(egress(true)).toEqual([1, 1, 0]);
  });
});

describe('fails on a range that is none', () => {
  const isolated = (cidr: string, except?: string[]) => (chart: Chart) =>
    new ToolhiveChart(chart.node.root as never, 'c', {
      namespace: 'n',
      networkIsolation: NetworkIsolation.on({
        apiServer: [kplus.NetworkPolicyIpBlock.ipv4(chart, 'b', cidr, except)],
      }),
    });

  test.each<[string, string[] | undefined, string]>([
    ['10.0.0.300/40', undefined, '[chart/b] networkIsolation: apiServer[0]: "10.0.0.300/40" is no range of addresses'],
    ['10.0.0.0/99', undefined, 'it must have a prefix between 0 and 32'],
    ['10.0.0.0/8', ['11.0.0.0/16'], 'except: "11.0.0.0/16" must be a range within "10.0.0.0/8", and a smaller one'],
    ['10.0.0.0/8', ['10.0.0.0/8'], 'and a smaller one'],
    ['10.0.0.0/8', ['10.0.0.0'], 'except: "10.0.0.0" must be a range'],
  ])('%s, except %j, in networkIsolation', (cidr, except, message) => {
    expect(() => isolated(cidr, except)(chartIn())).toThrow(message);
  });

  test('in the networkIsolation of a registry', () => {
    const chart = chartIn();
    const bad = kplus.NetworkPolicyIpBlock.ipv4(chart, 'b', '10.0.0.0/33');
    expect(() => registryIn(chart, 'db', NetworkIsolation.on({ clients: [bad] }))).toThrow(
      'networkIsolation: clients[0]: "10.0.0.0/33"',
    );
  });

  test('in a permission profile, whether it is isolated or not', () => {
    const options = { allowHost: ['10.0.0.0/99', 'https://u:secret@api.example.com/v1'], allowPort: [443, 0] };
    const make = () => serverIn(chartIn(), { permissionProfile: PermissionProfile.allow(options) });
    const at = '[chart/s] McpServer "s": permissionProfile:';
    expect(make).toThrow(
      [
        `${at} allowHost[0]: "10.0.0.0/99" must have a prefix between 0 and 32, such as "10.0.0.0/8"`,
        `${at} allowHost[1]: "https://***@api.example.com/v1" is an address; write the host alone, "api.example.com", and its port in allowPort`,
        `${at} allowPort[1]: 0 must be a whole number from 1 to 65535`,
      ].join('\n'),
    );
  });

  test('in a permission profile that a ConfigMap brings', () => {
    const chart = chartIn(undefined, { networkIsolation: NetworkIsolation.on({ apiServer: [] }) });
    const profile = JSON.stringify({ network: { outbound: { allow_host: ['https://a.example.com'] } } });
    const configMap = new kplus.ConfigMap(chart, 'p', { metadata: { name: 'p' }, data: { 'p.json': profile } });
    serverIn(chart, { permissionProfile: PermissionProfile.fromConfigMap({ configMap, key: 'p.json' }) });
    expect(() => objects(chart)).toThrow('permissionProfile: allow_host: "https://a.example.com" is an address');
  });
});

test('a wildcard gets a warning, because no name of it could be asked for; with Cilium it holds', () => {
  const warnings = (cilium: boolean) => {
    const chart = chartIn(undefined, { networkIsolation: NetworkIsolation.on({ apiServer: [], cilium }) });
    serverIn(chart, { permissionProfile: PermissionProfile.allow({ allowHost: ['*.example.com'], allowPort: [443] }) });
    return warningsOf(chart, 'network-policy');
  };
  expect(warnings(false)).toEqual([expect.stringContaining('"*.example.com" is no name that could be resolved')]);
  expect(warnings(true)).toEqual([]);
});
