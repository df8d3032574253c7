/** Recordings and documents of others that are read from `../shared`, beside the checkout, and that a clone lacks. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What a skipped test's name ends with. `npm test` counts by it what it could not do (scripts/test-summary). */
const NEEDS = 'needs ../shared/';

/** A folder or a file in `../shared`, and a `test` that is skipped where it isn't there, by a name that says so. */
export function shared(...path: string[]) {
  const at = resolve(__dirname, '../../shared', ...path);
  const isHere = existsSync(at);
  const skip = (title: string) => test.skip(`${title} [${NEEDS}${path.join('/')}]`, () => {});
  return {
    path: at,
    isHere,
    /** What is in the folder; nothing where it isn't there. */
    files: isHere && statSync(at).isDirectory() ? readdirSync(at).map((name) => join(at, name)) : [],
    /** Defines the tests that need it: one skipped test stands for them where it isn't there. */
    tests: (title: string, define: () => void) => (isHere ? describe(title, define) : skip(title)),
  };
}
