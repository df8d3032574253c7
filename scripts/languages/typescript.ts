/** npm projects that install the packed library. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lowest, PEERS, ROOT, Workspace } from './packages';
import { run } from './tools';

/** Versions of what the library builds on, of those that it allows. */
export type Peers = 'oldest' | 'newest';

/** The small app. */
export async function typescript(work: Workspace, peers: Peers): Promise<string> {
  const folder = await projectOf(work, peers);
  await run('npm', ['run', 'check'], { cwd: folder });
  await run('npm', ['run', 'synth'], { cwd: folder });
  return join(folder, 'dist');
}

/** The larger apps of examples/, which use far more of what the library builds on. */
export async function examples(work: Workspace, peers: Peers): Promise<string> {
  const folder = join(await projectOf(work, peers), 'examples');
  mkdirSync(folder);
  for (const name of readdirSync(join(ROOT, 'examples')).filter((file) => file.endsWith('.ts'))) {
    cpSync(join(ROOT, 'examples', name), join(folder, name));
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../tsconfig.json' }));
  await run('npx', ['tsc', '--noEmit'], { cwd: folder });
  await run('npx', ['tsx', 'main.ts'], { cwd: folder });
  return join(folder, 'dist');
}

/** A project with the library in it, made when it is first asked for. */
async function projectOf(work: Workspace, peers: Peers): Promise<string> {
  const name = `typescript-${peers}`;
  if (existsSync(join(work.folder, name))) return join(work.folder, name);
  const folder = work.copyOf('languages/typescript', name);
  const versions = Object.entries(PEERS).map(([peer, range]) => [peer, peers === 'oldest' ? lowest(range) : range]);
  await install(folder, work, Object.fromEntries(versions));
  return folder;
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
