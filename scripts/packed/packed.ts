/**
 * `npm run test:packed`: tests what users install. Packs the library once, unpacks it next to what it builds
 * on, and runs on those files the recorded cases, registry configurations, round trips, documents and examples.
 *
 * The tests are those of `test/`. What they import of the library, of the command line and of `import` is replaced by the
 * three bundles; everything else that they compare with is the source.
 */
import { spawnSync } from 'node:child_process';
import { Dirent, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { missing, unwanted } from './contents';
import { PEERS, ROOT, Workspace } from '../languages/packages';
import { parityOf, recordedBeside, Tally } from '../parity/recorded-runs';

/** Run on the bundles. The other tests are about parts that have no file of their own in the package. */
const TESTS = [
  'test/(cli|import|parity|servers|gateway|policies|registry|operator)/',
  'test/(docs|toolhive-app|warnings)\\.test',
];

/** These look at no file of the package, so once is enough. */
const OTHERS = [
  'test/cli/(fuzz|write-files)',
  'test/parity/(releases|upstream)',
  'test/registry/registry-config\\.schema',
];

async function main(): Promise<number> {
  const work = await Workspace.create();
  try {
    const home = unpacked(work);
    const tallies = [contents(home), tests(home, work.folder), ...parity(home)];
    const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0);
    const skipped = sum('skipped');
    console.log(`${sum('passed')} passed, ${sum('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`);
    return sum('failed') ? 1 : 0;
  } finally {
    rmSync(work.folder, { recursive: true, force: true });
  }
}

/** Where the package is then: in `node_modules`, next to links to what an app has one copy of. */
function unpacked({ folder, tarball }: Workspace): string {
  const home = join(folder, 'node_modules', 'cdk8s-toolhive');
  mkdirSync(home, { recursive: true });
  const { status, stderr } = spawnSync('tar', ['-xzf', tarball, '-C', home, '--strip-components=1']);
  if (status !== 0) throw new Error(`${tarball} can't be unpacked: ${stderr}`);
  for (const peer of Object.keys(PEERS)) symlinkSync(join(ROOT, 'node_modules', peer), join(home, '..', peer));
  return home;
}

function contents(home: string): Tally {
  const files = (readdirSync(home, { recursive: true, withFileTypes: true }) as Dirent[])
    .filter((entry) => entry.isFile())
    .map((entry) => relative(home, join(entry.parentPath, entry.name)));
  const problems = [
    ...unwanted(files, carriedBy(home)).map((file) => `${file} is in the package, and nothing asks for it`),
    ...missing(files).map((why) => `nothing is in the package for this: ${why}`),
  ];
  for (const problem of problems) console.log(`✗ ${problem}`);
  return { passed: problems.length ? 0 : 1, failed: problems.length, skipped: 0 };
}

/** The bundled packages, and what those depend on. */
function carriedBy(home: string): string[] {
  const manifestOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const found = new Set<string>(manifestOf(home).bundledDependencies);
  for (const name of found) {
    for (const needed of Object.keys(manifestOf(join(home, 'node_modules', name)).dependencies ?? {})) {
      found.add(needed);
    }
  }
  return [...found];
}

function tests(home: string, folder: string): Tally {
  const { jest } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const config = {
    ...jest,
    rootDir: ROOT,
    reporters: ['default'],
    testPathIgnorePatterns: [...jest.testPathIgnorePatterns, ...OTHERS],
    moduleNameMapper: {
      '^(?:(?:\\.\\./)+src|cdk8s-toolhive)$': join(home, 'lib', 'index.js'),
      '^(?:\\.\\./)+src/cli/main$': '<rootDir>/scripts/packed/main.ts',
      '^(?:\\.\\./)+src/import/import-manifests$': join(home, 'lib', 'import', 'import-manifests.js'),
    },
  };
  const report = join(folder, 'report.json');
  spawnSync(
    'npx',
    ['jest', '--config', JSON.stringify(config), '--silent', '--json', '--outputFile', report, ...TESTS],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, PACKED_HOME: home } },
  );
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites, skipped: numPendingTests };
}

/** The operator's recordings of every version. */
function parity(home: string): Tally[] {
  const program = join(home, 'bin', 'cdk8s-toolhive');
  return recordedBeside().flatMap((recorded) => parityOf(program, recorded, ROOT));
}

void main().then((status) => (process.exitCode = status));
