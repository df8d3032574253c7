import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { behaviourOf, CHANGES } from '../../../src/rendering/model/changes';
import { VERSION_NAMES } from '../../../src/resources/versions';

const RENDERING = resolve(__dirname, '../../../src/rendering');

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sources(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

const texts = sources(RENDERING).map((file) => ({ file: relative(RENDERING, file), text: readFileSync(file, 'utf8') }));

/** Who may know of versions: what is told by version, in tables. */
const TABLES = ['model/changes.ts', 'model/versions.ts'];

test('rendering asks for behaviour, never for a version', () => {
  const asking = texts.filter(
    ({ file, text }) =>
      !TABLES.includes(file) &&
      /\bisBefore\(|settings\.version *[=!<>]|\bversion *[=!]== *'\d+\.\d|'0\.[4-9]\d\.\d+'/.test(text),
  );
  expect(asking.map(({ file }) => file)).toEqual([]);
});

test.each(Object.entries(CHANGES))(
  '%s is changed by versions of the window, the oldest first',
  (_, { first, changes }) => {
    const versions = changes.map(({ since }) => VERSION_NAMES.indexOf(since));
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(Math.min(...versions)).toBeGreaterThan(0);
    const values = [first, ...changes.map(({ now }) => now)];
    values.slice(1).forEach((value, i) => expect(value).not.toEqual(values[i]));
  },
);

test('a version does what the latest change until it says', () => {
  expect(behaviourOf('0.44.0')).toMatchObject({ proxyAttaches: 'always', volumesHash: false });
  expect(behaviourOf('0.63.0')).toMatchObject({ proxyAttaches: 'stdio', volumesHash: true });
  expect(Object.isFrozen(behaviourOf('0.63.0'))).toBe(true);
});
