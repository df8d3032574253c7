/** Writes test/rendering/vectors: npx tsx scripts/operator-facts/operator-facts.ts CHECKOUT, ToolHive's source at its version. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CASES } from './cases';
import { CaseResource } from './resources';
import { VIRTUAL_CASES } from './virtual-cases';
import { Findings } from '../../src/findings';
import { isObject, Obj } from '../../src/plain/objects';
import { imagesOf } from '../../src/rendering/model/versions';
import { checkSpec } from '../../src/resources/schema';
import { VECTORS_OF } from '../../test/rendering/vectors';

const [checkout] = process.argv.slice(2);
if (!checkout) throw new Error('name a checkout of ToolHive');

const PACKAGE = 'cmd/thv-operator/controllers';
const TESTS = ['operator_facts_test.go', 'virtual_facts_test.go'];

/** By name of the file of vectors. */
const SETS: Record<string, Record<string, CaseResource[]>> = {
  'mcp-server': CASES,
  'virtual-mcp-server': VIRTUAL_CASES,
};

const folder = mkdtempSync(join(tmpdir(), 'operator-facts-'));
const copies = TESTS.map((test) => join(checkout, PACKAGE, test));
copies.forEach((copy, i) => copyFileSync(join(__dirname, TESTS[i]), copy));
try {
  writeFileSync(join(folder, 'in.json'), JSON.stringify(mapped(SETS, (cases) => mapped(cases, asStored))));
  execFileSync('go', ['test', '-count=1', '-run', 'TestOperatorFacts', `./${PACKAGE}`], {
    cwd: resolve(checkout),
    stdio: 'inherit',
    env: {
      ...process.env,
      FACTS_IN: join(folder, 'in.json'),
      FACTS_OUT: join(folder, 'out.json'),
      OPERATOR_OPENSHIFT: 'false',
      TOOLHIVE_USAGE_METRICS_ENABLED: 'false',
      VMCP_IMAGE: imagesOf(VECTORS_OF).vmcp,
    },
  });
  const outcomes: Obj = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'));
  for (const [set, cases] of Object.entries(SETS)) {
    const lines = Object.entries(cases).map(([name, resources]) =>
      JSON.stringify({ name, resources, ...outcomes[set][name] }),
    );
    writeFileSync(`test/rendering/vectors/${set}.json`, `[\n${lines.join(',\n')}\n]\n`);
  }
} finally {
  copies.forEach((copy) => rmSync(copy));
  rmSync(folder, { recursive: true });
}

function mapped<V, W>(map: Record<string, V>, value: (v: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(map).map(([key, v]) => [key, value(v)]));
}

/** What an API server would refuse never comes to the operator. */
function withDefaults({ kind, name }: CaseResource, spec: Obj): Obj {
  const findings = new Findings();
  const checked = checkSpec(kind, VECTORS_OF, spec, findings);
  if (findings.errors.length) throw new Error(`${kind} ${name}: ${JSON.stringify(findings.errors)}`);
  return checked;
}

/** The resources as an API server would hand them out, and the Secrets that they name. */
function asStored(resources: readonly CaseResource[]): Obj[] {
  const stored: Obj[] = resources.map(({ spec, ...rest }) =>
    spec ? { ...rest, spec: withDefaults(rest, spec) } : rest,
  );
  const secrets = new Map<string, Obj>();
  JSON.stringify(stored, (_, value) => {
    const { name, key } = isObject(value) ? value : {};
    if (typeof name === 'string' && typeof key === 'string') secrets.set(name, { ...secrets.get(name), [key]: 'x' });
    return value;
  });
  return [...stored, ...[...secrets].map(([name, data]) => ({ kind: 'Secret', name, data }))];
}
