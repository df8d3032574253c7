/**
 * `docker run` as clients have it in their files: what of it a pod has, and what not. Source: docs.docker.com, reference of
 * `docker container run`, for the options and whether they take a value.
 */
import { Leaf } from './part';

/** What a container is run with. */
export interface DockerRun {
  readonly image: Leaf;
  /** After the image. */
  readonly args: readonly Leaf[];
  /** Values; undefined for a variable of who runs it. */
  readonly env: readonly { readonly name: string; readonly value?: Leaf; readonly path: string }[];
  readonly envFiles: readonly Leaf[];
  /** Paths in the container that are its own, and empty at first. */
  readonly writablePaths: readonly Leaf[];
  readonly isOffline: boolean;
  /** What has no place, with the reason. */
  readonly left: readonly { readonly path: string; readonly reason: string }[];
}

const MOUNT = 'files of that machine are not in a cluster; mount a volume there with the prop volumes';
const TEMPLATE = 'say it in podTemplateSpec, for the container mcp';
const RESOURCES = 'say it with the prop resources';
const PORTS = 'is for other programs on that machine; a server of stdio needs no port';
const NETWORK = 'is a network of that machine; say who it may connect to with permissionProfile and networkIsolation';

/** Options with a value that have no place, and what to do. */
const WITH_VALUE: ReadonlyMap<string, string> = new Map([
  ...each(MOUNT, 'v', 'volume', 'mount', 'volumes-from', 'volume-driver', 'device'),
  ...each(PORTS, 'p', 'publish', 'expose'),
  ...each(
    NETWORK,
    'network',
    'net',
    'network-alias',
    'net-alias',
    'ip',
    'ip6',
    'link',
    'add-host',
    'dns',
    'dns-search',
  ),
  ...each(RESOURCES, 'm', 'memory', 'cpus', 'c', 'cpu-shares', 'memory-reservation', 'memory-swap', 'shm-size', 'gpus'),
  ...each(TEMPLATE, 'u', 'user', 'w', 'workdir', 'entrypoint', 'group-add', 'cap-add', 'cap-drop', 'security-opt'),
  ...each(TEMPLATE, 'ulimit', 'sysctl', 'pids-limit', 'runtime', 'stop-signal', 'stop-timeout', 'userns', 'ipc', 'pid'),
  ...each('say it with podTemplateSpec, in metadata', 'l', 'label', 'label-file', 'annotation'),
]);

/** Flags that have no place, and what to do. */
const FLAGS: ReadonlyMap<string, string> = new Map([
  ...each(TEMPLATE, 'privileged', 'no-healthcheck'),
  ...each(PORTS, 'P', 'publish-all'),
]);

/** Flags that are only about the machine that runs it. */
const OF_THE_MACHINE = [
  'name',
  'pull',
  'restart',
  'h',
  'hostname',
  'cidfile',
  'log-driver',
  'log-opt',
  'platform',
  'a',
];
const OWN_FLAGS = ['i', 'interactive', 't', 'tty', 'rm', 'd', 'detach', 'init', 'q', 'quiet', 'sig-proxy', 'read-only'];

function each(reason: string, ...names: string[]): [string, string][] {
  return names.map((name) => [name, reason]);
}

/** @returns its content, or why it can't be read */
export function readDockerRun(args: readonly Leaf[]): DockerRun | { readonly wrong: string } {
  const env: { name: string; value?: Leaf; path: string }[] = [];
  const envFiles: Leaf[] = [];
  const writablePaths: Leaf[] = [];
  const left: { path: string; reason: string }[] = [];
  let isOffline = false;
  let i = 0;
  for (; i < args.length && args[i].text.startsWith('-') && args[i].text !== '--'; i++) {
    const { path, text } = args[i];
    const { name, value: written, isFlags } = optionOf(text);
    if (isFlags || (written === undefined && OWN_FLAGS.includes(name))) continue;
    if (written !== undefined && (OWN_FLAGS.includes(name) || FLAGS.has(name)) && /^(?:true|false)$/.test(written)) {
      if (FLAGS.has(name)) left.push({ path, reason: FLAGS.get(name)! });
      continue;
    }
    const reason = FLAGS.get(name);
    if (reason !== undefined) {
      left.push({ path, reason });
      continue;
    }
    const isKnown = WITH_VALUE.has(name) || OF_THE_MACHINE.includes(name) || OWN_VALUES.includes(name);
    if (!isKnown) return { wrong: `the option ${optionName(text)} of docker run is not known here` };
    const value = written === undefined ? args[++i] : { text: written, path };
    if (!value) return { wrong: `docker run ends after ${optionName(text)}` };
    if (name === 'e' || name === 'env') {
      const [, variable, own] = /^([^=]*)(?:=([^]*))?$/.exec(value.text)!;
      const { path: at } = value;
      env.push({ name: variable, value: own === undefined ? undefined : { text: own, path: at }, path: at });
    } else if (name === 'env-file') {
      envFiles.push(value);
    } else if (name === 'tmpfs') {
      writablePaths.push({ ...value, text: value.text.split(':')[0] });
    } else if ((name === 'network' || name === 'net') && value.text === 'none') {
      isOffline = true;
    } else if (WITH_VALUE.has(name)) {
      left.push({ path: value.path, reason: WITH_VALUE.get(name)! });
    }
  }
  if (args[i]?.text === '--') i++;
  const image = args[i];
  if (!image) return { wrong: 'docker run names no image' };
  return { image, args: args.slice(i + 1), env, envFiles, writablePaths, isOffline, left };
}

const OWN_VALUES = ['e', 'env', 'env-file', 'tmpfs'];

/** `--name=value`, `--name`, `-it`, `-e`, `-eNAME=value`. */
function optionOf(text: string): { name: string; value?: string; isFlags?: boolean } {
  const [, long, value] = /^--([^=]+)(?:=([^]*))?$/.exec(text) ?? [];
  if (long !== undefined) return { name: long, value };
  const letters = text.slice(1);
  if (letters.length > 1 && [...letters].every((letter) => 'itdqP'.includes(letter))) {
    return { name: letters, isFlags: true };
  }
  const [first] = letters;
  const rest = letters.slice(1).replace(/^=/, '');
  return { name: first ?? '', value: letters.length > 1 ? rest : undefined };
}

function optionName(text: string): string {
  return /^--?[A-Za-z][\w-]*/.exec(text)?.[0].slice(0, 40) ?? text.slice(0, 2);
}
