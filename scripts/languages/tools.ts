/** Commands of other languages: run in a folder, quiet unless they fail. */
import { spawn } from 'node:child_process';

/** What can't be had here, and why. */
export class Absent extends Error {}

/** A command that failed, with the end of what it printed. */
export class Failed extends Error {}

interface Options {
  readonly cwd: string;
  readonly env?: Record<string, string>;
}

const LINES_SHOWN = 30;

/** A registry that stalls must not hold up everything. */
const TIME_LIMIT_MS = 6 * 60_000;

/**
 * Runs a command to its end.
 *
 * @throws Absent when there is no such command, Failed when it ends with another status than 0
 */
export async function run(command: string, args: readonly string[], { cwd, env }: Options): Promise<void> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIME_LIMIT_MS,
  });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => printed.push(data));
  const status = await new Promise<number | string>((resolve, reject) => {
    child.on('error', ({ code, message }: NodeJS.ErrnoException) =>
      reject(code === 'ENOENT' ? new Absent(`there is no ${command}`) : new Failed(message)),
    );
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'none'));
  });
  if (status === 0) return;
  const end = Buffer.concat(printed).toString().trim().split('\n').slice(-LINES_SHOWN);
  throw new Failed([`${[command, ...args].join(' ')} ended with status ${status}:`, ...end].join('\n'));
}

/** Fetches what others publish. Where that fails, nothing is known about this library. */
export async function obtain(command: string, args: readonly string[], options: Options): Promise<void> {
  try {
    await run(command, args, options);
  } catch (error) {
    throw error instanceof Failed ? new Absent(error.message) : error;
  }
}
