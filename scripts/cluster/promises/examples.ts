/** The examples' servers run, each example in a namespace of its own. Those of registries alone are in the topic of registries. */
import { strict as assert } from 'node:assert';
import { RegistryDatabase, SecretReference, SslMode } from '../../../src';
import { Obj } from '../../../src/plain/objects';
import { ClientOptions, Cluster } from '../cluster';
import { makeDatabase, sql } from '../database';
import { authority, exampleHere, trusting } from '../examples';
import { eventually, served } from '../kubectl';
import { NAMESPACE_OF_WORLD } from '../names';
import { Promised, Topic } from '../promises';
import { redisSecret, secret } from '../settings';

/** An example, what must exist before it, and what its clients find. */
interface Running {
  /** The file, without `.ts`. */
  readonly name: string;
  /** What stands for the namespaces that it names, its own first. */
  readonly namespaces: (own: string) => Record<string, string>;
  /** Makes what its comment says must be there, apart from Redis and the GitHub token. */
  readonly before?: (here: Cluster) => Promise<void>;
  readonly promise: string;
  readonly how: string;
  readonly use: (here: Cluster, url: (service: string, port?: number) => string) => Promise<void>;
}

const engineer = (here: Cluster, audience: string) => here.token('alice', audience, { groups: 'engineering' });
const seller = (here: Cluster, audience: string) => here.token('bob', audience, { groups: 'sales' });

/** Waits until a client lists these tools: a virtual server has them once its members have started. */
async function lists(
  here: Cluster,
  url: string,
  expected: readonly string[],
  { leaveOut = /^$/, ...options }: ClientOptions & { readonly leaveOut?: RegExp } = {},
): Promise<void> {
  const ask = async () => {
    const { results, refused } = await here.visit(url, [{ list: true }], { patience: 120, ...options });
    return refused ?? results[0].filter((name: string) => !leaveOut.test(name));
  };
  const isRight = (names: unknown) => JSON.stringify(names) === JSON.stringify(expected);
  await eventually(`${url} lists ${expected.join(', ') || 'nothing'}`, ask, isRight, 120);
}

const EXAMPLES: readonly Running[] = [
  {
    name: 'isolated',
    // Clients are where the Ingress controller is.
    namespaces: (own) => ({ 'mcp-isolated': own, 'ingress-nginx': NAMESPACE_OF_WORLD }),
    promise: 'Behind all policies, clients of the virtual server get the tools of both members',
    how: 'a user with a token of the issuer lists, and calls a tool of each member',
    async use(here, url) {
      const token = await engineer(here, 'https://mcp.example.com');
      const gateway = url('vmcp-gateway', 4483);
      const others = /^(?!(fetch|github)_echo$)/;
      await lists(here, gateway, ['fetch_echo', 'github_echo'], { token, leaveOut: others });
      for (const member of ['fetch', 'github']) {
        const said = await here.call(gateway, `${member}_echo`, { message: member }, { token });
        assert.deepEqual(said, { message: member });
      }
    },
  },
  {
    name: 'private-registry',
    namespaces: (own) => ({ toolhive: own, database: own }),
    async before(here) {
      const database = {
        host: 'postgres',
        database: 'toolhive_registry',
        user: 'db_app',
        migrationUser: 'db_migrator',
      };
      const pgpass = SecretReference.key(here.chart(), 'registry-db-pgpass', 'pgpass');
      await makeDatabase(here, here.namespace, [
        "CREATE USER db_app PASSWORD 'app-password'",
        "CREATE USER db_migrator PASSWORD 'migrator-password'",
        'CREATE DATABASE toolhive_registry',
      ]);
      const grants = RegistryDatabase.pgpass({ ...database, sslMode: SslMode.REQUIRE, pgpass }).grantsSql();
      await sql(here.namespace, grants, database.database);
      const lines = ['db_app:app-password', 'db_migrator:migrator-password'].map((login) => `*:*:*:${login}\n`);
      await here.apply([secret(here, 'registry-db-pgpass', { pgpass: lines.join('') })]);
    },
    promise:
      'Servers of three transports answer, with the tools that are allowed; the registry starts after `grantsSql()`',
    how: 'a client lists the tools of each, and calls one; the registry asks for a token',
    async use(here, url) {
      await lists(here, url('mcp-fetch-proxy'), ['fetch']);
      await lists(here, url('mcp-github-proxy'), ['search_repositories']);
      const yardstick = url('mcp-yardstick-proxy').replace(/mcp$/, 'sse');
      await lists(here, yardstick, ['echo'], { sse: true, leaveOut: /^(?!echo$)/ });
      const page = { url: 'https://example.com' };
      assert.deepEqual(await here.call(url('mcp-fetch-proxy'), 'fetch', page), page);
      const { status } = await here.http(`http://registry-api.${here.namespace}.svc.cluster.local/v1/me`);
      assert.equal(status, 401);
    },
  },
  {
    name: 'shared-policies',
    namespaces: (own) => ({ mcp: own }),
    async before(here) {
      await here.apply([secret(here, 'otel', { token: 'Bearer of-the-collector' })]);
    },
    promise: 'Both servers let in users of the issuer, and show engineers the tools that are allowed, and others none',
    how: 'users of two groups list the tools of both servers',
    async use(here, url) {
      for (const [name, service] of [
        ['fetch', 'mcp-fetch-proxy'],
        ['github', 'mcp-github-proxy'],
      ]) {
        const audience = `https://${name}.mcp.example.com`;
        const allowed = ['fetch', 'get_file_contents', 'search_code'];
        await lists(here, url(service), allowed, { token: await engineer(here, audience) });
        await lists(here, url(service), [], { token: await seller(here, audience) });
      }
    },
  },
  {
    name: 'virtual-server',
    namespaces: (own) => ({ 'mcp-gateway': own }),
    async before(here) {
      await here.apply([secret(here, 'tickets', { 'api-key': 'of-the-tickets' })]);
    },
    promise: 'Engineers get the tools of four members, everybody else the composite tool, which calls two of them',
    how: 'users of two groups list; one calls the composite tool, which gets a ticket and fetches its page',
    async use(here, url) {
      const gateway = url('vmcp-gateway', 4483);
      const audience = 'https://mcp.example.com';
      const all = ['github_get_file_contents', 'github_search_code', 'ticket_with_page', 'wiki_ask_question'];
      await lists(here, gateway, all, { token: await engineer(here, audience), leaveOut: /^fetch_/ });
      const token = await seller(here, audience);
      await lists(here, gateway, ['ticket_with_page'], { token });
      const said = await here.call(gateway, 'ticket_with_page', { id: '7' }, { token });
      assert.match(JSON.stringify(said), /https:\/\/tickets\.example\.com\/7/);
    },
  },
];

const running = ({ name, namespaces, before, use, promise, how }: Running): Promised => ({
  promise,
  page: `examples/${name}.ts`,
  how,
  async run(cluster) {
    const here = await cluster.part(name);
    await here.apply([authority(here), redisSecret(here), secret(here, 'github-token', { token: 'of-github' })]);
    await before?.(here);
    const objects = trusting(await served(await exampleHere(name, namespaces(here.namespace))));
    await here.apply(objects);
    const workloads = objects.filter(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind));
    await here.ready(...workloads.map(({ kind, metadata }: Obj) => `${kind.toLowerCase()}/${metadata.name}`));
    await use(here, (service, port = 8080) => `http://${service}.${here.namespace}.svc.cluster.local:${port}/mcp`);
  },
});

export const examples: Topic = {
  name: 'examples',
  title: 'Examples',
  promises: EXAMPLES.map(running),
};
