/**
 * An entry of Docker's MCP catalogue. Sources: servers/NAME/server.yaml of docker/mcp-registry, and its CONTRIBUTING.md; for
 * the whole catalogue pkg/catalog/types.go of docker/mcp-gateway.
 */
import { shown } from '../../findings';
import { Tool, toolHints } from '../../tools/tool';
import { Argument, Container, Entry, Input, Permissions, Refusal, Remote, Setting } from '../entry';
import { Fields, SAID } from '../fields';
import { doubleBracedTemplate } from '../template';

const TYPES = ['server', 'remote', 'poci'];

/** Reads one `server.yaml`. */
export function readDocker(fields: Fields): Entry {
  const about = fields.map('about');
  const meta = fields.map('meta');
  const config = fields.map('config');
  const run = fields.map('run');
  const schema = config?.map('parameters');
  const head = {
    name: fields.required('name', 'entry.name'),
    title: about?.text('title', 'entry.title'),
    description: about?.text('description', 'entry.description'),
    repository: fields.map('source')?.text('project', 'entry.repository'),
    tags: meta?.texts('tags', 'entry.tags') ?? [],
  };
  fields.aside(SAID, 'source');
  config?.aside(SAID, 'description');
  about?.aside(SAID, 'icon');
  meta?.aside(SAID, 'category');
  const entry = readServer(fields, head, {
    secrets: config?.list('secrets') ?? [],
    env: config?.list('env') ?? [],
    parameters: schema ? [schema] : [],
    run,
    isSet: fields.has('tools'),
  });
  for (const part of [about, meta, config, run]) part?.end();
  return entry;
}

/** Reads one entry of a whole catalogue, where all that is said of a server is in one map. */
export function readDockerListed(name: string, fields: Fields): Entry {
  const metadata = fields.map('metadata');
  const tools = fields.list('tools');
  const head = {
    name,
    title: fields.text('title', 'entry.title'),
    description: fields.text('description', 'entry.description'),
    repository: fields.text('upstream', 'entry.repository') ?? fields.text('source', 'entry.repository'),
    tags: metadata?.texts('tags', 'entry.tags') ?? [],
  };
  fields.aside(
    SAID,
    'name',
    'icon',
    'readme',
    'toolsUrl',
    'ref',
    'dateAdded',
    'source',
    'upstream',
    'policy',
    'prefix',
  );
  fields.aside(SAID, 'prompts', 'resources');
  metadata?.allAside(SAID);
  const isSet = tools.some((tool) => tool.has('container'));
  const known = tools.map((tool): Tool => {
    const annotations = toolHints(tool.peek('annotations'));
    const called = tool.required('name', 'entry.tools');
    const description = tool.text('description', 'entry.tools');
    tool.allAside(isSet ? 'refused' : 'entry.tools');
    return { name: called, description, ...(annotations && { annotations }) };
  });
  const entry = readServer(fields, head, {
    secrets: fields.list('secrets'),
    env: fields.list('env'),
    parameters: fields.list('config'),
    run: fields,
    isSet,
  });
  return { ...entry, tools: known.filter((tool) => tool.name) };
}

/** Where the two forms have the same. */
interface Parts {
  readonly secrets: readonly Fields[];
  readonly env: readonly Fields[];
  /** Schemas of the values that are asked for. */
  readonly parameters: readonly Fields[];
  /** How the image is run. */
  readonly run?: Fields;
  /** Whether it is a set of images, one for each tool. */
  readonly isSet: boolean;
}

type Head = Pick<Entry, 'name' | 'title' | 'description' | 'repository' | 'tags'>;

