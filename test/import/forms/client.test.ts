/** Files of MCP clients, written as their documentation has them. */
import { bodyOf, commandsOf, importedFiles, linesOf, objectsOf, purposes } from '../app';

/** One entry of `.mcp.json`. */
const one = (server: object, name = 'search', images?: Record<string, string>) =>
  importedFiles({ '.mcp.json': { mcpServers: { [name]: server } } }, images);
const docker = (args: string[], env?: object) => one({ command: 'docker', args: ['run', '-i', '--rm', ...args], env });
const IMAGE = 'registry.example.com/mcp/search:1.2.0';

describe('docker run of .mcp.json', () => {
  test('becomes a server, with a Secret for what the environment of its user has', () => {
    const app = docker(['-e', 'TOKEN', '-e', 'MODE=fast', IMAGE, '--limit', '5'], { TOKEN: '${SEARCH_TOKEN}' });
    expect(bodyOf(app)).toBe(`const searchSecrets = Secret.fromSecretName(chart, 'search-secrets', 'search-secrets');

// From .mcp.json, mcpServers.search.
new McpServer(chart, 'search', {
  image: '${IMAGE}',
  args: ['--limit', '5'],
  env: { MODE: EnvValue.fromValue('fast'), TOKEN: searchSecrets.envValue('TOKEN') },
});
`);
    expect(linesOf(app)).toEqual([]);
    expect(commandsOf(app)).toEqual([
      "kubectl create secret generic search-secrets --namespace mcp --from-literal='TOKEN=<SEARCH_TOKEN>'",
    ]);
  });

  test('runs in hardened pods, for no operator has made them', () => {
    const app = docker([IMAGE]);
    expect(app.files.get('main.ts')).not.toContain('PodSecurity');
    const names = objectsOf(app).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(names).toEqual(expect.arrayContaining(['Deployment/search', 'ConfigMap/search-runconfig']));
  });

  test.each([
    ['-e and its value in one', ['-eMODE=fast', IMAGE]],
    ['--env=', ['--env=MODE=fast', IMAGE]],
    ['flags together', ['-it', '-e', 'MODE=fast', '--init', '--pull=always', '--name', 'x', IMAGE]],
    ['a dash before the image', ['-e', 'MODE=fast', '--', IMAGE]],
  ])('takes %s', (_, args) => {
    expect(bodyOf(docker(args))).toContain(`image: '${IMAGE}',\n  env: { MODE: EnvValue.fromValue('fast') },\n`);
  });

  test('takes the default of a variable, and says so', () => {
    const app = docker(['-e', 'REGION=${REGION:-eu-1}', IMAGE]);
    expect(bodyOf(app)).toContain("    // \${REGION:-eu-1}\n    REGION: EnvValue.fromValue('eu-1'),\n");
  });

  test('makes a Secret of a file of variables', () => {
    const app = docker(['--env-file', '/home/me/search.env', IMAGE]);
    expect(bodyOf(app)).toContain("envFrom: [{ secretRef: { name: 'search-env' } }]");
    expect(commandsOf(app)).toEqual([
      'kubectl create secret generic search-env --namespace mcp --from-env-file=/home/me/search.env',
    ]);
  });

  test('has no network where it says so, and writes where a tmpfs is', () => {
    const body = bodyOf(docker(['--network', 'none', '--tmpfs', '/cache:size=1g', IMAGE]));
    expect(body).toContain('permissionProfile: PermissionProfile.none(),');
    expect(body).toContain("writablePaths: ['/cache'],");
  });

  test('lists what a pod has no place for, with what to do', () => {
    const app = docker(['-v', '/home/me:/data', '-p', '8080:80', '-u', '1000', '--network=host', IMAGE], {
      DEBUG: '1',
    });
    expect(bodyOf(app)).toContain(IMAGE);
    expect(linesOf(app)).toEqual([
      'note: .mcp.json:10: MCP server "search": nothing is made of args[4]: files of that machine are not in a cluster; mount a volume there with the prop volumes',
      'note: .mcp.json:12: MCP server "search": nothing is made of args[6]: is for other programs on that machine; a server of stdio needs no port',
      'note: .mcp.json:14: MCP server "search": nothing is made of args[8]: say it in podTemplateSpec, for the container mcp',
      'note: .mcp.json:15: MCP server "search": nothing is made of args[9]: is a network of that machine; say who it may connect to with permissionProfile and networkIsolation',
      'note: .mcp.json:19: MCP server "search": nothing is made of env.DEBUG: is for docker itself, for no option -e passes it on',
    ]);
  });

  test.each([
    [
      'an option that nobody knows',
      ['--frobnicate', 'x', IMAGE],
      'the option --frobnicate of docker run is not known here',
    ],
    ['no image', ['-e', 'A=b'], 'docker run names no image'],
    ['an option without its value', ['-e'], 'docker run ends after -e'],
    ['an image of a variable', ['${IMAGE}'], 'its image is named by a variable; write it out'],
  ])('is left out with %s', (_, args, reason) => {
    expect(linesOf(docker(args))).toEqual([`warning: .mcp.json:3: MCP server "search": is left out: ${reason}`]);
  });
});

