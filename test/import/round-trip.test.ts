/** What is imported and run says what the manifests said: for every recorded case, and every example of upstream's. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { App } from 'cdk8s';
import { importedOnce, inherited, linesOf, objectsOf, yamlOf } from './app';
import { DeployTarget, ToolhiveApp } from '../../src';
import { CommandLine, parseCommandLine } from '../../src/cli/options';
import { Findings } from '../../src/findings';
import { ImportedApp } from '../../src/import/import-manifests';
import { tableOf } from '../../src/import/kinds';
import { readManifests } from '../../src/manifests/read';
import { renderManifests } from '../../src/manifests/render-manifests';
import { isToolhive } from '../../src/manifests/to-resource';
import { Obj } from '../../src/plain/objects';
import { NO_MEMBER } from '../../src/rendering/gateway/virtual-mcp-server/read';
import { DEFAULT_VERSION } from '../../src/rendering/model/versions';
import { checkSpec } from '../../src/resources/schema';
import { VERSION_NAMES, VersionName } from '../../src/resources/versions';
import { byName, commandLineOf, inputOf } from '../parity/compare';
import { Recording, recordingsOf } from '../parity/recordings';
import { shared } from '../shared';
import { documentsIn } from '../yaml';

interface Input {
  readonly name: string;
  readonly text: string;
  readonly commandLine: CommandLine;
}

const upstream = shared('upstream-examples');

const plain = parseCommandLine(
  ['render', 'x'],
  () => '',
  () => {},
)!;

const inputs: Input[] = [
  ...recordingsOf('cases').map(ofRecording),
  ...upstream.files.map((folder) => ({
    name: basename(folder),
    text: readFileSync(join(folder, 'input.yaml'), 'utf8'),
    commandLine: plain,
  })),
];

function ofRecording(recording: Recording): Input {
  return { name: recording.name, text: inputOf(recording), commandLine: commandLineOf(recording) };
}

/** The same cases as other versions have them. */
const ofOthers: Input[] = VERSION_NAMES.filter((version) => version !== DEFAULT_VERSION)
  .flatMap((version) => recordingsOf('cases', version))
  .map(ofRecording);

const FAULTS = resolve(__dirname, '../faults');

/** What people run ToolHive with, and attacks: whatever `render` takes of it. */
const fromFaults = ['public', 'attack'].flatMap((folder) =>
  readdirSync(join(FAULTS, folder)).map((name) => ({
    name: `${folder}/${name}`,
    text: readFileSync(join(FAULTS, folder, name), 'utf8'),
    commandLine: plain,
  })),
);

/** The same with labels and annotations on each resource. */
const annotated = inputs.map((input) => {
  const marked = readManifests(input.text, 'input.yaml').map(({ value }) => {
    if (!isToolhive(value)) return value;
    const metadata = value.metadata ?? {};
    const labels = { ...(metadata.labels as Obj | undefined), 'example.com/team': 'a' };
    return {
      ...value,
      metadata: { ...metadata, labels, annotations: { ...metadata.annotations, 'example.com/note': 'b' } },
    };
  });
  const text = marked.map((value) => JSON.stringify(value)).join('\n---\n');
  return { ...input, name: `${input.name}, annotated`, text };
});

/** Constructs write a default Redis into the resource, and memory stays memory. The operator has ways of its own for both. */
const REDIS_WITH_PASSWORD = ['default-redis-secret-env'];

/** They refer to what they don't bring, so they can't be plain workloads. */
const INCOMPLETE = ['ex-virtual-mcps-vmcp-inline-incoming-auth', 'ex-virtual-mcps-vmcp-production-full'];

const isSecret = ({ kind }: Obj) => kind === 'Secret';
const errorsOf = (app: ReturnType<typeof importedOnce>) => linesOf(app).filter((line) => line.startsWith('error'));

const isComplete = ({ name }: Input) =>
  ![...REDIS_WITH_PASSWORD, ...INCOMPLETE].some((other) => name === other || name === `${other}, annotated`);
