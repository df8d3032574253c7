/** The library as users of each language install it. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from './tools';

export const ROOT = resolve(__dirname, '..', '..');

export const { version: VERSION, peerDependencies: PEERS } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
) as { version: string; peerDependencies: Record<string, string> };

/** The lowest version that a range like ^1.2.3 allows. */
export const lowest = (range: string) => range.replace(/^\^/, '');

/** A folder of this run, away from the repository. */
export class Workspace {
  static async create(): Promise<Workspace> {
    const folder = mkdtempSync(join(tmpdir(), 'cdk8s-toolhive-'));
    await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT });
    return new Workspace(folder, join(folder, readdirSync(folder)[0]));
  }

  private constructor(
    readonly folder: string,
    /** What `npm pack` makes. */
    readonly tarball: string,
  ) {}

  /** A copy of a project of examples/, as a user would make it. */
  copyOf(example: string, name: string): string {
    const copy = join(this.folder, name);
    cpSync(join(ROOT, 'examples', example), copy, { recursive: true });
    return copy;
  }

  /**
   * Source of a package in another language.
   *
   * @param project folder of the npm package that it is made from
   */
  async bindings(language: 'python' | 'java' | 'go', project = ROOT): Promise<string> {
    const output = join(this.folder, `${language}-${project.split('/').pop()}`);
    mkdirSync(output);
    await run('npx', ['jsii-pacmak', '--code-only', '--target', language, '--outdir', output, project], { cwd: ROOT });
    return join(output, language);
  }

  /** The same for a package that this library builds on, where no registry is relied on to have it. */
  bindingsOf(peer: string, language: 'java' | 'go'): Promise<string> {
    return this.bindings(language, join(ROOT, 'node_modules', peer));
  }
}
