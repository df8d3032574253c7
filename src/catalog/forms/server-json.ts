/**
 * The official registry's entry, `server.json`. Sources: its schema of 2025-12-11, and the draft before the first release, with
 * `registry_name`, `version_detail` and underscores, whose files are still about.
 */
import { shown } from '../../findings';
import { Argument, Container, Entry, Input, Refusal, Remote, Setting, Template } from '../entry';
import { Fields, SAID } from '../fields';
import { bracedTemplate } from '../template';
import { Extension, mountsOf, readExtension } from './toolhive';

const PUBLISHER = 'io.modelcontextprotocol.registry/publisher-provided';
const STACKLOK = 'io.github.stacklok';

/** What was found while one entry was read. */
interface Reading {
  readonly inputs: Input[];
  readonly refusals: Refusal[];
}

/** Reads one entry. Of its packages, the first image counts; without any, its first remote. */
export function readServerJson(fields: Fields): Entry {
  const reading: Reading = { inputs: [], refusals: [] };
  const meta = fields.map('_meta');
  const publisher = meta?.map(PUBLISHER);
  const extensions = publisher?.maps(STACKLOK) ?? new Map<string, Fields>();
  for (const part of [publisher, meta]) part?.end('of other publishers');
  const versions = fields.map('versionDetail');
  const entry = {
    name: fields.required('name', 'entry.name'),
    title: fields.text('title', 'entry.title'),
    description: fields.required('description', 'entry.description'),
    version: versions ? versions.text('version', 'entry.version') : fields.required('version', 'entry.version'),
    repository: readRepository(fields.map('repository')),
  };
  fields.aside(SAID, '$schema', 'icons', 'websiteUrl', 'status', 'id');
  versions?.aside(SAID, 'releaseDate', 'isLatest');
  versions?.end();
  checkName(fields, entry);

  const packages = fields.list('packages');
  const remotes = fields.list('remotes');
  for (const item of packages) checkType(item);
  const image = packages.find((item) => isImage(item));
  const remote = image ? undefined : remotes[0];
  for (const item of packages) if (item !== image) item.allAside(image ? 'another way to run it' : 'refused');
  for (const item of remotes) if (item !== remote) item.allAside('another way to reach it');
  fields.end();

  const key = image ? identifierOf(image) : remote && String(remote.peek('url'));
  const extension = readOwn(extensions, key);
  const { permissions, args, ...said } = extension;
  const own = { ...entry, ...said, inputs: reading.inputs, refusals: reading.refusals };
  if (image) return { ...own, container: readPackage(image, { permissions, args }, reading) };
  if (remote) return { ...own, remote: readRemote(remote, reading) };
  reading.refusals.push({ message: without(packages) });
  return own;
}

/** The part of the entry that ToolHive's publisher says about this image or address. */
function readOwn(extensions: Map<string, Fields>, key: string | undefined): Extension {
  const own = (key !== undefined && extensions.get(key)) || [...extensions.values()][0];
  for (const other of extensions.values()) if (other !== own) other.allAside('of another way to run it');
  if (!own) return { isDeprecated: false, tags: [], tools: [], isStateless: false, args: [] };
  const extension = readExtension(own);
  own.aside(SAID, 'envVars');
  own.end();
  return extension;
}

function readRepository(fields: Fields | undefined): string | undefined {
  const url = fields?.text('url', 'entry.repository');
  fields?.aside(SAID, 'source', 'id', 'subfolder');
  fields?.end();
  return url;
}

function checkName(fields: Fields, { name, description }: { name: string; description: string }): void {
  if (fields.has('versionDetail')) return;
  if (name && (!/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/.test(name) || [...name].length > 200)) {
    fields.account.wrong(
      fields.at('name'),
      `${shown(name)} must be a reverse domain name and a name with one slash between, such as "io.github.owner/server"`,
    );
  }
  if ([...description].length > 100) {
    fields.account.wrong(
      fields.at('description'),
      `has ${[...description].length} characters; the official schema lets it have 100`,
    );
  }
}

const typeOf = (fields: Fields) =>
  fields.peek('registryType') ?? fields.peek('registry_type') ?? fields.peek('registry_name');

function checkType(fields: Fields): void {
  const type = typeOf(fields);
  if (typeof type === 'string' && type) return;
  const problem = type === undefined || type === null ? 'is missing' : `must be a text, not ${shown(type)}`;
  fields.account.wrong(fields.at('registryType'), problem);
}

function isImage(fields: Fields): boolean {
  return ['oci', 'docker'].includes(String(typeOf(fields)));
}

function identifierOf(fields: Fields): string {
  const identifier = String(fields.peek('identifier') ?? fields.peek('name') ?? '');
  const version = fields.peek('version');
  const hasTag = /[:@][^/]*$/.test(identifier);
  return hasTag || typeof version !== 'string' || !version ? identifier : `${identifier}:${version}`;
}

function without(packages: readonly Fields[]): string {
  if (!packages.length) return 'it has neither a package nor a remote address, so there is nothing to run';
  const names = packages.map(
    (item) => `${String(typeOf(item))}:${String(item.peek('identifier') ?? item.peek('name'))}`,
  );
  return `it is published as ${names.join(', ')}, and Kubernetes runs images; build one (\`thv build\` makes it of npm, PyPI and Go packages), and deploy that with McpServer`;
}

