/** Registry servers that list custom resources of a namespace. */
import { strict as assert } from 'node:assert';
import {
  McpRegistry,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistrySource,
  SecretReference,
  SslMode,
} from '../../../src';
import { Obj } from '../../../src/plain/objects';
import { Cluster, objectsOf, REMOTE, VERSION } from '../cluster';
import { makeDatabase } from '../database';
import { withStandIns } from '../images';
import { eventually } from '../kubectl';
import { Topic } from '../promises';
import { secret, SMALL } from '../settings';

const PAGE = 'docs/registry.md';
const PREFIX = 'toolhive.stacklok.dev';
let watched = '';
let [ofOwn, ofOther] = ['', ''];

/** A custom resource, and whether the registry is to list it. */
function proxy(namespace: string, name: string, isExported: boolean): Obj {
  const url = `https://${name}.example.com/mcp`;
  const annotations = isExported && {
    [`${PREFIX}/registry-export`]: 'true',
    [`${PREFIX}/registry-url`]: url,
    [`${PREFIX}/registry-description`]: 'A remote server',
  };
  return {
    apiVersion: `${PREFIX}/v1beta1`,
    kind: 'MCPRemoteProxy',
    metadata: { name, namespace, ...(annotations && { annotations }) },
    spec: { remoteUrl: REMOTE, proxyPort: 8080 },
  };
}

/** Addresses of what the registry lists, once they are these. */
async function lists(cluster: Cluster, registry: string, names: readonly string[]): Promise<void> {
  await eventually(
    `the registry lists ${names.join(' and ') || 'nothing'}`,
    async () => {
      const { status, text } = await cluster.http(`${registry}/registry/default/v0.1/servers?limit=100`, {});
      assert.equal(status, 200, text);
      const servers: Obj[] = JSON.parse(text).servers ?? [];
      return servers.map(({ server }) => server.remotes?.[0]?.url).sort();
    },
    (urls) => JSON.stringify(urls) === JSON.stringify(names.map((name) => `https://${name}.example.com/mcp`).sort()),
    300,
  );
}

export const customResources: Topic = {
  name: 'resources',
  title: 'Registries of custom resources',
  needs: ['operator'],
  async prepare(cluster) {
    const { namespace } = cluster;
    watched = await cluster.makeNamespace('watched');
    await cluster.apply([watched, namespace].flatMap((of) => [proxy(of, 'wiki', true), proxy(of, 'internal', false)]));
    await makeDatabase(cluster, namespace, [
      'CREATE ROLE toolhive_registry_server',
      ...['own', 'other'].flatMap((user) => [
        `CREATE USER ${user} PASSWORD 'of-the-registry'`,
        `CREATE DATABASE ${user} OWNER ${user}`,
        `GRANT toolhive_registry_server TO ${user}`,
      ]),
    ]);
    const pgpass = ['own', 'other'].map((user) => `postgres:5432:*:${user}:of-the-registry\n`).join('');
    await cluster.apply([secret(cluster, 'pgpass', { pgpass })]);
    const chart = cluster.chart();
    const config = (user: string, of: string) =>
      RegistryConfig.fromParts({
        sources: [RegistrySource.kubernetes({ name: 'deployed', namespace: of })],
        database: RegistryDatabase.pgpass({
          ...{ host: 'postgres', database: user, user, sslMode: SslMode.DISABLE },
          pgpass: SecretReference.key(chart, 'pgpass', 'pgpass'),
        }),
        auth: RegistryAuth.anonymous(),
      });
    ofOwn = new McpRegistry(chart, 'catalog', { config: config('own', namespace) }).url;
    ofOther = new RegistryApi(chart, 'registry', { config: config('other', watched), resources: SMALL }).url;
    await cluster.apply(JSON.parse(withStandIns(JSON.stringify(objectsOf(chart)), VERSION)));
  },
  promises: [
    {
      promise: 'McpRegistry’s server lists the annotated custom resources of its own namespace, and no others',
      page: PAGE,
      how: 'two MCPRemoteProxies, one of them annotated; the rights are those of the Role that is rendered',
      async run(cluster) {
        await cluster.ready('deploy/catalog-api');
        await lists(cluster, ofOwn, ['wiki']);
      },
    },
    {
      promise: 'RegistryApi lists those of another namespace, by a Role there',
      page: PAGE,
      how: 'the same in another namespace',
      async run(cluster) {
        await cluster.ready('deploy/registry');
        await lists(cluster, ofOther, ['wiki']);
      },
    },
    {
      promise: 'What is annotated later is listed, and what is deleted is not listed any more',
      page: PAGE,
      how: 'one resource is annotated and the other one deleted while the server runs',
      async run(cluster) {
        await cluster.apply([proxy(watched, 'internal', true)]);
        await lists(cluster, ofOther, ['internal', 'wiki']);
        await cluster.kubectl('-n', watched, 'delete', 'mcpremoteproxy', 'wiki');
        await lists(cluster, ofOther, ['internal']);
      },
    },
  ],
};
