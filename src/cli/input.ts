/** Reads the files that the command line names. */
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FileError } from './file-error';
import { ManifestDocument, readManifests, ReadError } from '../manifests/read';

const ENDINGS = /\.(ya?ml|json)$/;

export function readInput(paths: readonly string[]): ManifestDocument[] {
  return readTexts(paths).flatMap(({ name, text }) => readManifests(text, name));
}

/** The files themselves. */
export function readTexts(paths: readonly string[]): { readonly name: string; readonly text: string }[] {
  return paths.flatMap(filesOf).map((name) => ({ name, text: textOf(name) }));
}

/** As `readInput`, but a file that was named has to hold something: empty, it is no configuration of any server. */
export function readFilled(paths: readonly string[]): ManifestDocument[] {
  return paths.flatMap((path) => {
    const files = filesOf(path);
    const documents = files.flatMap((file) => readManifests(textOf(file), file));
    if (documents.length || files[0] !== path || path === '-') return documents;
    throw new ReadError(`${path}: is empty: there is no manifest in it, and no configuration of the registry server`);
  });
}

function filesOf(path: string): string[] {
  if (path === '-') return [path];
  return isFolder(path) ? filesBelow(path, new Set()) : [path];
}

/** @param visited the folders around this one: a link may lead back to one of them */
function filesBelow(folder: string, visited: ReadonlySet<string>): string[] {
  const real = about(folder, () => realpathSync(folder));
  if (visited.has(real)) return [];
  const around = new Set([...visited, real]);
  const names = about(folder, () => readdirSync(folder)).sort();
  return names
    .filter((name) => !name.startsWith('.') && name !== 'node_modules')
    .map((name) => join(folder, name))
    .flatMap((path) => (isFolderBelow(path) ? filesBelow(path, around) : ENDINGS.test(path) ? [path] : []));
}

/** A broken link is skipped. */
function isFolderBelow(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isFolder(path: string): boolean {
  return about(path, () => statSync(path)).isDirectory();
}

function about<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (e) {
    throw new FileError(path, e);
  }
}

function textOf(file: string): string {
  return about(file, () => readFileSync(file === '-' ? 0 : file, 'utf8'));
}
