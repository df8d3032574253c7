import { App, Testing } from 'cdk8s';
import { judgedApp } from '../../scripts/judges/app';
import {
  MemberDiscovery,
  EmbeddingServer,
  McpBackend,
  McpGroup,
  McpRemoteProxy,
  McpServer,
  McpTransport,
  PodSecurity,
  ToolhiveChartProps,
  ToolhiveVersion,
  VirtualMcpServer,
} from '../../src';
import { Obj } from '../../src/plain/objects';
import { chartIn } from '../util';
import { objectsIn } from '../yaml';

/** What the Roles of an app grant: `kind of resource: verbs`. */
function granted(settings: ToolhiveChartProps, add: (chart: ReturnType<typeof chartIn>) => void): string[] {
  const chart = chartIn(new App(), settings);
  add(chart);
  const roles: Obj[] = Testing.synth(chart).filter(({ kind }) => /^(Cluster)?Role$/.test(kind));
  return roles.flatMap(({ rules }) =>
    rules.flatMap(({ resources, verbs }: Obj) => resources.map((one: string) => `${one}: ${verbs.join(' ')}`)),
  );
}

const server = (transport: McpTransport, backend?: McpBackend) => (chart: ReturnType<typeof chartIn>) =>
  void new McpServer(chart, 's', { image: 's:1', transport, backend });
const remote = (chart: ReturnType<typeof chartIn>) =>
  void new McpRemoteProxy(chart, 'r', { remoteUrl: 'https://mcp.example.com/mcp' });
const virtual = (discovery?: MemberDiscovery) => (chart: ReturnType<typeof chartIn>) => {
  const group = new McpGroup(chart, 'g');
  new McpServer(chart, 's', {
    image: 's:1',
    group,
    transport: McpTransport.SSE,
    backend: McpBackend.declared(),
  });
  new VirtualMcpServer(chart, 'v', { group, discovery });
};

const ITS_POD = [
  'statefulsets: get watch create patch delete',
  'services: get create patch',
  'pods: list',
  'pods/log: get',
];
const HTTP = server(McpTransport.STREAMABLE_HTTP);
const STDIO = server(McpTransport.STDIO);

test.each([
  ['a server over HTTP: what makes its pod', HTTP, ITS_POD],
  ['a stdio server: to attach to its pod as well', STDIO, [...ITS_POD, 'pods/attach: create get']],
])('of 0.44.0, whose source tells what its proxies ask for, the Roles of %s', (_, add, rules) => {
  expect(granted({ toolhiveVersion: ToolhiveVersion.V0_44_0 }, add)).toEqual(rules);
});

/** Nobody outside has the source of newer proxies, so they have what the operator grants. */
const BY_THE_OPERATOR = [
  'statefulsets: get list watch create update patch delete',
  'services: get list watch create update patch delete',
  'pods: get list watch',
  'pods/log: get',
  'configmaps: get list watch',
];

test.each([
  ['a server over HTTP: what makes its pod', HTTP, BY_THE_OPERATOR],
  ['a stdio server: to attach to its pod as well', STDIO, [...BY_THE_OPERATOR, 'pods/attach: create get']],
  ['a declared server: nothing', server(McpTransport.SSE, McpBackend.declared()), []],
  ['a remote proxy: nothing', remote, []],
  ['a virtual server: nothing', virtual(), []],
])('the Roles of %s', (_, add, rules) => {
  expect(granted({}, add)).toEqual(rules);
});

test.each([
  ['server', server(McpTransport.STDIO), 'configmaps'],
  ['remote proxy', remote, 'secrets'],
])("PodSecurity.OPERATOR grants to the proxy of a %s what ToolHive's operator does", (_, add, resource) => {
  expect(granted({ podSecurity: PodSecurity.OPERATOR }, add)).toContain(`${resource}: get list watch`);
});

test('a virtual server that asks the cluster for its members reads their credentials there', () => {
  expect(granted({}, virtual(MemberDiscovery.CLUSTER))).toContain('secrets: get list watch');
});

test("no proxy's Role in an app reaches Secrets, unless a virtual server asks the cluster", () => {
  const all = (chart: ReturnType<typeof chartIn>) => {
    virtual()(chart);
    remote(chart);
    new McpServer(chart, 'stdio', { image: 's:1' });
  };
  expect(granted({}, all).filter((rule) => rule.startsWith('secrets'))).toEqual([]);
});

test("no object of an app with every construct and prop is cluster-scoped, but the operator's own", () => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const clusterScoped: Obj[] = objectsIn(judgedApp()).filter(({ metadata }) => !metadata.namespace);
  const ofOthers = clusterScoped.filter(({ metadata }) => !/(^|-)operator-/.test(metadata.name));
  expect(ofOthers.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([]);
  expect(new Set(clusterScoped.map(({ kind }) => kind))).toEqual(new Set(['ClusterRole', 'ClusterRoleBinding']));
});

test('no pod has a token but those of proxies, which reach the API without rights or make their server with it', () => {
  const chart = chartIn(new App());
  virtual()(chart);
  remote(chart);
  new McpServer(chart, 'stdio', { image: 's:1' });
  new EmbeddingServer(chart, 'e', { model: 'm' });
  const pods: Obj[] = Testing.synth(chart).filter(({ spec }) => spec?.template?.spec);
  const withToken = pods.filter(({ spec }) => spec.template.spec.automountServiceAccountToken !== false);
  expect(pods.length).toBeGreaterThan(4);
  expect(withToken.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    'Deployment r',
    'Deployment stdio',
  ]);
});
