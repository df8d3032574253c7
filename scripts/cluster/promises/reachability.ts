/** Who connects to whom, cell by cell: the table of docs/isolation.md, and an app with servers of every kind. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { Namespaces, NetworkPolicyIpBlock } from 'cdk8s-plus-28';
import {
  EmbeddingServer,
  McpBackend,
  McpGroup,
  McpRemoteProxy,
  McpTelemetryConfig,
  McpTransport,
  NetworkIsolation,
  Optimizer,
  PermissionProfile,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistrySource,
  SecretReference,
  ServerMonitoring,
  VirtualMcpServer,
} from '../../../src';
import { Obj } from '../../../src/plain/objects';
import { Place, podsOf } from '../../../src/network/place';
import { SURROUNDINGS } from '../../../test/reachability';
import { Cluster, objectsOf } from '../cluster';
import { inNamespaces } from '../examples';
import { get } from '../kubectl';
import { Network } from '../network';
import { exampleObjects } from '../pages';
import { Promised, Topic } from '../promises';
import { server, SMALL } from '../settings';

const PAGE = 'docs/isolation.md';

/** The table of the page: ports by row and column. */
const TABLE = tableOf(readFileSync(PAGE, 'utf8'));

let network: Network;
/** The namespaces of what is around the app. */
let around: Record<string, string> = {};

/** The cells of the page's table. */
export function tableOf(page: string): Record<string, Record<string, string>> {
  const [, text = ''] = /<!-- reachability: isolated -->\n```text\n([\s\S]*?)```/.exec(page) ?? [];
  const [[, ...columns], ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  return Object.fromEntries(
    rows.map(([row, ...cells]) => [row, Object.fromEntries(columns.map((column, at) => [column, cells[at]]))]),
  );
}

const cellsOf = (row: string): Promised => ({
  promise: `What connects from ${row} is what the row of the table has`,
  page: PAGE,
  how: 'connections to every column, at every port that anybody has: those come about that the policies allow, and no others',
  async run() {
    const columns = Object.keys(TABLE[row]).filter((name) => name !== row);
    const { due, found, tried } = await network.from(row, columns);
    assert.deepEqual(found, due);
    const shown = Object.entries(found).map(([name, ports]) => {
      const listening = network.place(name)!.ports;
      return [name, ports.filter((port) => listening.includes(port)).join(' ') || '-'];
    });
    assert.deepEqual(
      shown,
      shown.map(([name]) => [name, TABLE[row][name]]),
    );
    const absent = columns.filter((name) => !found[name]);
    const without = absent.length ? `; without ${absent.join(', ')}, which this network has not` : '';
    return `${Object.values(found).flat().length} of ${tried} connections${without}`;
  },
});

/** The pods around an app, in namespaces of the test. */
function surroundings(): Place[] {
  const { ingress, prometheus, stranger, redis } = SURROUNDINGS;
  return [ingress, prometheus, stranger, redis].map((place) => ({ ...place, namespace: around[place.namespace!] }));
}

async function prepare(cluster: Cluster): Promise<void> {
  const suffixes = { 'ingress-nginx': 'ingress', monitoring: 'monitoring', cache: 'cache', other: 'other' };
  around = {};
  for (const [theirs, suffix] of Object.entries(suffixes)) around[theirs] = await cluster.makeNamespace(suffix);
  const change = (source: string) => inNamespaces(source, { 'mcp-isolated': cluster.namespace, ...around });
  // The page's table is of the default version.
  const objects = await exampleObjects({ name: 'isolated', as: `${cluster.namespace}-isolated`, change });
  network = await Network.make(cluster, objects, [...podsOf(objects), ...surroundings()]);
}

/** Servers of every kind, with peers of every kind. */
async function everyKind(cluster: Cluster, namespace: string): Promise<readonly Obj[]> {
  const [{ addresses }] = (await get('-n', 'default', 'endpoints', 'kubernetes')).subsets;
  const chart = cluster.chart({ namespace });
  const podsOfNamespace = (name: string) => Namespaces.select(chart, `pods-of-${name}`, { names: [around[name]] });
  const isolation = {
    gateways: [podsOfNamespace('ingress-nginx')],
    metrics: [podsOfNamespace('monitoring')],
    apiServer: [NetworkPolicyIpBlock.ipv4(chart, 'api-server', `${addresses[0].ip}/32`)],
  };
  const networkIsolation = NetworkIsolation.on(isolation);
  const withClients = NetworkIsolation.on({ ...isolation, clients: [podsOfNamespace('other')] });
  const telemetry = { config: new McpTelemetryConfig(chart, 'metrics', { prometheus: true }) };
  const common = { networkIsolation, telemetry, monitoring: ServerMonitoring.scrapeAnnotations() };
  const group = new McpGroup(chart, 'tools');
  const transport = McpTransport.STREAMABLE_HTTP;
  const none = PermissionProfile.none();
  server(chart, 'stdio', { ...common, group, permissionProfile: none });
  server(chart, 'managed', { ...common, group, transport, permissionProfile: PermissionProfile.network() });
  const { company } = SURROUNDINGS;
  server(chart, 'declared', {
    ...common,
    networkIsolation: withClients,
    transport,
    backend: McpBackend.declared(),
    permissionProfile: PermissionProfile.allow({ allowHost: [company.address!], allowPort: [443] }),
  });
  new McpRemoteProxy(chart, 'remote', { ...common, group, remoteUrl: 'https://mcp.example.com/mcp', resources: SMALL });
  const embeddings = new EmbeddingServer(chart, 'embeddings', { networkIsolation, resources: SMALL });
  const gateway = new VirtualMcpServer(chart, 'gateway', {
    ...common,
    group,
    optimizer: Optimizer.embeddingServer(embeddings),
    resources: SMALL,
  });
  gateway.exposeViaIngress('mcp.example.com');
  new RegistryApi(chart, 'registry', {
    networkIsolation: withClients,
    config: RegistryConfig.fromParts({
      sources: [RegistrySource.api({ name: 'api', endpoint: 'https://registry.example.com' })],
      database: RegistryDatabase.password({
        host: `postgres.${around.cache}.svc`,
        database: 'registry',
        user: 'registry',
        password: SecretReference.key(chart, 'database', 'password'),
      }),
      auth: RegistryAuth.anonymous(),
    }),
  });
  return objectsOf(chart);
}

export const reachability: Topic = {
  name: 'reachability',
  title: 'Network isolation, cell by cell',
  needs: ['network policies'],
  prepare,
  promises: [
    ...Object.keys(TABLE).map(cellsOf),
    {
      promise: 'Servers of every kind have the connections that their policies allow, and no others',
      page: PAGE,
      how: 'MCP servers, a remote proxy, a virtual server, an embedding server and a registry: every cell, at every port',
      async run(cluster) {
        const namespace = await cluster.makeNamespace('kinds');
        const objects = await everyKind(cluster, namespace);
        const kinds = await Network.make(cluster, objects, [...podsOf(objects), ...surroundings()]);
        let [tried, open] = [0, 0];
        for (const name of kinds.sources) {
          const row = await kinds.from(name);
          assert.deepEqual(row.found, row.due, name);
          tried += row.tried;
          open += Object.values(row.found).flat().length;
        }
        return `${kinds.sources.length} pods, ${open} of ${tried} connections`;
      },
    },
  ],
};
