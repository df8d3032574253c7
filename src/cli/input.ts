/** Reads the files that the command line names. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
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
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter((name) => ENDINGS.test(name));
    return names.sort().map((name) => join(path, name));
  } catch (e) {
    throw new FileError(path, e);
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (e) {
    throw new FileError(file, e);
  }
}
