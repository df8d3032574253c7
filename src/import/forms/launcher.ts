/**
 * The command of a client's entry: a container, a package that a tool fetches, a bridge to a remote server, or a program of
 * the machine. Sources: docs.npmjs.com/cli/commands/npx, docs.astral.sh/uv/guides/tools, docs of `thv build` (docs/cli/thv_build.md
 * of stacklok/toolhive) for what can be made of packages, and the README of geelen/mcp-remote.
 */
import { DockerRun, readDockerRun } from './docker-run';
import { Leaf } from './part';
import { shown } from '../../findings';

export type Launched =
  | { readonly docker: DockerRun }
  /** A package: `thv build` makes an image of this. */
  | { readonly package: string; readonly args: readonly Leaf[] }
  | { readonly url: Leaf; readonly headers: readonly Leaf[]; readonly isSse: boolean; readonly rest: readonly Leaf[] }
  /** Why nothing can be made of it, but with an image of it. */
  | { readonly reason: string; readonly args?: readonly Leaf[] };

const CONTAINERS = ['docker', 'podman', 'nerdctl', 'finch'];
const SHELLS = ['sh', 'bash', 'zsh', 'fish', 'powershell', 'pwsh'];

/** What a command of an entry does. */
export function launched(command: Leaf, args: readonly Leaf[]): Launched {
  const name = programOf(command.text);
  const [first, second] = args.map(({ text }) => text);
  if (name === 'cmd' && /^\/c$/i.test(first ?? '') && args.length > 1) return launched(args[1], args.slice(2));
  if (name === 'env' && args.length) {
    return { reason: 'it runs env; write what it sets into env, and the program as command' };
  }
  if (CONTAINERS.includes(name)) return container(name, args);
  if (name === 'npx' || name === 'bunx' || name === 'pnpx') return npmPackage(args);
  if ((name === 'pnpm' || name === 'yarn') && first === 'dlx') return npmPackage(args.slice(1));
  if (name === 'npm' && (first === 'exec' || first === 'x')) return npmPackage(args.slice(1));
  if (name === 'bun' && first === 'x') return npmPackage(args.slice(1));
  if (name === 'uvx') return toolPackage(args);
  if (name === 'uv' && first === 'tool' && second === 'run') return toolPackage(args.slice(2));
  if (name === 'pipx' && first === 'run') return toolPackage(args.slice(1));
  if (name === 'go' && first === 'run' && second !== undefined && !second.startsWith('.')) {
    return { package: `go://${second}`, args: args.slice(2) };
  }
  if (name === 'thv') {
    return { reason: 'it asks ToolHive on that machine; import what `thv export` writes of that server' };
  }
  if (SHELLS.includes(name)) return { reason: `it runs a script of ${name}, and Kubernetes runs images` };
  return { reason: `it runs the program ${shown(name)} of that machine, and Kubernetes runs images`, args };
}

/** `/usr/local/bin/docker`, `C:\\...\\npx.cmd`. */
function programOf(command: string): string {
  return command
    .slice(Math.max(command.lastIndexOf('/'), command.lastIndexOf('\\')) + 1)
    .replace(/\.(?:exe|cmd|bat|ps1)$/i, '');
}

function container(name: string, args: readonly Leaf[]): Launched {
  const [first, second] = args.map(({ text }) => text);
  if (first === 'mcp') {
    return { reason: "it runs Docker's own gateway; import the entries of Docker's catalogue that it serves" };
  }
  const after = first === 'run' ? 1 : first === 'container' && second === 'run' ? 2 : undefined;
  if (after === undefined) return { reason: `it is no ${name} run, so which image it is stands elsewhere` };
  const run = readDockerRun(args.slice(after));
  return 'wrong' in run ? { reason: run.wrong } : { docker: run };
}

/** Options of npx that take a value; `--package` names the package where the command is called otherwise. */
const NPX_VALUES = ['-w', '--workspace', '--registry', '--userconfig', '--cache', '--loglevel'];

function npmPackage(args: readonly Leaf[]): Launched {
  let found: string | undefined;
  let i = 0;
  for (; i < args.length && args[i].text.startsWith('-'); i++) {
    const { text } = args[i];
    const [, value] = /^--package=(.*)$/s.exec(text) ?? [];
    if (value !== undefined) found = value;
    else if (text === '-p' || text === '--package') found = args[++i]?.text;
    else if (text === '-c' || text === '--call') return { reason: 'npx runs a script, and Kubernetes runs images' };
    else if (NPX_VALUES.includes(text)) i++;
    else if (text === '--') found ??= args[i + 1]?.text;
  }
  const name = found ?? args[i]?.text;
  if (name === undefined) return { reason: 'npx names no package' };
  const rest = args.slice(i + 1);
  if (/^mcp-remote(?:@|$)/.test(name)) return bridge(rest);
  return { package: `npx://${name}`, args: rest };
}

/** Options of uvx that take a value; `--from` names the package where the command is called otherwise. */
const UVX_VALUES = [
  '--with',
  '--python',
  '-p',
  '--index',
  '--index-url',
  '--extra-index-url',
  '--default-index',
  '--directory',
];

function toolPackage(args: readonly Leaf[]): Launched {
  let found: string | undefined;
  let i = 0;
  for (; i < args.length && args[i].text.startsWith('-'); i++) {
    const { text } = args[i];
    const [, value] = /^(?:--from|--spec)=(.*)$/s.exec(text) ?? [];
    if (value !== undefined) found = value;
    else if (text === '--from' || text === '--spec') found = args[++i]?.text;
    else if (UVX_VALUES.includes(text)) i++;
  }
  const name = found ?? args[i]?.text;
  return name === undefined
    ? { reason: 'uvx names no package' }
    : { package: `uvx://${name}`, args: args.slice(i + 1) };
}

/** `mcp-remote URL [PORT] [--header 'Name: value'] [--transport sse-only]` is a bridge between a client and a remote server. */
function bridge(args: readonly Leaf[]): Launched {
  const url = args.find(({ text }) => /^https?:\/\//.test(text) || text.startsWith('${'));
  if (!url) return { reason: 'mcp-remote names no address' };
  const headers: Leaf[] = [];
  const rest: Leaf[] = [];
  let isSse = false;
  for (let i = 0; i < args.length; i++) {
    const { text, path } = args[i];
    const [, written] = /^--header=([^]*)$/.exec(text) ?? [];
    if (text === '--header' && args[i + 1]) headers.push(args[++i]);
    else if (written !== undefined) headers.push({ text: written, path });
    else if (text === '--transport' && args[i + 1]) isSse = args[++i].text.startsWith('sse');
    else if (args[i] !== url) rest.push(args[i]);
  }
  return { url, headers, isSse, rest };
}
