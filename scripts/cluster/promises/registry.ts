/** Registries with a real PostgreSQL: the examples as they stand, and one of the app's own servers. */
import { strict as assert } from 'node:assert';
import { Duration } from 'cdk8s';
import { ConfigMap, EnvValue, Volume } from 'cdk8s-plus-28';
import {
  McpBackend,
  McpGroup,
  McpRemoteProxy,
  McpServerEntry,
  McpTransport,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistryMigration,
  RegistrySource,
  SecretReference,
  VirtualMcpServer,
} from '../../../src';
import { Obj } from '../../../src/plain/objects';
import { entry, GIT_TOKEN, registryFile, site } from '../catalogues';
import { Cluster, REMOTE, Reply } from '../cluster';
import { ADMIN_PASSWORD, makeDatabase, sql } from '../database';
import { authority, exampleHere, SITE, trusting } from '../examples';
import { eventually, get, kubectl, served } from '../kubectl';
import { NAMESPACE_OF_WORLD } from '../names';
import { Topic } from '../promises';
import { secret, server, SMALL } from '../settings';
import { addToWorld, tlsSecret } from '../world';

const PAGE = 'docs/registry.md';
const PRODUCTION = 'examples/production-registry.ts';
const DEVELOPMENT = 'examples/development-registry.ts';
const AUDIENCE = 'registry';
const POSTGRES = `postgres.${NAMESPACE_OF_WORLD}.svc.cluster.local`;
const WAVE = 'argocd.argoproj.io/sync-wave';
/** A source is fetched when one of the replicas looks for work, which each does every two minutes or so. */
const PATIENCE = 400;

/** What the promises are about, once it is there. */
let [development, own] = ['', ''];
let jobs: Obj[] = [];
let listed: Record<string, string> = {};

const addressOf = (namespace: string) => `http://registry.${namespace}.svc.cluster.local`;
const SERVERS = '/registry/default/v0.1/servers?limit=100';

/** A request to the registry of a namespace. */
function ask(cluster: Cluster, namespace: string, path: string, token?: string, body?: Obj): Promise<Reply> {
  const headers = { ...(token && { authorization: `Bearer ${token}` }), 'content-type': 'application/json' };
  const post = body && { method: 'POST', body: JSON.stringify(body) };
  return cluster.http(addressOf(namespace) + path, { headers, ...post });
}

/** The entries that a client sees, by name. */
async function seen(cluster: Cluster, namespace: string, token?: string): Promise<Record<string, Obj>> {
  const { status, text } = await ask(cluster, namespace, SERVERS, token);
  assert.equal(status, 200, text);
  const { servers } = JSON.parse(text);
  return Object.fromEntries((servers ?? []).map((listing: Obj) => [listing.server.name, listing.server]));
}

/** Waits until a client sees servers of these names, and no others. */
async function sees(cluster: Cluster, namespace: string, names: readonly string[], token?: string): Promise<void> {
  await eventually(
    `the registry lists ${names.join(', ')}`,
    async () => Object.keys(await seen(cluster, namespace, token)).sort(),
    (all) => JSON.stringify(all) === JSON.stringify([...names].sort()),
    PATIENCE,
  );
}

/** Applies objects as Argo CD does: a wave is done before the next one begins. */
async function applyByWaves(cluster: Cluster, objects: readonly Obj[]): Promise<void> {
  const waveOf = ({ metadata }: Obj) => Number(metadata.annotations?.[WAVE] ?? 0);
  const waves = [...new Set(objects.map(waveOf))].sort((a, b) => a - b);
  for (const wave of waves) {
    const members = objects.filter((object) => waveOf(object) === wave);
    await cluster.apply(members);
    for (const { metadata } of members.filter(({ kind }) => kind === 'Job')) await completed(cluster, metadata.name);
  }
}

const completed = (cluster: Cluster, job: string) =>
  cluster.kubectl('wait', '--for=condition=complete', '--timeout=240s', `job/${job}`);

