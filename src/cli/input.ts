/** Reads the files that the command line names. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ManifestDocument, ReadError, readManifests } from '../manifests/read';

const ENDINGS = /\.(ya?ml|json)$/;

export function readInput(paths: readonly string[]): ManifestDocument[] {
  return paths.flatMap((path) => filesOf(path).flatMap((file) => readManifests(textOf(file), file)));
}

function filesOf(path: string): string[] {
  if (path === '-') return [path];
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter((name) => ENDINGS.test(name));
    return names.sort().map((name) => join(path, name));
  } catch (e) {
    throw unreadable(path, e);
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (e) {
    throw unreadable(file, e);
  }
}

function unreadable(path: string, error: unknown): ReadError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = { ENOENT: 'there is no such file or folder', EACCES: 'it may not be read' };
  return new ReadError(`${path}: ${reasons[code ?? ''] ?? message}`);
}