describe('credentials', () => {
  const TOKEN = `ghp_${'a1B2'.repeat(9)}`;

  test.each([
    ['a variable that is called so', ['-e', 'API_KEY=hunter2', IMAGE], "API_KEY: searchSecrets.envValue('API_KEY')"],
    ['a value that looks so', ['-e', `WHO=${TOKEN}`, IMAGE], "WHO: searchSecrets.envValue('WHO')"],
    ['a flag with its value', [IMAGE, '--api-key', 'hunter2'], "args: ['--api-key', '$(API_KEY)']"],
    ['a flag and its value in one', [IMAGE, '--token=hunter2'], "args: ['--token=$(TOKEN)']"],
    ['an argument that looks so', [IMAGE, 'postgres://me:hunter22@db/x'], "args: ['$(ARGUMENT_1)']"],
    ['a variable in an argument', [IMAGE, '--who=${WHO}'], "args: ['--who=$(WHO)']"],
  ])('of %s come from a Secret', (_, args, code) => {
    const app = docker(args);
    expect(bodyOf(app)).toContain(code);
    const all = [...app.files.values(), ...linesOf(app), ...commandsOf(app)].join('\n');
    expect(all).not.toMatch(/hunter2|ghp_/);
  });

  test('in a header come from a Secret, whole', () => {
    const app = one({ type: 'http', url: 'https://mcp.example.com/mcp', headers: { Authorization: 'Bearer ${T}' } });
    expect(bodyOf(app)).toContain("secretHeaders: { Authorization: { secret: searchSecrets, key: 'Authorization' } },");
    expect(commandsOf(app)[0]).toContain("--from-literal='Authorization=Bearer <T>'");
  });

  test.each([
    ['a variable', 'https://mcp.example.com/mcp?key=${KEY}', 'its address has KEY in it'],
    ['a password', 'https://me:hunter22@mcp.example.com/mcp', 'its address has a credential in it'],
  ])('in an address keep the server out of the app: %s', (_, url, reason) => {
    const [line] = linesOf(one({ url }));
    expect(line).toContain(`is left out: ${reason}`);
    expect(line).not.toContain('hunter');
  });

  test('leave texts alone that Kubernetes would fill in', () => {
    expect(bodyOf(docker(['-e', 'A=$(B)', IMAGE, '$(C)']))).toContain(
      "args: ['$$(C)'],\n  env: { A: EnvValue.fromValue('$$(B)') },",
    );
  });
});

