/** ToolHive's programs, run on this machine as their pods would be, and on its loopback address only. */
import { ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Obj } from '../../src/plain/objects';

/** Addresses of the cluster, and those that replace them here: `host:port` each. */
export type Addresses = ReadonlyMap<string, string>;

/** A program that runs. */
export interface Running {
  readonly port: number;
  /** What it has written so far. */
  readonly output: () => string;
}

const HOST = '127.0.0.1';
const running: ChildProcess[] = [];

const given = new Set<number>();

/** A port that nobody listens on, and that was not given before. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listens) => server.listen(0, HOST, listens));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  if (given.has(port)) return freePort();
  given.add(port);
  return port;
}

/** Starts a program and waits until it answers. */
export async function start(
  command: string,
  args: readonly string[],
  options: { port: number; path: string; cwd: string; env: Record<string, string> },
): Promise<Running> {
  const { port, path, cwd, env } = options;
  let output = '';
  const child = spawn(command, args, { cwd, env: { PATH: process.env.PATH ?? '', ...env } });
  running.push(child);
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  for (let i = 0; i < 100; i++) {
    if (child.exitCode !== null) break;
    if (await answers(`http://${HOST}:${port}${path}`)) return { port, output: () => output };
    await setTimeout(100);
  }
  throw new Error(`${command} ${args.join(' ')} doesn't answer: ${output.slice(-2000)}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await response.body?.cancel();
    return response.status < 500;
  } catch {
    return false;
  }
}

/** Ends all that was started. */
export function stopAll(): void {
  for (const child of running) child.kill();
}

/** Starts what a Deployment runs, with the files that it mounts. */
export async function startWorkload(
  program: string,
  name: string,
  objects: readonly Obj[],
  folder: string,
  at: { port: number; addresses: Addresses },
): Promise<Running> {
  const cwd = writeFiles(name, objects, folder, at);
  const [{ args, env = [], volumeMounts, readinessProbe }] = podOf(name, objects).spec.containers;
  const mounts: string[] = [...volumeMounts.map(({ mountPath }: Obj) => mountPath), '/tmp'];
  // In one go: the folder here may lie below one of them.
  const inPlace = (text: string) => text.replace(new RegExp(`(?<=^|=)(${mounts.join('|')})(?=/|$)`), cwd);
  const here = args.map((arg: string) => inPlace(arg).replace(/^--host=.*/, `--host=${HOST}`));
  return start(
    program,
    here.map((arg: string) => arg.replace(/^--port=.*/, `--port=${at.port}`)),
    {
      port: at.port,
      path: readinessProbe.httpGet.path,
      cwd,
      env: Object.fromEntries(env.map((variable: Obj) => [variable.name, inPlace(variable.value)])),
    },
  );
}

/** The pod template of a Deployment. */
export function podOf(name: string, objects: readonly Obj[]): Obj {
  return objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name)!.spec.template;
}

/** The ConfigMaps that a pod mounts, with this machine's addresses in place of the cluster's. */
export function writeFiles(
  name: string,
  objects: readonly Obj[],
  folder: string,
  { port, addresses }: { port: number; addresses: Addresses },
): string {
  const cwd = join(folder, name);
  mkdirSync(cwd, { recursive: true });
  for (const { configMap } of podOf(name, objects).spec.volumes) {
    const { data } = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === configMap.name)!;
    for (const [file, text] of Object.entries<string>(data)) {
      const moved = [...addresses].reduce((said, [cluster, here]) => said.replaceAll(cluster, here), text);
      writeFileSync(join(cwd, file), file === 'runconfig.json' ? listeningAt(moved, port) : moved);
    }
  }
  return cwd;
}

function listeningAt(runConfig: string, port: number): string {
  return JSON.stringify({ ...JSON.parse(runConfig), host: HOST, port });
}
