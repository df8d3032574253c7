/** Brings rendered and recorded objects into one form: what a cluster can't tell apart is dropped. */
import { join } from 'node:path';
import { fileOf, Recording } from './recordings';
import { CommandLine, parseCommandLine } from '../../src/cli/options';
import { readManifests } from '../../src/manifests/read';
import { renderManifests, RenderedInput } from '../../src/manifests/render-manifests';
import { Obj } from '../../src/plain/objects';
import { run, Run } from '../cli/run';
import { objectsIn } from '../yaml';

/** The options of a recording's input, the operator's own way of discovery among them, which no recording says. */
function argumentsOf(recording: Recording): string[] {
  const given = fileOf(recording, 'args')?.trim().split('\n') ?? [];
  return ['--discovery', 'cluster', '--toolhive-version', recording.version, ...given];
}

/** What the program says to a recording's input. */
export function runCase(recording: Recording): Run {
  return run('render', ...argumentsOf(recording), join(recording.folder, 'input.yaml'));
}

/** The options of a recording's run. */
export function commandLineOf(recording: Recording): CommandLine {
  return parseCommandLine(
    ['render', ...argumentsOf(recording), 'input.yaml'],
    () => '',
    () => {},
  )!;
}

export function inputOf(recording: Recording): string {
  return fileOf(recording, 'input.yaml')!;
}

/** Renders a recording's input with its options. */
export function renderCase(recording: Recording): RenderedInput {
  const { namespace, settings, discovery } = commandLineOf(recording);
  return renderManifests(readManifests(inputOf(recording), 'input.yaml'), { namespace, settings, discovery });
}

/** What the real operator sent, by kind and name. */
export function sentOf(recording: Recording): Obj {
  const documents = objectsIn(fileOf(recording, 'expected.yaml')!);
  return byName(documents.filter((o) => !(o.kind === 'Secret' && o.metadata.name.endsWith('-hmac-secret'))));
}

export function byName(objects: readonly Obj[]): Obj {
  const entries = objects.map((o) => [`${o.kind}/${o.metadata.name}`, comparable(o)] as const);
  if (new Set(entries.map(([key]) => key)).size !== entries.length) throw new Error('two objects of one kind and name');
  return Object.fromEntries(entries);
}

const MEANS_SOMETHING_EMPTY = ['emptyDir', 'podSelector', 'namespaceSelector', 'from', 'to'];

function comparable(value: unknown, key = ''): any {
  if (Array.isArray(value)) return withoutRepeated(value.map((item) => comparable(item)));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value)
    .filter(([k]) => !['ownerReferences', 'creationTimestamp', 'status'].includes(k))
    .map(([k, v]) => [k, comparable(v, k)] as const)
    .filter(([k, v]) => MEANS_SOMETHING_EMPTY.includes(k) || !isEmpty(v));
  return members.length || MEANS_SOMETHING_EMPTY.includes(key) ? Object.fromEntries(members) : undefined;
}

/** The operator writes a variable of remote proxies twice; rendered, it stands there once. */
function withoutRepeated(list: unknown[]): unknown[] {
  const texts = list.map((item) => JSON.stringify(item));
  return list.filter((item, i) => typeof item !== 'object' || texts.indexOf(texts[i]) === i);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
