import * as kplus from 'cdk8s-plus-28';
import {
  CatalogRemoteProxyProps,
  CatalogServerProps,
  McpCatalog,
  McpRemoteProxy,
  McpServer,
  PermissionProfile,
  Warnings,
} from '../../src';
import { chartIn, objects, runConfigOf } from '../util';

const TOOLHIVE = {
  servers: {
    orders: {
      description: 'Looks up orders',
      tier: 'Community',
      status: 'Active',
      transport: 'streamable-http',
      target_port: 3000,
      image: 'registry.example.com/mcp/orders:1.4.0',
      args: ['--verbose'],
      tools: ['find_order'],
      tags: ['orders'],
      permissions: { network: { outbound: { allow_host: ['orders.example.com'], allow_port: [443] } } },
      env_vars: [
        { name: 'ORDERS_URL', description: 'Address of the order system', required: true },
        { name: 'ORDERS_TOKEN', description: 'Token for it', required: true, secret: true },
        { name: 'LOG_LEVEL', description: 'How much is logged', required: false, default: 'info' },
        { name: 'PROXY', description: 'Where to go through', required: false },
      ],
      provenance: { repository_uri: 'https://github.com/example/orders', cert_issuer: 'https://issuer.example.com' },
    },
  },
  remote_servers: {
    search: {
      description: 'Searches',
      tier: 'Official',
      status: 'Active',
      transport: 'sse',
      tools: ['search'],
      url: 'https://mcp.example.com/sse',
      oauth_config: { issuer: 'https://sso.example.com', scopes: ['read'] },
    },
  },
};

const OFFICIAL = {
  name: 'io.github.example/files',
  description: 'Reads files',
  version: '1.0.0',
  packages: [
    { registryType: 'npm', identifier: '@example/files', version: '1.0.0', transport: { type: 'stdio' } },
    {
      registryType: 'oci',
      identifier: 'registry.example.com/mcp/files',
      version: '1.0.0',
      transport: { type: 'streamable-http', url: 'http://localhost:5000/mcp' },
      packageArguments: [
        { type: 'named', name: '--root', isRequired: true, description: 'Where files are' },
        { type: 'named', name: '--mode', default: 'ro', choices: ['ro', 'rw'] },
        { type: 'named', name: '--limit' },
        { type: 'positional', value: 'serve-{tenant}', variables: { tenant: { isRequired: true } } },
      ],
      environmentVariables: [{ name: 'REGION', value: 'eu-{zone}', variables: { zone: { default: '1' } } }],
    },
  ],
};

const DOCKER = `
name: notes
image: mcp/notes:1.0
type: server
about: { title: Notes, description: Keeps notes, icon: https://example.com/icon }
meta: { category: productivity, tags: [notes] }
run:
  command: ["--user={{notes.user}}"]
  allowHosts: ["api.example.com:443"]
  env:
    MODE: stdio
    HEADERS: '{"Authorization": "Bearer $NOTES_TOKEN"}'
config:
  secrets:
    - { name: notes.token, env: NOTES_TOKEN, example: <TOKEN> }
  env:
    - { name: NOTES_URL, example: https://x, value: "{{notes.url}}" }
  parameters:
    type: object
    properties: { user: { type: string }, url: { type: string, default: https://notes.example.com } }
    required: [user]
`;

const catalogOf = (value: unknown, file?: string) =>
  McpCatalog.fromText(typeof value === 'string' ? value : JSON.stringify(value, null, 1), file);

/** The server, and what its chart makes. */
function made(value: unknown, name: string, props: (scope: kplus.ISecret) => CatalogServerProps = () => ({})) {
  const chart = chartIn();
  const secret = kplus.Secret.fromSecretName(chart, 'given', 'given');
  const server = catalogOf(value).server(chart, name, props(secret));
  return { server, chart };
}

