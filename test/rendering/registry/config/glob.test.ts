/** Patterns that the server's own code was asked about: path/filepath and gobwas/glob, both as v1.5.1 calls them. */
import globs from './globs.json';
import { globProblem } from '../../../../src/rendering/registry/config/glob';

test.each(globs as [string, boolean][])('the pattern %j is taken: %s', (pattern, ok) => {
  expect(globProblem(pattern) === undefined).toBe(ok);
});
