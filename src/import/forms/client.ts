/**
 * Servers in the file of a client: `mcpServers` of Claude Code's `.mcp.json` (code.claude.com/docs/en/mcp),
 * `claude_desktop_config.json` (modelcontextprotocol.io/quickstart/user), Cursor's `mcp.json` (cursor.com/docs/mcp) and others
 * that took the same; `servers` and `inputs` of VS Code's (code.visualstudio.com/docs/copilot/reference/mcp-configuration).
 */
import { DockerRun } from './docker-run';
import { launched, Launched } from './launcher';
import { About } from './making';
import { Leaf, Part } from './part';
import { Asked, Filled, Variables } from './variables';
import { writeEntry } from './write-entry';
import { Argument, Entry, Setting } from '../../catalog/entry';
import { shown } from '../../findings';

const OF_CLIENT = 'is for the client alone';
const LOGIN =
  'is how the client logs in; the proxy passes on what clients send, and the prop externalAuth has other ways';
const TOOLS = 'say which tools there are with the prop tools';

/** What clients call the two transports over HTTP. */
const REMOTE_TYPES = ['http', 'sse', 'streamable-http', 'streamableHttp', 'remote'];

export function readClient(root: Part, about: About): void {
  const inner = root.part('mcp');
  const parts = inner ? [root, inner] : [root];
  for (const part of parts) {
    const asked = askedOf(part);
    const lists = part === root ? (['mcpServers', 'servers'] as const) : (['servers'] as const);
    for (const list of lists) {
      for (const [name, server] of part.byName(list)) readServer(name, server, asked, about);
    }
  }
  about.list(root.value, '');
}

function askedOf(part: Part): Map<string, Asked> {
  const found = new Map<string, Asked>();
  const servers = JSON.stringify([part.raw('servers'), part.raw('mcpServers')]);
  for (const input of part.parts('inputs')) {
    const id = input.text('id');
    input.leave(OF_CLIENT, 'type', 'options', 'command', 'args');
    const asked: Asked = {
      isSecret: input.flag('password') ?? false,
      description: input.text('description'),
      default: input.text('default'),
    };
    if (id !== undefined) found.set(id, asked);
    if (!servers.includes(`\${input:${id}}`)) part.ledger.leave('no server asks for it', input.at('id'));
  }
  return found;
}

function readServer(name: string, server: Part, asked: ReadonlyMap<string, Asked>, about: About): void {
  const { path } = server;
  server.leave(OF_CLIENT, 'timeout', 'trust', 'alwaysAllow', 'autoApprove', 'alwaysLoad', 'dev', 'gallery', 'version');
  server.leave(OF_CLIENT, 'sandbox', 'sandboxEnabled', 'icon', 'startupTimeout', 'toolTimeout');
  server.leave(LOGIN, 'oauth', 'auth', 'headersHelper', 'authProviderType');
  server.leave(TOOLS, 'tools', 'includeTools', 'excludeTools', 'enabledTools', 'disabledTools');
  server.leave('is a folder of that machine', 'cwd');
  const description = server.text('description');
  const isOff = server.flag('disabled') === true || server.flag('enabled') === false;
  if (isOff) return about.leave(path, name, 'the file has switched it off');
  const entry: Entry = { ...EMPTY, name, description };
  const command = server.leaf('command');
  const url = server.leaf('url') ?? server.leaf('serverUrl') ?? server.leaf('httpUrl');
  const reader = new ServerReader(server, entry, new Variables(asked), about);
  if (command) reader.command(command);
  else if (url) reader.remote(url, server.textMap('headers'));
  else about.leave(path, name, 'it has neither a command nor an address');
  about.list(server.value, path, name);
}

const EMPTY = {
  name: '',
  isDeprecated: false,
  tags: [],
  tools: [],
  isStateless: false,
  inputs: [],
  refusals: [],
} as const;

class ServerReader {
  private readonly remarks = new Map<string, string>();
  private readonly envFiles: string[];

  constructor(
    private readonly server: Part,
    private readonly entry: Entry,
    private variables: Variables,
    private readonly about: About,
  ) {
    const file = server.leaf('envFile');
    this.envFiles = file ? [file.text] : [];
  }

  command(command: Leaf): void {
    const { server, entry, about } = this;
    const env = server.textMap('env');
    const word = server.text('type') ?? server.text('transport');
    if (word !== undefined && !['stdio', 'local'].includes(word)) {
      return about.leave(server.path, entry.name, 'it has a command, and a type that is none of stdio');
    }
    const program = launched(command, server.texts('args'));
    if ('docker' in program) return this.docker(program.docker, env);
    if ('url' in program) {
      // The bridge itself replaces variables in its arguments.
      this.variables = this.variables.within(new Map(env.map(([name, { text }]) => [name, text])));
      for (const { path } of program.rest) server.ledger.leave('is for mcp-remote, which is not needed here', path);
      const headers = program.headers.map(({ text, path }): [string, Leaf] => {
        const [, name = text, value = ''] = /^([^:]*):\s*([^]*)$/.exec(text) ?? [];
        return [name, { text: value, path }];
      });
      return this.remote(program.url, headers, program.isSse ? 'sse' : undefined);
    }
    const image = about.making.imageFor(entry.name);
    const args = program.args ?? [];
    if (image === undefined || !program.args) {
      return about.leave(server.path, entry.name, whatToDo(entry.name, program));
    }
    this.write({
      container: {
        image,
        transport: 'stdio',
        args: args.flatMap((arg) => this.argument(arg)),
        env: env.flatMap(([name, value]) => this.setting(name, value)),
        mounts: [],
      },
    });
  }

