import { Testing } from 'cdk8s';
import {
  IListedServer,
  KnownTools,
  McpCatalog,
  McpRemoteProxy,
  McpServer,
  McpTools,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistrySource,
  ServerListing,
  ServersSourceOptions,
  ToolhiveChart,
} from '../../src';
import { listingOf } from '../../src/catalog/listing-of';
import { chartIn, objects } from '../util';

const provenance = {
  sigstore_url: 'tuf-repo-cdn.sigstore.dev',
  repository_uri: 'https://github.com/acme/mcp',
  signer_identity: '/.github/workflows/release.yml',
  runner_environment: 'github-hosted',
  cert_issuer: 'https://token.actions.githubusercontent.com',
};
const catalog = McpCatalog.fromText(
  JSON.stringify({
    servers: {
      orders: {
        title: 'Orders',
        description: 'Looks up orders',
        tier: 'Official',
        status: 'Active',
        transport: 'streamable-http',
        target_port: 3000,
        image: 'ghcr.io/acme/orders:1.4.0',
        tools: ['find_order', 'cancel_order'],
        tags: ['Order System', 'crm', 'x', 'crm'],
        provenance,
      },
    },
    remote_servers: {
      search: {
        description: `Searches ${'everything '.repeat(12)}`,
        status: 'Deprecated',
        transport: 'sse',
        url: 'https://mcp.example.com/sse',
        tools: ['search'],
      },
    },
  }),
);

/** How a registry of the app lists servers. */
function listed(chart: ToolhiveChart, servers: IListedServer[], options?: ServersSourceOptions): any[] {
  const config = RegistryConfig.fromParts({
    sources: [RegistrySource.servers(servers, options)],
    database: RegistryDatabase.awsRdsIam({ host: 'db.example.com', database: 'registry', user: 'app' }),
    auth: RegistryAuth.anonymous(),
  });
  new RegistryApi(chart, 'registry', { config });
  return JSON.parse(objects(chart)['ConfigMap/registry-catalog'].data['servers.json']).data.servers;
}

const extensionOf = (entry: any): any =>
  Object.values(entry._meta['io.modelcontextprotocol.registry/publisher-provided']['io.github.stacklok'] as object)[0];

test("an image of a catalogue carries its title, description, tools, tags and provenance into a registry's list", () => {
  const chart = chartIn();
  const [entry] = listed(chart, [catalog.server(chart, 'orders')]);
  expect(entry).toMatchObject({ title: 'Orders', description: 'Looks up orders', version: '1.4.0' });
  expect(extensionOf(entry)).toMatchObject({
    status: 'active',
    tier: 'Official',
    tools: ['find_order', 'cancel_order'],
    tags: ['order-system', 'crm'],
    provenance,
  });
});

test('so does a remote server; what is too long is cut after a word, and what is deprecated stays so', () => {
  const chart = chartIn();
  const [entry] = listed(chart, [catalog.remoteProxy(chart, 'search')]);
  expect([...entry.description].length).toBeLessThanOrEqual(100);
  expect(entry.description).toMatch(/^Searches everything .* everything…$/);
  expect(extensionOf(entry)).toMatchObject({ status: 'deprecated', tools: ['search'] });
});

test('an entry of the source counts more, member by member', () => {
  const chart = chartIn();
  const server = catalog.server(chart, 'orders');
  const entries = [{ server, title: 'Our orders', tags: ['own'] }];
  const [entry] = listed(chart, [server], { entries });
  expect(entry).toMatchObject({ title: 'Our orders', description: 'Looks up orders' });
  expect(extensionOf(entry).tags).toEqual(['own']);
});

test('a prop counts more than the catalogue', () => {
  const chart = chartIn();
  const [entry] = listed(chart, [catalog.server(chart, 'orders', { listing: { description: 'Ours' } })]);
  expect(entry).toMatchObject({ description: 'Ours' });
  expect(entry).not.toHaveProperty('title');
});

test('without a catalogue, servers and remote proxies say it themselves', () => {
  const chart = chartIn();
  const listing: ServerListing = { title: 'T', description: 'D', version: '9.9.9', tags: ['ab'], tier: 'Community' };
  const remoteUrl = 'https://mcp.example.com/mcp';
  const [one, other, plain] = listed(chart, [
    new McpServer(chart, 'a', { image: 'i:1.0', listing }),
    new McpRemoteProxy(chart, 'b', { remoteUrl, listing }),
    new McpServer(chart, 'c', { image: 'i:1.0' }),
  ]);
  expect([one, other]).toMatchObject(Array(2).fill({ title: 'T', description: 'D', version: '9.9.9' }));
  expect(extensionOf(one)).toMatchObject({ tier: 'Community', tags: ['ab'] });
  expect(plain.description).toBe('MCP server c');
});

test('tools are those that clients see, filtered and renamed', () => {
  const chart = chartIn();
  const tools = McpTools.select({ toolsFilter: ['find'], toolsOverride: { find_order: { name: 'find' } } });
  const [entry] = listed(chart, [
    new McpServer(chart, 'a', { image: 'i:1.0', tools, knownTools: KnownTools.of(['find_order', 'cancel_order']) }),
  ]);
  expect(extensionOf(entry).tools).toEqual(['find']);
});

test('nothing else of the YAML changes', () => {
  const yaml = (listing?: ServerListing) => {
    const chart = chartIn();
    new McpServer(chart, 'a', { image: 'i:1.0', listing });
    return Testing.synth(chart);
  };
  expect(yaml({ title: 'T', description: 'D' })).toEqual(yaml());
});

test.each<[ServerListing, string]>([
  [{ description: '' }, 'description: "" has 0 characters, and must have 1 to 100'],
  [{ tags: ['A'] }, 'tags[0]: "A" must be two or more lower case letters'],
  [{ version: 'latest' }, 'version: "latest" must be one version'],
  [{ tier: 'Best' }, 'tier: "Best" must be Official or Community'],
])('fails where it is listed with %j', (listing, message) => {
  const chart = chartIn();
  expect(() => listed(chart, [new McpServer(chart, 'a', { image: 'i:1.0', listing })])).toThrow(message);
});

test('whatever a catalogue says can be listed', () => {
  const entry = {
    ...{ name: 'x', isDeprecated: false, isStateless: false, tools: [], inputs: [], refusals: [] },
    ...{ title: '\n', description: 'é'.repeat(150), version: '^1.0', tier: 'Other', tags: ['', '--', 'A B', '☃'] },
  };
  const listing = listingOf(entry)!;
  expect(listing).toEqual({ description: `${'é'.repeat(99)}…`, tags: ['a-b'] });
});
