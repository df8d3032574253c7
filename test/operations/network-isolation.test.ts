import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { namespacePods, serverIn, warningsOf } from './util';
import {
  Authorizer,
  ClaimMapping,
  MemberDiscovery,
  EmbeddingServer,
  ExternalAuth,
  McpAuthz,
  McpAuthzConfig,
  McpExternalAuthConfig,
  McpGroup,
  McpOidcConfig,
  McpRegistry,
  McpServerEntry,
  McpServerProps,
  McpTelemetryConfig,
  McpTransport,
  McpWebhookConfig,
  ServerMonitoring,
  NetworkIsolation,
  NetworkIsolationOptions,
  OidcProvider,
  Optimizer,
  PermissionProfile,
  PermissionProfileOptions,
  ToolhivePlatform,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistrySource,
  SessionStorage,
  Toolhive,
  ToolhiveChart,
  ToolhiveVersion,
  UpstreamProvider,
  VirtualMcpServer,
  VirtualMcpServerProps,
} from '../../src';
import { openPorts } from '../../src/network/connection';
import { Place, podsOf } from '../../src/network/place';
import { Obj } from '../../src/plain/objects';
import { SURROUNDINGS } from '../reachability';
import { chartIn, objects } from '../util';

const namespace = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const tcp = (...ports: number[]) => ports.map((port) => ({ protocol: 'TCP', port }));
const INTERNET = [
  { ipBlock: expect.objectContaining({ cidr: '0.0.0.0/0' }) },
  { ipBlock: expect.objectContaining({ cidr: '::/0' }) },
];
const DNS = { to: [namespace('kube-system')], ports: [{ protocol: 'UDP', port: 53 }, ...tcp(53)] };
const PROXY = {
  app: 'mcpserver',
  'app.kubernetes.io/name': 'mcpserver',
  'app.kubernetes.io/instance': 's',
  toolhive: 'true',
  'toolhive-name': 's',
};
const BACKEND = { app: 's', toolhive: 'true', 'toolhive-basename': 's' };
const VIRTUAL = expect.objectContaining({ app: 'virtualmcpserver', 'toolhive-name': 'v' });

const API = (chart: Chart) => kplus.NetworkPolicyIpBlock.ipv4(chart, 'api', '10.0.0.10/32');

/** A chart whose servers are isolated. */
function isolatedChart(options: (chart: Chart) => NetworkIsolationOptions = () => ({})): ToolhiveChart {
  const chart = chartIn();
  Toolhive.configure(chart, { networkIsolation: NetworkIsolation.on({ apiServer: [API(chart)], ...options(chart) }) });
  return chart;
}

type Given = (chart: Chart) => Partial<McpServerProps>;

function policies(given: Given = () => ({}), options?: (chart: Chart) => NetworkIsolationOptions) {
  const chart = isolatedChart(options);
  serverIn(chart, { sessionStorage: undefined, ...given(chart) });
  const all = objects(chart);
  return { proxy: all['NetworkPolicy/s-netpol'].spec, server: all['NetworkPolicy/s-netpol-backend'].spec, all };
}

test('there are no policies unless they are asked for', () => {
  const chart = chartIn();
  serverIn(chart);
  expect(Object.keys(objects(chart)).filter((key) => key.startsWith('NetworkPolicy'))).toEqual([]);
});

describe('whether a server is isolated', () => {
  const isIsolated = (settings: NetworkIsolation | undefined, own: NetworkIsolation | undefined) => {
    const chart = chartIn(undefined, { networkIsolation: settings });
    serverIn(chart, { networkIsolation: own });
    return 'NetworkPolicy/s-netpol' in objects(chart);
  };

  test.each<[NetworkIsolation | undefined, NetworkIsolation | undefined, boolean]>([
    [undefined, NetworkIsolation.on(), true],
    [NetworkIsolation.on(), undefined, true],
    [NetworkIsolation.on(), NetworkIsolation.off(), false],
    [NetworkIsolation.off(), NetworkIsolation.on(), true],
  ])('is said by the nearest who says it (%#)', (settings, own, expected) => {
    expect(isIsolated(settings, own)).toBe(expected);
  });

  test('options of a nearer scope win, each for itself', () => {
    const chart = isolatedChart((c) => ({
      clients: [namespacePods(c, 'far')],
      dns: [namespacePods(c, 'my-dns')],
    }));
    const networkIsolation = NetworkIsolation.on({ clients: [namespacePods(chart, 'near')] });
    serverIn(chart, { sessionStorage: undefined, networkIsolation });
    const { ingress, egress } = objects(chart)['NetworkPolicy/s-netpol'].spec;
    expect(ingress).toEqual([{ from: [namespace('near')], ports: tcp(8080) }]);
    expect(egress[0].to).toEqual([namespace('my-dns')]);
  });
});

