/** Runs the program in this process. */
import { main } from '../../src/cli/main';

export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function run(...argv: string[]): Run {
  let [stdout, stderr] = ['', ''];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((stderr += text)));
  try {
    const status = main(argv, (text) => (stdout += text)) as number;
    return { status, stdout, stderr };
  } finally {
    spy.mockRestore();
  }
}

/** The same for what asks a server. */
export async function runLater(...argv: string[]): Promise<Run> {
  let [stdout, stderr] = ['', ''];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((stderr += text)));
  try {
    const status = await main(argv, (text) => (stdout += text));
    return { status, stdout, stderr };
  } finally {
    spy.mockRestore();
  }
}
