/** Nothing is left of what the app no longer has. */
import { strict as assert } from 'node:assert';
import { McpBackend, McpTransport, ToolhiveChart } from '../../../src';
import { Obj } from '../../../src/plain/objects';
import { Cluster, objectsOf } from '../cluster';
import { eventually, kubectl } from '../kubectl';
import { Topic } from '../promises';
import { server } from '../settings';

let url = '';
let pods: string[] = [];

const KINDS = 'deploy,statefulset,pods,services,configmaps,serviceaccounts,roles,rolebindings,networkpolicies';

/** The pods of the server that stays: its proxy's and its own. */
async function staying(cluster: Cluster): Promise<string[]> {
  return (await cluster.pods('toolhive-name=stays')).map(({ metadata }) => metadata.uid).sort();
}

function app(cluster: Cluster, names: readonly string[]): ToolhiveChart {
  const chart = cluster.chart();
  for (const name of names) {
    const declared = name.startsWith('declared') && { backend: McpBackend.declared() };
    const made = server(chart, name, { transport: McpTransport.STREAMABLE_HTTP, ...declared });
    if (name === 'stays') ({ url } = made);
  }
  return chart;
}

/** The objects of the namespace that belong to a server. */
async function leftOf(cluster: Cluster, name: string): Promise<string[]> {
  const { items } = await cluster.get(KINDS);
  return items
    .filter(({ metadata }: Obj) => new RegExp(`(^|-)${name}(-|$)`).test(metadata.name))
    .map(({ kind, metadata }: Obj) => `${kind}/${metadata.name}`);
}

/** Deletes what was in the app and is no more, as a GitOps tool prunes. */
async function prune(before: readonly Obj[], now: readonly Obj[]): Promise<void> {
  const key = ({ kind, metadata }: Obj) => `${kind}/${metadata.name}`;
  const kept = new Set(now.map(key));
  const items = before.filter((object) => !kept.has(key(object)));
  await kubectl(['delete', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}

async function takeOut(cluster: Cluster, name: string, all: readonly string[]): Promise<void> {
  const [before, now] = [
    app(cluster, all),
    app(
      cluster,
      all.filter((other) => other !== name),
    ),
  ];
  await cluster.apply(now);
  await prune(objectsOf(before), objectsOf(now));
}

export const garbage: Topic = {
  name: 'garbage',
  title: 'What is taken out of the app',
  async prepare(cluster) {
    const names = ['declared-gone', 'gone', 'stays'];
    await cluster.apply(app(cluster, names));
    await cluster.ready(...names.flatMap((name) => [`deploy/${name}`, `statefulset/${name}`]));
    pods = await staying(cluster);
  },
  promises: [
    {
      promise: 'Prune deletes all objects of a declared server',
      page: 'docs/declared-backends.md',
      how: 'the objects that left the YAML are deleted, and nothing of its name is left',
      async run(cluster) {
        await takeOut(cluster, 'declared-gone', ['declared-gone', 'gone', 'stays']);
        await eventually(
          'nothing is left',
          () => leftOf(cluster, 'declared-gone'),
          (left) => !left.length,
        );
      },
    },
    {
      promise: 'The command of the page deletes what prune leaves of a server whose proxy made its StatefulSet',
      page: 'docs/gitops.md',
      how: 'the objects that left the YAML are deleted; StatefulSet and Services stay until the command is run',
      async run(cluster) {
        await takeOut(cluster, 'gone', ['gone', 'stays']);
        const made = ['Service/mcp-gone', 'Service/mcp-gone-headless', 'StatefulSet/gone'];
        const isWithoutPods = (left: string[]) =>
          !left.some((object) => object.startsWith('Pod/gone-') && object !== 'Pod/gone-0');
        const left = await eventually('the proxy is gone', () => leftOf(cluster, 'gone'), isWithoutPods);
        assert.deepEqual(left.filter((object) => !object.startsWith('Pod/')).sort(), made);
        await cluster.kubectl('delete', 'statefulset,service', '-l', 'toolhive-name=gone');
        await eventually(
          'nothing is left',
          () => leftOf(cluster, 'gone'),
          (rest) => !rest.length,
        );
      },
    },
    {
      promise: 'Servers that stay in the app are not changed',
      page: 'docs/gitops.md',
      how: 'the other server’s pods are those from before, and answer',
      async run(cluster) {
        assert.deepEqual(await staying(cluster), pods);
        assert.deepEqual(await cluster.call(url, 'add', { a: 1, b: 2 }, { patience: 30 }), { sum: 3 });
      },
    },
  ],
};
