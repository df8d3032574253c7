/**
 * `npm run benchmark [-- COUNT...]`: what fleets of servers cost, whole processes in turn, medians. docs/performance.md
 * has the table and says how it was made. Needs python3, and go for Helm: without it, the column says "not shown".
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { buildSync } from 'esbuild';
import { parseAllDocuments } from 'yaml';

const ROOT = resolve(__dirname, '..');
const HELM = 'helm.sh/helm/v3/cmd/helm@v3.19.0';
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const COUNTS = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1, 10, 100, 1000, 5000];

const OURS = ['render', 'one chart', 'many charts', 'linked', 'with Cedar', 'render, Cedar'] as const;
/** Our constructs in cdk8s' own App. Linked, they would take minutes from ten servers on. */
const STOCK = ['one chart, App', 'many charts, App'] as const;
const PEERS = ['helm template', 'ApiObjects', 'cdk8s-plus-28'] as const;
/** What nobody gets around: measured for one server only. */
const FLOOR = ['Node alone', 'libraries loaded'] as const;
type Way = (typeof OURS)[number] | (typeof STOCK)[number] | (typeof PEERS)[number] | (typeof FLOOR)[number];

/** From here on, an App with as many charts takes minutes. */
const TOO_MANY = 2000;

interface Usage {
  readonly user: number;
  readonly cpu: number;
  readonly memory: number;
}

const temporary = mkdtempSync(join(tmpdir(), 'benchmark-'));
const programs = join(ROOT, 'dist', 'benchmark');
const out = join(temporary, 'out.yaml');

/** Below the repository, where programs find its packages. */
function compilePrograms(): void {
  const names = ['api-objects', 'fleet', 'manifests', 'objects', 'plus', 'toolhive'];
  const entryPoints = names.map((name) => join(__dirname, 'programs', `${name}.ts`));
  buildSync({ entryPoints, outdir: programs, platform: 'node', format: 'cjs', target: 'node20' });
}

function installHelm(): string | undefined {
  const path = join(temporary, 'bin', 'helm');
  const { status } = spawnSync('go', ['install', HELM], { env: { ...process.env, GOBIN: join(temporary, 'bin') } });
  return status === 0 && existsSync(path) ? path : undefined;
}

function input(count: number, ...target: string[]): string {
  const path = join(temporary, `${target.join('-')}-${count}.yaml`);
  if (!existsSync(path)) {
    const program = join(programs, 'manifests.js');
    const options = { maxBuffer: 1e9 };
    writeFileSync(path, execFileSync(process.execPath, [program, String(count), ...target], options));
  }
  return path;
}

function commandOf(way: Way, count: number, helm: string): string[] {
  const program = (name: string, mode: string, ...more: string[]) => {
    const folder = join(temporary, 'dist');
    return [process.execPath, join(programs, `${name}.js`), String(count), mode, folder, ...more];
  };
  const cli = [process.execPath, join(ROOT, 'bin', 'cdk8s-toolhive'), 'render'];
  switch (way) {
    case 'render':
      return [...cli, input(count, 'render')];
    case 'render, Cedar':
      return [...cli, input(count, 'render', 'cedar')];
    case 'one chart':
      return program('toolhive', 'one');
    case 'many charts':
      return program('toolhive', 'many');
    case 'linked':
      return program('toolhive', 'linked');
    case 'with Cedar':
      return program('toolhive', 'cedar');
    case 'one chart, App':
      return program('toolhive', 'one', 'stock');
    case 'many charts, App':
      return program('toolhive', 'many', 'stock');
    case 'helm template':
      return [helm, 'template', 'fleet', join(__dirname, 'chart'), '-n', 'fleet', '-f', input(count, 'helm')];
    case 'ApiObjects':
      return program('api-objects', 'one');
    case 'cdk8s-plus-28':
      return program('plus', 'one');
    case 'Node alone':
      return [process.execPath, '-e', '0'];
    case 'libraries loaded':
      return [process.execPath, '-e', 'require("cdk8s"); require("cdk8s-plus-28")'];
  }
}

