/** Leaving ToolHive's operator by the commands of the page, and the way back. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import {
  DeployTarget,
  EmbeddingServer,
  McpGroup,
  McpRemoteProxy,
  McpTools,
  McpTransport,
  Optimizer,
  PodSecurity,
  ToolhiveChart,
  VirtualMcpServer,
} from '../../../src';
import { Obj } from '../../../src/plain/objects';
import { Cluster, REMOTE } from '../cluster';
import { TEST_IMAGE } from '../images';
import { eventually, kubectl } from '../kubectl';
import { PageScript } from '../page-script';
import { Topic } from '../promises';
import { server, SMALL } from '../settings';

const PAGE = 'docs/leaving-the-operator.md';
const OPERATOR = ['deployment/toolhive-operator', '-n', 'toolhive-system'];
const GROUP = 'toolhive.stacklok.dev';
const RESOURCES = ['mcpservers', 'mcpremoteproxies', 'virtualmcpservers', 'embeddingservers', 'mcpgroups'].map(
  (kind) => `${kind}.${GROUP}`,
);
const SERVERS = ['stdio', 'http'];
const DEPLOYMENTS = [...SERVERS, 'wiki', 'gateway', 'finder'];
const WORKLOADS = [...DEPLOYMENTS.map((name) => `deploy/${name}`), ...SERVERS.map((name) => `statefulset/${name}`)];
let urls: Record<string, string> = {};
let script: PageScript;
let before: Record<string, string> = {};

/** What the operator is given: servers, a remote proxy, virtual servers and an embedding server. */
function app(cluster: Cluster): ToolhiveChart {
  const chart = cluster.chart({ target: DeployTarget.CUSTOM_RESOURCES, podSecurity: PodSecurity.OPERATOR });
  const group = new McpGroup(chart, 'tools');
  const embeddings = new EmbeddingServer(chart, 'embeddings', { image: TEST_IMAGE, resources: SMALL });
  const made = {
    stdio: server(chart, 'stdio', { group, tools: McpTools.allow('echo', 'add', 'whoami') }),
    http: server(chart, 'http', { group, transport: McpTransport.STREAMABLE_HTTP }),
    wiki: new McpRemoteProxy(chart, 'wiki', { remoteUrl: REMOTE, group, resources: SMALL }),
    gateway: new VirtualMcpServer(chart, 'gateway', { group, resources: SMALL }),
    finder: new VirtualMcpServer(chart, 'finder', {
      group,
      resources: SMALL,
      optimizer: Optimizer.embeddingServer(embeddings),
    }),
  };
  urls = Object.fromEntries(Object.entries(made).map(([name, { url }]) => [name, url]));
  return chart;
}

async function startOperator(): Promise<void> {
  await kubectl(['scale', ...OPERATOR, '--replicas=1']);
  await kubectl(['rollout', 'status', ...OPERATOR, '--timeout=180s']);
}

/** Pods that are not of virtual servers, by name: what may not restart. */
async function podsOf(cluster: Cluster): Promise<Record<string, string>> {
  const { items } = await cluster.get('pods');
  return Object.fromEntries(
    items
      .filter(({ metadata }: Obj) => metadata.labels?.app !== 'virtualmcpserver' && !metadata.deletionTimestamp)
      .map(({ metadata }: Obj) => [metadata.name, metadata.uid]),
  );
}

/** Objects that a ToolHive resource owns. */
async function owned(cluster: Cluster): Promise<string[]> {
  const { items } = await cluster.get('deploy,statefulset,service,configmap,serviceaccount,role,rolebinding,secret');
  return items
    .filter(({ metadata }: Obj) =>
      metadata.ownerReferences?.some(({ apiVersion }: Obj) => apiVersion.startsWith(GROUP)),
    )
    .map(({ kind, metadata }: Obj) => `${kind}/${metadata.name}`);
}

const add = (cluster: Cluster, url: string, prefix = '') =>
  cluster.call(url, `${prefix}add`, { a: 1, b: 2 }, { patience: 60 });

