import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');

/** The bullets below a heading, each as one line. */
function promises(): string[] {
  const text = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8');
  const [, section] = /## What the library promises\n([\s\S]*?)\n## /.exec(text)!;
  return section
    .split(/\n(?=- )/)
    .filter((block) => block.startsWith('- '))
    .map((block) => block.split('\n\n')[0].replace(/\s+/g, ' '));
}

const testsOf = (promise: string) => [...promise.matchAll(/`(test\/[\w/.-]+)`/g)].map(([, path]) => path);

test.each(promises())('names a test that exists: %s', (promise) => {
  expect(testsOf(promise)).not.toEqual([]);
  expect(testsOf(promise).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test('SECURITY.md makes promises', () => {
  expect(promises().length).toBeGreaterThan(20);
});
