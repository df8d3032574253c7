/**
 * The command `add`: servers of a catalogue as the code of an app. What was written last is kept next to it, so that a newer
 * catalogue's changes can be distinguished from those of people.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileError } from './file-error';
import { importer, tellSecrets, VERSIONS } from './import';
import { readTexts } from './input';
import { CommandLine } from './options';
import { tell } from './tell';
import { writeFiles } from './write-files';
import { problemLine } from '../manifests/problem';
import { readManifests, ReadError } from '../manifests/read';
import { patched, unifiedDiff } from '../plain/line-changes';

/** Where what was written last is kept. */
const KEPT = '.cdk8s-toolhive';
const STATE = `${KEPT}/add.json`;

/** What an app was made of. */
interface State {
  readonly namespace: string;
  readonly servers: readonly string[];
}

/** @param version of this library */
export function runAdd(commandLine: CommandLine, version: string, print: (text: string) => void): number {
  const { paths: names, catalog, output, isDiff, givenNamespace, settings } = commandLine;
  const folder = output!;
  const state = stateOf(folder);
  const servers = [...new Set([...(state?.servers ?? []), ...names])];
  const namespace = givenNamespace ?? state?.namespace ?? 'default';
  const sources = readTexts([catalog!]);
  const documents = sources.flatMap(({ name, text }) => readManifests(text, name));
  const versions = { ...VERSIONS, 'cdk8s-toolhive': `^${version}` };
  const options = { namespace, versions, toolhiveVersion: settings.version, servers };
  const { files, problems, resources, secrets } = reading(() => importer()(documents, [], options));
  for (const problem of problems) tell(problemLine(problem));
  if (problems.some(({ severity }) => severity === 'error')) return 1;
  if (resources < servers.length) {
    tell('error: not all of the servers can be made, so nothing is written');
    return 1;
  }
  const changes = [...files].map(([path, text]) => changeOf(folder, path, text));
  if (isDiff) {
    for (const { path, before, text } of changes) print(unifiedDiff(path, before ?? '', text));
    return 0;
  }
  const lost = changes.filter(({ after }) => after === undefined);
  for (const { path } of lost) {
    tell(
      `error: ${join(folder, path)}: was edited where the catalogue changes it, so nothing is written; see the changes with --diff, and make them by hand, or move the file away`,
    );
  }
  if (lost.length) return 1;
  const kept = changes.map(({ path, text }): [string, string] => [`${KEPT}/${path}`, text]);
  const written = changes.filter(({ after, current }) => after !== current);
  const own = JSON.stringify({ namespace, servers }, null, 2);
  writeFiles(
    folder,
    new Map([...written.map(({ path, after }): [string, string] => [path, after!]), ...kept, [STATE, `${own}\n`]]),
  );
  tell(
    written.length ? `note: wrote ${written.map(({ path }) => path).join(', ')} to ${folder}` : 'note: nothing changed',
  );
  tellSecrets(secrets);
  return 0;
}

interface FileChange {
  readonly path: string;
  /** As it was written last; undefined for a new one. */
  readonly before?: string;
  readonly current?: string;
  /** As it would be written without any edits. */
  readonly text: string;
  /** With the edits of people; undefined where these are in the way. */
  readonly after?: string;
}

function changeOf(folder: string, path: string, text: string): FileChange {
  const current = textOf(join(folder, path));
  const before = textOf(join(folder, KEPT, path));
  if (current === undefined) return { path, before, text, after: text };
  const after = current === before ? text : patched(current, before ?? '', text);
  return { path, before, current, text, after: before === undefined ? undefined : after };
}

function stateOf(folder: string): State | undefined {
  const text = textOf(join(folder, STATE));
  if (text !== undefined) return JSON.parse(text);
  if (existsSync(folder) && about(folder, () => readdirSync(folder)).length) {
    throw new ReadError(
      `--output: ${folder} is not empty, and was not made by add; name a folder that is, or a new one, and copy the code from there`,
    );
  }
  return undefined;
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? about(path, () => readFileSync(path, 'utf8')) : undefined;
}

function about<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (e) {
    throw new FileError(path, e);
  }
}

/** The user can fix what is wrong with a catalogue, or with a name. */
function reading<T>(act: () => T): T {
  try {
    return act();
  } catch (e) {
    if (e instanceof ReadError || !(e instanceof Error) || Object.getPrototypeOf(e) !== Error.prototype) throw e;
    throw new ReadError(e.message);
  }
}
