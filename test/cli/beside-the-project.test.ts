/** Files from beside the project, by way of the command line. Without them these tests are skipped. */
import { basename, join } from 'node:path';
import { run } from './run';
import { shared } from '../shared';

const upstream = shared('upstream-examples');

upstream.tests("upstream's own manifests", () => {
  test.each(upstream.files.map((folder) => [basename(folder), folder]))(
    '%s: rendered, or refused for what it refers to and does not bring',
    (_, folder) => {
      const { status, stderr } = run('render', '--discovery', 'cluster', join(folder, 'input.yaml'));
      const errors = stderr.match(/^error.*/gm) ?? [];
      expect(errors.filter((line) => !/there is no \w+ "/.test(line))).toEqual([]);
      expect(status).toBe(errors.length ? 1 : 0);
    },
  );
});
