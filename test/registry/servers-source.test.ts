import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { App, Duration, Testing } from 'cdk8s';
import { parse } from 'yaml';
import {
  IListedServer,
  McpGroup,
  McpRegistry,
  McpRemoteProxy,
  McpServer,
  McpServerEntry,
  McpServerProps,
  McpTransport,
  ProxyMode,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistryEntry,
  RegistrySource,
  ServersSourceOptions,
  RemoteTransport,
  ToolhiveChart,
  VirtualMcpServer,
} from '../../src';
import { Obj } from '../../src/plain/objects';
import fc, { runs } from '../random';
import { chartIn, objects } from '../util';

const CORE = 'https://raw.githubusercontent.com/stacklok/toolhive-core/main/registry/types/data';
const PUBLISHER = 'io.modelcontextprotocol.registry/publisher-provided';

/** The registry server's own schemas; see schemas/README.md. */
const ajv = addFormats(new Ajv2020({ allErrors: true, strict: false }));
for (const name of ['upstream-registry', 'server', 'publisher-provided']) {
  ajv.addSchema({
    ...JSON.parse(readFileSync(join(__dirname, 'schemas', `${name}.schema.json`), 'utf8')),
    $schema: undefined,
  });
}
// Nothing of these is written.
for (const name of ['skill', 'plugin']) ajv.addSchema({ $id: `${CORE}/${name}.schema.json`, not: {} });

function problems(data: Obj): unknown[] {
  const found: unknown[] = [];
  const hold = (name: string, value: unknown) => {
    if (!ajv.validate(`${CORE}/${name}.schema.json`, value)) found.push(...ajv.errors!);
  };
  hold('upstream-registry', data);
  for (const { _meta } of data.data.servers) hold('publisher-provided', _meta[PUBLISHER]);
  return found;
}

const server = (chart: ToolhiveChart, name: string, props: Partial<McpServerProps> = {}) =>
  new McpServer(chart, name, { image: 'ghcr.io/example/mcp:1.2.3', transport: McpTransport.STREAMABLE_HTTP, ...props });

function configOf(...sources: RegistrySource[]): RegistryConfig {
  return RegistryConfig.fromParts({
    sources,
    database: RegistryDatabase.awsRdsIam({ host: 'db.example.com', database: 'registry', user: 'app' }),
    auth: RegistryAuth.anonymous(),
  });
}

/** A registry of some servers: what it lists, its configuration and its pod. */
function listed(
  chart: ToolhiveChart,
  servers: IListedServer[],
  options?: ServersSourceOptions,
): { data: Obj; entries: Obj[]; config: Obj; pod: Obj; all: Record<string, Obj> } {
  new RegistryApi(chart, 'registry', { config: configOf(RegistrySource.servers(servers, options)) });
  const all = objects(chart);
  const data = JSON.parse(all['ConfigMap/registry-catalog'].data[`${options?.name ?? 'servers'}.json`]);
  return {
    data,
    entries: data.data.servers,
    config: parse(all['ConfigMap/registry-config'].data['config.yaml']),
    pod: all['Deployment/registry'].spec.template.spec,
    all,
  };
}

test('lists servers of the app in the format of the MCP registry', () => {
  const chart = chartIn();
  const { data } = listed(chart, [server(chart, 'fetch')]);
  const url = 'http://mcp-fetch-proxy.ns.svc.cluster.local:8080/mcp';
  expect(data).toEqual({
    $schema: `${CORE}/upstream-registry.schema.json`,
    version: '1.0.0',
    meta: { last_updated: '2025-01-01T00:00:00Z' },
    data: {
      servers: [
        {
          $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
          name: 'com.toolhive.k8s.ns/fetch',
          description: 'MCP server fetch',
          version: '1.2.3',
          remotes: [{ type: 'streamable-http', url }],
          _meta: {
            [PUBLISHER]: {
              'io.github.stacklok': {
                [url]: {
                  status: 'active',
                  metadata: {
                    kubernetes: {
                      kind: 'MCPServer',
                      namespace: 'ns',
                      name: 'fetch',
                      image: 'ghcr.io/example/mcp:1.2.3',
                      transport: 'streamable-http',
                    },
                  },
                },
              },
            },
          },
        },
      ],
    },
  });
  expect(problems(data)).toEqual([]);
});

