/** Files from beside the project, by way of the command line. Without them these tests are skipped. */
import { basename, join } from 'node:path';
import { run } from './run';
import { shared } from '../shared';

function each(path: string[], name: string, check: (file: string) => void): void {
  const { files, tests } = shared(...path);
  tests(path.join('/'), () => {
    test.each(files.map((file) => [basename(file), file]))(name, (_, file) => check(file));
  });
}

describe('what the registry server said to its configuration', () => {
  /** What `validate` takes with a warning, as the older operator's files are written that way. */
  each(['registry-configs', 'valid'], '%s: taken', (file) => {
    const { status, stderr } = run('validate', '--insecure-url', file);
    expect({ status, errors: stderr.match(/^error.*/gm) }).toEqual({ status: 0, errors: null });
  });

  each(['registry-configs', 'invalid'], '%s: fails, as with the server', (file) => {
    const { status, stdout, stderr } = run('validate', file);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^error/m);
  });
});

describe("upstream's own manifests", () => {
  each(['upstream-examples'], '%s: rendered, or refused for what it refers to and does not bring', (folder) => {
    const { status, stderr } = run('render', '--discovery', 'cluster', join(folder, 'input.yaml'));
    const errors = stderr.match(/^error.*/gm) ?? [];
    expect(errors.filter((line) => !/there is no \w+ "/.test(line))).toEqual([]);
    expect(status).toBe(errors.length ? 1 : 0);
  });
});