describe('packages and programs', () => {
  test.each([
    [{ command: 'npx', args: ['-y', '@acme/search@1'] }, 'npx://@acme/search@1'],
    [{ command: 'C:\\Program Files\\nodejs\\npx.cmd', args: ['--yes', '--package=@acme/s', 's'] }, 'npx://@acme/s'],
    [{ command: 'cmd', args: ['/c', 'npx', '-y', 'search'] }, 'npx://search'],
    [{ command: 'uvx', args: ['--from', 'git+https://example.com/x', 'search'] }, 'uvx://git+https://example.com/x'],
    [{ command: 'uv', args: ['tool', 'run', 'search'] }, 'uvx://search'],
    [{ command: 'pipx', args: ['run', 'search'] }, 'uvx://search'],
    [{ command: 'go', args: ['run', 'example.com/search@latest'] }, 'go://example.com/search@latest'],
  ])('%j is left out, with what to build', (server, name) => {
    const [line] = linesOf(one(server));
    expect(line).toBe(
      `warning: .mcp.json:3: MCP server "search": is left out: it runs ${name}, and Kubernetes runs images; build one with \`thv build --tag IMAGE ${name}\`, push it, and import again with --image search=IMAGE`,
    );
  });

  test('become servers where their image is given, with what follows the package as arguments', () => {
    const app = one({ command: 'npx', args: ['-y', 'search', '--limit', '5'], env: { MODE: 'x' } }, 'search', {
      search: IMAGE,
    });
    expect(bodyOf(app)).toContain(
      `  image: '${IMAGE}',\n  args: ['--limit', '5'],\n  env: { MODE: EnvValue.fromValue('x') },\n`,
    );
  });

  test('stand as comments in the code', () => {
    const { files } = importedFiles({
      '/home/me/.mcp.json': {
        mcpServers: { a: { command: 'docker', args: ['run', IMAGE] }, b: { command: 'node', args: ['x.js'] } },
      },
    });
    expect(files.get('main.ts')).toContain(`});

// b of .mcp.json is left out: it runs the program "node" of that machine, and Kubernetes runs images.
// Build one of it, and import again with --image b=IMAGE.

app.synth();
`);
  });

  test('fails for an image that no server needs', () => {
    expect(linesOf(one({ command: 'docker', args: ['run', IMAGE] }, 'search', { serch: IMAGE }))).toEqual([
      'error: --image serch: no server of that name is in the files, or it has an image; leave it out',
    ]);
  });

  test.each([
    [{ command: 'docker', args: ['mcp', 'gateway', 'run'] }, "it runs Docker's own gateway"],
    [{ command: 'docker', args: ['compose', 'up'] }, 'it is no docker run'],
    [{ command: 'bash', args: ['-c', 'x'] }, 'it runs a script of bash'],
    [{ command: 'thv', args: ['proxy', 'x'] }, 'it asks ToolHive on that machine'],
    [{ url: 'http://localhost:8080/mcp' }, 'its address is on that machine'],
    [{ type: 'ws', url: 'wss://mcp.example.com' }, 'ToolHive speaks no WebSocket'],
    [{ command: 'npx', args: ['search'], disabled: true }, 'the file has switched it off'],
    [{ type: 'http', command: 'npx' }, 'it has a command, and a type that is none of stdio'],
    [{ type: 'grpc', url: 'https://x.example.com' }, 'its type is none that ToolHive speaks'],
    [{ env: {} }, 'it has neither a command nor an address'],
  ])('%j is left out', (server, reason) => {
    expect(linesOf(one(server))[0]).toContain(`is left out: ${reason}`);
  });
});

describe('a remote server', () => {
  test.each([
    [{ type: 'http', url: 'https://mcp.example.com/mcp' }, 'STREAMABLE_HTTP'],
    [{ type: 'sse', url: 'https://mcp.example.com/events' }, 'SSE'],
    [{ url: 'https://mcp.example.com/sse' }, 'SSE'],
    [{ serverUrl: 'https://mcp.example.com/mcp' }, 'STREAMABLE_HTTP'],
    [
      { command: 'npx', args: ['-y', 'mcp-remote@latest', 'https://mcp.example.com/sse', '--transport', 'sse-only'] },
      'SSE',
    ],
  ])('%j is proxied', (server, transport) => {
    expect(bodyOf(one(server))).toContain(`transport: RemoteTransport.${transport},`);
  });

  test('behind mcp-remote has the headers that it is given', () => {
    const app = one({
      command: 'npx',
      args: ['mcp-remote', 'https://mcp.example.com/mcp', '3334', '--header', 'Authorization:${AUTH}'],
      env: { AUTH: 'Bearer ${TOKEN}' },
    });
    expect(bodyOf(app)).toContain("secretHeaders: { Authorization: { secret: searchSecrets, key: 'Authorization' } },");
    expect(commandsOf(app)[0]).toContain("--from-literal='Authorization=Bearer <TOKEN>'");
    expect(linesOf(app)).toEqual([
      'note: .mcp.json:8: MCP server "search": nothing is made of args[2]: is for mcp-remote, which is not needed here',
    ]);
  });

  test('lists how its client logs in', () => {
    const app = one({ url: 'https://mcp.example.com/mcp', auth: { CLIENT_ID: 'x', CLIENT_SECRET: 'hunter2' } });
    expect(linesOf(app)).toEqual([
      'note: .mcp.json:5: MCP server "search": nothing is made of auth: is how the client logs in; the proxy passes on what clients send, and the prop externalAuth has other ways',
    ]);
  });
});

