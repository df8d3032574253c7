/** An entry of Docker's MCP catalogue. Source: servers/NAME/server.yaml of docker/mcp-registry, and its CONTRIBUTING.md. */
import { shown } from '../../findings';
import { Argument, Container, Entry, Input, Permissions, Refusal, Remote, Setting } from '../entry';
import { Fields, SAID } from '../fields';
import { doubleBracedTemplate } from '../template';

const TYPES = ['server', 'remote', 'poci'];

/** Reads one `server.yaml`. */
export function readDocker(fields: Fields): Entry {
  const refusals: Refusal[] = [];
  const name = fields.required('name', 'entry.name');
  const type = fields.text('type', 'entry');
  if (type !== undefined && !TYPES.includes(type)) {
    refusals.push({ message: `its type ${shown(type)} is none that is known: ${TYPES.join(', ')}` });
  }
  const about = fields.map('about');
  const meta = fields.map('meta');
  const config = fields.map('config');
  const parameters = readParameters(config);
  const secrets = (config?.list('secrets') ?? []).map(readSecret);
  const settings = (config?.list('env') ?? []).map((item) => readSetting(item, refusals));
  const inputs = [...secrets, ...parameters];
  const entry = {
    name,
    title: about?.text('title', 'entry.title'),
    description: about?.text('description', 'entry.description'),
    repository: fields.map('source')?.text('project', 'entry.repository'),
    isDeprecated: false,
    tags: meta?.texts('tags', 'entry.tags') ?? [],
    tools: [],
    isStateless: false,
    refusals,
  };
  if (fields.has('oauth')) fields.aside('a remote server asks for a login itself', 'oauth');
  fields.aside(SAID, 'source', 'dynamic', 'requirement', 'longLived', 'icon');
  config?.aside(SAID, 'description');
  about?.aside(SAID, 'icon');
  meta?.aside(SAID, 'category');

  const remote = fields.map('remote');
  const run = fields.map('run');
  let found: Entry;
  if (remote) {
    found = { ...entry, remote: readRemote(remote, secrets, inputs), inputs };
  } else if (type === 'poci' || fields.has('tools')) {
    fields.aside('refused', 'tools', 'image');
    refusals.push({
      message: 'it is no server but a set of images, one for each call; ToolHive has nothing that runs those',
    });
    found = { ...entry, inputs };
  } else {
    found = { ...entry, container: readContainer(fields, run, settings, secrets, inputs, refusals), inputs };
  }
  for (const part of [about, meta, config, run, remote, fields]) part?.end();
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
  const env = [
    ...secrets.map(({ name }): Setting => ({ name, isSecret: true, value: [{ input: name }] })),
    ...settings,
    ...Object.entries(run?.textMap('env', 'env') ?? {}).map(([name, value]) => fixed(name, value, secrets, inputs)),
  ];
  return {
    image: fields.required('image', 'image'),
    transport: 'stdio',
    args: (run?.texts('command', 'args') ?? []).flatMap((text) => readArgument(text, refusals)),
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
    const message = `run.user ${shown(user)}: give it in podTemplateSpec, and name "user" in omit`;
    refusals.push({ message, omit: 'user' });
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

function readArgument(text: string, refusals: Refusal[]): Argument[] {
  const value = doubleBracedTemplate(text);
  if (value) return [{ value }];
  const message = `run.command: ${shown(text)} does more than to name a parameter; give args, and name "command" in omit`;
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
  const message = `config.env: the value ${shown(text)} of ${name} does more than to name a parameter; give env.${name}, and name ${name} in omit`;
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

function readParameters(config: Fields | undefined): Input[] {
  const schema = config?.map('parameters');
  if (!schema) return [];
  schema.aside(SAID, 'type', 'anyOf', 'title', 'description');
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
