/** Restarts of several replicas: what clients notice of them. */
import {
  McpBackend,
  McpGroup,
  McpRemoteProxy,
  McpServer,
  McpTransport,
  ToolhiveChart,
  VirtualMcpServer,
} from '../../../src';
import { Cluster, REMOTE } from '../cluster';
import { eventually } from '../kubectl';
import { Topic } from '../promises';
import { redisSecret, redisSessions, server, SMALL } from '../settings';
import { echoOf, underLoad } from './under-load';

const PAGE = 'docs/operations.md';
const transport = McpTransport.STREAMABLE_HTTP;
let urls: Record<string, string> = {};

function app(cluster: Cluster): ToolhiveChart {
  const chart = cluster.chart();
  const group = new McpGroup(chart, 'group');
  const shared = { sessionStorage: redisSessions(chart), replicas: 2 };
  const made: Record<string, McpServer | McpRemoteProxy | VirtualMcpServer> = {
    managed: server(chart, 'managed', { ...shared, transport }),
    declared: server(chart, 'declared', { ...shared, transport, backend: McpBackend.declared(), group }),
    remote: new McpRemoteProxy(chart, 'remote', { ...shared, remoteUrl: REMOTE, resources: SMALL }),
    gateway: new VirtualMcpServer(chart, 'gateway', { ...shared, group, resources: SMALL }),
  };
  urls = Object.fromEntries(Object.entries(made).map(([name, { url }]) => [name, url]));
  return chart;
}

async function restart(cluster: Cluster, workload: string): Promise<void> {
  await cluster.kubectl('rollout', 'restart', workload);
  await cluster.ready(workload);
  const selector = `app.kubernetes.io/instance=${workload.split('/')[1]}`;
  // What is on its way out is led to no more, but still answers.
  await eventually(
    'the old pods are gone',
    async () => (await cluster.get('pods', '-l', selector)).items,
    (pods) => pods.length === 2,
  );
}

const losesNothing = (name: string, what: string) =>
  underLoad({
    promise: `A rolling restart of ${what} refuses no call`,
    page: PAGE,
    how: 'two replicas with Redis are restarted twice while a client calls four times a second in one session',
    url: () => urls[name],
    tool: echoOf(name),
    async happening(cluster) {
      await restart(cluster, `deploy/${name}`);
      await restart(cluster, `deploy/${name}`);
    },
  });

export const restarts: Topic = {
  name: 'restarts',
  title: 'Rolling restarts',
  async prepare(cluster) {
    await cluster.apply([redisSecret(cluster)]);
    await cluster.apply(app(cluster));
    await cluster.ready(...Object.keys(urls).map((name) => `deploy/${name}`));
    await cluster.ready('statefulset/managed', 'statefulset/declared');
    for (const url of Object.values(urls)) await cluster.visit(url, [{ list: true }], { patience: 90 });
  },
  promises: [
    losesNothing('managed', 'a proxy that made its server'),
    losesNothing('declared', 'a proxy of a declared server'),
    losesNothing('remote', 'a remote proxy'),
    losesNothing('gateway', 'a virtual server'),
  ],
};
