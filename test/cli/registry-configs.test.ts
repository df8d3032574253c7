/** What ToolHive's registry server said to its configuration, and `validate` says. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run';

const FOLDER = join(__dirname, '../registry/configs');
const files = (group: string) => readdirSync(join(FOLDER, group));

/** What `validate` takes with a warning, as the older operator's files are written that way. */
test.each(files('valid'))('%s: taken', (file) => {
  const { status, stderr } = run('validate', '--insecure-url', join(FOLDER, 'valid', file));
  expect({ status, errors: stderr.match(/^error.*/gm) }).toEqual({ status: 0, errors: null });
});

test.each(files('invalid'))('%s: fails, as with the server', (file) => {
  const { status, stdout, stderr } = run('validate', join(FOLDER, 'invalid', file));
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^error/m);
});