async function makeProduction(cluster: Cluster): Promise<void> {
  const { namespace } = cluster;
  const monitoring = await cluster.makeNamespace('monitoring');
  const passwords = { db_app: 'app-password', db_migrator: 'migrator-password' };
  await makeDatabase(cluster, NAMESPACE_OF_WORLD, [
    ...Object.entries(passwords).map(([user, password]) => `CREATE USER ${user} PASSWORD '${password}'`),
    'CREATE DATABASE registry',
    "CREATE USER own PASSWORD 'own-password'",
    'CREATE DATABASE own OWNER own',
  ]);
  const pgpass = Object.entries(passwords).map(([user, password]) => `${POSTGRES}:5432:*:${user}:${password}\n`);
  await cluster.apply([
    authority(cluster),
    secret(cluster, 'registry-db-pgpass', { pgpass: pgpass.join(''), 'ca.crt': cluster.ca }),
    secret(cluster, 'postgres-admin', { password: ADMIN_PASSWORD }),
    secret(cluster, 'catalog-token', { token: GIT_TOKEN }),
    tlsSecret(namespace, 'registry-tls'),
  ]);
  const objects = await exampleHere('production-registry', {
    mcp: namespace,
    ingress: NAMESPACE_OF_WORLD,
    monitoring,
    database: NAMESPACE_OF_WORLD,
  });
  await applyByWaves(cluster, trusting(await served(objects)));
  jobs = (await cluster.get('jobs')).items;
  await cluster.ready('deploy/registry');
}

/** A registry of servers of every kind, and of all sources that are read. */
async function makeOwn(cluster: Cluster): Promise<void> {
  own = await cluster.makeNamespace('own');
  const chart = cluster.chart({ namespace: own });
  const group = new McpGroup(chart, 'tools');
  const backend = McpBackend.declared();
  const servers = {
    fetch: server(chart, 'fetch', { group, backend, transport: McpTransport.STREAMABLE_HTTP }),
    events: server(chart, 'events', { group, backend, transport: McpTransport.SSE }),
    wiki: new McpRemoteProxy(chart, 'wiki', { group, remoteUrl: REMOTE, resources: SMALL }),
    tickets: new McpServerEntry(chart, 'tickets', { group, remoteUrl: REMOTE }),
    gateway: new VirtualMcpServer(chart, 'gateway', { group, resources: SMALL }),
  };
  const ca = new ConfigMap(chart, 'ca', { metadata: { name: 'ca' }, data: { 'ca.crt': cluster.ca } });
  const file = new ConfigMap(chart, 'file', {
    metadata: { name: 'file' },
    data: { 'registry.json': registryFile('com.example/by-file', 'com.example/left-out') },
  });
  const admin = SecretReference.key(chart, 'postgres-admin', 'password');
  // Replicas that store at the same time may fail, and a source that failed is tried again after its interval.
  const interval = Duration.minutes(2);
  new RegistryApi(chart, 'registry', {
    config: RegistryConfig.fromParts({
      sources: [
        RegistrySource.servers(Object.values(servers), {
          interval,
          entries: Object.entries(servers).map(([name, made]) => ({ server: made, name: `com.example/${name}` })),
        }),
        RegistrySource.configMap({ name: 'file', configMap: file, interval, filter: { excludeNames: ['*/left-out'] } }),
        RegistrySource.url({ name: 'url', url: `${SITE}/registry.json`, interval }),
        RegistrySource.api({ name: 'api', endpoint: SITE, interval }),
      ],
      database: RegistryDatabase.password({
        host: POSTGRES,
        database: 'own',
        user: 'own',
        password: SecretReference.key(chart, 'own-database', 'password'),
      }),
      auth: RegistryAuth.anonymous(),
    }),
    migration: RegistryMigration.job({ grants: { adminUser: 'postgres', adminPassword: admin } }),
    env: { SSL_CERT_FILE: EnvValue.fromValue('/ca/ca.crt') },
    volumes: [{ path: '/ca', volume: Volume.fromConfigMap(chart, 'authority', ca) }],
    // Each looks for a source when it starts, and then every two minutes.
    replicas: 4,
    resources: SMALL,
  });
  const addresses = { ...servers, tickets: { url: REMOTE } };
  listed = Object.fromEntries(Object.entries(addresses).map(([name, { url }]) => [`com.example/${name}`, url]));
  const inOwn = (object: Obj) => ({ ...object, metadata: { ...object.metadata, namespace: own } });
  await cluster.apply([
    inOwn(secret(cluster, 'own-database', { password: 'own-password' })),
    inOwn(secret(cluster, 'postgres-admin', { password: ADMIN_PASSWORD })),
  ]);
  await cluster.apply(chart);
}