async function everythingAnswers(cluster: Cluster): Promise<void> {
  for (const name of [...SERVERS, 'wiki']) assert.deepEqual(await add(cluster, urls[name]), { sum: 3 });
  for (const member of [...SERVERS, 'wiki']) {
    await eventually(
      `${member} answers behind the virtual server`,
      () => add(cluster, urls.gateway, `${member}_`),
      ({ sum }) => sum === 3,
    );
  }
}

export const leaving: Topic = {
  name: 'leaving',
  title: "Leaving ToolHive's operator",
  // As the operator makes them, embedding servers don't meet the restricted standard.
  isRestricted: false,
  needs: ['operator'],
  async prepare(cluster) {
    await startOperator();
    await cluster.apply(app(cluster));
    await cluster.ready(...WORKLOADS, 'statefulset/embeddings');
    await everythingAnswers(cluster);
    // Default settings of the operator: its proxies report their number of tool calls, and so they go on to.
    script = new PageScript(PAGE, cluster.namespace, '--usage-metrics');
  },
  restore: startOperator,
  promises: [
    {
      promise:
        'What is rendered from the saved resources is what the operator made, but for members of virtual servers',
      page: PAGE,
      how: 'the commands of steps 1 and 2 while the operator runs: `kubectl diff` names the virtual servers’ objects only',
      async run() {
        await script.run('1. Save and render the custom resources');
        const diff = await script.run('2. Compare, while the operator still runs', [0], { mayFail: true });
        const differing = [...diff.matchAll(/^diff .*\/MERGED\S*\/(\S+)$/gm)].map(
          ([, file]) => file.split('.').slice(-1)[0],
        );
        assert.deepEqual(
          [...new Set(differing)].sort(),
          ['finder', 'finder-vmcp-config', 'gateway', 'gateway-vmcp-config'],
          diff.slice(0, 3000),
        );
      },
    },
    {
      promise: 'A command shows which proxies report their number of tool calls',
      page: PAGE,
      how: 'the command of step 2, under an operator with its default settings',
      async run() {
        const shown = await script.run('2. Compare, while the operator still runs', [1]);
        const lines = shown.trim().split('\n').sort();
        assert.deepEqual(
          lines,
          [...SERVERS, 'wiki'].sort().map((name) => `${name}-runconfig\ttrue`),
        );
      },
    },
    {
      promise: 'No object gets another UID, no server or proxy restarts, and clients are not interrupted',
      page: PAGE,
      how: 'the commands of steps 3 to 5 while clients call a server and a remote proxy four times a second',
      async run(cluster) {
        before = await podsOf(cluster);
        const generations = await generationsOf(cluster);
        const leave = async () => {
          await script.run('3. Stop the operator');
          // The block before the last is a check, the last one is for what that prints.
          await script.run('4. Delete the custom resources', [0, 1, 2]);
          assert.equal(await script.run('4. Delete the custom resources', [3]), '');
          await script.run('5. Take the objects over');
          await cluster.ready(...WORKLOADS);
        };
        const [http, wiki] = await meanwhile(cluster, [urls.http, urls.wiki], leave);
        assert.deepEqual(await podsOf(cluster), before);
        const now = await generationsOf(cluster);
        const rolled = Object.keys(now).filter((name) => now[name] !== generations[name]);
        assert.deepEqual(rolled, ['Deployment/finder', 'Deployment/gateway']);
        assert.deepEqual([http.refused, wiki.refused], [[], []]);
        return `${http.ok + wiki.ok} calls, none refused`;
      },
    },
    {
      promise: 'Without the operator all servers answer, and virtual servers find their members',
      page: PAGE,
      how: 'a client calls each, and each member by the virtual server; no resource of ToolHive is left in the namespace',
      async run(cluster) {
        await everythingAnswers(cluster);
        const left = await cluster.kubectl('get', '-o', 'name', RESOURCES.join());
        assert.equal(left, '');
        assert.deepEqual(await owned(cluster), []);
      },
    },
    {
      promise: 'A field that is taken out of the manifests leaves the cluster, though the operator had set it',
      page: PAGE,
      how: 'a label of each Deployment is taken out of what was rendered, and applied; then put back',
      async run(cluster) {
        const rendered = parseAllDocuments(readFileSync(join(script.folder, 'rendered.yaml'), 'utf8')).map(
          (document) => document.toJS() as Obj,
        );
        const [proxy] = rendered.filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'http');
        const label = 'toolhive-name';
        const { [label]: gone, ...labels } = proxy.metadata.labels;
        assert.ok(gone, JSON.stringify(proxy.metadata.labels));
        await cluster.apply([{ ...proxy, metadata: { ...proxy.metadata, labels } }]);
        assert.equal((await cluster.get('deploy', 'http')).metadata.labels[label], undefined);
        await cluster.apply([proxy]);
        assert.deepEqual(await podsOf(cluster), before);
      },
    },
    {
      promise: 'A proxy that restarts afterwards keeps its StatefulSet, and sets no owner on it',
      page: PAGE,
      how: 'a rolling restart: the StatefulSet and its pod are the same, without owner',
      async run(cluster) {
        const set = async () => (await cluster.get('statefulset', 'http')).metadata;
        const { uid } = await set();
        await cluster.kubectl('rollout', 'restart', 'deploy/http');
        await cluster.ready('deploy/http');
        assert.deepEqual(await add(cluster, urls.http), { sum: 3 });
        const after = await set();
        assert.deepEqual([after.uid, after.ownerReferences], [uid, undefined]);
        assert.equal((await podsOf(cluster))['http-0'], before['http-0']);
      },
    },
    {
      promise: 'On the way back the operator finds the objects by name, and MCP servers go on',
      page: PAGE,
      how: 'the operator is started, the page’s command run, the chart of custom resources applied: same objects, same pods of MCP servers, all answer',
      async run(cluster) {
        const uids = await uidsOf(cluster);
        await startOperator();
        await script.run('Going back');
        await cluster.apply(app(cluster));
        const phases = async () =>
          (await cluster.get(RESOURCES.filter((kind) => /servers/.test(kind)).join())).items.map(
            ({ status }: Obj) => status?.phase,
          );
        await eventually(
          'all resources are ready',
          phases,
          (all: string[]) => all.length > 0 && all.every((phase) => /Ready|Running/.test(phase ?? '')),
          300,
        );
        await cluster.ready(...WORKLOADS);
        await everythingAnswers(cluster);
        const now = await uidsOf(cluster);
        const replaced = Object.keys(uids).filter((name) => now[name] !== uids[name]);
        assert.deepEqual(replaced, []);
        const pods = await podsOf(cluster);
        for (const name of SERVERS) assert.equal(pods[`${name}-0`], before[`${name}-0`]);
        const kinds = new Set((await owned(cluster)).map((object) => object.split('/')[0]));
        for (const kind of ['ConfigMap', 'ServiceAccount', 'Role', 'Secret']) assert.ok(kinds.has(kind), kind);
        assert.ok(!kinds.has('Deployment'));
      },
    },
  ],
};

/** Calls of a client at each address, while something happens. */
function meanwhile(cluster: Cluster, addresses: readonly string[], happening: () => Promise<unknown>) {
  const once = Promise.resolve()
    .then(() => new Promise((begins) => setTimeout(begins, 4000)))
    .then(happening);
  return Promise.all(addresses.map((url) => cluster.loadDuring({ url, tool: 'whoami' }, () => once)));
}

async function generationsOf(cluster: Cluster): Promise<Record<string, number>> {
  const { items } = await cluster.get('deploy,statefulset');
  return Object.fromEntries(items.map(({ kind, metadata }: Obj) => [`${kind}/${metadata.name}`, metadata.generation]));
}

async function uidsOf(cluster: Cluster): Promise<Record<string, string>> {
  const { items } = await cluster.get('deploy,statefulset,service,configmap,serviceaccount,role,rolebinding');
  return Object.fromEntries(items.map(({ kind, metadata }: Obj) => [`${kind}/${metadata.name}`, metadata.uid]));
}
