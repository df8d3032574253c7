/** Several replicas: sessions in Redis, killed pods, disruption budgets and autoscalers. */
import { strict as assert } from 'node:assert';
import { Duration } from 'cdk8s';
import { McpBackend, McpGroup, McpServer, McpTransport, ToolhiveChart, VirtualMcpServer } from '../../../src';
import { Obj } from '../../../src/plain/objects';
import { Cluster } from '../cluster';
import { eventually, kubectlOutcome } from '../kubectl';
import { Topic } from '../promises';
import { redisSecret, redisSessions, server, SMALL } from '../settings';
import { echoOf, underLoad } from './under-load';

const PAGE = 'docs/operations.md';
let urls: Record<string, string> = {};

function app(cluster: Cluster): ToolhiveChart {
  const chart = cluster.chart();
  const group = new McpGroup(chart, 'group');
  const sessionStorage = redisSessions(chart);
  const shared = { sessionStorage, transport: McpTransport.STREAMABLE_HTTP, backend: McpBackend.declared() };
  const two = { replicas: 2, minAvailable: 1 };
  const rateLimiting = { shared: { maxTokens: 6, refillPeriod: Duration.minutes(10) } };
  const scaled = server(chart, 'scaled', shared);
  scaled.autoscale({ minReplicas: 2, maxReplicas: 3, cpuUtilization: 60 });
  const made: Record<string, McpServer | VirtualMcpServer> = {
    declared: server(chart, 'declared', { ...shared, ...two, group }),
    gateway: new VirtualMcpServer(chart, 'gateway', { ...two, sessionStorage, group, resources: SMALL }),
    limited: server(chart, 'limited', { ...shared, replicas: 2, rateLimiting }),
    scaled,
  };
  urls = Object.fromEntries(Object.entries(made).map(([name, { url }]) => [name, url]));
  return chart;
}

const survivesKill = (name: string, what: string) =>
  underLoad({
    promise: `A killed replica of ${what} loses no session`,
    page: PAGE,
    how: 'one of two pods is deleted at once, then the other one; the same session continues',
    url: () => urls[name],
    tool: echoOf(name),
    counts: /session/i,
    async happening(cluster) {
      for (const { metadata } of await cluster.pods(`app.kubernetes.io/instance=${name}`)) {
        await cluster.kubectl('delete', 'pod', metadata.name, '--grace-period=0', '--force');
        const isBack = ({ status }: Obj) => status.readyReplicas === 2 && status.replicas === 2;
        await eventually('there are two again', () => cluster.get('deploy', name), isBack, 300);
      }
    },
  });

export const replicas: Topic = {
  name: 'replicas',
  title: 'Several replicas',
  async prepare(cluster) {
    await cluster.apply([redisSecret(cluster)]);
    await cluster.apply(app(cluster));
    await cluster.ready(
      'deploy/declared',
      'deploy/gateway',
      'deploy/scaled',
      'deploy/limited',
      'statefulset/declared',
      'statefulset/limited',
    );
    for (const url of [urls.declared, urls.gateway, urls.scaled]) {
      await cluster.visit(url, [{ list: true }], { patience: 90 });
    }
  },
  promises: [
    {
      promise: 'Two replicas with Redis share their sessions',
      page: PAGE,
      how: 'a session that one pod began continues at the other',
      async run(cluster) {
        const [a, b] = await cluster.pods('app.kubernetes.io/instance=declared');
        const at = ({ status }: Obj) => `http://${status.podIP}:8080/mcp`;
        const { status, text } = await cluster.elsewhere(at(a), at(b), { call: 'add', args: { a: 1, b: 2 } });
        assert.equal(status, 200, text);
        assert.match(text, /3/);
      },
    },
    {
      promise: 'A limit counts for all replicas together',
      page: 'docs/policies.md',
      how: 'of ten calls at both pods, as many succeed as the limit allows',
      async run(cluster) {
        const pods = await cluster.pods('app.kubernetes.io/instance=limited');
        const calls = Array.from({ length: 5 }, () => ({ call: 'echo', args: { message: 'x' } }));
        const answers: any[] = [];
        for (const { status } of pods) {
          const { results } = await cluster.visit(`http://${status.podIP}:8080/mcp`, calls, { patience: 30 });
          answers.push(...results);
        }
        assert.equal(answers.filter(({ message }) => message === 'x').length, 6, JSON.stringify(answers));
      },
    },
    {
      promise: 'A disruption budget keeps one replica',
      page: PAGE,
      how: 'the eviction of one pod is allowed, that of the next one is not',
      async run(cluster) {
        const pods = await cluster.pods('app.kubernetes.io/instance=declared');
        assert.equal(pods.length, 2);
        const evict = ({ metadata: { name, namespace } }: Obj) =>
          kubectlOutcome(
            ['create', '--raw', `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, '-f', '-'],
            JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } }),
          );
        assert.equal((await evict(pods[0])).stderr, '');
        assert.match((await evict(pods[1])).stderr, /disruption budget/);
        await cluster.ready('deploy/declared');
      },
    },
    survivesKill('declared', 'a proxy'),
    survivesKill('gateway', 'a virtual server'),
    {
      promise: 'The autoscaler makes more replicas of a busy proxy',
      page: PAGE,
      how: 'calls by sixteen clients at once: more than two replicas',
      needs: ['metrics API'],
      async run(cluster) {
        await cluster.crowd(urls.scaled, async () => {
          await eventually(
            'there is a third',
            () => cluster.get('deploy', 'scaled'),
            ({ spec }) => spec.replicas > 2,
            240,
          );
        });
      },
    },
  ],
};
