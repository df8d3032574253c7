/** What `src/cli/main` exports, done by the packed program: the tests of the command line run on it. */
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const PROGRAM = join(process.env.PACKED_HOME!, 'lib', 'cli', 'program.bundle.js');

/** The module itself, which the bundle reads from; an import would be a copy of it. */
const fs = jest.requireActual<typeof import('node:fs')>('node:fs');

const STANDARD_OUTPUT = 1;

/** Runs the bundle from its first line to its last, as `bin/cdk8s-toolhive` does, in this process. */
export function main(argv: readonly string[], print: (text: string) => void): number | Promise<number> {
  const { argv: before, exitCode } = process;
  const write = fs.writeSync as (file: number, data: Uint8Array) => number;
  const printed = (file: number, data: Uint8Array) => {
    if (file !== STANDARD_OUTPUT) return write(file, data);
    print(Buffer.from(data).toString());
    return data.length;
  };
  const spy = jest.spyOn(fs, 'writeSync').mockImplementation(printed as typeof fs.writeSync);
  const restore = () => {
    spy.mockRestore();
    process.argv = before;
    process.exitCode = exitCode;
  };
  let isWaiting = false;
  try {
    process.argv = [...before.slice(0, 2), ...argv];
    process.exitCode = undefined;
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- it runs when it is loaded
    jest.isolateModules(() => require(PROGRAM));
    if (process.exitCode !== undefined) return Number(process.exitCode);
    isWaiting = true;
    return exitStatus().finally(restore);
  } finally {
    if (!isWaiting) restore();
  }
}

/** That of a command which asks a server, once it has ended. */
async function exitStatus(): Promise<number> {
  while (process.exitCode === undefined) await setTimeout(5);
  return Number(process.exitCode);
}
