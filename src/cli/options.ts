/** The command line: which command, which paths, which options. */
import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { McpClient } from '../clients/mcp-client';
import { wrongVariable } from '../clients/token-variable';
import { shown } from '../findings';
import { isRegistry } from '../kubernetes/image-reference';
import { isDnsLabel, isDnsSubdomain } from '../kubernetes/names';
import type { Problem } from '../manifests/problem';
import type { Discovery } from '../manifests/render-manifests';
import { behaviourOf } from '../rendering/model/changes';
import { credentialsInAddress } from '../rendering/model/credentials/credentials';
import { IMAGE_TAG_MOVES, movingImage } from '../rendering/model/image-lock';
import { DEFAULT_SETTINGS, DefaultRedis, PlatformName, Settings } from '../rendering/model/settings';
import {
  DEFAULT_VERSION,
  IMAGE_OF_OTHER_VERSION,
  imagesOf,
  otherVersion,
  tagAlone,
  VERSION_NAMES,
  VersionName,
} from '../rendering/model/versions';
import { suggestion } from '../resources/schema';
import { WarningId } from '../warning-ids';

/** The command was used wrongly: status 2. */
export class UsageError extends Error {}

export type Command =
  'render' | 'validate' | 'import' | 'graph' | 'clients' | 'add' | 'secrets' | 'lock' | 'access' | 'tools';

export interface CommandLine {
  readonly command: Command;
  /** Names of servers for `add`. */
  readonly paths: readonly string[];
  readonly namespace: string;
  /** The same, where one was given. */
  readonly givenNamespace?: string;
  readonly settings: Settings;
  /** What is doubtful about the options. */
  readonly problems: readonly Problem[];
  /** How virtual servers find their members. */
  readonly discovery: Discovery;
  /** Registry configurations are meant to run with the variable that allows plain http. */
  readonly insecureUrl: boolean;
  /** Warnings are errors. */
  readonly strict: boolean;
  /** Images of servers, by name. */
  readonly images: ReadonlyMap<string, string>;
  /** File or folder with the servers that `add` adds. */
  readonly catalog?: string;
  /** Changes are shown and not made. */
  readonly isDiff: boolean;
  /** File that is compared and not written: the Secrets of a cluster, or a lock of images. `-` is standard input. */
  readonly check?: string;
  /** Files with digests of images. */
  readonly digests: readonly string[];
  /** File with the digests that images are pulled by. */
  readonly imageLock?: string;
  /** Client whose file is printed. Default: a list of addresses. */
  readonly format?: McpClient;
  readonly inCluster: boolean;
  /** Variable with the token that clients send. */
  readonly tokenVariable?: string;
  /** Groups whose access is shown; empty for those that policies name. */
  readonly groups: readonly string[];
  /** Pattern of the tools whose access is shown, with that of the server before a dot. */
  readonly tool?: string;
  /** Files with the tools of servers, by the server's name. */
  readonly toolFiles: ReadonlyMap<string, string>;
  /** The input before a change, whose access is compared. */
  readonly before?: string;
  /** Address of a running MCP server that is asked for its tools. */
  readonly from?: string;
  /** Directory for one file a resource; for `lock` and `tools`, the file that is written. */
  readonly output?: string;
}