/** The proxy before a remote server, and what its chart makes. */
function proxied(value: unknown, name: string, props: (scope: kplus.ISecret) => CatalogRemoteProxyProps = () => ({})) {
  const chart = chartIn();
  const secret = kplus.Secret.fromSecretName(chart, 'given', 'given');
  const server = catalogOf(value).remoteProxy(chart, name, props(secret));
  return { server, chart };
}

/** What a call throws. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (e) {
    return (e as Error).message;
  }
  throw new Error('nothing was thrown');
}

describe("an image of ToolHive's catalogue", () => {
  const orders = () =>
    made(TOOLHIVE, 'orders', (secret) => ({ values: { ORDERS_URL: 'https://o.example.com' }, secretsFrom: secret }));

  test('becomes an MCP server with all that the catalogue says', () => {
    const { server, chart } = orders();
    expect(server).toBeInstanceOf(McpServer);
    expect(runConfigOf(chart, 'orders')).toMatchObject({
      image: 'registry.example.com/mcp/orders:1.4.0',
      transport: 'streamable-http',
      target_port: 3000,
      cmd_args: ['--verbose'],
      env_vars: { ORDERS_URL: 'https://o.example.com', LOG_LEVEL: 'info' },
    });
    expect(runConfigOf(chart, 'orders').env_vars).not.toHaveProperty('PROXY');
    const profile = objects(chart)['ConfigMap/orders-permission-profile'].data['profile.json'];
    expect(JSON.parse(profile).network.outbound).toEqual({ allow_host: ['orders.example.com'], allow_port: [443] });
  });

  test('keeps no sessions where the catalogue says so', () => {
    const { orders: own } = TOOLHIVE.servers;
    const stateless = { servers: { orders: { ...own, stateless: true, env_vars: [] } } };
    const services = (value: unknown) => objects(made(value, 'orders').chart)['Service/mcp-orders-proxy'].spec;
    expect(services(stateless)).not.toHaveProperty('sessionAffinity', 'ClientIP');
    expect(services({ servers: { orders: { ...own, env_vars: [] } } }).sessionAffinity).toBe('ClientIP');
  });

  test('takes a required secret from the Secret that has it under its name', () => {
    expect(JSON.stringify(objects(orders().chart))).toContain(
      String.raw`{\"name\":\"ORDERS_TOKEN\",\"valueFrom\":{\"secretKeyRef\":{\"name\":\"given\",\"key\":\"ORDERS_TOKEN\"}}}`,
    );
  });

  test('takes what is given before what the catalogue says', () => {
    const { chart } = made(TOOLHIVE, 'orders', (secret) => ({
      name: 'mine',
      args: ['--quiet'],
      env: { ORDERS_URL: kplus.EnvValue.fromValue('https://mine.example.com') },
      secrets: { ORDERS_TOKEN: { secret, key: 'token' } },
      permissionProfile: PermissionProfile.none(),
    }));
    expect(runConfigOf(chart, 'mine')).toMatchObject({
      cmd_args: ['--quiet'],
      env_vars: { ORDERS_URL: 'https://mine.example.com' },
    });
    expect(objects(chart)).not.toHaveProperty('ConfigMap/mine-permission-profile');
  });

  test('adds variables to those of the catalogue', () => {
    const { chart } = made(TOOLHIVE, 'orders', (secret) => ({
      env: { REGION: kplus.EnvValue.fromValue('eu') },
      values: { ORDERS_URL: 'https://o.example.com' },
      secretsFrom: secret,
    }));
    expect(runConfigOf(chart, 'orders').env_vars).toMatchObject({
      LOG_LEVEL: 'info',
      ORDERS_URL: 'https://o.example.com',
      REGION: 'eu',
    });
  });

  test('fails with all that is missing, and what each is for', () => {
    expect(refusal(() => made(TOOLHIVE, 'orders'))).toBe(
      [
        '[chart] McpCatalog: "orders" (catalog:3) can\'t be made as it is:',
        '  values.ORDERS_URL: is missing (a text; Address of the order system)',
        '  secrets.ORDERS_TOKEN: is missing (a Secret and its key; Token for it)',
        '  what the catalogue asks for goes into props: secrets and values by its names; omit leaves a name unset',
      ].join('\n'),
    );
  });

  test('leaves out what omit names', () => {
    const { chart } = made(TOOLHIVE, 'orders', () => ({ omit: ['ORDERS_URL', 'ORDERS_TOKEN', 'LOG_LEVEL'] }));
    expect(runConfigOf(chart, 'orders').env_vars ?? {}).not.toHaveProperty('ORDERS_URL');
    expect(JSON.stringify(objects(chart))).not.toContain('ORDERS_TOKEN');
  });

  test('fails with a name that the catalogue has not, and names the nearest', () => {
    expect(refusal(() => made(TOOLHIVE, 'orders', () => ({ values: { ORDER_URL: 'x' } })))).toContain(
      'values.ORDER_URL: the catalogue has no such name; did you mean ORDERS_URL?',
    );
  });

  test('fails with a secret in plain text, and does not repeat it', () => {
    const message = refusal(() => made(TOOLHIVE, 'orders', () => ({ values: { ORDERS_TOKEN: 'hunter22' } })));
    expect(message).toContain('values.ORDERS_TOKEN: is a secret, which must not be in the YAML');
    expect(message).not.toContain('hunter22');
  });

  test('tells of permissions that are new to this library', () => {
    const { orders: own } = TOOLHIVE.servers;
    const network = { ...own.permissions.network, inbound: { allow_host: ['a.example.com'] } };
    const catalog = { servers: { orders: { ...own, permissions: { network } } } };
    expect(catalogOf(catalog).entry('orders').fields()).toMatchObject({
      'servers.orders.permissions.network.inbound': 'is not known to this library',
    });
  });

  test('says what it needs, what it has, and where each field went', () => {
    const entry = catalogOf(TOOLHIVE).entry('orders');
    expect(entry.inputs.map(({ name, isSecret, isRequired }) => [name, isSecret, isRequired])).toEqual([
      ['ORDERS_URL', false, true],
      ['ORDERS_TOKEN', true, true],
      ['LOG_LEVEL', false, false],
      ['PROXY', false, false],
    ]);
    expect(entry).toMatchObject({
      tools: ['find_order'],
      tags: ['orders'],
      allowHost: ['orders.example.com'],
      provenance: { repositoryUri: 'https://github.com/example/orders' },
    });
    expect(entry.fields()).toMatchObject({
      'servers.orders.image': 'image',
      'servers.orders.target_port': 'mcpPort',
      'servers.orders.permissions.network.outbound.allow_host': 'permissionProfile.allowHost',
    });
  });
});

describe("a remote server of ToolHive's catalogue", () => {
  test('becomes a proxy before it', () => {
    const { server, chart } = proxied(TOOLHIVE, 'search', (secret) => ({
      secretHeaders: { Authorization: { secret, key: 'token' } },
    }));
    expect(server).toBeInstanceOf(McpRemoteProxy);
    expect(runConfigOf(chart, 'search')).toMatchObject({ remote_url: 'https://mcp.example.com/sse', transport: 'sse' });
  });

  test('gets headers beside those of the catalogue', () => {
    const { search } = TOOLHIVE.remote_servers;
    const headers = [{ name: 'X-Tenant', description: 'Tenant', required: false, default: 'a' }];
    const { chart } = proxied({ remote_servers: { search: { ...search, headers } } }, 'search', () => ({
      headers: { 'X-Team': 'b' },
    }));
    expect(runConfigOf(chart, 'search').header_forward.add_plaintext_headers).toEqual({
      'X-Tenant': 'a',
      'X-Team': 'b',
    });
  });

  test('is warned of where it asks for a login, and nobody gives one', () => {
    const { chart } = proxied(TOOLHIVE, 'search');
    objects(chart);
    expect(Warnings.of(chart).map(({ id }) => id)).toContain('catalog-remote-login');
  });

  test('fails where it is to be run as an image, and the other way round', () => {
    expect(refusal(() => made(TOOLHIVE, 'search'))).toBe(
      '[chart] McpCatalog: "search" (catalog:62) can\'t be made as it is:\n  it is a remote server, so call remoteProxy instead of server',
    );
    expect(refusal(() => proxied(TOOLHIVE, 'orders'))).toContain(
      'it is an image, so call server instead of remoteProxy',
    );
    const [search, orders] = ['search', 'orders'].map((name) => catalogOf(TOOLHIVE).entry(name));
    expect([search.isRemote, orders.isRemote]).toEqual([true, false]);
  });
});

describe('an official server.json', () => {
  const values = { '--root': '/files', tenant: 'a' };

  test('runs its image, with arguments and variables filled in', () => {
    const { chart } = made(OFFICIAL, 'files', () => ({ values }));
    expect(runConfigOf(chart, 'files')).toMatchObject({
      image: 'registry.example.com/mcp/files:1.0.0',
      target_port: 5000,
      cmd_args: ['--root=/files', '--mode=ro', 'serve-a'],
      env_vars: { REGION: 'eu-1' },
    });
  });

  test('fails with a value that is none of its choices', () => {
    expect(refusal(() => made(OFFICIAL, 'files', () => ({ values: { ...values, '--mode': 'x' } })))).toContain(
      'values["--mode"]: "x" must be one of "ro", "rw"',
    );
  });

  test('fails without an image, and says how to get one', () => {
    const packages = [OFFICIAL.packages[0]];
    expect(refusal(() => made({ ...OFFICIAL, packages }, 'files'))).toContain(
      'it is published as npm:@example/files, and Kubernetes runs images; build one',
    );
  });

  test.each([
    ['a name without a slash', { name: 'files' }, 'catalog:2: name: "files" must be a reverse domain name'],
    ['no version', { version: undefined }, 'version: is missing'],
    ['a description that is too long', { description: 'x'.repeat(101) }, 'description: has 101 characters'],
    ['packages that are no list', { packages: {} }, 'packages: must be a list of maps, not {}'],
  ])('fails with %s', (_, change, message) => {
    expect(refusal(() => catalogOf({ ...OFFICIAL, ...change }))).toContain(message);
  });

  test('fails with folders of the machine, until a volume is there', () => {
    const runtimeArguments = [
      {
        type: 'named',
        name: '--mount',
        value: 'type=bind,src={src},dst=/data',
        variables: { src: { isRequired: true } },
      },
    ];
    const mounting = { ...OFFICIAL, packages: [{ ...OFFICIAL.packages[1], runtimeArguments }] };
    const props = { values, omit: ['src'] };
    expect(refusal(() => made(mounting, 'files', () => props))).toContain('at "/data", which a pod has not');
    expect(() => made(mounting, 'files', () => ({ ...props, writablePaths: ['/data'] }))).not.toThrow();
  });

  test('fails without an image, whatever words omit has', () => {
    const packages = [OFFICIAL.packages[0]];
    expect(refusal(() => made({ ...OFFICIAL, packages }, 'files', () => ({ omit: ['it', 'npm'] })))).toContain('npm:');
  });

  test('tells of a field that is new to this library', () => {
    const { chart } = made({ ...OFFICIAL, sandbox: true }, 'files', () => ({ values }));
    objects(chart);
    expect(Warnings.of(chart).map(({ message }) => message)).toContainEqual(expect.stringContaining('sandbox'));
  });
});

describe("an entry of Docker's catalogue", () => {
  test('runs its image, with parameters and Secrets', () => {
    const { chart } = made(DOCKER, 'notes', (secret) => ({ values: { user: 'me' }, secretsFrom: secret }));
    expect(runConfigOf(chart, 'notes')).toMatchObject({
      image: 'mcp/notes:1.0',
      transport: 'stdio',
      cmd_args: ['--user=me'],
      env_vars: { NOTES_URL: 'https://notes.example.com', MODE: 'stdio' },
    });
    const pod = JSON.stringify(objects(chart));
    for (const name of ['NOTES_TOKEN', 'HEADERS']) {
      expect(pod).toContain(String.raw`{\"name\":\"given\",\"key\":\"${name}\"}`);
    }
  });

  test('runs with the template left out, where omit names it', () => {
    const text = DOCKER.replace('{{notes.user}}', '{{notes.user|or:me}}');
    const { chart } = made(text, 'notes', (secret) => ({ secretsFrom: secret, omit: ['command', 'user'] }));
    expect(runConfigOf(chart, 'notes')).not.toHaveProperty('cmd_args');
  });

  test('fails with a template that does more than to name a parameter', () => {
    const text = DOCKER.replace('{{notes.user}}', '{{notes.user|or:me}}');
    expect(refusal(() => made(text, 'notes', (secret) => ({ secretsFrom: secret })))).toContain(
      'run.command: "--user={{notes.user|or:me}}" does more than to name a parameter',
    );
  });
});

describe("Docker's whole catalogue", () => {
  const registry = {
    notes: {
      ...{ description: 'Keeps notes', title: 'Notes', type: 'server', image: 'mcp/notes@sha256:ab', ref: '' },
      ...{ dateAdded: '2026-01-01', readme: 'https://example.com/r', source: 'https://github.com/example/notes' },
      tools: [{ name: 'add', description: 'Adds one', annotations: { readOnlyHint: false } }],
      metadata: { pulls: 5, category: 'notes', tags: ['text'] },
      secrets: [{ name: 'notes.token', env: 'NOTES_TOKEN', example: 'abc' }],
      env: [{ name: 'NOTES_URL', value: '{{notes.url}}' }],
      config: [
        {
          ...{ name: 'notes', type: 'object', required: ['url'] },
          properties: { url: { type: 'string', description: 'Where notes are kept' } },
        },
      ],
      command: ['--user={{notes.user}}'],
      allowHosts: ['notes.example.com:443'],
    },
    far: { type: 'remote', image: '', remote: { url: 'https://mcp.example.com/sse', transport_type: 'sse' } },
    set: { image: '', tools: [{ name: 'run', container: { image: 'curl:1', command: [] } }] },
  };
  const values = { url: 'https://notes.example.com', user: 'me' };

  test('runs an image, with parameters and Secrets', () => {
    const [config] = registry.notes.config;
    const given = { ...config, properties: { ...config.properties, user: { type: 'string' } } };
    const catalog = { name: 'docker-mcp', registry: { ...registry, notes: { ...registry.notes, config: [given] } } };
    const { chart } = made(catalog, 'notes', (secret) => ({ values, secretsFrom: secret }));
    expect(runConfigOf(chart, 'notes')).toMatchObject({
      image: 'mcp/notes@sha256:ab',
      cmd_args: ['--user=me'],
      env_vars: { NOTES_URL: 'https://notes.example.com' },
    });
    expect(catalogOf(catalog).entry('notes')).toMatchObject({ tools: ['add'], tags: ['text'], allowPort: [443] });
  });

  test('has remote servers, and refuses a set of images', () => {
    const catalog = catalogOf({ registry });
    expect(catalog.names()).toEqual(['notes', 'far', 'set']);
    expect(catalog.entry('far')).toMatchObject({
      url: 'https://mcp.example.com/sse',
      transport: 'sse',
      isRemote: true,
    });
    expect(catalog.entry('set').refusals[0]).toContain('a set of images');
  });

  test('has a place for each field', () => {
    const catalog = catalogOf({ registry });
    const places = catalog.names().flatMap((name) => Object.values(catalog.entry(name).fields()));
    expect(places).not.toContain('is not known to this library');
  });

  test('fails with the list of servers that are enabled, which is a map of the same name', () => {
    expect(refusal(() => catalogOf({ registry: { notes: { ref: '' } } }))).toContain('is no catalogue of MCP servers');
  });
});

describe('a catalogue', () => {
  test('knows a server by what follows the slash', () => {
    expect(catalogOf({ servers: [{ server: OFFICIAL, _meta: {} }] }).entry('files').name).toBe(
      'io.github.example/files',
    );
  });

  test('fails without the server, and names the nearest', () => {
    expect(refusal(() => catalogOf(TOOLHIVE).entry('order'))).toBe(
      'McpCatalog: there is no server "order" in the catalogue; did you mean "orders"?',
    );
  });

  test('fails without the server, and lists what contains the name, or else a few names, or how to see many', () => {
    const { orders } = TOOLHIVE.servers;
    const many = (count: number) =>
      catalogOf({ servers: Object.fromEntries([...Array(count).keys()].map((i) => [`server-${i}-orders`, orders])) });
    expect(refusal(() => many(2).entry('orders'))).toMatch(/; did you mean "server-0-orders" or "server-1-orders"\?$/);
    expect(refusal(() => many(2).entry('weather'))).toMatch(/; it has server-0-orders, server-1-orders$/);
    expect(refusal(() => many(30).entry('weather'))).toMatch(/; it has 30 servers; names\(\) lists them$/);
  });

  test.each([
    ['{"kind": "Pod"}', 'x.json: is no catalogue of MCP servers'],
    ['{"servers": {"a": {"image": 5, "transport": "stdio"}}}', 'x.json:1: servers.a.image: must be a text, not 5'],
    ['a: [', 'x.json:1:5: is neither JSON nor YAML'],
    ['[]', 'x.json: is no catalogue'],
  ])('fails with %s', (text, message) => {
    expect(refusal(() => catalogOf(text, 'x.json'))).toContain(message);
  });

  test('has no name that JavaScript gives every object', () => {
    const { orders } = TOOLHIVE.servers;
    const env_vars = [{ name: 'constructor', description: 'x', required: true }];
    expect(refusal(() => made({ servers: { orders: { ...orders, env_vars } } }, 'orders'))).toContain(
      'values.constructor: is missing',
    );
    expect(refusal(() => made({ servers: { orders: { ...orders, transport: 'toString' } } }, 'orders'))).toContain(
      'transport: "toString" is none that ToolHive speaks',
    );
  });

  test('fails with a credential in what it refuses, and does not repeat it', () => {
    const token = `ghp_${'a1'.repeat(18)}`;
    const text = DOCKER.replace('--user={{notes.user}}', `--token=${token} {{notes.user|x}}`);
    expect(refusal(() => made(text, 'notes'))).not.toContain(token);
  });

  test('gives a name to what has none that Kubernetes takes', () => {
    const { orders } = TOOLHIVE.servers;
    const servers = { 注文: { ...orders, env_vars: [] }, '../Up_And.Away': { ...orders, env_vars: [] } };
    expect(refusal(() => made({ servers }, '注文'))).toContain('give name');
    expect(made({ servers }, '注文', () => ({ name: 'orders' })).server.name).toBe('orders');
    expect(made({ servers }, '../Up_And.Away').server.name).toBe('up-and-away');
  });

  test('fails with a folder that is not there', () => {
    expect(refusal(() => McpCatalog.fromFolder('none'))).toBe('McpCatalog: "none" can\'t be read: ENOENT');
  });

  test('fails with a file that is not there', () => {
    expect(refusal(() => McpCatalog.fromFile('none.json'))).toBe('McpCatalog: "none.json" can\'t be read: ENOENT');
  });
});