describe('the files of other clients', () => {
  test("VS Code's has inputs, comments and trailing commas", () => {
    const text = `{
  // What VS Code asks for.
  "inputs": [
    { "type": "promptString", "id": "api-key", "description": "Key of the search", "password": true },
    { "type": "promptString", "id": "region", "description": "Region", "default": "eu" },
  ],
  "servers": {
    "search": {
      "type": "stdio", /* in Docker */
      "command": "docker",
      "args": ["run", "-i", "--rm", "-e", "API_KEY", "-e", "REGION", "${IMAGE}"],
      "env": { "API_KEY": "\${input:api-key}", "REGION": "\${input:region}" },
      "envFile": "\${workspaceFolder}/.env",
    },
  },
}
`;
    const app = importedFiles({ 'mcp.json': text });
    expect(bodyOf(app)).toContain(`  env: {
    // \${input:region}
    REGION: EnvValue.fromValue('eu'),
    API_KEY: searchSecrets.envValue('API_KEY'),
  },
`);
    expect(commandsOf(app)).toEqual([
      "kubectl create secret generic search-secrets --namespace mcp --from-literal='API_KEY=<api-key>'",
      "kubectl create secret generic search-env --namespace mcp --from-env-file='\${workspaceFolder}/.env'",
    ]);
    expect(purposes(app)).toEqual(['API_KEY: Key of the search']);
    expect(linesOf(app)).toEqual([
      'note: mcp.json:4: nothing is made of inputs[0].type, inputs[1].type: is for the client alone',
    ]);
  });

  test("VS Code's settings hold servers below mcp", () => {
    const app = importedFiles({
      'settings.json': { 'editor.tabSize': 2, mcp: { servers: { a: { url: 'https://a.example.com/mcp' } } } },
    });
    expect(bodyOf(app)).toContain("remoteUrl: 'https://a.example.com/mcp',");
    expect(linesOf(app)).toEqual([
      'note: settings.json:2: nothing is made of ["editor.tabSize"]: is not known here; see what it is for',
    ]);
  });

  test("Cursor's names the environment otherwise", () => {
    const app = importedFiles({
      'mcp.json': { mcpServers: { a: { url: 'https://a.example.com/mcp', headers: { 'X-Key': '\${env:KEY}' } } } },
    });
    expect(commandsOf(app)[0]).toContain("--from-literal='X-Key=<KEY>'");
  });

  test('what names a folder of the machine is left out', () => {
    const app = docker([IMAGE, '\${workspaceFolder}/x', '--all']);
    expect(bodyOf(app)).toContain("args: ['--all']");
    expect(linesOf(app)).toEqual([
      'note: .mcp.json:10: MCP server "search": nothing is made of args[4]: names something of that machine',
    ]);
  });

  test('several at once make one app, and a name that is taken gets a number', () => {
    const app = importedFiles({
      '.mcp.json': { mcpServers: { search: { command: 'docker', args: ['run', 'a:1'] } } },
      'claude_desktop_config.json': {
        mcpServers: { search: { command: 'docker', args: ['run', 'b:1'] } },
        globalShortcut: '',
      },
      'x.yaml':
        'apiVersion: toolhive.stacklok.dev/v1beta1\nkind: MCPServer\nmetadata: {name: own}\nspec: {image: "c:1"}\n',
    });
    expect(app.files.get('main.ts')).toMatch(/'search', \{[^]*'search-2', \{[^]*'own', \{/);
    expect(linesOf(app)).toEqual([
      'note: claude_desktop_config.json:11: nothing is made of globalShortcut: is not known here; see what it is for',
    ]);
  });

  test('fails where a field is of a wrong type, and shows no value', () => {
    expect(linesOf(one({ command: 'docker', args: 'run hunter2' }))).toEqual([
      'error: .mcp.json:5: mcpServers.search.args: must be a list of texts, not a text',
    ]);
  });
});
