/**
 * What is printed is what the API server stores. Where it isn't, `kubectl diff` and `kubectl apply` see a change at every
 * run, and the object's generation grows.
 */
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App } from 'cdk8s';
import { run } from './cli/run';
import { EMPTY_INPUTS, EMPTY_MANIFESTS } from './empty-inputs';
import { runCase } from './parity/compare';
import { recordingsOf } from './parity/recordings';
import { objectsIn } from './yaml';
import { judgedApp } from '../scripts/judges/app';
import { ToolhiveVersion } from '../src';
import { canonicalQuantity } from '../src/kubernetes/quantity';
import { Obj } from '../src/plain/objects';
import { VERSION_NAMES } from '../src/resources/versions';

const FOLDER = resolve(__dirname, '..', 'examples');

/** Each file of examples/ has one function, which builds a chart. */
const EXAMPLES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .flatMap((file) => Object.values(jest.requireActual<Record<string, (app: App) => unknown>>(join(FOLDER, file))));

interface Place {
  /** Members from the object down; `[]` for an item of a list. */
  readonly path: string;
  readonly value: unknown;
}

function* placesIn(value: unknown, path = ''): Generator<Place> {
  if (path) yield { path, value };
  if (Array.isArray(value)) {
    for (const item of value) yield* placesIn(item, `${path}[]`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) yield* placesIn(member, path ? `${path}.${key}` : key);
  }
}

/** Members, by their last name, whose empty value the API server keeps, as it says something there. */
const MEANS_SOMETHING: Record<string, string> = {
  affinity: 'any node, by the word of the user',
  emptyDir: 'a volume of that kind',
  podSelector: 'all pods',
  namespaceSelector: 'all namespaces',
  labelSelector: 'all pods',
  'apiGroups[]': "the core group is called ''",
  data: 'texts of the user',
};

/** Members that the API server keeps when they are false or 0: absent means something else, or is set to another value. */
const KEPT_WHEN_ZERO = new Set([
  'allowPrivilegeEscalation',
  'automountServiceAccountToken',
  // Kyverno's default is true.
  'background',
  'immutable',
  'maxUnavailable',
  'minAvailable',
  'optional',
  'privileged',
  'readOnlyRootFilesystem',
  'replicas',
  'runAsUser',
  'stabilizationWindowSeconds',
]);

/** What the API server would drop: lists, maps and texts without content, null, and zeros that say nothing. */
function dropped({ path, value }: Place): boolean {
  const key = path.split('.').pop()!;
  const isZero = value === 0 || value === false;
  const isEmpty = value === '' || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);
  if (path.startsWith('data.') || path.startsWith('stringData.') || key in MEANS_SOMETHING) return false;
  return isEmpty || (isZero && !KEPT_WHEN_ZERO.has(key));
}

const AMOUNT = /\b(?:limits|requests)\.[^.]+$|\b(?:sizeLimit|averageValue|divisor)$/;

function writtenOtherwise({ path, value }: Place): boolean {
  return AMOUNT.test(path) && typeof value !== 'object' && canonicalQuantity(String(value)) !== value;
}

function found(objects: readonly Obj[], isWrong: (place: Place) => boolean): string[] {
  const lines = objects.flatMap((object) =>
    [...placesIn(object)]
      .filter(isWrong)
      .map(({ path, value }) => `${object.kind} ${object.metadata.name}: ${path}: ${JSON.stringify(value)}`),
  );
  return [...new Set(lines)];
}

function ofExamples(): string {
  const app = new App();
  for (const example of EXAMPLES) example(app);
  return app.synthYaml();
}

/** Custom resources are kept as they were sent. */
const isStored = ({ apiVersion }: Obj) => !apiVersion.startsWith('toolhive.stacklok.dev/');

describe.each<[string, () => Obj[]]>([
  ...Object.values(ToolhiveVersion).map((version): [string, () => Obj[]] => [
    `constructs for ToolHive ${version}`,
    () => [judgedApp(version), ofExamples()].flatMap(objectsIn),
  ]),
  ...VERSION_NAMES.map((version): [string, () => Obj[]] => [
    `render for ToolHive ${version}`,
    () => recordingsOf('cases', version).flatMap((recording) => objectsIn(runCase(recording).stdout)),
  ]),
])('what %s print', (_, make) => {
  let objects: Obj[];
  beforeAll(() => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    objects = make().filter(isStored);
  });

  test('holds nothing that the API server drops', () => {
    expect(objects.length).toBeGreaterThan(200);
    expect(found(objects, dropped)).toEqual([]);
  });

  test('has amounts as the API server stores them', () => {
    expect(found(objects, writtenOtherwise)).toEqual([]);
  });
});

describe('input that says nothing prints nothing that the API server drops or writes otherwise', () => {
  beforeEach(() => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  });

  const wrongIn = (yaml: string) => {
    const objects = objectsIn(yaml).filter(isStored);
    expect(objects.some(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind))).toBe(true);
    return [...found(objects, dropped), ...found(objects, writtenOtherwise)];
  };

  test.each(EMPTY_INPUTS)('%s', (_, make) => {
    expect(wrongIn(make())).toEqual([]);
  });

  test.each(EMPTY_MANIFESTS)('%s, rendered', (_, manifest) => {
    const file = join(mkdtempSync(join(tmpdir(), 'empty-')), 'input.yaml');
    writeFileSync(file, manifest);
    const { status, stdout, stderr } = run('render', file);
    expect([status, stderr.match(/^error.*/m)]).toEqual([0, null]);
    expect(wrongIn(stdout)).toEqual([]);
  });
});

test('both rules find what they are about', () => {
  const policy = { kind: 'NetworkPolicy', metadata: { name: 'p', labels: {} }, spec: { podSelector: {}, ingress: [] } };
  const container = { env: [{ name: 'A', value: '' }], stdin: false, resources: { limits: { cpu: '1000m' } } };
  const pod = { kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [container], nodeName: null } };
  expect(found([policy, pod], dropped)).toEqual([
    'NetworkPolicy p: metadata.labels: {}',
    'NetworkPolicy p: spec.ingress: []',
    'Pod p: spec.containers[].env[].value: ""',
    'Pod p: spec.containers[].stdin: false',
    'Pod p: spec.nodeName: null',
  ]);
  expect(found([policy, pod], writtenOtherwise)).toEqual(['Pod p: spec.containers[].resources.limits.cpu: "1000m"']);
});
