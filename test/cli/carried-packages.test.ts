/** Each package that the program carries is loaded by one of these, and works there: `npm run test:packed` runs them on the bundle. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'carried-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function server(spec: string): string {
  const path = join(folder, 'input.yaml');
  writeFileSync(
    path,
    `apiVersion: toolhive.stacklok.dev/v1beta1\nkind: MCPServer\nmetadata: {name: s}\nspec:\n  image: i:1\n${spec}`,
  );
  return path;
}

const cedar = (policies: string, entities: string) =>
  `  authzConfig: {type: inline, inline: {policies: ['${policies}'], entitiesJson: '${entities}'}}\n`;
const ENTITY = '{"uid": {"type": "User", "id": "a"}, "attrs": {}, "parents": []}';

test('jsonc-parser: reads entities, and says where they end too early', () => {
  expect(run('render', server(cedar('permit(principal, action, resource);', `[${ENTITY}]`))).status).toBe(0);
  const { status, stderr } = run('render', server(cedar('permit(principal, action, resource);', `[${ENTITY}`)));
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('entitiesJson') });
});

test("cedar-wasm: says where a policy doesn't parse", () => {
  const { status, stderr } = run('render', server(cedar('permit(principal);', '[]')));
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('policies[0]') });
});

test("cel-js: decides the CRD's rules", () => {
  const { status, stderr } = run(
    'render',
    server('  replicas: 2\n  transport: stdio\n  rateLimiting: {shared: {maxTokens: 1, refillPeriod: 1m}}\n'),
  );
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('rateLimiting') });
});

test('fastest-levenshtein: names the field that was meant', () => {
  expect(run('render', server('  tranport: stdio\n')).stderr).toContain('did you mean "transport"');
});

test('yaml: reads what the fast parser leaves alone', () => {
  const { status, stdout } = run('render', server('  args: &a [one, two]\n  env: [{name: A, value: "1"}]\n'));
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('one') });
});
