/** Servers whose StatefulSet is in the YAML, and how to switch to it and back. */
import { strict as assert } from 'node:assert';
import { Size } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import { McpBackend, McpServer, McpTransport, ToolhiveChart } from '../../../src';
import { Obj } from '../../../src/plain/objects';
import { Cluster, Load } from '../cluster';
import { eventually, kubectl } from '../kubectl';
import { Topic } from '../promises';
import { server } from '../settings';

const PAGE = 'docs/declared-backends.md';
const readiness = Probe.fromTcpSocket();
const transport = McpTransport.STREAMABLE_HTTP;
let servers: Record<string, McpServer> = {};

/** The app, with one server made by its proxy or declared. */
function app(cluster: Cluster, moved: McpBackend, hasClaims = false): ToolhiveChart {
  const chart = cluster.chart();
  const volumeClaims = [{ name: 'cache', path: '/cache', size: Size.mebibytes(100) }];
  servers = {
    plain: server(chart, 'plain', { transport, backend: McpBackend.declared({ readiness }) }),
    three: server(chart, 'three', { transport, backendReplicas: 3, backend: McpBackend.declared({ readiness }) }),
    events: server(chart, 'events', { transport: McpTransport.SSE, backend: McpBackend.declared({ readiness }) }),
    moved: server(chart, 'moved', { transport, backend: moved }),
    ...(hasClaims && {
      cached: server(chart, 'cached', { transport, backend: McpBackend.declared({ readiness, volumeClaims }) }),
    }),
  };
  return chart;
}

/** The pod of a StatefulSet, and how often that was changed. */
async function stateOf(cluster: Cluster): Promise<Obj> {
  const pod = await cluster.get('pod', 'moved-0');
  const set = await cluster.get('statefulset', 'moved');
  return { pod: pod.metadata.uid, statefulSet: set.metadata.uid, generation: set.metadata.generation };
}

async function apply(cluster: Cluster, chart: ToolhiveChart): Promise<void> {
  await cluster.apply(chart, '--force-conflicts');
  await cluster.ready('deploy/moved', 'statefulset/moved');
}

const fewCalls = ({ ok, refused }: Load) =>
  assert.ok(ok > 10 && refused.length <= 40, `${ok} calls answered, ${refused.length} refused: ${refused.slice(0, 3)}`);

export const declaredBackends: Topic = {
  name: 'declared',
  title: 'Declared backends',
  async prepare(cluster) {
    await cluster.apply(app(cluster, McpBackend.proxyManaged()));
    await cluster.ready(...Object.keys(servers).flatMap((name) => [`deploy/${name}`, `statefulset/${name}`]));
  },
  promises: [
    {
      promise: 'The proxy has no rights, and neither it nor the MCP server has a token',
      page: PAGE,
      how: 'no Role, no RoleBinding; the API server denies its ServiceAccount; pods mount no token',
      async run(cluster) {
        const { items } = await cluster.get('roles,rolebindings');
        const names = items.map(({ metadata }: Obj) => metadata.name);
        assert.deepEqual([...new Set(names)], ['moved-proxy-runner']);
        for (const selector of ['app.kubernetes.io/instance=plain', 'app=plain']) {
          const [pod] = await cluster.pods(selector);
          const mounts = pod.spec.containers.flatMap(({ volumeMounts = [] }: Obj) => volumeMounts);
          assert.ok(!mounts.some(({ mountPath }: Obj) => mountPath.includes('serviceaccount')), selector);
        }
      },
    },
    {
      promise: 'A streamable HTTP and an SSE server answer as with a backend that the proxy made',
      page: PAGE,
      how: 'a client initializes and calls',
      async run(cluster) {
        for (const [name, sse] of [
          ['plain', false],
          ['events', true],
        ] as const) {
          const said = await cluster.call(servers[name].url, 'echo', { message: name }, { sse, patience: 60 });
          assert.deepEqual(said, { message: name });
        }
      },
    },
    {
      promise: 'A session stays at one of several replicas of the server',
      page: PAGE,
      how: 'sixteen clients at once, of five calls each: all calls of a client reach the same pod',
      async run(cluster) {
        await cluster.visit(servers.three.url, [], { patience: 60 });
        const whoami = Array.from({ length: 5 }, () => ({ call: 'whoami' }));
        const answered = (await cluster.visits(16, servers.three.url, whoami)).map(({ results }) => [
          ...new Set(results.map(({ pod }) => pod)),
        ]);
        assert.ok(
          answered.every(({ length }) => length === 1),
          JSON.stringify(answered),
        );
      },
    },
    {
      promise: 'A server is switched to a declared backend without a restart',
      page: PAGE,
      how: "the page's steps while a client calls: the pod and the StatefulSet are the same, its generation too",
      async run(cluster) {
        const before = await stateOf(cluster);
        const chart = app(cluster, McpBackend.declared());
        const diff = await cluster.diff(chart, '--force-conflicts');
        assert.ok(!/^[-+]\s+(image|replicas|generation):/m.test(diff.match(/StatefulSet[\s\S]*/)?.[0] ?? ''), diff);
        const load = await cluster.loadDuring({ url: servers.moved.url, tool: 'whoami' }, () => apply(cluster, chart));
        assert.deepEqual(await stateOf(cluster), before);
        fewCalls(load);
        await kubectl(['-n', cluster.namespace, 'delete', 'role,rolebinding', 'moved-proxy-runner']);
        assert.deepEqual(await cluster.call(servers.moved.url, 'add', { a: 1, b: 2 }, { patience: 60 }), { sum: 3 });
      },
    },
    {
      promise: 'A declared server is switched back without a restart',
      page: PAGE,
      how: "the page's steps: the new proxy finds what is there, the pod is the same",
      async run(cluster) {
        const { pod, statefulSet } = await stateOf(cluster);
        await apply(cluster, app(cluster, McpBackend.proxyManaged()));
        assert.deepEqual(await cluster.call(servers.moved.url, 'add', { a: 1, b: 2 }, { patience: 60 }), { sum: 3 });
        const after = await stateOf(cluster);
        assert.deepEqual([after.pod, after.statefulSet], [pod, statefulSet]);
      },
    },
    {
      promise: 'A killed MCP server comes back, and clients begin a new session',
      page: PAGE,
      how: 'its pod is deleted; a new session answers once it is ready',
      async run(cluster) {
        await cluster.kubectl('delete', 'pod', 'plain-0');
        await cluster.ready('statefulset/plain');
        assert.deepEqual(await cluster.call(servers.plain.url, 'add', { a: 2, b: 2 }, { patience: 60 }), { sum: 4 });
      },
    },
    {
      promise: 'A volume claim of its own is writable, the rest is not',
      page: PAGE,
      how: 'a tool writes; the claim is provisioned by the default storage class',
      needs: ['storage class'],
      async run(cluster) {
        await cluster.apply(app(cluster, McpBackend.proxyManaged(), true));
        await cluster.ready('statefulset/cached', 'deploy/cached');
        const state = (folder: string) => cluster.call(servers.cached.url, 'write', { folder }, { patience: 60 });
        await eventually(
          'the folder is writable',
          () => state('/cache'),
          ({ state: said }) => said === 'yes',
          30,
        );
        assert.deepEqual(await state('/'), { state: 'EROFS' });
      },
    },
  ],
};
