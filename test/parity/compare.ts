/** Brings rendered and recorded objects into one form: what a cluster can't tell apart is dropped. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, Tags } from 'yaml';
import { CommandLine, parseCommandLine } from '../../src/cli/options';
import { readManifests } from '../../src/manifests/read';
import { renderManifests, RenderedInput } from '../../src/manifests/render-manifests';
import { Obj } from '../../src/plain/objects';
import { run, Run } from '../cli/run';

/** Names of the folders below `test/parity/<group>`. */
export function casesOf(group: 'cases' | 'refused'): string[] {
  return readdirSync(join(__dirname, group)).sort();
}

function argumentsOf(group: 'cases' | 'refused', name: string): string[] {
  const folder = join(__dirname, group, name);
  const given = readdirSync(folder).includes('args')
    ? readFileSync(join(folder, 'args'), 'utf8').trim().split('\n')
    : [];
  // The operator's own way, which no case says.
  return ['--discovery', 'cluster', ...given];
}

/** What the program says to a case. */
export function runCase(group: 'cases' | 'refused', name: string): Run {
  return run('render', ...argumentsOf(group, name), join(__dirname, group, name, 'input.yaml'));
}

/** The options of a case's run. */
export function commandLineOf(group: 'cases' | 'refused', name: string): CommandLine {
  return parseCommandLine(
    ['render', ...argumentsOf(group, name), 'input.yaml'],
    () => '',
    () => {},
  )!;
}

export function inputOf(group: 'cases' | 'refused', name: string): string {
  return readFileSync(join(__dirname, group, name, 'input.yaml'), 'utf8');
}

/** Renders a case's input with its options. */
export function renderCase(group: 'cases' | 'refused', name: string): RenderedInput {
  const { namespace, settings, discovery } = commandLineOf(group, name);
  return renderManifests(readManifests(inputOf(group, name), 'input.yaml'), { namespace, settings, discovery });
}

/** What the real operator sent for a case, by kind and name. */
export function recorded(name: string): Obj {
  const documents = objectsIn(readFileSync(join(__dirname, 'cases', name, 'expected.yaml'), 'utf8'));
  return byName(documents.filter((o) => !(o.kind === 'Secret' && o.metadata.name.endsWith('-hmac-secret'))));
}

export function objectsIn(text: string): Obj[] {
  // A hash such as 849e3463 stands unquoted in the recordings and must not be read as a number.
  const withoutExponents = (tags: Tags) => tags.filter((tag) => typeof tag !== 'object' || tag.format !== 'EXP');
  return parseAllDocuments(text, { customTags: withoutExponents }).map((document) => document.toJS());
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