describe('of an MCP server', () => {
  test('the policies are about the pods of the proxy, and about those that it makes', () => {
    const { proxy, server, all } = policies();
    expect(proxy.podSelector.matchLabels).toEqual(all['Deployment/s'].spec.selector.matchLabels);
    expect(server.podSelector.matchLabels).toEqual(BACKEND);
    const [own, made] = podsOf(Object.values(all));
    expect(made.labels).toMatchObject(BACKEND);
    expect(own.labels).not.toMatchObject(BACKEND);
    for (const { policyTypes } of [proxy, server]) expect(policyTypes).toEqual(['Ingress', 'Egress']);
  });

  test('called like the label of all proxies, both are told apart', () => {
    const chart = isolatedChart();
    serverIn(chart, { name: 'mcpserver' });
    const all = objects(chart);
    const selector = all['NetworkPolicy/mcpserver-netpol-backend'].spec.podSelector.matchLabels;
    expect(all['Deployment/mcpserver'].spec.template.metadata.labels).not.toMatchObject(selector);
  });

  test('nobody comes to the proxy, and the proxy alone to the server', () => {
    const { proxy, server } = policies(() => ({ mcpPort: 9000 }));
    expect(proxy.ingress).toBeUndefined();
    expect(server.ingress).toEqual([{ from: [{ podSelector: { matchLabels: PROXY } }], ports: tcp(9000) }]);
  });

  test('the proxy goes to DNS, its server and the Kubernetes API, and nowhere else', () => {
    expect(policies().proxy.egress).toEqual([
      DNS,
      { to: [{ podSelector: { matchLabels: BACKEND } }], ports: tcp(8080) },
      { to: [{ ipBlock: { cidr: '10.0.0.10/32' } }], ports: tcp(443, 6443) },
    ]);
  });

  test('of stdio, there is no connection between both', () => {
    const { proxy, server } = policies(() => ({ transport: McpTransport.STDIO }));
    expect(server.ingress).toBeUndefined();
    expect(JSON.stringify(proxy.egress)).not.toContain('toolhive-basename');
  });

  test('another server can be a client', () => {
    const chart = isolatedChart();
    const client = new EmbeddingServer(chart, 'e');
    serverIn(chart, { networkIsolation: NetworkIsolation.on({ clients: [client] }) });
    const [{ from }] = objects(chart)['NetworkPolicy/s-netpol'].spec.ingress;
    expect(from).toEqual([
      {
        ...namespace('ns'),
        podSelector: { matchLabels: expect.objectContaining({ 'app.kubernetes.io/instance': 'e' }) },
      },
    ]);
  });

  const readersOf = (toolhiveVersion: ToolhiveVersion, given: Given) =>
    policies(given, (chart) => {
      Toolhive.configure(chart, { toolhiveVersion });
      return {
        clients: [kplus.Namespaces.select(chart, 'clients', { labels: { mcp: 'yes' } })],
        metrics: [namespacePods(chart, 'monitoring')],
      };
    }).proxy.ingress;
  const clients = { from: [{ namespaceSelector: { matchLabels: { mcp: 'yes' } } }], ports: tcp(8080) };

  test('clients come to the proxy, and whoever reads metrics to their port', () => {
    expect(readersOf(ToolhiveVersion.V0_63_0, () => ({}))).toEqual([
      clients,
      { from: [namespace('monitoring')], ports: tcp(9464) },
    ]);
  });

  test('who reads metrics on the port of the clients comes there only where there is monitoring', () => {
    const monitored: Given = (chart) => ({
      monitoring: ServerMonitoring.scrapeAnnotations(),
      telemetry: { config: new McpTelemetryConfig(chart, 't', { prometheus: true }) },
    });
    expect(readersOf(ToolhiveVersion.V0_44_0, () => ({}))).toEqual([clients]);
    expect(readersOf(ToolhiveVersion.V0_44_0, monitored)).toEqual([
      clients,
      { from: [namespace('monitoring')], ports: tcp(8080) },
    ]);
  });

  test('what serves Ingresses comes to a server that is exposed, and to no other', () => {
    const chart = isolatedChart((c) => ({ gateways: [namespacePods(c, 'nginx')] }));
    serverIn(chart).exposeViaIngress('mcp.example.com');
    const inner = new ToolhiveChart(chart, 'inner', { namespace: 'ns' });
    serverIn(inner, { name: 'other' });
    const all = objects(chart);
    expect(all['NetworkPolicy/s-netpol'].spec.ingress).toEqual([{ from: [namespace('nginx')], ports: tcp(8080) }]);
    expect(objects(inner)['NetworkPolicy/other-netpol'].spec.ingress).toBeUndefined();
  });

  test.each<[string, Given, object[]]>([
    [
      'Redis',
      () => ({ sessionStorage: SessionStorage.redis('redis.cache.svc:6380') }),
      [{ to: [namespace('cache')], ports: tcp(6380) }],
    ],
    [
      'the issuer',
      (chart) => ({
        oidc: {
          config: new McpOidcConfig(chart, 'o', {
            provider: OidcProvider.issuer({ issuer: 'https://sso.example.com:8443/realm' }),
          }),
        },
      }),
      [{ to: INTERNET, ports: tcp(8443) }],
    ],
    [
      "the issuer's keys in place of the issuer, and the introspection",
      (chart) => ({
        oidc: {
          config: new McpOidcConfig(chart, 'o', {
            provider: OidcProvider.issuer({
              issuer: 'https://sso.example.com',
              jwksUrl: 'http://keys.sso.svc:8080/keys',
              introspectionUrl: 'http://introspect.sso.svc/i',
              clientId: 'c',
              insecureAllowHttp: true,
            }),
          }),
        },
      }),
      [{ to: [namespace('sso')], ports: tcp(8080, 80) }],
    ],
    [
      'the token endpoint',
      (chart) => ({
        externalAuth: new McpExternalAuthConfig(chart, 'x', {
          auth: ExternalAuth.tokenExchange({ tokenUrl: 'https://10.1.2.3/token', audience: 'a' }),
        }),
      }),
      [{ to: [{ ipBlock: { cidr: '10.1.2.3/32' } }], ports: tcp(443) }],
    ],
    [
      'the collector of telemetry',
      (chart) => ({
        telemetry: {
          config: new McpTelemetryConfig(chart, 't', {
            openTelemetry: { endpoint: 'otel.monitoring.svc:4317', tracing: true },
          }),
        },
      }),
      [{ to: [namespace('monitoring')], ports: tcp(4317) }],
    ],
    [
      'webhooks',
      (chart) => ({
        webhooks: new McpWebhookConfig(chart, 'w', {
          validating: [{ name: 'v', url: 'https://check.policies.svc:8443/v' }],
          mutating: [{ name: 'm', url: 'https://change.other.svc/m' }],
        }),
      }),
      [
        { to: [namespace('policies')], ports: tcp(8443) },
        { to: [namespace('other')], ports: tcp(443) },
      ],
    ],
    [
      'the policy decision point',
      (chart) => ({
        authz: McpAuthz.fromConfig(
          new McpAuthzConfig(chart, 'a', {
            authorizer: Authorizer.http({ url: 'http://pdp.authz.svc:9000/d', claimMapping: ClaimMapping.STANDARD }),
          }),
        ),
      }),
      [{ to: [namespace('authz')], ports: tcp(9000) }],
    ],
  ])('the proxy goes to %s', (_, given, expected) => {
    const { egress } = policies(given).proxy;
    expect(egress.slice(2, -1)).toEqual(expected);
  });
});

