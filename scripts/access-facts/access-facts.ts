/** Writes test/authorization/vectors.json: npx tsx scripts/access-facts/access-facts.ts CHECKOUT, ToolHive's source. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CLAIMS, ITEMS, randomCases } from './cases';

const [checkout] = process.argv.slice(2);
if (!checkout) throw new Error('name a checkout of ToolHive');

const PACKAGE = 'pkg/authz';
const TEST = 'access_facts_test.go';

const folder = mkdtempSync(join(tmpdir(), 'access-facts-'));
const copy = join(checkout, PACKAGE, TEST);
copyFileSync(join(__dirname, TEST), copy);
try {
  const cases = randomCases();
  writeFileSync(join(folder, 'in.json'), JSON.stringify({ claims: CLAIMS, items: ITEMS, cases }));
  execFileSync('go', ['test', '-count=1', '-run', 'TestAccessFacts', `./${PACKAGE}`], {
    cwd: resolve(checkout),
    stdio: 'inherit',
    env: { ...process.env, FACTS_IN: join(folder, 'in.json'), FACTS_OUT: join(folder, 'out.json') },
  });
  const outcomes: object[] = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'));
  const lines = cases.map((one, i) => JSON.stringify({ ...one, ...outcomes[i] }));
  writeFileSync('test/authorization/vectors.json', `[\n${lines.join(',\n')}\n]\n`);
} finally {
  rmSync(copy);
  rmSync(folder, { recursive: true });
}
