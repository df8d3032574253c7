import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutputFile } from '../../src/synthesis/output-file';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'output-'));
  path = join(folder, 'app.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

const LONG_AGO = new Date('2020-01-01T00:00:00Z');

/** Whether the file was written to. */
function isWritten(before: string, ...pieces: string[]): boolean {
  writeFileSync(path, before);
  utimesSync(path, LONG_AGO, LONG_AGO);
  const file = new OutputFile(path);
  for (const piece of pieces) file.write(piece);
  file.close();
  expect(readFileSync(path, 'utf8')).toBe(pieces.join(''));
  return statSync(path).mtime.getTime() !== LONG_AGO.getTime();
}

test('writes a file that is not there', () => {
  const file = new OutputFile(path);
  file.write('a: 1\n');
  file.write('b: ü\n');
  file.close();
  expect(readFileSync(path, 'utf8')).toBe('a: 1\nb: ü\n');
});

test('leaves a file alone that has the same content', () => {
  expect(isWritten('a: ü\nb: 2\n', 'a: ü\n', 'b: 2\n')).toBe(false);
  expect(isWritten('')).toBe(false);
});

test.each([
  ['another end', 'a: 1\nb: 2\n', ['a: 1\n', 'b: 3\n']],
  ['another beginning', 'a: 1\nb: 2\n', ['a: 2\n', 'b: 2\n']],
  ['less of it', 'a: 1\nb: 2\n', ['a: 1\n']],
  ['nothing', 'a: 1\n', []],
  ['more of it', 'a: 1\n', ['a: 1\n', 'b: 2\n', 'c: 3\n']],
  ['letters of several bytes', 'a: ü\nb: 2\n', ['a: €\n', 'b: 2\n']],
])('writes a file again whose content is to be %s', (_, before, pieces) => {
  expect(isWritten(before, ...pieces)).toBe(true);
});

test('half a file is removed', () => {
  writeFileSync(path, 'a: 1\nb: 2\n');
  const file = new OutputFile(path);
  file.write('a: 1\n');
  file.remove();
  expect(existsSync(path)).toBe(false);
});
