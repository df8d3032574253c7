/** Secrets reach the pods that need them, and are nowhere else. */
import { strict as assert } from 'node:assert';
import { EnvValue } from 'cdk8s-plus-28';
import { McpServer, McpTransport, SecretReference, ToolhiveChart } from '../../../src';
import { Cluster, objectsOf } from '../cluster';
import { Topic } from '../promises';
import { secret, server } from '../settings';

const VALUE = 'postgres://the-password@database';
let url = '';

function app(cluster: Cluster): ToolhiveChart {
  const chart = cluster.chart();
  const archive: McpServer = server(chart, 'archive', {
    transport: McpTransport.STREAMABLE_HTTP,
    env: {
      LOG_LEVEL: EnvValue.fromValue('info'),
      DATABASE_URL: SecretReference.named(chart, 'pages-database').envValue('url'),
    },
  });
  ({ url } = archive);
  return chart;
}

export const secrets: Topic = {
  name: 'secrets',
  title: 'Secrets and variables',
  async prepare(cluster) {
    await cluster.apply([secret(cluster, 'pages-database', { url: VALUE })]);
    await cluster.apply(app(cluster));
    await cluster.ready('deploy/archive', 'statefulset/archive');
  },
  promises: [
    {
      promise: 'Variables reach the MCP server, from text and from a Secret',
      page: 'docs/servers.md',
      how: 'a tool returns its variables',
      async run(cluster) {
        const value = (name: string) => cluster.call(url, 'env', { name }, { patience: 60 });
        assert.deepEqual(await value('LOG_LEVEL'), { value: 'info' });
        assert.deepEqual(await value('DATABASE_URL'), { value: VALUE });
      },
    },
    {
      promise: 'A value of a Secret is never in the YAML, nor in what the proxy makes',
      page: 'docs/gitops.md',
      how: 'all objects of the namespace but Secrets are searched',
      async run(cluster) {
        assert.ok(!JSON.stringify(objectsOf(app(cluster))).includes(VALUE));
        const all = await cluster.kubectl('get', 'deploy,statefulset,pods,configmaps,services', '-o', 'json');
        assert.ok(!all.includes(VALUE));
      },
    },
    {
      promise: 'The logs of the proxy have no value of a Secret',
      page: 'SECURITY.md',
      how: 'its log is searched',
      async run(cluster) {
        assert.ok(!(await cluster.kubectl('logs', 'deploy/archive')).includes(VALUE));
      },
    },
  ],
};
