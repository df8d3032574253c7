import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- it is run as it is
const { cacheFolder } = require('../../bin/compile-cache.js');

const { getuid } = process;
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'home-'));
});
afterEach(() => {
  jest.restoreAllMocks();
  process.getuid = getuid;
  rmSync(home, { recursive: true });
});

test('compiled code is kept in a folder that only its user may read or write', () => {
  const folder = cacheFolder({}, home);
  expect(folder).toBe(join(home, '.cache', 'cdk8s-toolhive'));
  expect(statSync(folder).mode.toString(8)).toBe('40700');
  expect(cacheFolder({}, home)).toBe(folder);
});

test('the folder for caches that the user has chosen is taken, if it is one', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: join(home, 'x') }, home)).toBe(join(home, 'x', 'cdk8s-toolhive'));
  expect(cacheFolder({ XDG_CACHE_HOME: 'relative' }, home)).toBe(join(home, '.cache', 'cdk8s-toolhive'));
});

test.each<[string, () => void]>([
  ['others may write to it', () => chmodSync(join(home, '.cache', 'cdk8s-toolhive'), 0o770)],
  ['others may put another in its place', () => chmodSync(join(home, '.cache'), 0o777)],
  [
    'it is a link',
    () => {
      rmSync(join(home, '.cache', 'cdk8s-toolhive'), { recursive: true });
      symlinkSync(home, join(home, '.cache', 'cdk8s-toolhive'));
    },
  ],
  ['it is of another user', () => jest.spyOn(process, 'getuid').mockReturnValue(4242)],
  [
    'the system has no such owners',
    () => Object.defineProperty(process, 'getuid', { value: undefined, configurable: true, writable: true }),
  ],
])('nothing is kept where %s', (_, change) => {
  mkdirSync(join(home, '.cache', 'cdk8s-toolhive'), { recursive: true, mode: 0o700 });
  change();
  expect(cacheFolder({}, home)).toBeUndefined();
});

test('nothing is kept where no folder can be made', () => {
  expect(cacheFolder({}, '/dev/null')).toBeUndefined();
});
