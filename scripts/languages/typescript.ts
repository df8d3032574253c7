/** npm projects that install the packed library. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lowest, PEERS, Workspace } from './packages';
import { run } from './tools';

/** The example, with the oldest or the newest versions of what the library builds on. */
export async function typescript(work: Workspace, peers: 'oldest' | 'newest'): Promise<string> {
  const folder = work.copyOf('languages/typescript', `typescript-${peers}`);
  const versions = Object.entries(PEERS).map(([name, range]) => [name, peers === 'oldest' ? lowest(range) : range]);
  await install(folder, work, Object.fromEntries(versions));
  await run('npm', ['run', 'check'], { cwd: folder });
  await run('npm', ['run', 'synth'], { cwd: folder });
  return join(folder, 'dist');
}

/** The project that users copy: its YAML by the cdk8s command line, and its own test. */
export async function starter(work: Workspace): Promise<string> {
  const folder = work.copyOf('starter', 'starter');
  await install(folder, work, {});
  await run('npm', ['run', 'check'], { cwd: folder });
  await run('npm', ['run', 'synth'], { cwd: folder });
  await run('npm', ['test'], { cwd: folder });
  return join(folder, 'dist');
}

async function install(folder: string, { tarball }: Workspace, versions: Record<string, string>): Promise<void> {
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  Object.assign(manifest.dependencies, versions, { 'cdk8s-toolhive': `file:${tarball}` });
  writeFileSync(file, JSON.stringify(manifest, null, 2));
  await run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: folder });
}