describe('of an MCP server, by its permission profile', () => {
  const egress = (permissionProfile?: PermissionProfile) => policies(() => ({ permissionProfile })).server.egress;
  const of = (options: PermissionProfileOptions) => egress(PermissionProfile.allow(options));

  test.each<[string, PermissionProfile | undefined]>([
    ['none, which is ToolHive network', undefined],
    ['network', PermissionProfile.network()],
    ['one with all outbound connections', PermissionProfile.allow({ insecureAllowAll: true })],
  ])('of %s, every public address is open, and no private one', (_, profile) => {
    expect(egress(profile)).toEqual([DNS, { to: INTERNET }]);
    const { except } = egress(profile)[1].to[0].ipBlock;
    expect(except).toEqual(expect.arrayContaining(['10.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16']));
  });

  test.each<[string, PermissionProfile]>([
    ['none', PermissionProfile.none()],
    ['one that allows nothing', PermissionProfile.allow({})],
  ])('of %s, nothing is open, DNS neither', (_, profile) => {
    expect(egress(profile)).toBeUndefined();
  });

  test('addresses and ranges are open at the ports that are allowed, without DNS', () => {
    expect(of({ allowHost: ['10.1.2.3', '10.9.0.0/16', '2001:db8::1'], allowPort: [443, 8443] })).toEqual(
      ['10.1.2.3/32', '10.9.0.0/16', '2001:db8::1/128'].map((cidr) => ({
        to: [{ ipBlock: { cidr } }],
        ports: tcp(443, 8443),
      })),
    );
  });

  test('hosts without ports are open at all of them', () => {
    expect(of({ allowHost: ['postgres.database.svc'] })).toEqual([DNS, { to: [namespace('database')] }]);
  });

  test('ports without hosts are open at public addresses', () => {
    expect(of({ allowPort: [443] })).toEqual([DNS, { to: INTERNET, ports: tcp(443) }]);
  });

  test('a name opens public addresses, of which the user is warned', () => {
    const chart = isolatedChart();
    const permissionProfile = PermissionProfile.allow({
      allowHost: ['api.github.com', '.example.com'],
      allowPort: [443],
    });
    serverIn(chart, { permissionProfile });
    expect(objects(chart)['NetworkPolicy/s-netpol-backend'].spec.egress).toEqual([
      DNS,
      { to: INTERNET, ports: tcp(443) },
    ]);
    expect(warningsOf(chart, 'network-policy')).toEqual([
      'network-policy-host-names: McpServer "s": permissionProfile: allows "api.github.com", ".example.com", but no NetworkPolicy takes a name, so every public address is open to the server on port 443; use networkIsolation with cilium, or name addresses',
    ]);
  });

  test('a host that is everything at once opens no more than itself', () => {
    expect(of({ allowHost: ['169.254.169.254'], allowPort: [80] })).toEqual([
      { to: [{ ipBlock: { cidr: '169.254.169.254/32' } }], ports: tcp(80) },
    ]);
  });
});

