/** Runs the command line on recordings of ToolHive's operator, with a process for each, as users run it. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION_NAMES } from '../../src/resources/versions';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Recordings of a version, and the folders that they are in. */
export interface Recorded {
  readonly version: string;
  readonly folders: readonly string[];
}

const SHARED = '../shared';
const JUDGE = join(SHARED, 'parity/parity.mjs');

/** Those of the oldest version lie where recordings lay when there was one version. */
const FIRST = join(SHARED, 'parity');

/** Kinds whose hashes decide whether pods restart; they are compared as text. */
const EXACT = ['mcpserver', 'mcpremoteproxy', 'vmcp'];

/** The folders next to the project, for every known version. */
export function recordedBeside(): Recorded[] {
  return VERSION_NAMES.map((version, i) => ({
    version,
    folders: [...(i ? [] : [FIRST]), join(SHARED, `toolhive-${version}`)].filter(existsSync),
  }));
}

/**
 * Holds what a program prints against recordings; nothing where those aren't there.
 *
 * @param program the command line's file
 * @param root of the project, which has the judge next to it
 */
export function parityOf(program: string, { version, folders }: Recorded, root: string): Tally[] {
  const below = (group: string) =>
    folders.map((folder) => join(folder, group)).filter((at) => existsSync(join(root, at)));
  const [cases, refused] = [below('cases'), below('refused')];
  if (!cases.length || !existsSync(join(root, JUDGE))) return [];
  const runs = [
    { what: 'all', groups: [...cases, ...refused], flags: [] },
    ...EXACT.map((kind) => ({ what: `hashes of ${kind}`, groups: cases, flags: ['--only', kind, '--exact-hashes'] })),
  ];
  return runs.map(({ what, groups, flags }) => {
    console.log(`-- ToolHive ${version}: ${what}`);
    const given = [...groups.flatMap((group) => ['--cases', group]), ...flags, '--toolhive-version', version];
    const { stdout, stderr } = spawnSync('node', [JUDGE, ...given, '--', 'node', program, 'render'], {
      cwd: root,
      encoding: 'utf8',
    });
    process.stdout.write(stdout + stderr);
    const [, passed = 0, failed = 1] = /(\d+) passed, (\d+) failed\n$/.exec(stdout) ?? [];
    return { passed: Number(passed), failed: Number(failed), skipped: 0 };
  });
}