function readServer(fields: Fields, head: Head, { run, isSet, ...parts }: Parts): Entry {
  const refusals: Refusal[] = [];
  const type = fields.text('type', 'entry');
  if (type !== undefined && !TYPES.includes(type)) {
    refusals.push({ message: `its type ${shown(type)} is none that is known: ${TYPES.join(', ')}` });
  }
  const secrets = parts.secrets.map(readSecret);
  const settings = parts.env.map((item) => readSetting(item, refusals));
  const inputs = [...secrets, ...parts.parameters.flatMap(readParameters)];
  const entry = { ...head, isDeprecated: false, tools: [], isStateless: false, refusals };
  if (fields.has('oauth')) fields.aside('a remote server asks for a login itself', 'oauth');
  fields.aside(SAID, 'longLived', 'dynamic', 'requirement', 'icon');

  const remote = fields.map('remote');
  const endpoint = fields.text('sseEndpoint', 'remoteUrl');
  let found: Entry;
  if (endpoint !== undefined) {
    fields.aside('of an image that is not run', 'image');
    found = { ...entry, remote: { url: [endpoint], transport: 'sse', headers: [] }, inputs };
  } else if (remote && (type === 'remote' || remote.has('url') || !fields.has('image'))) {
    // Go writes an empty image, too.
    fields.aside('of an image that is not run', 'image');
    found = { ...entry, remote: readRemote(remote, secrets, inputs), inputs };
  } else if (type === 'poci' || isSet) {
    fields.aside('refused', 'tools', 'image');
    refusals.push({
      message: 'it is no server but a set of images, one for each call; ToolHive has nothing that runs those',
    });
    found = { ...entry, inputs };
  } else {
    found = { ...entry, container: readContainer(fields, run, settings, secrets, inputs, refusals), inputs };
  }
  for (const part of [remote, fields]) part?.end();
  return found;
}

function readContainer(
  fields: Fields,
  run: Fields | undefined,
  settings: readonly Setting[],
  secrets: readonly Input[],
  inputs: Input[],
  refusals: Refusal[],
): Container {
  // Of a whole catalogue, `env` is the list of settings.
  const fixedEnv = run === fields ? {} : (run?.textMap('env', 'env') ?? {});
  const env = [
    ...secrets.map(({ name }): Setting => ({ name, isSecret: true, value: [{ input: name }] })),
    ...settings,
    ...Object.entries(fixedEnv).map(([name, value]) => fixed(name, value, secrets, inputs)),
  ];
  return {
    image: fields.required('image', 'image'),
    transport: 'stdio',
    args: (run?.texts('command', 'args') ?? []).flatMap((text) => readArgument(text, run!.at('command'), refusals)),
    // The last value counts.
    env: [...new Map(env.map((setting) => [setting.name, setting])).values()],
    permissions: readPermissions(run, refusals),
    mounts: (run?.texts('volumes', 'volumes') ?? []).map(mountOf),
  };
}

/** `allowHosts` has hosts with their ports; `*` is any host. */
function readPermissions(run: Fields | undefined, refusals: Refusal[]): Permissions | undefined {
  const isOffline = run?.flag('disableNetwork', 'permissionProfile') ?? false;
  const hosts = run?.texts('allowHosts', 'permissionProfile') ?? [];
  const user = run?.text('user', 'podTemplateSpec');
  if (user) {
    const message = `${run!.at('user')} ${shown(user)}: give it in podTemplateSpec, and name "user" in omit`;
    refusals.push({ message, omit: 'user' });
  }
  if (run?.texts('extraHosts', 'podTemplateSpec').length) {
    const message = `${run.at('extraHosts')}: give them as hostAliases in podTemplateSpec, and name "extraHosts" in omit`;
    refusals.push({ message, omit: 'extraHosts' });
  }
  if (!isOffline && !hosts.length) return undefined;
  const ways = hosts.map((host) => /^(.*?)(?::(\d+))?$/.exec(host)!);
  const names = [...new Set(ways.map(([, host]) => host))];
  const ports = [...new Set(ways.flatMap(([, , port]) => (port ? [Number(port)] : [])))];
  const allowAll = names.includes('*');
  return {
    ...{ read: [], write: [], isPrivileged: false },
    network: { allowAll, hosts: allowAll ? [] : names, ports },
  };
}