describe('with Cilium', () => {
  const cilium = (given: Given) => policies(given, () => ({ cilium: true, apiServer: undefined })).all;
  const permissionProfile = PermissionProfile.allow({
    allowHost: ['api.github.com', '.example.com', '10.1.2.3'],
    allowPort: [443],
  });

  test('a server is held to the names of its profile, and learns them from DNS', () => {
    const all = cilium(() => ({ permissionProfile }));
    const ports = [{ port: '443', protocol: 'TCP' }];
    expect(all['CiliumNetworkPolicy/s-netpol-backend'].spec).toEqual({
      endpointSelector: { matchLabels: BACKEND },
      egress: [
        {
          toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system' } }],
          toPorts: [{ ports: [{ port: '53', protocol: 'ANY' }], rules: { dns: [{ matchPattern: '*' }] } }],
        },
        { toFQDNs: [{ matchName: 'api.github.com' }], toPorts: [{ ports }] },
        { toFQDNs: [{ matchName: 'example.com' }, { matchPattern: '**.example.com' }], toPorts: [{ ports }] },
      ],
    });
    expect(all['NetworkPolicy/s-netpol-backend'].spec.egress).toEqual([
      { to: [{ ipBlock: { cidr: '10.1.2.3/32' } }], ports: tcp(443) },
    ]);
  });

  test('the Kubernetes API has a name', () => {
    const chart = chartIn(undefined, { networkIsolation: NetworkIsolation.on({ cilium: true }) });
    serverIn(chart);
    const all = objects(chart);
    expect(all['CiliumNetworkPolicy/s-netpol'].spec.egress).toContainEqual({ toEntities: ['kube-apiserver'] });
    expect(JSON.stringify(all['NetworkPolicy/s-netpol'])).not.toContain('6443');
    expect(warningsOf(chart, 'network-policy')).toEqual([]);
  });

  test('a server that may go nowhere has a policy that allows nothing', () => {
    const all = cilium(() => ({ permissionProfile: PermissionProfile.none() }));
    expect(all['CiliumNetworkPolicy/s-netpol-backend'].spec.egress).toEqual([{}]);
    expect(all['NetworkPolicy/s-netpol-backend'].spec.egress).toBeUndefined();
  });
});

