import { readdirSync } from 'node:fs';
import { readOutlines } from './read';
import { digestOf, outlineOf } from '../../scripts/outlines/outline';
import { SOURCES } from '../../scripts/outlines/outlines';
import { shared } from '../shared';

test('each outline is one that the script writes', () => {
  const names = readdirSync(__dirname).flatMap((file) => /^(.*)\.json$/.exec(file)?.[1] ?? []);
  expect(names.sort()).toEqual(Object.keys(SOURCES).sort());
});

describe.each(Object.entries(SOURCES))('%s', (name, { path, outlines }) => {
  const source = shared(...path.split('/'));
  source.tests('beside the project', () => {
    test('has not changed; npx tsx scripts/outlines/outlines.ts writes its outline', () => {
      expect(readOutlines(name)).toEqual(outlines(source.path));
    });
  });
});

describe('an outline', () => {
  const value = { kind: 'Pod', spec: { containers: [{ name: 'a', args: ['x'], cpu: '1000m' }], volumes: [] } };

  test('has a digest for each leaf, and nothing of what it says', () => {
    expect(Object.keys(outlineOf(value))).toEqual([
      'kind',
      'spec.containers[a].name',
      'spec.containers[a].args[0]',
      'spec.containers[a].cpu',
      'spec.volumes',
    ]);
    expect(JSON.stringify(Object.values(outlineOf(value)))).not.toContain('Pod');
  });

  test('is another one for another value or type, and the same for the same amount', () => {
    const digests = ['1', 1, true, null, [], {}].map((leaf) => digestOf(leaf));
    expect(new Set(digests).size).toBe(digests.length);
    expect(outlineOf({ cpu: '1' })).toEqual(outlineOf({ cpu: '1000m' }));
    expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2, a: 1, c: undefined }));
  });
});
