/** What `src/cli/main` exports, done by the packed program: the tests of the command line run on it. */
import { join } from 'node:path';

const PROGRAM = join(process.env.PACKED_HOME!, 'lib', 'cli', 'program.bundle.js');

/** The module itself, which the bundle reads from; an import would be a copy of it. */
const fs = jest.requireActual<typeof import('node:fs')>('node:fs');

const STANDARD_OUTPUT = 1;

/** Runs the bundle from its first line to its last, as `bin/cdk8s-toolhive` does, in this process. */
export function main(argv: readonly string[], print: (text: string) => void): number {
  const { argv: before, exitCode } = process;
  const write = fs.writeSync as (file: number, data: Uint8Array) => number;
  const printed = (file: number, data: Uint8Array) => {
    if (file !== STANDARD_OUTPUT) return write(file, data);
    print(Buffer.from(data).toString());
    return data.length;
  };
  const spy = jest.spyOn(fs, 'writeSync').mockImplementation(printed as typeof fs.writeSync);
  try {
    process.argv = [...before.slice(0, 2), ...argv];
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- it runs when it is loaded
    jest.isolateModules(() => require(PROGRAM));
    return Number(process.exitCode);
  } finally {
    spy.mockRestore();
    process.argv = before;
    process.exitCode = exitCode;
  }
}
