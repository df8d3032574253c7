/**
 * Installs the packed library as users do: the same example in four languages, with the oldest and the newest versions
 * of what it builds on, has to write the same bytes, and the starter has to pass its own test. Run by
 * `npm run test:languages`; arguments choose rows.
 *
 * Status 0: all shown. 1: something fails. 2: nothing fails, but a language isn't here, and so not shown.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { go } from './go';
import { java } from './java';
import { Workspace } from './packages';
import { python } from './python';
import { Absent, Failed } from './tools';
import { examples, starter, typescript } from './typescript';

interface Row {
  readonly name: string;
  /** The app that it runs. All that run one app have to write the same YAML. */
  readonly app: 'small' | 'examples' | 'starter';
  /** Builds and runs, and gives the folder of the YAML. */
  run(work: Workspace): Promise<string>;
}

/** Maven waits for the network most of the time, so it runs in parallel with the others. */
const LANES: readonly (readonly Row[])[] = [
  [{ name: 'java', app: 'small', run: java }],
  [
    { name: 'typescript (oldest peers)', app: 'small', run: (work) => typescript(work, 'oldest') },
    { name: 'typescript (newest peers)', app: 'small', run: (work) => typescript(work, 'newest') },
    { name: 'examples (oldest peers)', app: 'examples', run: (work) => examples(work, 'oldest') },
    { name: 'examples (newest peers)', app: 'examples', run: (work) => examples(work, 'newest') },
    { name: 'python', app: 'small', run: python },
    { name: 'go', app: 'small', run: go },
    { name: 'starter', app: 'starter', run: starter },
  ],
];

interface Outcome {
  readonly row: Row;
  readonly seconds: number;
  /** The files that it wrote, as one text. */
  readonly yaml?: string;
  readonly error?: Error;
}

async function outcomeOf(row: Row, work: Workspace): Promise<Outcome> {
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  try {
    const folder = await row.run(work);
    const files = readdirSync(folder).sort();
    if (!files.length) throw new Error(`${folder} is empty`);
    const yaml = files.map((name) => `# ${name}\n${readFileSync(join(folder, name), 'utf8')}`).join('');
    return { row, seconds: seconds(), yaml };
  } catch (error) {
    return { row, seconds: seconds(), error: error as Error };
  }
}

/** Where two texts part, for the report. */
function difference(expected: string, actual: string): string {
  const [one, other] = [expected.split('\n'), actual.split('\n')];
  const at = one.findIndex((line, i) => line !== other[i]);
  const line = at < 0 ? one.length : at;
  return `line ${line + 1} is ${JSON.stringify(other[line])}, where others have ${JSON.stringify(one[line])}`;
}

async function main(wanted: readonly string[]): Promise<number> {
  const lanes = LANES.map((lane) => lane.filter(({ name }) => !wanted.length || wanted.some((w) => name.includes(w))));
  const work = await Workspace.create();
  const outcomes: Outcome[] = [];
  try {
    const runLane = async (lane: readonly Row[]) => {
      for (const row of lane) outcomes.push(await outcomeOf(row, work));
    };
    await Promise.all(lanes.map(runLane));
  } finally {
    rmSync(work.folder, { recursive: true, force: true });
  }
  return report(outcomes);
}

function report(outcomes: readonly Outcome[]): number {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { row, seconds, yaml, error } of outcomes) {
    const reference = outcomes.find((other) => other.row.app === row.app && other.yaml)?.yaml;
    const isOther = yaml !== undefined && yaml !== reference;
    const result = error instanceof Absent ? 'skipped' : error || isOther ? 'failed' : 'passed';
    counts[result]++;
    const verdict = {
      passed: row.app !== 'starter' ? `the same YAML, ${reference?.length} bytes` : 'YAML, and its own test passes',
      skipped: `NOT SHOWN: ${error?.message}`,
      failed: (error instanceof Failed ? error.message : error?.stack) ?? difference(reference ?? '', yaml ?? ''),
    };
    console.log(`${result === 'passed' ? '✓' : '✗'} ${row.name} (${seconds} s): ${verdict[result]}`);
  }
  const { passed, failed, skipped } = counts;
  console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
  return failed ? 1 : skipped ? 2 : 0;
}

void main(process.argv.slice(2)).then((status) => (process.exitCode = status));