describe('of a virtual server', () => {
  function gateway(given: (chart: Chart, group: McpGroup) => Partial<VirtualMcpServerProps> = () => ({})) {
    const chart = isolatedChart();
    const group = new McpGroup(chart, 'g');
    serverIn(chart, { group, sessionStorage: undefined, proxyPort: 9090 });
    new VirtualMcpServer(chart, 'v', { group, ...given(chart, group) });
    return objects(chart);
  }

  test('it goes to the members of its group, and they let it in', () => {
    const all = gateway();
    expect(all['NetworkPolicy/v-netpol'].spec.egress).toEqual([
      DNS,
      { to: [{ podSelector: { matchLabels: PROXY } }], ports: tcp(9090) },
    ]);
    expect(all['NetworkPolicy/s-netpol'].spec.ingress).toEqual([
      { from: [{ podSelector: { matchLabels: VIRTUAL } }], ports: tcp(9090) },
    ]);
  });

  test('it is no concern of servers in other groups', () => {
    const chart = isolatedChart();
    const [group, other] = ['g', 'o'].map((id) => new McpGroup(chart, id));
    serverIn(chart, { group: other });
    serverIn(new ToolhiveChart(chart, 'inner', { namespace: 'ns' }), { name: 'member', group });
    new VirtualMcpServer(chart, 'v', { group });
    expect(Testing.synth(chart).find(({ metadata }) => metadata.name === 's-netpol').spec.ingress).toBeUndefined();
  });

  test('it goes to remote members, and to where it gets tokens for them', () => {
    const all = gateway((chart, group) => {
      new McpServerEntry(chart, 'e', {
        remoteUrl: 'http://remote.partner.svc:9999/mcp',
        group,
        externalAuth: new McpExternalAuthConfig(chart, 'x', {
          auth: ExternalAuth.tokenExchange({ tokenUrl: 'https://sts.sso.svc/token', audience: 'a' }),
        }),
      });
      return {};
    });
    expect(all['NetworkPolicy/v-netpol'].spec.egress.slice(2)).toEqual([
      { to: [namespace('partner')], ports: tcp(9999) },
      { to: [namespace('sso')], ports: tcp(443) },
    ]);
  });

  test('it goes to its embedding server, which goes for its model, and lets nobody else in', () => {
    const all = gateway((chart) => ({
      optimizer: Optimizer.embeddingServer(new EmbeddingServer(chart, 'e', { port: 8081 })),
    }));
    const { ingress, egress } = all['NetworkPolicy/e-netpol'].spec;
    expect(all['NetworkPolicy/v-netpol'].spec.egress.at(-1)).toEqual({
      to: [{ podSelector: { matchLabels: all['StatefulSet/e'].spec.selector.matchLabels } }],
      ports: tcp(8081),
    });
    expect(ingress).toEqual([{ from: [{ podSelector: { matchLabels: VIRTUAL } }], ports: tcp(8081) }]);
    expect(egress).toEqual([DNS, { to: INTERNET, ports: tcp(443) }]);
  });

  test('it goes to members that the configuration names by their address', () => {
    const all = gateway(() => ({
      config: { backends: [{ name: 'b', url: 'http://b.else.svc:81/mcp', transport: 'sse' }] },
    }));
    expect(all['NetworkPolicy/v-netpol'].spec.egress).toContainEqual({ to: [namespace('else')], ports: tcp(81) });
  });

  test('its authorization server fetches what clients say of themselves, where it may', () => {
    const authServer = {
      issuer: 'https://auth.example.com',
      upstreamProviders: [UpstreamProvider.oidc('idp', { issuerUrl: 'https://idp.sso.svc', clientId: 'c' })],
    };
    const egress = (cimd?: object) =>
      gateway((chart) => {
        const provider = OidcProvider.issuer({ issuer: 'https://auth.example.com' });
        return { oidc: { config: new McpOidcConfig(chart, 'o', { provider }) }, authServer: { ...authServer, cimd } };
      })['NetworkPolicy/v-netpol'].spec.egress.slice(2);
    const toProvider = { to: [namespace('sso')], ports: tcp(443) };
    expect(egress()).toEqual([toProvider]);
    expect(egress({})).toEqual([toProvider, { to: INTERNET, ports: tcp(443) }]);
  });

  test('it asks the Kubernetes API only where it looks for members in the cluster', () => {
    const { egress } = gateway(() => ({ discovery: MemberDiscovery.CLUSTER }))['NetworkPolicy/v-netpol'].spec;
    expect(egress.at(-1)).toEqual({ to: [{ ipBlock: { cidr: '10.0.0.10/32' } }], ports: tcp(443, 6443) });
    expect(JSON.stringify(gateway()['NetworkPolicy/v-netpol'])).not.toContain('6443');
  });
});