const OPTIONS = {
  namespace: { type: 'string' },
  'image-pull-secrets': { type: 'string' },
  'redis-address': { type: 'string' },
  'redis-password-secret': { type: 'string' },
  'redis-tls': { type: 'boolean' },
  'redis-tls-ca': { type: 'string' },
  'proxy-host': { type: 'string' },
  'proxyrunner-image': { type: 'string' },
  'vmcp-image': { type: 'string' },
  'registry-image': { type: 'string' },
  'toolhive-version': { type: 'string' },
  platform: { type: 'string' },
  discovery: { type: 'string' },
  'usage-metrics': { type: 'boolean' },
  image: { type: 'string', multiple: true },
  output: { type: 'string' },
  catalog: { type: 'string' },
  diff: { type: 'boolean' },
  check: { type: 'string' },
  digests: { type: 'string', multiple: true },
  'image-lock': { type: 'string' },
  group: { type: 'string', multiple: true },
  tool: { type: 'string' },
  'known-tools': { type: 'string', multiple: true },
  before: { type: 'string' },
  from: { type: 'string' },
  format: { type: 'string' },
  'in-cluster': { type: 'boolean' },
  'token-variable': { type: 'string' },
  strict: { type: 'boolean' },
  'insecure-url': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

const COMMANDS = ['render', 'validate', 'import', 'graph', 'clients', 'add', 'secrets', 'lock', 'access', 'tools'];

/** Options that make sense for a picture. */
const OF_GRAPH = ['namespace'];

const CLIENTS = Object.values(McpClient);

/** Options of `access`, which no other command takes. */
const OF_ACCESS = ['group', 'tool', 'known-tools', 'before'] as const;

/** Options of `add`, which no other command takes. */
const OF_ADD = ['catalog', 'diff'] as const;

/** Options of the files of clients, which no other command takes. */
const OF_CLIENTS = ['format', 'in-cluster', 'token-variable'];

/** Options that decide the code of an app; all else are settings in its code. */
const OF_IMPORT = ['namespace', 'toolhive-version', 'image', 'output'];

/** Options that decide which images there are. */
const OF_LOCK = [
  ...['digests', 'output', 'check', 'namespace', 'toolhive-version'],
  ...['proxyrunner-image', 'vmcp-image', 'registry-image'],
];

const versions = VERSION_NAMES.map((name) => (name === DEFAULT_VERSION ? `${name} (default)` : name)).join(', ');

export const USAGE = `Usage: cdk8s-toolhive COMMAND [OPTION...] PATH...

Commands
  render PATH...     print the Kubernetes objects that ToolHive's resources stand for
  validate PATH...   check the same input and print nothing
  import PATH...     write the resources, and servers of other files, as a cdk8s app in TypeScript
  graph PATH...      print the resources and what they refer to as a Mermaid flowchart (takes --namespace only)
  clients PATH...    print the addresses of the servers, or with --format the configuration of an MCP client
  secrets PATH...    list the Secrets that have to exist, and how to make each
  lock PATH...       write the digests of all images into a file, for --image-lock and for ImageLock in code
  access PATH...     print who may call which tool, by the Cedar policies of the servers
  tools --from URL   ask a running MCP server for its tools, and print its answer, for KnownTools in code
  lock tools --from URL
                     write a hash of each tool of a running MCP server into a file, for ToolLock in code
  add NAME...        write servers of a catalogue as a cdk8s app in TypeScript, or add them to one that add wrote

PATH is a file, a folder (its *.yaml, *.yml and *.json and those of the folders below, in order of name; what begins
with a dot is left alone) or - for standard input.

Options
  --namespace NS                        for what names none (default: default, and other manifests stay without)
  --image-pull-secrets A,B              Secrets added to each resource's own list
  --redis-address HOST[:PORT]           session storage for resources that name none
  --redis-password-secret NAME[:KEY]    its password (default key: redis-password)
  --redis-tls                           TLS to it (from ToolHive 0.63.0 on)
  --redis-tls-ca NAME[:KEY]             Secret with its certificate authority (default key: ca.crt); implies --redis-tls
  --proxy-host IP                       address that proxies listen on (default: 0.0.0.0)
  --toolhive-version VERSION            version of ToolHive that is rendered for: ${versions}
  --proxyrunner-image IMAGE             image of the proxy of servers and remote proxies
  --vmcp-image IMAGE                    image of virtual servers
  --registry-image IMAGE                image of the registry server
  --platform kubernetes|openshift       on openshift, users and groups are left to the cluster
  --discovery static|cluster            how virtual servers find their members: in their configuration, which needs
                                        nothing of the cluster, or by ToolHive's operator (default: static)
  --usage-metrics                       proxies report to ToolHive how many tools are called, as under an operator
                                        with its default settings
  --image-lock FILE                     (render, validate) pull images by the digests of this file, which lock wrote
  --image NAME=IMAGE                    (import) the image of a server of which a file names a package or program only
  --strict                              treat warnings as errors
  --output DIR                          (render) write one file a resource instead of printing;
                                        (import, add) the app's folder, which must not be there or be empty,
                                        or for add be one that it wrote;
                                        (lock) the file to write (default: images.lock.json, or tools.lock.json);
                                        (tools) the file to write instead of printing
  --from URL                            (tools, lock tools) address of the MCP server, streamable HTTP or SSE
  --digests FILE                        (lock) digests: lines of image and digest, as crane prints them, skopeo inspect,
                                        kubectl get pods -o json, or a catalogue; may be given several times
  --catalog FILE                        (add) catalogue of MCP servers, or a folder of its files
  --diff                                (add) print what a newer catalogue changes, and write nothing
  --format CLIENT                       (clients) claude-code, claude-desktop, vscode, cursor, windsurf, gemini-cli, codex,
                                        goose, zed or continue (default: a list for people)
  --check FILE                          (secrets) compare with what kubectl get secret -o json printed, or - for standard
                                        input: what is missing, or of a wrong type, is an error;
                                        (lock) compare with this lock and write nothing: an image that it lacks,
                                        or whose digest moved, is an error, and so is a tool that changed
  --group NAME                          (access) a group whose access is shown, any number of times
                                        (default: those that policies name, nobody's, and without a token)
  --tool [SERVER.]TOOL                  (access) the tools that are shown, with * for any text, such as 'github.*'
  --known-tools SERVER=FILE             (access) the tools of a server: its answer to tools/list
  --before PATH                         (access) print what differs from this earlier input, and nothing else
  --in-cluster                          (clients) addresses of the Services, for clients in the cluster
  --token-variable NAME                 (clients) environment variable with the token for servers that want one
                                        (default: clients log in with the browser);
                                        (tools, lock tools) the one with the token that is sent (default: none is)
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
    const [nearest] = /; did you mean .*/.exec(suggestion(command, COMMANDS)) ?? [''];
    throw new UsageError(`there is no command ${shown(command)}${nearest}; commands: ${COMMANDS.join(', ')}`);
  }
  const asksServer = checkTools(command, paths, values);
  if (!paths.length && command !== 'add' && !asksServer) {
    throw new UsageError(`${command} needs a PATH: a file, a folder, or - for standard input`);
  }
  if (command === 'validate' && values.output !== undefined) {
    throw new UsageError('validate writes nothing and takes no --output');
  }
  if (command === 'import') checkImport(values);
  if (command !== 'validate' && values['insecure-url']) {
    throw new UsageError(`--insecure-url is an option of validate, not of ${command}`);
  }
  if (command !== 'import' && values.image) throw new UsageError(`--image is an option of import, not of ${command}`);
  checkAdd(command, values);
  if (!asksServer) {
    checkClients(command, values);
    checkSecrets(command, values);
    checkLock(command, values);
  }
  checkAccess(command, values);
  const foreign = Object.keys(values).find((option) => command === 'graph' && !OF_GRAPH.includes(option));
  if (foreign) throw new UsageError(`graph takes no --${foreign}: it draws what the input says`);
  const settings = settingsOf(values);
  return {
    command: command as Command,
    paths,
    namespace: namespace(values.namespace) ?? 'default',
    givenNamespace: values.namespace,
    settings,
    problems: problemsOf(values, settings),
    discovery: choice('discovery', values.discovery, ['static', 'cluster'] as const) ?? 'static',
    insecureUrl: values['insecure-url'] ?? false,
    strict: values.strict ?? false,
    images: imagesOfServers(values.image ?? []),
    catalog: values.catalog,
    isDiff: values.diff ?? false,
    check: values.check,
    digests: values.digests ?? [],
    imageLock: values['image-lock'],
    from: values.from,
    format: choice('format', values.format, CLIENTS),
    inCluster: values['in-cluster'] ?? false,
    tokenVariable: tokenVariable(values['token-variable']),
    groups: values.group ?? [],
    tool: values.tool,
    toolFiles: toolsOfServers(values['known-tools'] ?? []),
    before: values.before,
    output: values.output,
  };
}

/** An app has settings of its own, in its code. */
function checkAdd(command: string, values: Values): void {
  if (command !== 'add') {
    const own = OF_ADD.find((option) => values[option] !== undefined);
    if (own) throw new UsageError(`--${own} is an option of add, not of ${command}`);
    return;
  }
  if (!values.catalog) throw new UsageError('add needs --catalog FILE, the catalogue that has the servers');
  if (!values.output) throw new UsageError('add needs --output DIR, the folder of the app');
  const allowed: readonly string[] = [...OF_ADD, 'namespace', 'toolhive-version', 'output'];
  const other = Object.keys(values).find((option) => !allowed.includes(option));
  if (other === undefined) return;
  throw new UsageError(
    `add takes --catalog, --output, --diff, --namespace and --toolhive-version, and no --${other}; say that in the code it writes`,
  );
}

function checkClients(command: string, values: Values): void {
  const isClients = command === 'clients';
  const isOwn = (option: string) => OF_CLIENTS.includes(option);
  const other = Object.keys(values).find((option) =>
    isClients ? !isOwn(option) && option !== 'namespace' : isOwn(option),
  );
  if (other === undefined) return;
  throw new UsageError(
    isClients
      ? `clients takes --format, --in-cluster, --token-variable and --namespace, and no --${other}`
      : `--${other} is an option of clients, not of ${command}`,
  );
}

/** What is written, and how strictly, is for other commands. */
function checkSecrets(command: string, values: Values): void {
  if (command !== 'secrets') {
    if (values.check === undefined || command === 'lock') return;
    throw new UsageError(`--check is an option of secrets and lock, not of ${command}`);
  }
  const other = (['output', 'strict', 'image-lock'] as const).find((option) => values[option] !== undefined);
  if (other) throw new UsageError(`secrets takes no --${other}: it lists Secrets, or compares them with --check`);
}

/** It decides what render writes, so it takes what decides the images, and nothing else. */
function checkLock(command: string, values: Values): void {
  if (command !== 'lock') {
    if (values.digests) throw new UsageError(`--digests is an option of lock, not of ${command}`);
    return;
  }
  const other = Object.keys(values).find((option) => !OF_LOCK.includes(option));
  if (other !== undefined) {
    throw new UsageError(
      `lock takes --digests, --output, --check, --namespace and the options of versions and images, and no --${other}`,
    );
  }
  if (values.check !== undefined && values.output !== undefined) {
    throw new UsageError('lock writes nothing with --check, and takes no --output then');
  }
}

function checkAccess(command: string, values: Values): void {
  const own = OF_ACCESS.find((option) => values[option] !== undefined);
  if (command !== 'access') {
    if (own) throw new UsageError(`--${own} is an option of access, not of ${command}`);
    return;
  }
  const other = (['output', 'strict'] as const).find((option) => values[option] !== undefined);
  if (other) throw new UsageError(`access takes no --${other}: it prints who may call what`);
  if (values.group?.includes('')) throw new UsageError('--group: is empty; write the name of a group');
}

/** `SERVER=FILE`, each server once. */
function toolsOfServers(given: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const text of given) {
    const [, name, file] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
    if (!name) throw new UsageError(`--known-tools: ${shown(text)} is no file of a server; write SERVER=FILE`);
    if (found.has(name)) throw new UsageError(`--known-tools: ${shown(name)} is given twice`);
    found.set(name, file);
  }
  return found;
}

/** @returns whether a running server is asked */
function checkTools(command: string, paths: readonly string[], values: Values): boolean {
  const isLock = command === 'lock' && paths.length === 1 && paths[0] === 'tools' && values.from !== undefined;
  if (command !== 'tools' && !isLock) {
    if (values.from !== undefined) {
      throw new UsageError(`--from is an option of tools and lock tools, not of ${command}`);
    }
    return false;
  }
  const what = isLock ? 'lock tools' : 'tools';
  if (values.from === undefined) throw new UsageError('tools needs --from URL, the address of a running MCP server');
  if (!isLock && paths.length) {
    throw new UsageError(`tools takes no PATH such as ${shown(paths[0])}; it asks --from URL`);
  }
  const allowed = ['from', 'token-variable', 'output', ...(isLock ? ['check'] : [])];
  const other = Object.keys(values).find((option) => !allowed.includes(option));
  if (other !== undefined) {
    throw new UsageError(`${what} takes ${allowed.map((option) => `--${option}`).join(', ')}, and no --${other}`);
  }
  if (values.check !== undefined && values.output !== undefined) {
    throw new UsageError('lock tools writes nothing with --check, and takes no --output then');
  }
  checkServerAddress(values.from);
  return true;
}

/** What is wrong may be a credential, so it isn't shown. */
function checkServerAddress(address: string): void {
  refuseCredential('from', address, 'name the variable with the token in --token-variable');
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return;
  throw new UsageError('--from is no address; write it like http://localhost:8080/mcp');
}

function tokenVariable(given: string | undefined): string | undefined {
  const wrong = given === undefined ? undefined : wrongVariable(given);
  if (wrong) throw new UsageError(`--token-variable: ${wrong}`);
  return given;
}

/** An app has settings of its own, in its code. */
function checkImport(values: Values): void {
  if (!values.output) throw new UsageError('import needs --output DIR, the folder of the app');
  const other = Object.keys(values).find((option) => !OF_IMPORT.includes(option));
  if (other !== undefined) {
    throw new UsageError(
      `import takes --namespace, --toolhive-version, --image and --output, and no --${other}; say that in the code it writes`,
    );
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (e) {
    const unknown = /Unknown option '--?([^']*)'/.exec((e as Error).message)?.[1];
    if (unknown === 'R' || unknown === 'recursive') {
      throw new UsageError(
        `there is no option ${unknown === 'R' ? '-R' : '--recursive'}; folders are read with those below`,
      );
    }
    if (unknown === undefined) throw new UsageError((e as Error).message.split('.')[0]);
    const hint = suggestion(unknown, Object.keys(OPTIONS)).replace(/"(.*)"/, '--$1');
    throw new UsageError(`there is no option --${unknown}${hint.startsWith('; did') ? hint : ''}`);
  }
}

const PLATFORMS: readonly PlatformName[] = ['kubernetes', 'openshift'];

type Values = ReturnType<typeof parse>['values'];

function settingsOf(values: Values): Settings {
  const version = choice('toolhive-version', values['toolhive-version'], VERSION_NAMES) ?? DEFAULT_SETTINGS.version;
  const images = imagesOf(version);
  return {
    version,
    imagePullSecrets: pullSecrets(values['image-pull-secrets']),
    images: {
      proxyRunner: image(values, 'proxyrunner-image') ?? images.proxyRunner,
      vmcp: image(values, 'vmcp-image') ?? images.vmcp,
      registryApi: image(values, 'registry-image') ?? images.registryApi,
    },
    platform: choice('platform', values.platform, PLATFORMS) ?? DEFAULT_SETTINGS.platform,
    proxyHost: proxyHost(values['proxy-host']) ?? DEFAULT_SETTINGS.proxyHost,
    redis: redisOf(values, version),
    usageMetrics: values['usage-metrics'] ?? false,
  };
}

function redisOf(values: Values, version: VersionName): DefaultRedis | undefined {
  const address = values['redis-address'];
  const secret = values['redis-password-secret'];
  const ca = values['redis-tls-ca'];
  const isTls = values['redis-tls'] === true || ca !== undefined;
  if (!address) {
    const [lonely] = (['redis-password-secret', 'redis-tls', 'redis-tls-ca'] as const).filter((one) => values[one]);
    if (lonely) throw new UsageError(`--${lonely} needs --redis-address`);
    return undefined;
  }
  if (isTls && !behaviourOf(version).defaultRedisSpeaksTls) {
    throw new UsageError(
      `--redis-tls: ToolHive ${version} speaks no TLS to Redis; set --toolhive-version to a version that does, such as ${VERSION_NAMES.at(-1)}, or leave it out`,
    );
  }
  refuseCredential('redis-address', address, 'name its Secret with --redis-password-secret');
  checkAddress(address);
  return {
    address,
    passwordSecret: secret ? secretKeyOf('redis-password-secret', secret, 'redis-password') : undefined,
    tls: isTls ? { ...(ca && { caCertSecretRef: secretKeyOf('redis-tls-ca', ca, 'ca.crt') }) } : undefined,
  };
}

function secretKeyOf(option: string, given: string, defaultKey: string): { name: string; key: string } {
  const [name, key = defaultKey, ...more] = given.split(':');
  const isKey = /^[-._a-zA-Z0-9]{1,253}$/.test(key) && more.length === 0;
  if (isDnsSubdomain(name) || !isKey) {
    throw new UsageError(`--${option}: ${shown(given)} names no Secret; write NAME or NAME:KEY`);
  }
  return { name, key };
}

/** What is wrong may be a credential, so it isn't shown. */
function checkAddress(address: string): void {
  const how = 'write HOST or HOST:PORT';
  if (address.includes('://')) throw new UsageError(`--redis-address takes no scheme such as redis://; ${how}`);
  if (address.includes('@')) {
    throw new UsageError(`--redis-address takes no user or password; ${how}, and --redis-password-secret`);
  }
  const [, bracketed, host, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(address) ?? [];
  const isHost =
    bracketed === undefined ? host !== undefined && !isDnsSubdomain(host.toLowerCase()) : isIP(bracketed) === 6;
  const isPort = port === undefined || (Number(port) > 0 && Number(port) < 65536);
  if (!isHost || !isPort) throw new UsageError(`--redis-address: ${shown(address)} is no address; ${how}`);
}

function pullSecrets(given = ''): string[] {
  const names = given
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  for (const name of names) {
    const wrong = isDnsSubdomain(name);
    if (wrong) {
      throw new UsageError(`--image-pull-secrets: ${shown(name)} is no name of a Secret: it ${wrong}; write A,B`);
    }
  }
  return names;
}

function proxyHost(given: string | undefined): string | undefined {
  if (given === undefined || isIP(given)) return given;
  throw new UsageError(`--proxy-host: ${shown(given)} is no IP address; write one such as 0.0.0.0`);
}

function namespace(given: string | undefined): string | undefined {
  const wrong = given === undefined ? undefined : isDnsLabel(given);
  if (wrong) throw new UsageError(`--namespace: ${shown(given)} is no namespace: it ${wrong}`);
  return given;
}

function image(values: Values, option: 'proxyrunner-image' | 'vmcp-image' | 'registry-image'): string | undefined {
  const given = values[option];
  const alone = given && tagAlone(given, '--toolhive-version');
  if (given) refuseCredential(option, given, 'name its Secret with --image-pull-secrets');
  if (alone) throw new UsageError(`--${option}: ${alone}`);
  if (given !== undefined) checkImage(option, given);
  return given;
}

function checkImage(option: string, given: string): void {
  if (isImage(given)) return;
  throw new UsageError(`--${option}: ${JSON.stringify(given)} is no image; write registry/name:tag`);
}

/** `NAME=IMAGE`, each name once. */
function imagesOfServers(given: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const text of given) {
    const end = text.lastIndexOf('=');
    const name = text.slice(0, Math.max(end, 0));
    if (!name) throw new UsageError(`--image: ${shown(text)} names no server; write NAME=IMAGE`);
    refuseCredential('image', text.slice(end + 1), 'name its Secret with imagePullSecrets in the code');
    checkImage('image', text.slice(end + 1));
    if (found.has(name)) throw new UsageError(`--image: ${shown(name)} is given twice`);
    found.set(name, text.slice(end + 1));
  }
  return found;
}

