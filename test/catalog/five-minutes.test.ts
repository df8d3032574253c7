/** "From a catalogue to Claude in five minutes" (docs/catalogs.md), done as it says, as far as it goes without a cluster. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../cli/run';
import { objectsOf } from '../import/app';

const PAGE = readFileSync(join(__dirname, '../../docs/catalogs.md'), 'utf8');
const STEPS = PAGE.slice(PAGE.indexOf('## From a catalogue to Claude'));

/** What a pattern's first group finds. */
function found(text: string, pattern: RegExp): string {
  const [, group] = pattern.exec(text) ?? [];
  if (group === undefined) throw new Error(`docs/catalogs.md has no ${pattern.source}`);
  return group;
}

test('its commands and code lead from a catalogue to a client file, an Ingress and a Secret to make', () => {
  const folder = mkdtempSync(join(tmpdir(), 'five-minutes-'));
  // The catalogue of the page's first example.
  writeFileSync(join(folder, 'registry.json'), found(PAGE, /McpCatalog\.fromText\(`([^`]+)`\)/));

  const command = found(STEPS, /`npx cdk8s-toolhive (add [^`]+)`/).split(/\s+/);
  const inFolder = command.map((word) => (/^(registry\.json|my-app)$/.test(word) ? join(folder, word) : word));
  const added = run(...inFolder);
  expect(added).toMatchObject({ status: 0 });
  expect(added.stderr).toContain('kubectl create secret generic orders-secrets --namespace mcp');

  const [construct, expose] = found(STEPS, /```ts\n([^]+?)```/)
    .trim()
    .split('\n')
    .map((line) => line.trim());
  const save = found(STEPS, /`(chart\.clientConfig\([^`]+)`/);
  const beginning = found(construct, /(const orders = new McpServer\(chart, 'orders', \{)/);
  const written = readFileSync(join(folder, 'my-app', 'main.ts'), 'utf8');
  expect(written).toContain(beginning.replace('const orders = ', ''));
  const main = written
    .replace(beginning.replace('const orders = ', ''), beginning)
    .replace('app.synth();', () => `${expose}\napp.synth();\n${save.replace("'.'", JSON.stringify(folder))};`)
    .replace(/import \{ /, "import { McpClient } from 'cdk8s-toolhive';\nimport { ");

  const objects = objectsOf({ files: new Map([['main.ts', main]]), problems: [], resources: 1, secrets: [] });
  const [ingress] = objects.filter(({ kind }) => kind === 'Ingress');
  expect(ingress.spec.rules[0].host).toBe('mcp.example.com');
  expect(JSON.parse(readFileSync(join(folder, '.mcp.json'), 'utf8'))).toEqual({
    mcpServers: { orders: { type: 'http', url: 'https://mcp.example.com/mcp' } },
  });
});
