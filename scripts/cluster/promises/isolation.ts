/** Network isolation: who reaches whom, both ways. The MCP servers themselves tell what they reach. */
import { strict as assert } from 'node:assert';
import { Namespaces, Probe } from 'cdk8s-plus-28';
import {
  McpBackend,
  McpGroup,
  McpTransport,
  NetworkIsolation,
  PermissionProfile,
  ToolhiveChart,
  VirtualMcpServer,
} from '../../../src';
import { Cluster } from '../cluster';
import { get } from '../kubectl';
import { membersAnswer } from '../members';
import { NAMESPACE_OF_WORLD } from '../names';
import { Topic } from '../promises';
import { server, SMALL } from '../settings';

const PAGE = 'docs/isolation.md';
const MEMBERS = ['none', 'one', 'all', 'open'];
let urls: Record<string, string> = {};
let addresses: Record<string, [host: string, port: number]> = {};

/** Servers of three permission profiles and one that is not isolated, behind a virtual server that the client's namespace may come to. */
function app(cluster: Cluster, remote: string): ToolhiveChart {
  const world = (scope: ToolhiveChart) => Namespaces.select(scope, 'world', { names: [NAMESPACE_OF_WORLD] });
  const chart = cluster.chart({ networkIsolation: NetworkIsolation.on() });
  const clients = [world(chart)];
  const group = new McpGroup(chart, 'tools');
  const common = {
    group,
    transport: McpTransport.STREAMABLE_HTTP,
    backend: McpBackend.declared({ readiness: Probe.fromTcpSocket() }),
  };
  const none = server(chart, 'none', { ...common, permissionProfile: PermissionProfile.none() });
  const one = PermissionProfile.allow({ allowHost: [remote], allowPort: [8080] });
  server(chart, 'one', { ...common, permissionProfile: one });
  server(chart, 'all', { ...common, permissionProfile: PermissionProfile.network() });
  server(chart, 'open', { ...common, networkIsolation: NetworkIsolation.off() });
  const networkIsolation = NetworkIsolation.on({ clients });
  const gateway = new VirtualMcpServer(chart, 'gateway', { group, resources: SMALL, networkIsolation });
  urls = { gateway: gateway.url, none: none.url };
  return chart;
}

const service = async (namespace: string, name: string) => (await get('-n', namespace, 'service', name)).spec.clusterIP;
const podOf = async (cluster: Cluster, selector: string) => (await cluster.pods(selector))[0].status.podIP;

/** What the MCP server of a name reaches, by the names of `addresses`. */
async function reached(cluster: Cluster, name: string): Promise<string[]> {
  const calls = Object.values(addresses).map(([host, port]) => ({ call: `${name}_reach`, args: { host, port } }));
  const { results, refused } = await cluster.visit(urls.gateway, calls, { patience: 60 });
  assert.equal(refused, undefined);
  assert.ok(
    results.every(({ state }) => state),
    JSON.stringify(results),
  );
  return Object.keys(addresses).filter((_, at) => results[at].state === 'open');
}

export const isolation: Topic = {
  name: 'isolation',
  title: 'Network isolation',
  needs: ['network policies'],
  async prepare(cluster) {
    const { items } = await get('-n', NAMESPACE_OF_WORLD, 'pods', '-l', 'app=remote');
    const remote = items[0].status.podIP;
    await cluster.apply(app(cluster, remote));
    await cluster.ready(...MEMBERS.flatMap((name) => [`deploy/${name}`, `statefulset/${name}`]), 'deploy/gateway');
    await membersAnswer(
      cluster,
      urls.gateway,
      MEMBERS.map((member) => `${member}_echo`),
    );
    const [api] = (await get('-n', 'default', 'endpoints', 'kubernetes')).subsets;
    addresses = {
      remote: [remote, 8080],
      redis: [await service(NAMESPACE_OF_WORLD, 'redis'), 6379],
      api: [api.addresses[0].ip, api.ports[0].port],
      service: [await service('default', 'kubernetes'), 443],
      proxy: [await podOf(cluster, 'app.kubernetes.io/instance=one'), 8080],
      gateway: [await podOf(cluster, 'app.kubernetes.io/instance=gateway'), 4483],
    };
  },
  promises: [
    {
      promise: 'Clients that may come to a virtual server get the tools of isolated members',
      page: PAGE,
      how: 'a client of a namespace in `clients` calls a tool of each member',
      async run(cluster) {
        for (const name of MEMBERS) {
          const said = await cluster.call(urls.gateway, `${name}_echo`, { message: name }, { patience: 60 });
          assert.deepEqual(said, { message: name });
        }
      },
    },
    {
      promise: 'Nobody else comes to a proxy, and nobody but its proxy to an MCP server',
      page: PAGE,
      how: 'the same client connects to the proxy’s Service and pod, and to the MCP server’s pod: no answer',
      async run(cluster) {
        const pods = [await podOf(cluster, 'app.kubernetes.io/instance=none'), await podOf(cluster, 'app=none')];
        for (const url of [urls.none, ...pods.map((ip) => `http://${ip}:8080/mcp`)]) {
          const { status, text } = await cluster.http(url);
          assert.deepEqual([status, /TIMEOUT|REFUSED/.test(text)], [0, true], `${url}: ${status} ${text}`);
        }
      },
    },
    {
      promise: 'With `PermissionProfile.none()` an MCP server reaches nothing',
      page: PAGE,
      how: 'its tool connects to a pod, a Service, the Kubernetes API, its own proxies and the virtual server',
      async run(cluster) {
        assert.deepEqual(await reached(cluster, 'none'), []);
      },
    },
    {
      promise: 'With `PermissionProfile.allow` it reaches the addresses and ports that are allowed, and no other',
      page: PAGE,
      how: 'the same connections: the one that is allowed comes about',
      async run(cluster) {
        assert.deepEqual(await reached(cluster, 'one'), ['remote']);
      },
    },
    {
      promise: 'With `PermissionProfile.network()` it reaches no pod, no Service and no Kubernetes API',
      page: PAGE,
      how: 'the same connections: none comes about',
      async run(cluster) {
        assert.deepEqual(await reached(cluster, 'all'), []);
      },
    },
    {
      promise: '`NetworkIsolation.off()` turns it off for a server, and lets it come to no isolated pod',
      page: PAGE,
      how: 'the same connections: all come about but those to an isolated proxy and virtual server',
      async run(cluster) {
        assert.deepEqual(await reached(cluster, 'open'), ['remote', 'redis', 'api', 'service']);
      },
    },
  ],
};