test.each<[string, Partial<McpServerProps>, Obj]>([
  ['a streamable HTTP server', {}, { type: 'streamable-http', url: '8080/mcp' }],
  ['an SSE server', { transport: McpTransport.SSE }, { type: 'sse', url: '8080/sse' }],
  ['a stdio server', { transport: McpTransport.STDIO }, { type: 'streamable-http', url: '8080/mcp' }],
  [
    'a stdio server whose proxy speaks SSE',
    { transport: McpTransport.STDIO, proxyMode: ProxyMode.SSE, proxyPort: 9000 },
    { type: 'sse', url: '9000/sse' },
  ],
])('%s is listed with what its proxy offers', (_, props, { type, url }) => {
  const chart = chartIn();
  const { data, entries } = listed(chart, [server(chart, 'x', props)]);
  expect(entries[0].remotes).toEqual([{ type, url: `http://mcp-x-proxy.ns.svc.cluster.local:${url}` }]);
  expect(problems(data)).toEqual([]);
});

test('an entry says what the server does not', () => {
  const chart = chartIn();
  const [fetch, github] = ['fetch', 'github'].map((name) => server(chart, name));
  const { data, entries, config } = listed(chart, [fetch, github], {
    name: 'ours',
    lastUpdated: '2026-02-03T04:05:06Z',
    interval: Duration.minutes(5),
    filter: { includeTags: ['web'] },
    claims: [{ name: 'team', values: ['platform'] }],
    entries: [
      {
        server: github,
        name: 'com.example/git_hub',
        title: 'GitHub',
        description: 'Issues and pull requests',
        version: '2.0.0-rc.1',
        tags: ['web', 'code-review'],
        url: 'https://github.mcp.example.com/mcp',
      },
    ],
  });
  expect(data.meta).toEqual({ last_updated: '2026-02-03T04:05:06Z' });
  expect(entries.map(({ name }) => name)).toEqual(['com.toolhive.k8s.ns/fetch', 'com.example/git_hub']);
  expect(entries[1]).toMatchObject({
    title: 'GitHub',
    description: 'Issues and pull requests',
    version: '2.0.0-rc.1',
    remotes: [{ type: 'streamable-http', url: 'https://github.mcp.example.com/mcp' }],
    _meta: {
      [PUBLISHER]: { 'io.github.stacklok': { 'https://github.mcp.example.com/mcp': { tags: ['web', 'code-review'] } } },
    },
  });
  expect(problems(data)).toEqual([]);
  expect(config.sources).toEqual([
    {
      name: 'ours',
      file: { path: '/etc/registry-files/catalog/ours.json' },
      syncPolicy: { interval: '5m' },
      filter: { tags: { include: ['web'] } },
      claims: { team: ['platform'] },
    },
  ]);
});

test.each([
  ['ghcr.io/example/mcp:v1.2.3', '1.2.3'],
  ['registry:5000/mcp:1.2.3-alpine', '1.2.3-alpine'],
  [`mcp:2.0.1@sha256:${'a'.repeat(64)}`, '2.0.1'],
  ['mcp:latest', '1.0.0'],
  ['mcp:1.2', '1.0.0'],
  ['registry:5000/mcp', '1.0.0'],
  [`mcp@sha256:${'a'.repeat(64)}`, '1.0.0'],
])("the version is the image's tag, if that is one: %s", (image, version) => {
  const chart = chartIn();
  expect(listed(chart, [server(chart, 'x', { image })]).entries[0].version).toBe(version);
});

