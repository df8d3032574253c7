import type * as FileSystem from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFiles } from '../../src/cli/write-files';

jest.mock('node:fs', () => ({ ...jest.requireActual('node:fs') }));
const fs = jest.requireMock<typeof FileSystem>('node:fs');

let parent: string;
beforeEach(() => {
  parent = fs.mkdtempSync(join(tmpdir(), 'write-'));
});
afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(parent, { recursive: true });
});

const all = (folder: string) => fs.readdirSync(folder, { recursive: true }).map(String).sort();

test('writes files, and the folders that they need', () => {
  const folder = join(parent, 'new', 'app');
  writeFiles(folder, new Map(Object.entries({ 'a.yaml': 'a', 'src/b.ts': 'b' })));
  expect(all(folder)).toEqual(['a.yaml', 'src', 'src/b.ts']);
  expect(fs.readFileSync(join(folder, 'src/b.ts'), 'utf8')).toBe('b');
});

test('replaces files of the same name, and leaves others alone', () => {
  fs.writeFileSync(join(parent, 'a.yaml'), 'old');
  fs.writeFileSync(join(parent, 'z.yaml'), 'other');
  writeFiles(parent, new Map([['a.yaml', 'new']]));
  expect(all(parent)).toEqual(['a.yaml', 'z.yaml']);
  expect(fs.readFileSync(join(parent, 'a.yaml'), 'utf8')).toBe('new');
});

test('no file has its name before all files are complete', () => {
  const write = jest.spyOn(fs, 'writeFileSync');
  const seen: string[][] = [];
  const actual = jest.requireActual('node:fs').renameSync;
  jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
    seen.push(write.mock.calls.map(([path]) => String(path)));
    actual(from, to);
  });
  writeFiles(parent, new Map(Object.entries({ 'a.yaml': 'a', 'b.yaml': 'b' })));
  expect(seen.map((paths) => paths.length)).toEqual([2, 2]);
  expect(seen.flat().filter((path) => path.endsWith('.yaml'))).toEqual([]);
});

test('fails without leaving anything where the disk is full', () => {
  const actual = jest.requireActual('node:fs').writeFileSync;
  let calls = 0;
  jest.spyOn(fs, 'writeFileSync').mockImplementation((path, text, options) => {
    if (++calls < 2) return actual(path, text, options);
    actual(path, String(text).slice(0, 1), options);
    throw Object.assign(new Error(), { code: 'ENOSPC' });
  });
  const folder = join(parent, 'deep', 'out');
  const files = new Map(Object.entries({ 'a.yaml': 'aaa', 'b.yaml': 'bbb' }));
  expect(() => writeFiles(folder, files)).toThrow(`${join(folder, 'b.yaml')}: there is no space left`);
  expect(all(parent)).toEqual([]);
});

test('fails without leaving new files where one can not get its name', () => {
  fs.writeFileSync(join(parent, 'a.yaml'), 'old');
  const actual = jest.requireActual('node:fs').renameSync;
  let calls = 0;
  jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
    if (++calls === 3) throw Object.assign(new Error(), { code: 'EACCES' });
    actual(from, to);
  });
  const files = new Map(Object.entries({ 'a.yaml': 'a', 'src/b.ts': 'b', 'c.yaml': 'c' }));
  expect(() => writeFiles(parent, files)).toThrow('there is no permission');
  expect(all(parent)).toEqual(['a.yaml']);
});

test('fails where a folder has the name of a file, before any file is replaced', () => {
  fs.mkdirSync(join(parent, 'b.yaml'));
  fs.writeFileSync(join(parent, 'a.yaml'), 'old');
  const files = new Map(Object.entries({ 'a.yaml': 'a', 'b.yaml': 'b' }));
  expect(() => writeFiles(parent, files)).toThrow('there is a folder of that name');
  expect(fs.readFileSync(join(parent, 'a.yaml'), 'utf8')).toBe('old');
  expect(all(parent)).toEqual(['a.yaml', 'b.yaml']);
});

test.each(['../a.yaml', '/etc/a.yaml', 'a/../../b', '.'])('fails for a path out of the folder: %s', (path) => {
  expect(() => writeFiles(join(parent, 'out'), new Map([[path, 'a']]))).toThrow('leads out of its folder');
  expect(all(parent)).toEqual([]);
});