describe('of registries', () => {
  const configIn = (chart: Chart) =>
    RegistryConfig.fromParts({
      sources: [RegistrySource.git({ name: 'git', repository: 'https://git.example.com/r.git' })],
      database: RegistryDatabase.password({
        host: 'postgres.database.svc',
        database: 'd',
        user: 'u',
        password: { secret: kplus.Secret.fromSecretName(chart, 'db', 'db'), key: 'k' },
      }),
      auth: RegistryAuth.anonymous(),
    });
  const egress = [DNS, { to: [namespace('database')], ports: tcp(5432) }, { to: INTERNET, ports: tcp(443) }];

  test('a RegistryApi is isolated like the servers around it', () => {
    const chart = isolatedChart((c) => ({ gateways: [namespacePods(c, 'nginx')] }));
    const registry = new RegistryApi(chart, 'r', { config: configIn(chart) });
    expect(objects(chart)['NetworkPolicy/r-netpol'].spec).toMatchObject({ egress });
    registry.exposeViaIngress('registry.example.com');
    expect(objects(chart)['NetworkPolicy/r-netpol'].spec.ingress).toEqual([
      { from: [namespace('nginx')], ports: tcp(8080) },
    ]);
  });

  test("a RegistryApi's own options come before those of the scopes around it", () => {
    const chart = isolatedChart((c) => ({ clients: [namespacePods(c, 'far')] }));
    const networkIsolation = NetworkIsolation.on({ clients: [namespacePods(chart, 'near')] });
    new RegistryApi(chart, 'r', { config: configIn(chart), networkIsolation });
    expect(objects(chart)['NetworkPolicy/r-netpol'].spec.ingress[0].from).toEqual([namespace('near')]);
  });

  test('an McpRegistry is too', () => {
    const chart = isolatedChart((c) => ({ clients: [namespacePods(c, 'clients')] }));
    new McpRegistry(chart, 'r', { config: configIn(chart) });
    const { 'NetworkPolicy/r-netpol': policy, 'Deployment/r-api': deployment } = objects(chart);
    expect(policy.spec).toMatchObject({ ingress: [{ from: [namespace('clients')], ports: tcp(8080) }], egress });
    expect(policy.spec.podSelector).toEqual(deployment.spec.selector);
  });
});