test('the list is mounted where the configuration says, and a change of it restarts no pod', () => {
  const of = (description: string) => {
    const chart = chartIn();
    const fetch = server(chart, 'fetch');
    return listed(chart, [fetch], { entries: [{ server: fetch, description }] });
  };
  const { pod, config, all } = of('a');
  const path = '/etc/registry-files/catalog/servers.json';
  expect(config.sources[0].file).toEqual({ path });
  expect(pod.containers[0].volumeMounts).toContainEqual({
    name: 'files',
    mountPath: '/etc/registry-files/catalog',
    readOnly: true,
  });
  expect(pod.volumes).toContainEqual({
    name: 'files',
    projected: {
      defaultMode: 0o440,
      sources: [{ configMap: { name: 'registry-catalog', items: [{ key: 'servers.json', path: 'servers.json' }] } }],
    },
  });
  expect(all['ConfigMap/registry-catalog'].metadata.labels).toEqual(all['ConfigMap/registry-config'].metadata.labels);
  const other = of('b');
  expect(other.entries).not.toEqual(JSON.parse(all['ConfigMap/registry-catalog'].data['servers.json']).data.servers);
  expect(other.all['Deployment/registry']).toEqual(all['Deployment/registry']);
});

test('servers may be in any namespace of the app, with one name in two', () => {
  const app = Testing.app();
  const chart = chartIn(app);
  const other = new ToolhiveChart(app, 'other', { namespace: 'other' });
  const { data, entries } = listed(chart, [server(chart, 'fetch'), server(other, 'fetch')]);
  expect(entries.map(({ name, remotes }) => [name, remotes[0].url])).toEqual([
    ['com.toolhive.k8s.ns/fetch', 'http://mcp-fetch-proxy.ns.svc.cluster.local:8080/mcp'],
    ['com.toolhive.k8s.other/fetch', 'http://mcp-fetch-proxy.other.svc.cluster.local:8080/mcp'],
  ]);
  expect(problems(data)).toEqual([]);
});

test('two lists of one registry are two keys of one ConfigMap, side by side with other sources', () => {
  const chart = chartIn();
  const [a, b] = ['a', 'b'].map((name) => server(chart, name));
  const sources = [
    RegistrySource.servers([a]),
    RegistrySource.servers([b], { name: 'more' }),
    RegistrySource.managed({ name: 'own' }),
  ];
  new RegistryApi(chart, 'registry', { config: configOf(...sources) });
  const { data } = objects(chart)['ConfigMap/registry-catalog'];
  expect(Object.keys(data).sort()).toEqual(['more.json', 'servers.json']);
});

test('a registry without such a source has no such ConfigMap', () => {
  const chart = chartIn();
  new RegistryApi(chart, 'registry', { config: configOf(RegistrySource.managed({ name: 'own' })) });
  expect(objects(chart)).not.toHaveProperty('ConfigMap/registry-catalog');
});

test('McpRegistry lists servers too', () => {
  const chart = chartIn();
  const config = configOf(RegistrySource.servers([server(chart, 'fetch')]));
  new McpRegistry(chart, 'legacy', { config });
  const all = objects(chart);
  expect(problems(JSON.parse(all['ConfigMap/legacy-catalog'].data['servers.json']))).toEqual([]);
  const { containers, volumes } = all['Deployment/legacy-api'].spec.template.spec;
  const { name } = containers[0].volumeMounts.find((m: Obj) => m.mountPath === '/etc/registry-files/catalog');
  expect(volumes.find((v: Obj) => v.name === name).projected.sources).toEqual([
    { configMap: { name: 'legacy-catalog', items: [{ key: 'servers.json', path: 'servers.json' }] } },
  ]);
});

test('the same configuration serves two registries, each with its own list', () => {
  const app = Testing.app();
  const chart = chartIn(app);
  const other = new ToolhiveChart(app, 'other', { namespace: 'other' });
  const config = configOf(RegistrySource.servers([server(chart, 'fetch')]));
  for (const scope of [chart, other]) new RegistryApi(scope, 'registry', { config });
  expect(objects(chart)['ConfigMap/registry-catalog'].data).toEqual(objects(other)['ConfigMap/registry-catalog'].data);
});