function measure(way: Way, count: number, helm: string): Usage {
  rmSync(join(temporary, 'dist'), { recursive: true, force: true });
  const printed = execFileSync('python3', [join(__dirname, 'measure.py'), out, ...commandOf(way, count, helm)]);
  const [user, system, memory] = String(printed).split(' ').map(Number);
  return { user, cpu: user + system, memory };
}

/** Nobody gets away with less: all print the same objects, but for the order of keys in JSON and hashes of it. */
function checkOutput(helm: string | undefined): void {
  const objectsOf = (way: Way): Record<string, unknown> => {
    measure(way, 2, helm ?? '');
    const file = way === 'ApiObjects' ? join(temporary, 'dist', 'fleet.k8s.yaml') : out;
    const documents = parseAllDocuments(readFileSync(file, 'utf8'));
    const objects = (Array.isArray(documents) ? documents : []).map((document) => document.toJS()).filter(Boolean);
    return Object.fromEntries(objects.map((o) => [`${o.kind}/${o.metadata.name}`, comparable(o)]));
  };
  const ours = objectsOf('render');
  for (const way of [...(helm ? ['helm template' as const] : []), 'ApiObjects' as const]) {
    if (!isDeepStrictEqual(objectsOf(way), ours)) throw new Error(`${way} makes other objects than render`);
  }
}

function comparable(value: unknown): unknown {
  if (typeof value === 'string') {
    const json = /^(?:--k8s-pod-patch=)?(\{[^]*\})$/.exec(value)?.[1];
    return json ? JSON.parse(json) : value.replace(/^[0-9a-f]{64}$/, 'a checksum');
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(comparable);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, comparable(member)]));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function table(count: number, helm: string | undefined): string[] {
  const stock = STOCK.filter(() => count < TOO_MANY);
  const floor = FLOOR.filter(() => count === 1);
  const ways = [...OURS, ...stock, ...PEERS, ...floor].filter((way) => helm || way !== 'helm template');
  const usages = new Map<Way, Usage[]>(ways.map((way) => [way, []]));
  // In turn, so that a machine that gets slower gets slower for all; ratios are of one round.
  for (let round = 0; round < ROUNDS; round++) {
    for (const way of ways) usages.get(way)!.push(measure(way, count, helm ?? ''));
  }
  return ways.map((way) => {
    const own = usages.get(way)!;
    const ratio = (peer: Way, key: keyof Usage) => {
      const others = usages.get(peer);
      return others ? median(own.map((usage, i) => usage[key] / others[i][key])).toFixed(2) : 'not shown';
    };
    const mine = (key: keyof Usage) => median(own.map((usage) => usage[key]));
    const cells = [
      count,
      way,
      mine('user').toFixed(2),
      mine('cpu').toFixed(2),
      mine('memory').toFixed(0),
      ratio('helm template', 'user'),
      ratio('helm template', 'cpu'),
      ratio('helm template', 'memory'),
      ratio('ApiObjects', 'user'),
      ratio('cdk8s-plus-28', 'user'),
    ];
    return `| ${cells.join(' | ')} |`;
  });
}

try {
  mkdirSync(programs, { recursive: true });
  compilePrograms();
  const helm = installHelm();
  checkOutput(helm);
  const [{ model }] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  console.log(`${cpus().length} × ${model}, ${memory} GiB, Node ${process.versions.node}, ${ROUNDS} rounds\n`);
  console.log(
    '| servers | way | user s | cpu s | MiB | user / helm | cpu / helm | MiB / helm | user / ApiObjects | user / plus |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|');
  for (const count of COUNTS) console.log(table(count, helm).join('\n'));
} finally {
  rmSync(temporary, { recursive: true });
}