test('on OpenShift, DNS is where OpenShift has it', () => {
  const chart = chartIn(undefined, { platform: ToolhivePlatform.OPENSHIFT, networkIsolation: NetworkIsolation.on() });
  serverIn(chart);
  expect(objects(chart)['NetworkPolicy/s-netpol'].spec.egress[0].to).toEqual([namespace('openshift-dns')]);
});

describe('warnings', () => {
  const warned = (options: NetworkIsolationOptions, given: Given = () => ({})) => {
    const chart = chartIn(undefined, { networkIsolation: NetworkIsolation.on(options) });
    serverIn(chart, { ...given(chart) });
    return warningsOf(chart, 'network-policy');
  };

  test('are about a Kubernetes API that nobody named', () => {
    expect(warned({})).toEqual([
      'network-policy-api-server-open: McpServer "s": networkIsolation.apiServer: is not given, and no NetworkPolicy can name the Kubernetes API, which this server needs, so ports 443 and 6443 are open to every address; give the addresses that kubectl get endpoints kubernetes tells, or use cilium',
    ]);
  });

  test('are about members that are somewhere else', () => {
    const chart = isolatedChart();
    const group = new McpGroup(chart, 'g');
    new VirtualMcpServer(chart, 'v', { group, discovery: MemberDiscovery.CLUSTER });
    expect(warningsOf(chart, 'network-policy')).toEqual([
      expect.stringContaining('network-policy-members-unknown: VirtualMcpServer "v": networkIsolation: opens the way'),
    ]);
  });

  test('are about an issuer whose address is private', () => {
    const chart = isolatedChart();
    const provider = OidcProvider.issuer({ issuer: 'https://sso.company.example', jwksAllowPrivateIp: true });
    serverIn(chart, { oidc: { config: new McpOidcConfig(chart, 'o', { provider }) } });
    expect(warningsOf(chart, 'network-policy')).toEqual([
      expect.stringContaining('network-policy-private-host: McpServer "s": oidc: "sso.company.example" is a name'),
    ]);
  });
});

test('the computation of who reaches whom knows how Kubernetes reads a policy', () => {
  const pod = (name: string, labels: Record<string, string> = {}): Place => ({
    name,
    namespace: 'ns',
    labels,
    ports: [80],
  });
  const [a, b] = [pod('a', { app: 'a' }), pod('b', { app: 'b' })];
  const policy = (spec: Obj): Obj => ({ kind: 'NetworkPolicy', metadata: { namespace: 'ns' }, spec });
  const both = { podSelector: { matchLabels: { app: 'b' } }, policyTypes: ['Ingress', 'Egress'] };
  expect(openPorts([], a, b)).toEqual([80]);
  expect(openPorts([policy(both)], a, b)).toEqual([]);
  expect(openPorts([policy(both)], b, a)).toEqual([]);
  const rules = (rule: Obj) => [policy({ ...both, ingress: [rule] })];
  expect(openPorts(rules({}), a, b)).toEqual([80]);
  expect(openPorts(rules({ from: [{ podSelector: { matchLabels: { app: 'a' } } }] }), a, b)).toEqual([80]);
  expect(openPorts(rules({ from: [{ podSelector: { matchLabels: { app: 'c' } } }] }), a, b)).toEqual([]);
  expect(openPorts(rules({ from: [{ podSelector: {} }] }), SURROUNDINGS.stranger, b)).toEqual([]);
  expect(openPorts(rules({ ports: [{ protocol: 'TCP', port: 81 }] }), a, b)).toEqual([]);
  const range = { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } };
  const out = [policy({ ...both, egress: [{ to: [range] }] })];
  expect(openPorts(out, b, SURROUNDINGS.internet)).toEqual([80, 443]);
  expect(openPorts(out, b, SURROUNDINGS.company)).toEqual([]);
});