describe('fails', () => {
  const refused = (options: (fetch: McpServer, github: McpServer) => [McpServer[], ServersSourceOptions?]): string => {
    const chart = chartIn();
    const [fetch, github] = ['fetch', 'github'].map((name) => server(chart, name));
    try {
      RegistrySource.servers(...options(fetch, github));
    } catch (e) {
      return (e as Error).message;
    }
    return '';
  };
  const entry = (members: Omit<RegistryEntry, 'server'>) =>
    refused((fetch) => [[fetch], { entries: [{ server: fetch, ...members }] }]);

  test.each<[string, () => string, string]>([
    ['without a server', () => refused(() => [[]]), 'registry source "servers": servers: is empty, which the registry'],
    ['with a server twice', () => refused((a) => [[a, a]]), 'servers[1]: McpServer "fetch" is in the list twice'],
    [
      'with two entries of one server',
      () => refused((a) => [[a], { entries: [{ server: a }, { server: a }] }]),
      'entries[1]: McpServer "fetch" is in the list twice',
    ],
    [
      'with an entry of a server that is not listed',
      () => refused((a, b) => [[a], { name: 'ours', entries: [{ server: b }] }]),
      'registry source "ours": entries[0]: is about McpServer "github", which is not listed; list it too',
    ],
    [
      'with two servers of one name',
      () => refused((a, b) => [[a, b], { entries: [{ server: b, name: 'com.toolhive.k8s.ns/fetch' }] }]),
      'entries[0].name: "com.toolhive.k8s.ns/fetch" is the name of servers[0] too; rename one',
    ],
    ['with a time that is none', () => refused((a) => [[a], { lastUpdated: 'yesterday' }]), 'lastUpdated: "yesterday"'],
    ['with an interval too short', () => refused((a) => [[a], { interval: Duration.seconds(1) }]), '2 minutes or more'],
    ['without a slash in the name', () => entry({ name: 'fetch' }), 'entries[0].name: "fetch" must be a reverse'],
    ['with two slashes in the name', () => entry({ name: 'com.example/a/b' }), 'entries[0].name'],
    ['with a name too long', () => entry({ name: `com.example/${'a'.repeat(200)}` }), 'at most 200 characters'],
    ['with a name that ends in a dash', () => entry({ name: 'com.example/a-' }), 'entries[0].name'],
    ['without a description', () => entry({ description: '' }), 'entries[0].description: "" has 0 characters'],
    ['with a description too long', () => entry({ description: 'a'.repeat(101) }), 'has 101 characters, and must have'],
    ['with a title too long', () => entry({ title: 'a'.repeat(101) }), 'entries[0].title'],
    [
      'with a range of versions',
      () => entry({ version: '^1.2.3' }),
      'entries[0].version: "^1.2.3" must be one version',
    ],
    ['with the version latest', () => entry({ version: 'latest' }), 'not "latest"'],
    ['with a tag of one letter', () => entry({ tags: ['a'] }), 'entries[0].tags[0]: "a" must be two or more'],
    ['with a tag twice', () => entry({ tags: ['web', 'web'] }), 'entries[0].tags[1]: "web" is in the list twice'],
    [
      'with an address that is none',
      () => entry({ url: 'github.example.com' }),
      'entries[0].url: "github.example.com"',
    ],
  ])('%s', (_, message, expected) => {
    expect(message()).toContain(expected);
  });

  test('and says all at once', () => {
    expect(entry({ name: 'x', description: '', version: '*' }).split('\n')).toHaveLength(3);
  });

  test('for a server of another app', () => {
    const chart = chartIn();
    const config = configOf(RegistrySource.servers([server(chartIn(new App()), 'fetch')]));
    expect(() => new RegistryApi(chart, 'registry', { config })).toThrow(
      '[chart/registry] RegistryApi "registry": config: registry source "servers" lists McpServer "fetch" of another app',
    );
  });
});

