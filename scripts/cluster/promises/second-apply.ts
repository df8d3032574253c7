/** What examples and documents make is accepted as it is, and another apply leaves it alone. No pod is made of it here. */
import { strict as assert } from 'node:assert';
import { Obj } from '../../../src/plain/objects';
import { Cluster } from '../cluster';
import { eventually, kubectl, served } from '../kubectl';
import { exampleApps, movedTo, PageApp, pageApps } from '../pages';
import { Promised, Skipped, Topic } from '../promises';

async function generations(cluster: Cluster, objects: readonly Obj[]): Promise<Record<string, unknown>> {
  const names = objects.map(({ kind, apiVersion, metadata }) => {
    const [version, group] = apiVersion.split('/').reverse();
    return `${group ? `${kind}.${version}.${group}` : kind}/${metadata.name}`;
  });
  const { items = [] } = await cluster.get(...names);
  return Object.fromEntries(
    items.map(({ kind, metadata }: Obj) => [`${kind}/${metadata.name}`, metadata.generation ?? 0]),
  );
}

const changesNothing = ({ page, objects }: PageApp): Promised => ({
  promise: 'What the app makes is accepted, and a second apply changes nothing',
  page,
  how: 'applied on the server’s side, `kubectl diff` is empty for every object, applied again, generations are the same',
  async run(cluster) {
    const all = movedTo(cluster.namespace, await objects());
    if (!all.length) throw new Skipped('the app makes no objects');
    const made = await served(all);
    const left = [...new Set(all.filter((object) => !made.includes(object)).map(({ kind }) => kind))];
    if (!made.length) throw new Skipped(`the cluster knows no ${left.join(', ')}`);
    try {
      await cluster.apply(made);
      // An operator in the cluster may still write the status of what was applied.
      await eventually(
        'kubectl diff is empty',
        () => cluster.diff(made),
        (diff) => diff === '',
        30,
      );
      const before = await generations(cluster, made);
      await cluster.apply(made);
      assert.deepEqual(await generations(cluster, made), before);
      return left.length ? `without ${left.join(', ')}, which the cluster doesn't know` : undefined;
    } finally {
      await kubectl(
        ['delete', '--ignore-not-found', '-f', '-'],
        JSON.stringify({ apiVersion: 'v1', kind: 'List', items: made }),
      );
    }
  },
});

export const secondApply: Topic = {
  name: 'second-apply',
  title: 'Applied twice',
  async prepare(cluster) {
    const { namespace } = cluster;
    await cluster.apply([
      {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'no-pods', namespace },
        spec: { hard: { pods: '0' } },
      },
    ]);
  },
  promises: [...exampleApps(), ...pageApps()].map(changesNothing),
};