  remote(
    url: Leaf,
    headers: readonly [string, Leaf][],
    word = this.server.text('type') ?? this.server.text('transport'),
  ): void {
    const { server, entry, about } = this;
    const filled = this.variables.fill(url.text);
    const text = (filled?.template ?? []).join('');
    if (!filled) return about.leave(server.path, entry.name, 'its address names something of that machine');
    if (/^https?:\/\/(?:localhost|127\.|0\.0\.0\.0|\[::1?\]|host\.docker\.internal)/i.test(text)) {
      const reason = 'its address is on that machine, where a cluster reaches nothing; import what runs it there';
      return about.leave(server.path, entry.name, reason);
    }
    if (word === 'ws' || /^wss?:/.test(text)) {
      return about.leave(server.path, entry.name, 'ToolHive speaks no WebSocket');
    }
    if (word !== undefined && !REMOTE_TYPES.includes(word)) {
      return about.leave(server.path, entry.name, 'its type is none that ToolHive speaks: http, sse, streamable-http');
    }
    if (filled.remark) this.remarks.set('remoteUrl', filled.remark);
    const isSse = word === 'sse' || (word === undefined && /\/sse\/?(?:\?|$)/.test(text));
    this.write({
      remote: {
        url: filled.template,
        transport: isSse ? 'sse' : 'streamable-http',
        headers: headers.flatMap(([name, value]) => this.setting(name, value)),
      },
    });
  }

  private docker(run: DockerRun, env: readonly [string, Leaf][]): void {
    const { server, entry, about } = this;
    const image = this.variables.fill(run.image.text);
    if (!image || image.template.some((piece) => typeof piece !== 'string')) {
      return about.leave(server.path, entry.name, 'its image is named by a variable; write it out');
    }
    for (const { path, reason } of run.left) server.ledger.leave(reason, path);
    const own = new Map(env);
    const passed = new Set(run.env.filter(({ value }) => !value).map(({ name }) => name));
    for (const [name, { path }] of env) {
      if (!passed.has(name)) server.ledger.leave('is for docker itself, for no option -e passes it on', path);
    }
    const settings = run.env.flatMap(({ name, value = own.get(name), path }) =>
      this.setting(name, value ?? { text: `\${${name}}`, path }),
    );
    this.envFiles.push(...run.envFiles.map(({ text }) => text));
    this.write(
      {
        container: {
          image: image.template.join(''),
          transport: 'stdio',
          args: run.args.flatMap((arg) => this.argument(arg)),
          // The last value counts.
          env: [...new Map(settings.map((setting) => [setting.name, setting])).values()],
          mounts: [],
          permissions: run.isOffline
            ? { read: [], write: [], isPrivileged: false, network: { allowAll: false, hosts: [], ports: [] } }
            : undefined,
        },
      },
      run.writablePaths.map(({ text }) => text),
    );
  }

  private argument(leaf: Leaf): Argument[] {
    const filled = this.filled(leaf);
    return filled ? [{ value: filled.template }] : [];
  }

  private setting(name: string, leaf: Leaf): Setting[] {
    const filled = this.filled(leaf);
    if (filled?.remark) this.remarks.set(name, filled.remark);
    return filled ? [{ name, value: filled.template, isSecret: false }] : [];
  }

  private filled({ text, path }: Leaf): Filled | undefined {
    const filled = this.variables.fill(text);
    if (!filled) this.server.ledger.leave('names something of that machine', path);
    return filled;
  }

  private write(made: Pick<Entry, 'container' | 'remote'>, writablePaths: readonly string[] = []): void {
    const { inputs } = this.variables;
    const { path } = this.server;
    const { remarks, envFiles } = this;
    writeEntry(this.about, { ...this.entry, ...made, inputs }, { path, remarks, envFiles, writablePaths });
  }
}

function whatToDo(name: string, program: Exclude<Launched, { docker: unknown } | { url: unknown }>): string {
  const again = `import again with --image ${/^[\w.-]+$/.test(name) ? name : shown(name)}=IMAGE`;
  if ('package' in program) {
    return `it runs ${program.package}, and Kubernetes runs images; build one with \`thv build --tag IMAGE ${program.package}\`, push it, and ${again}`;
  }
  return program.args ? `${program.reason}; build one of it, and ${again}` : program.reason;
}