test('whatever is said of a server, it is refused, or stays within the schema', () => {
  const seen = { listed: 0, refused: 0 };
  const near = (right: string[], wrong: string[]) =>
    fc.oneof(
      { arbitrary: fc.constantFrom(...right), weight: 8 },
      { arbitrary: fc.constantFrom(...wrong), weight: 1 },
      { arbitrary: fc.string({ unit: 'grapheme', maxLength: 110 }), weight: 1 },
    );
  const entry = fc.record(
    {
      name: near(
        ['com.example/a', 'a/b', `a/${'b'.repeat(198)}`],
        ['a./b', '/b', 'a/b/c', 'a_b/c', `a/${'b'.repeat(199)}`],
      ),
      title: near(['a', '𝒳'.repeat(100)], ['', '𝒳'.repeat(101)]),
      description: near(['a', '"\\\n\u2028 ${x}'], ['', 'a'.repeat(101)]),
      version: near(['1.0.0', 'v1', 'a'.repeat(255)], ['', 'a'.repeat(256), '1.x', '>=1']),
      tags: fc.array(near(['web', 'a-b_c'], ['a', 'Web', '-a']), { maxLength: 2 }),
      url: near(['https://example.com/mcp', 'http://[::1]:80/sse'], ['ftp://x', 'https://a b', 'https://a/\n']),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(entry, (members) => {
      const chart = chartIn();
      const fetch = server(chart, 'fetch');
      const list = () => RegistrySource.servers([fetch], { entries: [{ server: fetch, ...members }] });
      try {
        list();
      } catch {
        seen.refused += 1;
        return;
      }
      seen.listed += 1;
      const { data } = listed(chart, [fetch], { entries: [{ server: fetch, ...members }] });
      expect(problems(data)).toEqual([]);
    }),
    { numRuns: runs(300) },
  );
  expect(Math.min(seen.listed, seen.refused)).toBeGreaterThan(20);
});

test('the schema refuses what is broken', () => {
  const chart = chartIn();
  const { data } = listed(chart, [server(chart, 'fetch')]);
  const [entry] = data.data.servers;
  const holding = (members: Obj) => problems({ ...data, data: { servers: [{ ...entry, ...members }] } });
  expect(problems({ ...data, meta: {} })).toHaveLength(1);
  expect(holding({ description: 'a'.repeat(101) })).toHaveLength(1);
  expect(holding({ _meta: { [PUBLISHER]: { 'io.github.stacklok': { x: { status: 'gone' } } } } })).toHaveLength(1);
});

test('servers of every kind are listed, each at the address that clients use', () => {
  const chart = chartIn();
  const group = new McpGroup(chart, 'tools');
  const remoteUrl = 'https://mcp.example.com/mcp';
  const { data, entries } = listed(chart, [
    server(chart, 'plain', { group }),
    new McpRemoteProxy(chart, 'proxied', { remoteUrl }),
    new McpServerEntry(chart, 'entry', { remoteUrl, transport: RemoteTransport.SSE, group }),
    new VirtualMcpServer(chart, 'all', { group }),
  ]);
  expect(problems(data)).toEqual([]);
  expect(entries.map(({ name, version, remotes }) => [name, version, ...remotes])).toEqual([
    [
      'com.toolhive.k8s.ns/plain',
      '1.2.3',
      { type: 'streamable-http', url: 'http://mcp-plain-proxy.ns.svc.cluster.local:8080/mcp' },
    ],
    [
      'com.toolhive.k8s.ns/proxied',
      '1.0.0',
      { type: 'streamable-http', url: 'http://mcp-proxied-remote-proxy.ns.svc.cluster.local:8080/mcp' },
    ],
    ['com.toolhive.k8s.ns/entry', '1.0.0', { type: 'sse', url: remoteUrl }],
    [
      'com.toolhive.k8s.ns/all',
      '1.0.0',
      { type: 'streamable-http', url: 'http://vmcp-all.ns.svc.cluster.local:4483/mcp' },
    ],
  ]);
});

test('fails on a server that the app does not make', () => {
  const servers = [McpServer.fromMcpServerName(chartIn(), 'reference', 'elsewhere')];
  expect(() => RegistrySource.servers(servers)).toThrow(
    'registry source "servers": servers[0]: IMcpServer "elsewhere" is not made by this app, so nothing is known of it but its name; leave it out',
  );
});

test('fails on a construct that is no server', () => {
  const chart = chartIn();
  const servers = [new McpGroup(chart, 'tools')] as unknown as McpServer[];
  expect(() => RegistrySource.servers(servers)).toThrow(
    'RegistrySource.servers: servers[0]: an McpGroup was given, but an IListedServer belongs here: new VirtualMcpServer(…), new McpServerEntry(…), new McpServer(…) or new McpRemoteProxy(…)',
  );
});