/** `/host/path:/path`, `name:/path:ro`. */
function mountOf(volume: string): string {
  return /:(\/[^:]*)(?::[^:/]*)?$/.exec(volume)?.[1] ?? volume;
}

function readArgument(text: string, at: string, refusals: Refusal[]): Argument[] {
  const value = doubleBracedTemplate(text);
  if (value) return [{ value }];
  const message = `${at}: ${shown(text)} does more than to name a parameter; give args, and name "command" in omit`;
  refusals.push({ message, omit: 'command' });
  return [];
}

function readSecret(fields: Fields): Input {
  fields.aside(SAID, 'example', 'name');
  const isRequired = fields.has('required') ? fields.flag('required', 'input.isRequired') : true;
  const input: Input = {
    kind: 'variable',
    name: fields.required('env', 'input.name'),
    description: fields.text('description', 'input.description'),
    isSecret: true,
    isRequired,
  };
  fields.end();
  return input;
}

function readSetting(fields: Fields, refusals: Refusal[]): Setting {
  const name = fields.required('name', 'input.name');
  fields.aside(SAID, 'example', 'description', 'default');
  const text = fields.scalar('value', 'env') ?? '';
  fields.end();
  const value = doubleBracedTemplate(text);
  if (value) return { name, value, isSecret: false };
  const message = `${fields.at('value')}: ${shown(text)} of ${name} does more than to name a parameter; give env.${name}, and name ${name} in omit`;
  refusals.push({ message, omit: name });
  return { name, value: [], isSecret: false };
}

/** `$TOKEN` and `${TOKEN}` are secrets' texts. A Secret then has to hold the whole value. */
function fixed(name: string, text: string, secrets: readonly Input[], inputs: Input[]): Setting {
  const used = secrets.find((secret) => mentions(text, secret.name));
  if (!used) return { name, value: [text], isSecret: false };
  inputs.push({
    name,
    kind: 'variable',
    description: `${text}, with the value of ${used.name} in it`,
    isSecret: true,
    isRequired: used.isRequired,
  });
  return { name, value: [{ input: name }], isSecret: true };
}

function mentions(text: string, variable: string): boolean {
  return [...text.matchAll(/\$\{?(\w+)\}?/g)].some(([, name]) => name === variable);
}

function readParameters(schema: Fields): Input[] {
  schema.aside(SAID, 'name', 'type', 'anyOf', 'title', 'description');
  const required = new Set(schema.texts('required', 'input.isRequired'));
  const found = [...schema.maps('properties')].map(([name, fields]): Input => {
    fields.aside(SAID, 'type', 'items', 'example', 'title', 'format');
    const isList = Array.isArray(fields.peek('default'));
    if (isList) fields.aside('the list of a command', 'default');
    const input: Input = {
      name,
      kind: 'parameter',
      description: fields.text('description', 'input.description'),
      isSecret: false,
      isRequired: required.has(name),
      default: isList ? undefined : fields.scalar('default', 'input.default'),
      choices: fields.has('enum') ? fields.texts('enum', 'input.choices') : undefined,
    };
    fields.end();
    return input;
  });
  schema.end();
  return found;
}

/** A header that is `${NAME}` has the secret's value; where more is about it, the Secret holds the whole. */
function readRemote(fields: Fields, secrets: readonly Input[], inputs: Input[]): Remote {
  const headers = Object.entries(fields.textMap('headers', 'secretHeaders'));
  return {
    url: [fields.required('url', 'remoteUrl')],
    transport: fields.text('transportType', 'transport') ?? 'streamable-http',
    headers: headers.map(([name, text]): Setting => {
      const alone = secrets.find((secret) => text === `\${${secret.name}}` || text === `$${secret.name}`);
      return alone ? { name, isSecret: true, value: [{ input: alone.name }] } : fixed(name, text, secrets, inputs);
    }),
  };
}
