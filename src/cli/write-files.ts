/** Writes a folder's files, all or none: a reader never finds a cut file, neither while this runs nor after it was killed. */
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { FileError } from './file-error';

/** What files are called until all of them are there: no tool takes them for manifests. */
const STAGING = '.cdk8s-toolhive-';
const ENDING = '.part';

/**
 * Writes files into a folder, which is made if it isn't there. They are written under other names first, and get their own when
 * all of them are complete. What was made is removed again where that fails. A file that has the same content is left alone, so
 * that it keeps the time at which it changed.
 *
 * @param files texts by their path in the folder
 * @throws FileError
 */
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const path of files.keys()) {
    if (normalize(path) !== path || isAbsolute(path) || /^\.\.?(?:[\\/]|$)/.test(path)) {
      throw new RangeError('a path leads out of its folder');
    }
  }
  const made = new Made();
  let staging: string | undefined;
  try {
    made.folder(folder);
    staging = about(folder, () => mkdtempSync(join(folder, STAGING)));
    const moves = [...files].flatMap(([path, text], i) => {
      const from = join(staging!, `${i}${ENDING}`);
      const to = join(folder, path);
      if (hasContent(to, text)) return [];
      about(to, () => writeFileSync(from, text, { flag: 'wx' }));
      refuseFolder(to);
      return [{ from, to }];
    });
    for (const { from, to } of moves) {
      made.folder(dirname(to));
      made.file(from, to);
    }
  } catch (e) {
    if (staging) rmSync(staging, { recursive: true, force: true });
    made.remove();
    throw e;
  }
  rmSync(staging, { recursive: true, force: true });
}

/** What was not there before. */
class Made {
  private readonly paths: string[] = [];

  folder(path: string): void {
    const first = about(path, () => mkdirSync(path, { recursive: true }));
    if (first !== undefined) this.paths.push(first);
  }

  file(from: string, to: string): void {
    const isNew = !statSync(to, { throwIfNoEntry: false });
    about(to, () => renameSync(from, to));
    if (isNew) this.paths.push(to);
  }

  remove(): void {
    for (const path of this.paths.reverse()) rmSync(path, { recursive: true, force: true });
  }
}

function hasContent(path: string, text: string): boolean {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() === true && stats.size === Buffer.byteLength(text) && readFileSync(path, 'utf8') === text;
  } catch {
    // Who may replace a file need not be able to read it.
    return false;
  }
}

function refuseFolder(path: string): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new FileError(path, { code: 'EISDIR' });
}

function about<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (e) {
    throw new FileError(path, e);
  }
}
