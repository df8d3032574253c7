/** kubectl, run as `KUBECTL` sets it: a program with arguments before ours, such as `nsenter … kubectl`. */
import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { Obj } from '../../src/plain/objects';

const [PROGRAM, ...BEFORE] = (process.env.KUBECTL ?? 'kubectl').split(/\s+/);

/** What a run of kubectl came to. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs kubectl, whatever comes of it. */
export function kubectlOutcome(args: readonly string[], input = ''): Promise<Outcome> {
  return new Promise((ended, fails) => {
    const child = spawn(PROGRAM, [...BEFORE, ...args]);
    const printed = { stdout: '', stderr: '' };
    child.stdout.on('data', (text) => (printed.stdout += text));
    child.stderr.on('data', (text) => (printed.stderr += text));
    child.on('error', fails);
    child.on('close', (status) => ended({ status: status ?? 1, ...printed }));
    // Who refuses what is given may not read it to its end.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** Runs kubectl, and gives what it prints. @throws when its status isn't 0 */
export async function kubectl(args: readonly string[], input?: string): Promise<string> {
  const { status, stdout, stderr } = await kubectlOutcome(args, input);
  if (status) throw new Error(`kubectl ${args.join(' ')} ended with status ${status}: ${(stderr || stdout).trim()}`);
  return stdout;
}

/** Objects of the cluster, as JSON: one by name, or the items of a list. */
export async function get(...args: string[]): Promise<Obj> {
  return JSON.parse(await kubectl(['get', '-o', 'json', ...args]));
}

/** Asks until an answer is right, and gives it. @throws with what was asked for last, when there is no more time */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T>,
  isRight: (answer: T) => boolean = Boolean,
  seconds = 180,
): Promise<T> {
  let last: unknown;
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await setTimeout(1000)) {
    try {
      const answer = await ask();
      if (isRight(answer)) return answer;
      last = answer;
    } catch (error) {
      last = String(error);
    }
  }
  throw new Error(`${what}: not within ${seconds} seconds; at last ${JSON.stringify(last)}`);
}

/** What the cluster knows: kinds of Prometheus Operator, a Gateway or ToolHive's operator may not be there. */
export async function served(objects: readonly Obj[]): Promise<Obj[]> {
  const kinds = new Set(
    (await kubectl(['api-resources', '--no-headers'])).split('\n').map((line) => line.split(/\s+/).slice(-3).join(' ')),
  );
  return objects.filter(
    ({ apiVersion, kind }) => kinds.has(`${apiVersion} true ${kind}`) || kinds.has(`${apiVersion} false ${kind}`),
  );
}
