/** Writes test/rendering/vectors/mcp-server.json: npx tsx scripts/operator-facts/operator-facts.ts TOOLHIVE_CHECKOUT */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CaseResource, CASES } from './cases';
import { Findings, Obj } from '../../src/findings';
import { isObject } from '../../src/kubernetes/go-json';
import { checkSpec } from '../../src/resources/schema';

const [checkout] = process.argv.slice(2);
if (!checkout) throw new Error('name a checkout of ToolHive');

const PACKAGE = 'cmd/thv-operator/controllers';
const TEST = 'operator_facts_test.go';

const folder = mkdtempSync(join(tmpdir(), 'operator-facts-'));
const copy = join(checkout, PACKAGE, TEST);
copyFileSync(join(__dirname, TEST), copy);
try {
  const questions = Object.entries(CASES).map(([name, resources]) => [name, asStored(resources)]);
  writeFileSync(join(folder, 'in.json'), JSON.stringify(Object.fromEntries(questions)));
  execFileSync('go', ['test', '-count=1', '-run', 'TestOperatorFacts', `./${PACKAGE}`], {
    cwd: resolve(checkout),
    stdio: 'inherit',
    env: {
      ...process.env,
      FACTS_IN: join(folder, 'in.json'),
      FACTS_OUT: join(folder, 'out.json'),
      OPERATOR_OPENSHIFT: 'false',
      TOOLHIVE_USAGE_METRICS_ENABLED: 'false',
    },
  });
  const outcomes: Obj = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'));
  const lines = Object.entries(CASES).map(([name, resources]) =>
    JSON.stringify({ name, resources, ...outcomes[name] }),
  );
  writeFileSync('test/rendering/vectors/mcp-server.json', `[\n${lines.join(',\n')}\n]\n`);
} finally {
  rmSync(copy);
  rmSync(folder, { recursive: true });
}

/** The resources as an API server would hand them out, and the Secrets that they name. */
function asStored(resources: readonly CaseResource[]): Obj[] {
  const stored: Obj[] = resources.map(({ kind, name, spec, data }) =>
    spec ? { kind, name, spec: checkSpec(kind, spec, new Findings()) } : { kind, name, data },
  );
  const secrets = new Map<string, Obj>();
  JSON.stringify(stored, (_, value) => {
    if (isObject(value) && value.name && value.key) {
      secrets.set(value.name, { ...secrets.get(value.name), [value.key]: 'x' });
    }
    return value;
  });
  return [...stored, ...[...secrets].map(([name, data]) => ({ kind: 'Secret', name, data }))];
}
