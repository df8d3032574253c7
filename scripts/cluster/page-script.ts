/** The shell commands of a page, run as they stand there. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A page whose commands are run in one folder, one section after the other. */
export class PageScript {
  /** Where the commands leave their files. */
  public readonly folder = mkdtempSync(join(tmpdir(), 'cluster-test-page-'));
  private readonly sections: ReadonlyMap<string, readonly string[]>;

  /**
   * @param page the file
   * @param namespace stands for the page's own in `NS=`
   * @param renderOptions what the page lets its reader add to `cdk8s-toolhive render`
   */
  constructor(
    page: string,
    private readonly namespace: string,
    private readonly renderOptions: string,
  ) {
    const parts = readFileSync(page, 'utf8').split(/^## /m);
    this.sections = new Map(parts.map((part, at) => [at ? part.split('\n')[0] : '', shellBlocks(part)]));
  }

  /**
   * Runs blocks of a section, all or those at some places.
   *
   * @param mayFail takes what a failing command prints, too: `kubectl diff` fails where it finds something
   * @returns what they print
   * @throws when one fails
   */
  public async run(title: string, places?: readonly number[], { mayFail = false } = {}): Promise<string> {
    const blocks = this.sections.get(title);
    if (!blocks?.length) throw new Error(`the page has no section "${title}" with commands`);
    const absent = places?.find((place) => !blocks[place]);
    if (absent !== undefined) {
      throw new Error(`the section "${title}" has ${blocks.length} blocks of commands, and no ${absent}`);
    }
    const chosen = places ? places.map((place) => blocks[place]) : blocks;
    const { status, output } = await bash([this.preamble(), ...chosen].join('\n'), this.folder);
    if (status && !mayFail) throw new Error(`"${title}" ended with status ${status}: ${output.slice(-2000)}`);
    return output;
  }

  /** Variables of the page's beginning, and the programs: kubectl as KUBECTL says, the command line of this checkout. */
  private preamble(): string {
    const [beginning] = this.sections.get('') ?? [];
    return [
      'set -euo pipefail',
      `kubectl() { ${process.env.KUBECTL ?? 'command kubectl'} "$@"; }`,
      `npx() { shift; if [ "$1" = render ]; then set -- "$@" ${this.renderOptions}; fi; node ${resolve('bin/cdk8s-toolhive')} "$@"; }`,
      beginning.replace(/^NS=.*$/m, `NS=${this.namespace}`),
      // A function that a block defines is there for the blocks after it, as in a reader's shell.
      ...[...this.sections.values()].flat().flatMap((block) => block.match(/^\w+\(\) \{.*\}$/gm) ?? []),
    ].join('\n');
  }
}

function shellBlocks(text: string): string[] {
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block);
}

function bash(script: string, cwd: string): Promise<{ status: number; output: string }> {
  return new Promise((ended, fails) => {
    const child = spawn('bash', ['-c', script], { cwd });
    let output = '';
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('error', fails);
    child.on('close', (status) => ended({ status: status ?? 1, output }));
  });
}