const alice = (cluster: Cluster) => cluster.token('alice', AUDIENCE, { groups: 'employees' });
const carol = (cluster: Cluster) => cluster.token('carol', AUDIENCE, { groups: 'platform' });

/** A request to publish a server that only some see. */
const publication = (name: string, groups: readonly string[]) => ({ claims: { groups }, server: entry(name) });

export const registry: Topic = {
  name: 'registry',
  title: 'Registry servers',
  async prepare(cluster) {
    await addToWorld({ site: site() });
    await makeProduction(cluster);
    await makeOwn(cluster);
    development = await cluster.makeNamespace('dev');
    await makeDatabase(cluster, development, [
      "CREATE USER registry PASSWORD 'of-the-registry'",
      'CREATE DATABASE registry OWNER registry',
    ]);
  },
  promises: [
    {
      promise:
        'By waves, the Jobs of grants and migrations are complete before the server starts, without a rights error',
      page: PRODUCTION,
      how: 'applied wave by wave to a PostgreSQL by TLS, whose migration user may create no role; all replicas are ready',
      async run(cluster) {
        const done = jobs.map(({ status }) => Date.parse(status.completionTime));
        assert.equal(done.length, 2);
        const pods = await cluster.pods('app=registry');
        assert.ok(pods.length >= 3, `${pods.length} pods`);
        for (const { status, metadata } of pods) {
          assert.ok(Math.max(...done) <= Date.parse(metadata.creationTimestamp), metadata.name);
          assert.equal(status.containerStatuses[0].restartCount, 0, metadata.name);
        }
      },
    },
    {
      promise: 'The server accepts tokens of the issuer that are for its audience, and no others',
      page: PAGE,
      how: 'requests without a token, with one for another audience, and with a right one',
      async run(cluster) {
        const { namespace } = cluster;
        const without = await ask(cluster, namespace, SERVERS);
        assert.deepEqual([without.status, /Bearer/.test(without.headers['www-authenticate'] ?? '')], [401, true]);
        const another = await cluster.token('alice', 'another', { groups: 'employees' });
        assert.equal((await ask(cluster, namespace, SERVERS, another)).status, 401);
        assert.equal((await ask(cluster, namespace, SERVERS, await alice(cluster))).status, 200);
      },
    },
    {
      promise: 'Tokens of the cluster’s ServiceAccounts are accepted for its audience',
      page: PAGE,
      how: 'one for its audience is known, though it has no claim to see anything; one for another audience is not',
      async run(cluster) {
        const token = async (audience: string) =>
          (await cluster.kubectl('create', 'token', 'default', `--audience=${audience}`)).trim();
        const me = async (audience: string) => ask(cluster, cluster.namespace, '/v1/me', await token(audience));
        const { status, text } = await me(AUDIENCE);
        assert.equal(status, 200, text);
        assert.match(text, new RegExp(`system:serviceaccount:${cluster.namespace}:default`));
        assert.equal((await me('another')).status, 401);
      },
    },
    {
      promise: 'A private git repository is read with the token of a Secret',
      page: PAGE,
      how: 'git by HTTPS that asks for the token; its servers are listed for an employee',
      async run(cluster) {
        await sees(cluster, cluster.namespace, ['com.example/catalogued'], await alice(cluster));
      },
    },
    {
      promise: 'Who has no claim of a registry sees nothing of it',
      page: PAGE,
      how: 'a token of another group',
      async run(cluster) {
        const eve = await cluster.token('eve', AUDIENCE, { groups: 'sales' });
        const { status, text } = await ask(cluster, cluster.namespace, SERVERS, eve);
        assert.ok([403, 404].includes(status), `${status} ${text}`);
      },
    },
    {
      promise: 'Who has the role publishes, others may not; and readers see what is theirs',
      page: PAGE,
      how: 'an employee and a member of the platform group publish a server; both list',
      async run(cluster) {
        const { namespace } = cluster;
        const publish = async (token: string, name: string, groups: readonly string[]) =>
          (await ask(cluster, namespace, '/v1/entries', token, publication(name, groups))).status;
        assert.equal(await publish(await alice(cluster), 'com.example/by-alice', ['employees']), 403);
        assert.equal(await publish(await carol(cluster), 'com.example/internal', ['platform']), 201);
        const all = ['com.example/catalogued', 'com.example/internal'];
        await sees(cluster, namespace, all, await carol(cluster));
        await sees(cluster, namespace, all.slice(0, 1), await alice(cluster));
      },
    },
    {
      promise: 'A restart keeps what was published, and refuses no request',
      page: PRODUCTION,
      how: 'a rolling restart of all replicas while a client lists four times a second',
      async run(cluster) {
        const token = await carol(cluster);
        const url = addressOf(cluster.namespace) + SERVERS;
        const { ok, refused } = await cluster.requestsDuring(url, token, async () => {
          await cluster.kubectl('rollout', 'restart', 'deploy/registry');
          await cluster.ready('deploy/registry');
        });
        assert.deepEqual(refused, [], `${refused.length} of ${ok + refused.length} requests`);
        assert.ok(ok > 20, `only ${ok} requests`);
        await sees(cluster, cluster.namespace, ['com.example/catalogued', 'com.example/internal'], token);
      },
    },
    {
      promise: 'A registry lists the app’s servers of each kind, and files, addresses and another registry, by filters',
      page: PAGE,
      how: 'MCP servers, a remote proxy, an entry and a virtual server are listed, and one server of each other source',
      async run(cluster) {
        await sees(cluster, own, [
          ...Object.keys(listed),
          ...['file', 'url', 'api'].map((of) => `com.example/by-${of}`),
        ]);
      },
    },
    {
      promise: 'A client finds each server of the app at the address and by the transport that the registry lists',
      page: PAGE,
      how: 'an MCP client goes where the registry says, and calls a tool',
      async run(cluster) {
        const entries = await seen(cluster, own);
        for (const [name, url] of Object.entries(listed)) {
          const [remote] = entries[name].remotes;
          assert.equal(remote.url, url, name);
          const { results, refused } = await cluster.visit(remote.url, [{ list: true }], {
            sse: remote.type === 'sse',
            patience: 90,
          });
          assert.equal(refused, undefined, `${name}: ${refused}`);
          assert.ok(results[0].length, name);
        }
      },
    },
    {
      promise:
        'Without the role, Job and server stop with the SQL to run in their status, and the database is as before',
      page: DEVELOPMENT,
      how: 'applied to a database whose owner may create no role',
      async run(cluster) {
        const objects = trusting(await exampleHere('development-registry', { 'mcp-dev': development }));
        await cluster.apply([authority(cluster, development), ...objects]);
        await cluster.apply([
          {
            ...secret(cluster, 'registry-db', { password: 'of-the-registry' }),
            metadata: { name: 'registry-db', namespace: development },
          },
        ]);
        const messages = async () =>
          (await get('-n', development, 'pods', '-l', 'app!=postgres')).items.map(({ status }: Obj) => {
            const [check] = status.initContainerStatuses ?? [];
            return check?.lastState?.terminated?.message ?? check?.state?.terminated?.message ?? '';
          });
        const told = await eventually(
          'Job and server tell',
          messages,
          (all: string[]) => all.length >= 2 && all.every((said) => /CREATE ROLE toolhive_registry_server/.test(said)),
        );
        assert.ok(told.length >= 2);
        const tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'";
        assert.equal((await sql(development, tables, 'registry')).trim(), '0');
      },
    },
    {
      promise: 'Once the SQL of the page has run, the server starts by itself, and lists the catalogue',
      page: DEVELOPMENT,
      how: 'a superuser runs it; the server is not touched',
      async run(cluster) {
        await sql(development, 'CREATE ROLE toolhive_registry_server');
        await sql(development, 'GRANT toolhive_registry_server TO registry');
        await kubectl(['-n', development, 'rollout', 'status', '--timeout=400s', 'deploy/registry']);
        await sees(cluster, development, ['io.github.stacklok/listed']);
      },
    },
  ],
};
