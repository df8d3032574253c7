import { spawnSync } from 'node:child_process';
import type * as FileSystem from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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

test('leaves a file alone that has the same content', () => {
  const longAgo = new Date('2020-01-01T00:00:00Z');
  for (const name of ['a.yaml', 'b.yaml', 'c.yaml']) {
    fs.writeFileSync(join(parent, name), 'ü: 1');
    fs.utimesSync(join(parent, name), longAgo, longAgo);
  }
  writeFiles(parent, new Map(Object.entries({ 'a.yaml': 'ü: 1', 'b.yaml': 'u: 12', 'c.yaml': '' })));
  const changed = ['a.yaml', 'b.yaml', 'c.yaml'].filter((name) => fs.statSync(join(parent, name)).mtime > longAgo);
  expect(changed).toEqual(['b.yaml', 'c.yaml']);
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

describe('a run that is killed while it writes', () => {
  const ROOT = resolve(__dirname, '../..');
  const NAMES = ['a', 'b', 'c', 'd', 'e'];
  /** What makes objects, and what passes through. */
  const input = (image: string) =>
    NAMES.map((name) =>
      [
        `apiVersion: toolhive.stacklok.dev/v1beta1\nkind: MCPServer\nmetadata: {name: ${name}}\nspec: {image: ${image}}\n`,
        `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {image: ${image}}\n`,
      ].join('---\n'),
    ).join('---\n');

  /** The command line itself, from its sources. `moment` runs before it, and may change what node:fs does. */
  function render(image: string, output: string, moment = '') {
    fs.writeFileSync(join(parent, 'in.yaml'), input(image));
    fs.writeFileSync(join(parent, 'moment.cjs'), moment);
    const { signal, status, stderr } = spawnSync(
      process.execPath,
      [
        ...['--require', join(parent, 'moment.cjs'), '--import', 'tsx', join(ROOT, 'src/cli/program.ts')],
        ...['render', join(parent, 'in.yaml'), '--output', output],
      ],
      { cwd: ROOT, encoding: 'utf8' },
    );
    return { signal, status, stderr };
  }

  const textsOf = (folder: string) =>
    new Map(
      all(folder)
        .filter((path) => !fs.statSync(join(folder, path)).isDirectory())
        .map((path) => [path, fs.readFileSync(join(folder, path), 'utf8')]),
    );

  /** Kills the process, as nothing in it can hinder, at the call of that number. */
  const killAt = (name: string, call: number, before: string) => `
    const fs = require('node:fs');
    const actual = fs.${name};
    let calls = 0;
    fs.${name} = (...args) => {
      if (!String(args[0]).endsWith('.part') || ++calls < ${call}) return actual(...args);
      ${before}
      process.kill(process.pid, 'SIGKILL');
    };
    require('node:module').syncBuiltinESMExports();
  `;
  /** Half of a file is on the disk by then. */
  const WRITING = killAt('writeFileSync', 4, 'actual(args[0], args[1].slice(0, args[1].length / 2));');
  const NAMING = killAt('renameSync', 4, '');

  let before: Map<string, string>;
  let after: Map<string, string>;
  beforeAll(() => {
    parent = fs.mkdtempSync(join(tmpdir(), 'write-'));
    const [first, second] = ['i:1', 'i:2'].map((image, i) => {
      const folder = join(parent, String(i));
      expect(render(image, folder)).toMatchObject({ status: 0 });
      return textsOf(folder);
    });
    [before, after] = [first, second];
    fs.rmSync(parent, { recursive: true });
    expect([...before.keys()]).toEqual([...after.keys()]);
    expect(before.size).toBe(2 * NAMES.length);
  }, 60_000);

  test.each([
    ['in the middle of a file', WRITING, 0],
    ['between the names of two files', NAMING, 3],
  ])(
    '%s leaves whole files, and others in a hidden folder',
    (_, moment, named) => {
      const output = join(parent, 'out');
      expect(render('i:1', output, moment)).toMatchObject({ signal: 'SIGKILL' });
      const left = [...textsOf(output)];
      const files = left.filter(([path]) => !/^\.cdk8s-toolhive-\w+\/\d+\.part$/.test(path));
      expect(files).toHaveLength(named);
      expect(left.length).toBeGreaterThan(named);
      for (const [path, text] of files) expect(text).toBe(before.get(path));

      // The next run is not in the way of what was left.
      expect(render('i:2', output)).toMatchObject({ status: 0 });
      for (const [path, text] of after) expect(fs.readFileSync(join(output, path), 'utf8')).toBe(text);
    },
    60_000,
  );

  test.each([
    ['in the middle of a file', WRITING, 0],
    ['between the names of two files', NAMING, 3],
  ])(
    '%s leaves each file as the run before wrote it, or as this one would',
    (_, moment, renewed) => {
      const output = join(parent, 'out');
      expect(render('i:1', output)).toMatchObject({ status: 0 });
      expect(render('i:2', output, moment)).toMatchObject({ signal: 'SIGKILL' });
      const texts = textsOf(output);
      const states = [...before].map(([path, text]) => {
        const now = texts.get(path);
        return now === text ? 'before' : now === after.get(path) ? 'after' : 'cut';
      });
      expect(states.filter((state) => state === 'cut')).toEqual([]);
      expect(states.filter((state) => state === 'after')).toHaveLength(renewed);
    },
    60_000,
  );
});
