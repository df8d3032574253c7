/** Takes up a new version of ToolHive: writes what can be written, and lists what is left to do. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FactChanges, mergeFacts } from './facts';
import { ChangedVector, changedVectors, copyVectors } from './vectors';
import { imagesOf } from '../../src/rendering/model/versions';
import { crdOf, TOOLHIVE_KINDS } from '../../src/resources/crd';
import { VERSION_NAMES, VersionName } from '../../src/resources/versions';
import { writeCrd, writeTableList } from '../crd-facts/crd-facts';
import { writeInterfaces } from '../crd-facts/interfaces';
import { writeRelease } from '../crd-facts/release';

/** What is followed, and where. */
export interface Following {
  readonly version: string;
  /** What was recorded of the version: `crds`, `cases`, `refused`, `operator-chart`. */
  readonly folder: string;
  /** Root of the project. */
  readonly home: string;
  /** The version whose rendering recordings are held against. Default: the newest that is known. */
  readonly base?: VersionName;
  /** What the chart of the base printed. Default: nothing to compare with. */
  readonly baseChart?: string;
}

const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;

/** Programs of ToolHive, as its chart names their images. */
const OWN_PROGRAMS = ['operator', 'proxyrunner', 'vmcp'];

/** @returns lines with what was written, and what is left to do */
export async function follow({ version, folder, home, base = newest(), baseChart }: Following): Promise<string[]> {
  checkVersion(version);
  // It is known from here on; the compiler learns of it by the file that is written.
  const facts = mergeFacts(join(folder, 'crds'), version as VersionName);
  const vectors = changedVectors(folder, version, base);
  const images = imagesIn(join(folder, 'operator-chart'));
  for (const table of facts.tables) await writeCrd(table, home);
  const tableOf = (kind: string) => facts.tables.find((table) => table.kind === kind) ?? crdOf(kind);
  const kinds = [...TOOLHIVE_KINDS, ...facts.kinds].sort();
  if (facts.kinds.length) writeTableList(kinds, home);
  if (facts.tables.length) await writeInterfaces(kinds.map(tableOf), home);
  const own = writeVersion(version, images.get('thv-registry-api'), home);
  writeRelease(version, facts.crds, home);
  copyVectors(vectors, folder, join(home, 'test/parity', version));
  const left = [
    ...facts.kinds.map((kind) => `new kind: ${kind}: CONTRIBUTING.md, "A kind", has the steps`),
    ...unreadFields(facts, home),
    ...facts.others.map((change) => `changed fact: ${change}`),
    ...vectors.map(({ name, why }: ChangedVector) => `changed vector: ${name}: ${why}`),
    ...chartChanges(join(folder, 'operator-chart'), version, baseChart, base),
    ...OWN_PROGRAMS.filter((name) => images.has(name) && images.get(name) !== version).map(
      (name) => `changed image: the chart brings ${name} ${images.get(name)}, not ${version}`,
    ),
  ];
  const written = [
    ...own,
    `test/parity/${version}/release.json`,
    ...facts.tables.map(({ kind }) => `src/resources/crd/${kind.toLowerCase()}.ts`),
    ...(facts.kinds.length ? ['src/resources/crd/index.ts'] : []),
    ...(facts.tables.length ? ['src/resources/spec'] : []),
    ...vectors.map(({ name }) => `test/parity/${version}/${name}`),
  ];
  return [
    ...written.map((file) => `written: ${file}`),
    ...left.map((line) => `to do: ${line}`),
    left.length ? `${left.length} left to do; docs/following-toolhive.md says how` : 'nothing is left to do',
  ];
}

function newest(): VersionName {
  return VERSION_NAMES[VERSION_NAMES.length - 1];
}

function checkVersion(version: string): void {
  const parts = VERSION.exec(version);
  if (!parts) throw new Error(`${version} is no version of ToolHive, such as 0.64.0`);
  const isNewer = [...VERSION.exec(newest())!].slice(1).reduceRight((newer, known, i) => {
    const difference = Number(parts[i + 1]) - Number(known);
    return difference === 0 ? newer : difference > 0;
  }, false);
  if (!isNewer) throw new Error(`${version} isn't newer than ${newest()}, the newest that is known`);
}

/** Fields whose name is nowhere in the code that reads specs. */
function unreadFields({ fields }: FactChanges, home: string): string[] {
  const code = textBelow(join(home, 'src/rendering')) + textBelow(join(home, 'src/import/kinds'));
  return fields.map((path) => {
    const name = path.slice(path.lastIndexOf('.') + 1).replace(/\[\]$/, '');
    const isRead = new RegExp(`\\b${name}\\b`).test(code);
    return `new field: ${path}${isRead ? ': its name is read, perhaps of another field' : ': nobody reads it'}`;
  });
}

function textBelow(folder: string): string {
  if (!existsSync(folder)) return '';
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

/** Images in a chart's output: tags by the last part of the name. */
function imagesIn(folder: string): Map<string, string> {
  const texts = chartsIn(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const found = texts.flatMap((text) => [...text.matchAll(/([\w.-]+\/)+([\w-]+):v(\d+\.\d+\.\d+)/g)]);
  return new Map(found.map(([, , name, tag]) => [name, tag]));
}

function chartsIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => /(?<!-values)\.yaml$/.test(name)) : [];
}

/** Outputs of the chart that differ in more than the version. */
function chartChanges(folder: string, version: string, before: string | undefined, base: string): string[] {
  if (!chartsIn(folder).length) return ['chart: its output was not given; render it, and compare'];
  if (!before || !existsSync(before)) return [`chart: there is no output of ${base} to compare with`];
  const neutral = (file: string, of: string) =>
    readFileSync(file, 'utf8')
      .replaceAll(of, 'VERSION')
      .replace(/(thv-registry-api:v)[\d.]+/g, '$1VERSION');
  return chartsIn(folder)
    .filter((name) => {
      const old = join(before, name);
      return !existsSync(old) || neutral(old, base) !== neutral(join(folder, name), version);
    })
    .map((name) => `changed chart: ${name}; make src/rendering/operator print the same`);
}

/** The version's own lines. A version that changes nothing is one. @returns the files that they are in */
function writeVersion(version: string, registry: string | undefined, home: string): string[] {
  const [versions, images] = ['src/resources/versions.ts', 'src/rendering/model/versions.ts'];
  edit(
    join(home, versions),
    /(export enum ToolhiveVersion {[^}]*)}/,
    `$1  /** ToolHive ${version}. */\n  V${version.replaceAll('.', '_')} = '${version}',\n}`,
  );
  const [known] = /(?<=thv-registry-api:v).+/.exec(imagesOf(newest()).registryApi)!;
  if (registry === undefined || registry === known) return [versions];
  const row = `  { since: '${version}', tags: ['${registry}'] },\n`;
  edit(join(home, images), /const REGISTRY_SERVERS[^=]*= \[\n/, (start) => start + row);
  return [versions, images];
}

function edit(file: string, place: RegExp, text: string | ((...found: string[]) => string)): void {
  const before = readFileSync(file, 'utf8');
  const after = before.replace(place, text as string);
  if (after === before) throw new Error(`${file}: there is no ${place} to write the version into`);
  writeFileSync(file, after);
}
