/** The command line: which command, which paths, which options. */
import { parseArgs } from 'node:util';
import type { Discovery } from '../manifests/render-manifests';
import { credentialsInAddress } from '../rendering/credentials/credentials';
import { DEFAULT_SETTINGS, DefaultRedis, PlatformName, Settings } from '../rendering/settings';
import { suggestion } from '../resources/schema';

/** The command was used wrongly: status 2. */
export class UsageError extends Error {}

export type Command = 'render' | 'validate' | 'import' | 'graph';

export interface CommandLine {
  readonly command: Command;
  readonly paths: readonly string[];
  readonly namespace: string;
  readonly settings: Settings;
  /** How virtual servers find their members. */
  readonly discovery: Discovery;
  /** Registry configurations are meant to run with the variable that allows plain http. */
  readonly insecureUrl: boolean;
  /** Warnings are errors. */
  readonly strict: boolean;
  /** Directory for one file a resource. */
  readonly output?: string;
}

const OPTIONS = {
  namespace: { type: 'string' },
  'image-pull-secrets': { type: 'string' },
  'redis-address': { type: 'string' },
  'redis-password-secret': { type: 'string' },
  'proxy-host': { type: 'string' },
  'proxyrunner-image': { type: 'string' },
  'vmcp-image': { type: 'string' },
  'registry-image': { type: 'string' },
  platform: { type: 'string' },
  discovery: { type: 'string' },
  'usage-metrics': { type: 'boolean' },
  output: { type: 'string' },
  strict: { type: 'boolean' },
  'insecure-url': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

const COMMANDS = ['render', 'validate', 'import', 'graph'];

/** Options that make sense for a picture. */
const OF_GRAPH = ['namespace'];

export const USAGE = `Usage: cdk8s-toolhive COMMAND [OPTION...] PATH...

Commands
  render PATH...     print the Kubernetes objects that ToolHive's resources stand for
  validate PATH...   check the same input and print nothing
  import PATH...     write the resources as a cdk8s app in TypeScript
  graph PATH...      print the resources and what they refer to as a Mermaid flowchart (takes --namespace only)

PATH is a file, a folder (its *.yaml, *.yml and *.json, in order of name) or - for standard input.

Options
  --namespace NS                        for resources that name none (default: default)
  --image-pull-secrets A,B              Secrets added to each resource's own list
  --redis-address HOST[:PORT]           session storage for resources that name none
  --redis-password-secret NAME[:KEY]    its password (default key: redis-password)
  --proxy-host IP                       address that proxies listen on (default: 0.0.0.0)
  --proxyrunner-image IMAGE             image of the proxy of servers and remote proxies
  --vmcp-image IMAGE                    image of virtual servers
  --registry-image IMAGE                image of the registry server
  --platform kubernetes|openshift       on openshift, users and groups are left to the cluster
  --discovery static|cluster            how virtual servers find their members: in their configuration, which needs
                                        nothing of the cluster, or by ToolHive's operator (default: static)
  --usage-metrics                       proxies report to ToolHive how many tools are called, as under an operator
                                        with its default settings
  --strict                              treat warnings as errors
  --output DIR                          (render) write one file a resource instead of printing;
                                        (import) the app's folder, which must not be there or be empty
  --insecure-url                        (validate) allow plain http where the server has to be told to
  -h, --help                            show this text
  --version                             show the version

Exit status: 0 all is well, 1 the input is refused, 2 wrong usage, 3 a fault of this program.
`;

/** @returns undefined when only help or the version was asked for (`show` has then been called) */
export function parseCommandLine(
  argv: readonly string[],
  version: () => string,
  show: (text: string) => void,
): CommandLine | undefined {
  const { values, positionals } = parse(argv);
  const [command, ...paths] = positionals;
  if (values.help) return void show(USAGE);
  if (values.version) return void show(`${version()}\n`);
  if (command === undefined) throw new UsageError('no command given');
  if (!COMMANDS.includes(command)) {
    throw new UsageError(`there is no command "${command}"${suggestion(command, COMMANDS)}`);
  }
  if (!paths.length) throw new UsageError(`${command} needs a PATH: a file, a folder, or - for standard input`);
  if (command === 'validate' && values.output !== undefined) {
    throw new UsageError('validate writes nothing and takes no --output');
  }
  if (command === 'import') checkImport(values);
  if (command !== 'validate' && values['insecure-url']) {
    throw new UsageError(`--insecure-url is an option of validate, not of ${command}`);
  }
  const foreign = Object.keys(values).find((option) => command === 'graph' && !OF_GRAPH.includes(option));
  if (foreign) throw new UsageError(`graph takes no --${foreign}: it draws what the input says`);
  return {
    command: command as Command,
    paths,
    namespace: values.namespace ?? 'default',
    settings: settingsOf(values),
    discovery: choice('discovery', values.discovery, ['static', 'cluster'] as const) ?? 'static',
    insecureUrl: values['insecure-url'] ?? false,
    strict: values.strict ?? false,
    output: values.output,
  };
}

/** An app has settings of its own, in its code. */
function checkImport(values: Values): void {
  if (!values.output) throw new UsageError('import needs --output DIR, the folder of the app');
  const other = Object.keys(values).find((option) => !['namespace', 'output'].includes(option));
  if (other !== undefined) {
    throw new UsageError(`import takes --namespace and --output, and no --${other}; say that in the code it writes`);
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (e) {
    const unknown = /Unknown option '--?([^']*)'/.exec((e as Error).message)?.[1];
    if (unknown === undefined) throw new UsageError((e as Error).message.split('.')[0]);
    const hint = suggestion(unknown, Object.keys(OPTIONS)).replace(/"(.*)"/, '--$1');
    throw new UsageError(`there is no option --${unknown}${hint.startsWith('; did') ? hint : ''}`);
  }
}