/** kubectl can't read them either, and `import` says so. */
const CYCLES = ['attack/11-anchor-on-marker.yaml', 'attack/23-import-cyclic.yaml'];
const isTaken = ({ name, text }: Input) => {
  if (CYCLES.includes(name)) return false;
  try {
    const documents = readManifests(text, 'input.yaml');
    return !renderManifests(documents, plain).problems.some(({ severity }) => severity === 'error');
  } catch {
    return false;
  }
};
const asWorkloads = [...[...inputs, ...annotated, ...ofOthers].filter(isComplete), ...fromFaults.filter(isTaken)];

upstream.tests("upstream's own manifests", () => {
  test('are among those that are imported', () => {
    expect(inputs.map(({ name }) => name)).toEqual(
      expect.arrayContaining(upstream.files.map((file) => basename(file))),
    );
  });
});

test.each(asWorkloads)(
  '$name with $commandLine.settings.version: the imported app makes what render makes',
  ({ text, commandLine }) => {
    const { namespace, settings } = commandLine;
    const app = importedOnce(text, namespace, settings.version);
    expect(errorsOf(app)).toEqual([]);
    const renderedWith = (discovery: 'static' | 'cluster') =>
      renderManifests(readManifests(text, 'input.yaml'), { namespace, settings, discovery }).documents;
    const asOperator = renderedWith('cluster');
    // A virtual server without members here stays with the operator's way.
    const documents = renderedWith('static').map((document, i) =>
      document.findings.errors.some(({ id }) => id === NO_MEMBER) ? asOperator[i] : document,
    );
    const rendered = documents.flatMap(
      ({ manifests, document }) => manifests ?? [inNamespace(document.value, namespace)],
    );
    expect(byName(objectsOf(app, inherited(commandLine)))).toEqual(byName(rendered.filter((o) => !isSecret(o))));
  },
);

test.each([...inputs, ...ofOthers])(
  '$name with $commandLine.settings.version: the imported app has the custom resources',
  ({ text, commandLine: { namespace, settings } }) => {
    const { version } = settings;
    const app = importedOnce(text, namespace, version);
    expect(errorsOf(app)).toEqual([]);
    const made = objectsOf(app, () => ({ target: DeployTarget.CUSTOM_RESOURCES })).filter(isToolhive);
    const wanted = readManifests(text, 'input.yaml').map(({ value }) => value);
    expect(byName(made.map((o) => comparable(o, namespace, version)))).toEqual(
      byName(wanted.filter(isToolhive).map((o) => comparable(o, namespace, version))),
    );
  },
);

describe.each(Object.values(DeployTarget))('with %s', (target) => {
  const written = (app: ImportedApp, Class: typeof App) => documentsIn(yamlOf(app, Class, () => ({ target })));

  const whole = inputs.filter(({ name }) => target !== DeployTarget.WORKLOADS || !INCOMPLETE.includes(name));

  test.each(whole)('$name: ToolhiveApp writes what App writes', ({ text, commandLine }) => {
    const { namespace, settings } = commandLine;
    const app = importedOnce(text, namespace, settings.version);
    const [ours, stock] = [ToolhiveApp, App].map((Class) => written(app, Class));
    expect(ours).toEqual(stock);
    expect(ours).toHaveLength(objectsOf(app, () => ({ target })).length);
  });
});

function inNamespace(value: Obj, namespace: string): Obj {
  return value.kind === 'ConfigMap' ? { ...value, metadata: { namespace, ...value.metadata } } : value;
}

/** With the CRD's defaults, and what the operator takes for said. */
function comparable({ kind, metadata, spec = {} }: Obj, defaultNamespace: string, version: VersionName): Obj {
  const { name, namespace = defaultNamespace, labels, annotations } = metadata;
  const complete = tableOf(kind).complete?.(spec, name, namespace) ?? spec;
  return {
    kind,
    metadata: { name, namespace, labels, annotations },
    spec: checkSpec(kind, version, complete, new Findings()),
  };
}
