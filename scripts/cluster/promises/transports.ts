/** Transports, the addresses that clients use, and what an MCP server's pod may write to. */
import { strict as assert } from 'node:assert';
import { McpServer, McpTransport, ProxyMode } from '../../../src';
import { Cluster } from '../cluster';
import { eventually } from '../kubectl';
import { Topic } from '../promises';
import { server } from '../settings';

const PAGE = 'docs/servers.md';
const urls: Record<string, string> = {};

function app(cluster: Cluster) {
  const chart = cluster.chart();
  const servers: Record<string, McpServer> = {
    stdio: server(chart, 'stdio', { writablePaths: ['/tmp', '/var/cache/archive'], args: [] }),
    'stdio-sse': server(chart, 'stdio-sse', { proxyMode: ProxyMode.SSE }),
    sse: server(chart, 'sse', { transport: McpTransport.SSE, mcpPort: 3001 }),
    http: server(chart, 'http', { transport: McpTransport.STREAMABLE_HTTP, mcpPort: 3000 }),
  };
  for (const [name, { url }] of Object.entries(servers)) urls[name] = url;
  return chart;
}

async function usable(cluster: Cluster, name: string, path: string): Promise<void> {
  assert.ok(urls[name].endsWith(path), urls[name]);
  const visit = await cluster.visit(urls[name], [{ list: true }, { call: 'echo', args: { message: 'hi' } }], {
    sse: path === '/sse',
    patience: 120,
  });
  assert.equal(visit.refused, undefined);
  assert.ok(visit.results[0].includes('echo'), JSON.stringify(visit.results[0]));
  assert.deepEqual(visit.results[1], { message: 'hi' });
}

/** Initialize, list and call. */
const by = (promise: string, name: string, path: string) => ({
  promise,
  page: PAGE,
  how: 'a client initializes, lists the tools and calls one, at the `url` of the construct',
  run: (cluster: Cluster) => usable(cluster, name, path),
});

export const transports: Topic = {
  name: 'transports',
  title: 'Transports',
  async prepare(cluster) {
    await cluster.apply(app(cluster));
    await cluster.ready(...Object.keys(urls).flatMap((name) => [`deploy/${name}`, `statefulset/${name}`]));
  },
  promises: [
    by('A stdio server is found at `/mcp`', 'stdio', '/mcp'),
    by('A stdio server with `ProxyMode.SSE` is found at `/sse`', 'stdio-sse', '/sse'),
    by('An SSE server is found at `/sse`', 'sse', '/sse'),
    by('A streamable HTTP server is found at `/mcp`', 'http', '/mcp'),
    {
      promise: 'Each client has a session of its own',
      page: PAGE,
      how: 'two clients get two session ids',
      async run(cluster) {
        const [a, b] = [await cluster.visit(urls.http, []), await cluster.visit(urls.http, [])];
        assert.ok(a.session && b.session && a.session !== b.session, JSON.stringify([a, b]));
      },
    },
    {
      promise: 'The root file system is read-only, `writablePaths` are not',
      page: PAGE,
      how: 'a tool writes to each folder',
      async run(cluster) {
        const state = (folder: string) => cluster.call(urls.stdio, 'write', { folder });
        assert.deepEqual(await state('/app'), { state: 'EROFS' });
        assert.deepEqual(await state('/var/cache/archive'), { state: 'yes' });
      },
    },
    {
      promise: "The proxy makes the MCP server's StatefulSet when it runs",
      page: 'README.md',
      how: 'it is in the cluster and not in the YAML; its pod has no token',
      async run(cluster) {
        const { spec } = await cluster.get('statefulset', 'http');
        assert.equal(spec.template.spec.automountServiceAccountToken, false);
      },
    },
    {
      promise: 'Pods meet the restricted Pod Security Standard',
      page: 'README.md',
      how: 'the namespace enforces it, and all pods are there',
      async run(cluster) {
        const events = await cluster.kubectl('get', 'events', '--field-selector=reason=FailedCreate', '-o', 'name');
        assert.equal(events, '');
      },
    },
    {
      promise: 'An MCP server whose pod is killed restarts by itself, and clients begin a new session',
      page: PAGE,
      how: 'the pods of a stdio and of a streamable HTTP server are deleted; new sessions answer',
      async run(cluster) {
        for (const name of ['stdio', 'http']) {
          await cluster.kubectl('delete', 'pod', `${name}-0`);
          await cluster.ready(`statefulset/${name}`);
          const answered = () => cluster.call(urls[name], 'echo', { message: 'again' }, { patience: 120 });
          await eventually(`${name} answers`, answered, ({ message }) => message === 'again', 120);
        }
      },
    },
  ],
};
