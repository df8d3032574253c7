/** Secrets reach the pods that need them, and are nowhere else. */
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvValue } from 'cdk8s-plus-28';
import { McpServer, McpTransport, SecretReference, ToolhiveChart } from '../../../src';
import { Obj } from '../../../src/plain/objects';
import { Cluster, objectsOf } from '../cluster';
import { kubectl } from '../kubectl';
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

/** Runs the commands that make the Secrets, with the value in place of what they leave open. */
async function makeSecrets(chart: ToolhiveChart): Promise<void> {
  for (const { command } of chart.requiredSecrets()) {
    const [program, ...args] = command.replaceAll("'", '').replace('<value>', VALUE).split(' ');
    assert.equal(program, 'kubectl');
    await kubectl(args);
  }
}

/** What the command line finds when it compares the app with the Secrets of the cluster. */
async function findings(cluster: Cluster): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  try {
    const write = (name: string, value: unknown) => {
      writeFileSync(join(folder, name), JSON.stringify(value));
      return join(folder, name);
    };
    const found = write('secrets.json', await cluster.get('secrets'));
    const objects = { apiVersion: 'v1', kind: 'List', items: objectsOf(app(cluster)) };
    const args = ['bin/cdk8s-toolhive', 'secrets', '--check', found, write('app.json', objects)];
    const { stderr } = spawnSync('node', args, { encoding: 'utf8' });
    return stderr.split('\n').filter(Boolean);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const secrets: Topic = {
  name: 'secrets',
  title: 'Secrets and variables',
  async prepare(cluster) {
    const chart = app(cluster);
    await makeSecrets(chart);
    await cluster.apply(chart);
    await cluster.ready('deploy/archive', 'statefulset/archive');
  },
  promises: [
    {
      promise: '`requiredSecrets()` has every Secret that has to exist, and the command that makes it',
      page: 'docs/secrets.md',
      how: 'nothing but the commands was run before the app was applied: all pods are ready, no variable is empty',
      async run(cluster) {
        const { items } = await cluster.get('secrets');
        assert.deepEqual(
          items.map(({ metadata }: Obj) => metadata.name),
          ['pages-database'],
        );
        assert.deepEqual(await cluster.call(url, 'env', { name: 'DATABASE_URL' }, { patience: 60 }), { value: VALUE });
      },
    },
    {
      promise: '`secrets --check` finds nothing to say about a cluster that has all, and a missing key otherwise',
      page: 'docs/secrets.md',
      how: "the Secrets of the cluster are compared with the app's, also after the key is renamed",
      async run(cluster) {
        const allThere = 'note: the one Secret that has to exist is there, with its keys';
        assert.deepEqual(await findings(cluster), [allThere]);
        await cluster.kubectl('delete', 'secret', 'pages-database');
        await cluster.apply([secret(cluster, 'pages-database', { address: VALUE })]);
        const [finding, ...others] = await findings(cluster);
        assert.match(finding, /pages-database lacks url.*it has address/);
        assert.deepEqual(others, []);
      },
    },
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
