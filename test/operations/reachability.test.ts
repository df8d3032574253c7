/** Who reaches whom in the examples, by the policies that come out of them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { openPorts } from '../../src/network/connection';
import { Place, podsOf } from '../../src/network/place';
import { Obj } from '../../src/plain/objects';
import { SURROUNDINGS } from '../reachability';

const EXAMPLES = join(__dirname, '..', '..', 'examples');

const examples = readdirSync(EXAMPLES)
  .filter((name) => name.endsWith('.ts') && name !== 'main.ts')
  .map((name) => name.replace(/\.ts$/, ''));

function objectsOf(example: string): Obj[] {
  const [build] = Object.values<(scope: Construct) => unknown>(jest.requireActual(join(EXAMPLES, example)));
  const app: App = Testing.app();
  build(app);
  return app.charts.flatMap((chart) => Testing.synth(chart));
}

/** Whether somebody says who may connect to and from a pod. */
function isIsolated(objects: readonly Obj[], { namespace, labels = {} }: Place): boolean {
  return objects.some(
    ({ kind, metadata, spec }) =>
      kind === 'NetworkPolicy' &&
      metadata.namespace === namespace &&
      Object.entries(spec.podSelector.matchLabels).every(([key, value]) => labels[key] === value),
  );
}

describe.each(examples)('in the example %s', (example) => {
  let objects: Obj[];
  let pods: Place[];
  let isolated: Place[];

  beforeAll(() => {
    objects = objectsOf(example);
    pods = podsOf(objects);
    isolated = pods.filter((pod) => isIsolated(objects, pod));
  });

  test('an isolated pod reaches neither cloud metadata nor pods that nobody named', () => {
    const { metadata, stranger } = SURROUNDINGS;
    const reached = isolated.flatMap((pod) => [metadata, stranger].filter((to) => openPorts(objects, pod, to).length));
    expect(reached).toEqual([]);
  });

  test('no pod that nobody named reaches an isolated one', () => {
    expect(isolated.filter((pod) => openPorts(objects, SURROUNDINGS.stranger, pod).length)).toEqual([]);
  });

  test("whoever connects to an isolated pod may: policies on both sides agree, and a proxy's own server answers", () => {
    const servers = isolated.filter(({ name, ports }) => name.endsWith('(MCP server)') && ports.length);
    for (const server of servers) {
      const proxy = pods.find(
        ({ name, namespace }) => server.name === `${name} (MCP server)` && namespace === server.namespace,
      )!;
      expect(openPorts(objects, proxy, server)).toEqual(server.ports);
      const others = pods.filter((pod) => pod !== proxy && pod !== server);
      expect(others.filter((pod) => openPorts(objects, pod, server).length)).toEqual([]);
    }
  });
});

test('in the isolated example, every pod is isolated', () => {
  const objects = objectsOf('isolated');
  const pods = podsOf(objects);
  expect(pods.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['fetch', 'github', 'gateway', 'fetch (MCP server)', 'github (MCP server)']),
  );
  expect(pods.filter((pod) => !isIsolated(objects, pod))).toEqual([]);
});

test('in the isolated example, nobody has rights or a token, or reaches the Kubernetes API', () => {
  const objects = objectsOf('isolated');
  expect(objects.filter(({ kind }) => /Role/.test(kind))).toEqual([]);
  const workloads = objects.filter(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind));
  const withToken = workloads.filter(({ spec }) => spec.template.spec.automountServiceAccountToken !== false);
  expect(workloads).toHaveLength(5);
  expect(withToken).toEqual([]);
  const pods = podsOf(objects);
  expect(pods.filter((pod) => openPorts(objects, pod, SURROUNDINGS.apiServer).length)).toEqual([]);
});