const PLATFORMS: readonly PlatformName[] = ['kubernetes', 'openshift'];

type Values = ReturnType<typeof parse>['values'];

function settingsOf(values: Values): Settings {
  const { images } = DEFAULT_SETTINGS;
  return {
    imagePullSecrets: (values['image-pull-secrets'] ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
    images: {
      proxyRunner: image(values, 'proxyrunner-image') ?? images.proxyRunner,
      vmcp: image(values, 'vmcp-image') ?? images.vmcp,
      registryApi: image(values, 'registry-image') ?? images.registryApi,
    },
    platform: choice('platform', values.platform, PLATFORMS) ?? DEFAULT_SETTINGS.platform,
    proxyHost: values['proxy-host'] ?? DEFAULT_SETTINGS.proxyHost,
    redis: redisOf(values),
    usageMetrics: values['usage-metrics'] ?? false,
  };
}

function redisOf(values: Values): DefaultRedis | undefined {
  const address = values['redis-address'];
  const secret = values['redis-password-secret'];
  if (!address) {
    if (secret) throw new UsageError('--redis-password-secret needs --redis-address');
    return undefined;
  }
  refuseCredential('redis-address', address, 'name its Secret with --redis-password-secret');
  if (!secret) return { address };
  const [name, key = 'redis-password'] = secret.split(':');
  return { address, passwordSecret: { name, key } };
}

function image(values: Values, option: 'proxyrunner-image' | 'vmcp-image' | 'registry-image'): string | undefined {
  const given = values[option];
  if (given !== undefined && (!given || /\s/.test(given))) {
    throw new UsageError(`--${option}: ${JSON.stringify(given)} is no image; write registry/name:tag`);
  }
  if (given) refuseCredential(option, given, 'name its Secret with --image-pull-secrets');
  return given;
}

function refuseCredential(option: string, address: string, instead: string): void {
  const [found] = credentialsInAddress(address);
  if (found) throw new UsageError(`--${option} ${found.message}; ${instead}`);
}

function choice<T extends string>(option: string, given: string | undefined, allowed: readonly T[]): T | undefined {
  if (given === undefined || allowed.includes(given as T)) return given as T | undefined;
  throw new UsageError(`--${option}: ${JSON.stringify(given)} is not allowed; use ${allowed.join(' or ')}`);
}