function readPackage(fields: Fields, extension: Pick<Extension, 'permissions' | 'args'>, reading: Reading): Container {
  const transport = fields.map('transport');
  const url = transport?.text('url', 'mcpPort');
  const image = identifierOf(fields);
  fields.aside('image', 'registryType', 'registryName', 'registryBaseUrl', 'identifier', 'name', 'version');
  fields.aside(SAID, 'runtimeHint', 'fileSha256');
  for (const key of ['identifier', 'name', 'version']) {
    if (!['string', 'undefined'].includes(typeof (fields.peek(key) ?? undefined))) {
      fields.account.wrong(fields.at(key), `must be a text, not ${shown(fields.peek(key))}`);
    }
  }
  if (!image) fields.account.wrong(fields.at('identifier'), 'is missing');
  const variables = fields.list('environmentVariables').map((item) => readKeyed(item, 'variable', reading));
  const own = fields.list('packageArguments').map((item) => argumentOf(item, reading));
  const container: Container = {
    image,
    transport: transport?.required('type', 'transport') ?? 'stdio',
    port: url === undefined ? undefined : portOf(url),
    args: [...own, ...extension.args.map((text): Argument => ({ value: [text] }))],
    ...readRuntime(fields, variables, reading),
    permissions: extension.permissions,
  };
  if (transport?.has('headers')) transport.aside('is for clients', 'headers');
  transport?.aside('is for clients', 'variables');
  transport?.end();
  fields.end();
  return { ...container, mounts: [...container.mounts, ...mountsOf(extension.permissions)] };
}

function portOf(url: string): number | undefined {
  const [, port] = /^https?:\/\/[^/:]+:(\d+)/.exec(url) ?? [];
  return port === undefined ? undefined : Number(port);
}

/** Arguments of `docker run`: variables are the server's, mounts are reported as missing, all else has no place. */
function readRuntime(
  fields: Fields,
  variables: readonly Setting[],
  reading: Reading,
): { env: Setting[]; mounts: string[] } {
  const env = [...variables];
  const mounts: string[] = [];
  for (const item of fields.list('runtimeArguments')) {
    const { flag = '', value = [] } = argumentOf(item, reading);
    // Of a path in the container, the default is known, but not what is mounted there.
    const defaultOf = (name: string) => reading.inputs.find((input) => input.name === name)?.default ?? `{${name}}`;
    const said = `${flag} ${value.map((piece) => (typeof piece === 'string' ? piece : defaultOf(piece.input))).join('')}`;
    const [first, ...rest] = value;
    const variable = typeof first === 'string' ? /^(\w+)=([^]*)$/.exec(first) : undefined;
    const target = /(?:dst|destination|target)=([^,]+)|:(\/[^:]+)/.exec(said);
    if (/^(-e|--env)$/.test(flag) && variable) {
      env.push({ name: variable[1], isSecret: false, value: [variable[2], ...rest] });
    } else if (/^(-v|--volume|--mount)$/.test(flag)) {
      mounts.push(target?.[1] ?? target?.[2] ?? said);
    } else {
      const message = `it is run with ${shown(said.trim())}, which has no place in a pod; see what it is for, and name "runtimeArguments" in omit`;
      reading.refusals.push({ message, omit: 'runtimeArguments' });
    }
  }
  return { env, mounts };
}

function argumentOf(fields: Fields, reading: Reading): Argument {
  const type = fields.required('type', 'args');
  if (type && !['named', 'positional'].includes(type)) {
    fields.account.wrong(fields.at('type'), `${shown(type)} must be named or positional`);
  }
  const flag = type === 'named' ? fields.required('name', 'args') : undefined;
  const hint = fields.text('valueHint', 'input.name');
  fields.aside(SAID, 'isRepeated');
  const name = flag ?? hint ?? 'argument';
  const value = readInput(fields, name, 'argument', reading);
  fields.end();
  return { flag, value };
}

function readKeyed(fields: Fields, kind: Input['kind'], reading: Reading): Setting {
  const name = fields.required('name', 'input.name');
  const isSecret = fields.peek('isSecret') === true || fields.peek('is_secret') === true;
  const value = readInput(fields, name, kind, reading);
  fields.end();
  return { name, value, isSecret };
}

/** A fixed value, with variables in it; or one that is to be given. */
function readInput(fields: Fields, name: string, kind: Input['kind'], reading: Reading): Template {
  const variables = readVariables(fields, reading);
  const fixed = fields.text('value', kind);
  const input = inputOf(fields, name, kind);
  if (fixed !== undefined) return bracedTemplate(fixed, variables);
  reading.inputs.push(input);
  return [{ input: name }];
}

/** The places of a text; gives their names. */
function readVariables(fields: Fields, reading: Reading): ReadonlySet<string> {
  const variables = fields.maps('variables');
  for (const [variable, item] of variables) {
    reading.inputs.push(inputOf(item, variable, 'parameter'));
    item.end();
  }
  return new Set(variables.keys());
}

function inputOf(fields: Fields, name: string, kind: Input['kind']): Input {
  const format = fields.text('format', 'input.isFile');
  fields.aside(SAID, 'placeholder');
  return {
    ...{ name, kind },
    description: fields.text('description', 'input.description'),
    isRequired: fields.flag('isRequired', 'input.isRequired'),
    isSecret: fields.flag('isSecret', 'input.isSecret'),
    default: fields.scalar('default', 'input.default'),
    choices: fields.has('choices') ? fields.texts('choices', 'input.choices') : undefined,
    isFile: format === 'filepath',
  };
}

function readRemote(fields: Fields, reading: Reading): Remote {
  const transport = fields.text('type', 'transport') ?? fields.required('transportType', 'transport');
  const variables = readVariables(fields, reading);
  const url = fields.required('url', 'remoteUrl');
  const headers = fields.list('headers').map((item) => readKeyed(item, 'header', reading));
  fields.end();
  return { url: bracedTemplate(url, variables), transport, headers };
}