/** Images whose tags are of another version, or move where no lock pins them. */
function problemsOf(values: Values, { version }: Settings): Problem[] {
  const options = { proxyRunner: 'proxyrunner-image', vmcp: 'vmcp-image', registryApi: 'registry-image' } as const;
  const isLocked = values['image-lock'] !== undefined;
  return (Object.keys(options) as (keyof typeof options)[]).flatMap((name) => {
    const given = values[options[name]];
    if (!given) return [];
    const doubts: readonly (readonly [id: WarningId, message: string | undefined])[] = [
      [IMAGE_OF_OTHER_VERSION, otherVersion(name, given, version, '--toolhive-version')],
      [IMAGE_TAG_MOVES, isLocked ? undefined : movingImage(given)],
    ];
    return doubts.flatMap(([id, message]): Problem[] =>
      message ? [{ severity: 'warning', id, source: `--${options[name]}`, field: '', message }] : [],
    );
  });
}

function refuseCredential(option: string, address: string, instead: string): void {
  const [found] = credentialsInAddress(address);
  if (found) throw new UsageError(`--${option} ${found.message}; ${instead}`);
}

/** A reference without a scheme, in lower case but for registry, tag and digest. */
function isImage(text: string): boolean {
  const [named, ...digest] = text.split('@');
  const slash = named.lastIndexOf('/');
  const [last, ...tag] = named.slice(slash + 1).split(':');
  const isTagged = tag.every((part) => /^\w[\w.-]{0,127}$/.test(part)) && tag.length < 2;
  const isPinned = digest.every((part) => /^[a-z0-9]+:[a-f0-9]{32,}$/.test(part)) && digest.length < 2;
  const isNamed = /^[a-z0-9][a-z0-9._-]*$/.test(last) && (slash < 0 || isRegistry(named.slice(0, slash)) === undefined);
  return isTagged && isPinned && isNamed;
}

function choice<T extends string>(option: string, given: string | undefined, allowed: readonly T[]): T | undefined {
  if (given === undefined || allowed.includes(given as T)) return given as T | undefined;
  throw new UsageError(`--${option}: ${JSON.stringify(given)} is not allowed; use ${allowed.join(' or ')}`);
}
