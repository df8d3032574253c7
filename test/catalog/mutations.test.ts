/** Catalogues with one member that is wrong, missing or called something else: refused with file, line and field, or read. */
import { readCatalog, ReadEntry } from '../../src/catalog/read-catalog';
import fc, { runs } from '../random';

const FILE = 'catalog.json';

const CATALOGUES: Record<string, object> = {
  "ToolHive's": {
    servers: {
      orders: {
        ...{
          description: 'Looks up orders',
          tier: 'Community',
          status: 'Active',
          transport: 'stdio',
          target_port: 3000,
        },
        ...{ image: 'registry.example.com/mcp/orders:1', args: ['-v'], tools: ['find'], tags: ['orders'] },
        permissions: { network: { outbound: { allow_host: ['orders.example.com'], allow_port: [443] } } },
        env_vars: [{ name: 'TOKEN', description: 'Token', required: true, secret: true, default: 'x' }],
        provenance: { repository_uri: 'https://github.com/example/orders', attestation: { predicate: { a: 'b' } } },
        metadata: { stars: 5 },
      },
    },
    remote_servers: {
      search: {
        ...{ description: 'Searches', transport: 'sse', url: 'https://mcp.example.com/sse' },
        headers: [{ name: 'X-Key', required: false, secret: true, choices: ['a'] }],
        oauth_config: { issuer: 'https://sso.example.com', scopes: ['read'] },
      },
    },
  },
  "the official registry's": {
    servers: [
      {
        server: {
          ...{ name: 'io.github.example/files', description: 'Reads files', version: '1.0.0', title: 'Files' },
          repository: { url: 'https://github.com/example/files', source: 'github' },
          packages: [
            {
              ...{ registryType: 'oci', identifier: 'registry.example.com/mcp/files', version: '1.0.0' },
              transport: { type: 'streamable-http', url: 'http://localhost:5000/mcp' },
              runtimeArguments: [{ type: 'named', name: '-v', value: 'a:/b' }],
              packageArguments: [
                { type: 'named', name: '--root', isRequired: true, description: 'Where', choices: ['a'] },
                { type: 'positional', value: 'serve-{tenant}', variables: { tenant: { default: 'a' } } },
              ],
              environmentVariables: [{ name: 'KEY', isSecret: true, isRequired: true, format: 'filepath' }],
            },
          ],
        },
        _meta: {},
      },
      {
        server: {
          ...{ name: 'io.github.example/far', description: 'Far', version: '1.0.0' },
          remotes: [{ type: 'sse', url: 'https://{region}.example.com', variables: { region: { default: 'eu' } } }],
        },
      },
    ],
  },
  "Docker's": {
    name: 'docker-mcp',
    registry: {
      notes: {
        ...{ title: 'Notes', type: 'server', image: 'mcp/notes:1', source: 'https://github.com/example/notes' },
        ...{ command: ['--user={{notes.user}}'], volumes: ['a:/b'], allowHosts: ['a.example.com:443'], user: 'me' },
        ...{ tools: [{ name: 'add', arguments: [{ name: 'text' }] }], metadata: { tags: ['a'], pulls: 5 } },
        secrets: [{ name: 'notes.token', env: 'TOKEN', example: 'a' }],
        env: [{ name: 'URL', value: '{{notes.url}}' }],
        config: [
          { name: 'notes', type: 'object', properties: { url: { type: 'string', default: 'b' } }, required: [] },
        ],
      },
      far: { remote: { url: 'https://mcp.example.com/mcp', transport_type: 'sse', headers: { 'X-Key': '${TOKEN}' } } },
    },
  },
};

type Path = readonly (string | number)[];

function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? value.map((_, i) => i) : Object.keys(value);
  return keys.flatMap((key) => [[...path, key], ...placesIn((value as any)[key], [...path, key])]);
}

const PLACES = Object.values(CATALOGUES).flatMap((catalogue) =>
  placesIn(catalogue).map((path) => ({ catalogue, path })),
);

/** A copy, changed where the path leads. */
function changed(catalogue: object, path: Path, change: (parent: any, key: string | number) => void): object {
  const copy = structuredClone(catalogue);
  change(
    path.slice(0, -1).reduce((at: any, key) => at[key], copy),
    path.at(-1)!,
  );
  return copy;
}

/** The entries; undefined where it is refused, by messages that say where. */
function read(catalogue: object): ReadEntry[] | undefined {
  try {
    return readCatalog(JSON.stringify(catalogue, null, 1), FILE);
  } catch (error) {
    expect((error as Error).name).toBe('Error');
    for (const line of (error as Error).message.split('\n')) {
      expect(line).toMatch(/^catalog\.json(?::\d+: \S+: |: (?:is no catalogue|has no server))/);
      expect(line).not.toMatch(/undefined|\[object/);
    }
    return undefined;
  }
}

test.each(Object.entries(CATALOGUES))('%s catalogue is read, with a place for each member', (_, catalogue) => {
  expect(read(catalogue)!.flatMap(({ unknown }) => unknown)).toEqual([]);
});

test('without a member it is read, or fails by name', () => {
  for (const { catalogue, path } of PLACES) {
    read(
      changed(catalogue, path, (parent, key) =>
        Array.isArray(parent) ? parent.splice(key as number, 1) : delete parent[key],
      ),
    );
  }
});

/** Maps whose keys are the document's own. */
const FREE = /(?:servers|registry|variables|properties|headers|metadata|predicate|env|attestation)$/;

test('a member that is called something else is not lost: it is listed as unknown, or all is refused', () => {
  for (const { catalogue, path } of PLACES) {
    const parents = path.slice(0, -1).map(String);
    const isFree = [parents.at(-1) ?? 'servers', ...parents].some((name) => FREE.test(name) && parents.at(-1) === name);
    if (isFree || typeof path.at(-1) === 'number') continue;
    const entries = read(
      changed(catalogue, path, (parent, key) => {
        parent.zqx9 = parent[key];
        delete parent[key];
      }),
    );
    const said = entries?.flatMap(({ unknown, places }) => [...unknown, ...places.keys()]).join(' ');
    // A whole list of servers, and what is beside it, is of no entry.
    if (said === undefined || path.length === 1 || ['arguments', '_meta'].includes(String(path.at(-2)))) continue;
    const isWithin =
      parents.some((name) => ['arguments', 'attestation'].includes(name)) ||
      ['server', '_meta'].includes(String(path.at(-1)));
    expect({ path, said: isWithin || said.includes('zqx9') }).toEqual({ path, said: true });
  }
});

test('a value of any other type is read, or fails by file, line and field', () => {
  const other = fc.constantFrom<unknown>(null, 5, true, '', 'x', [], {}, [5], [null], [[]], [{}], { a: 5 }, { a: {} });
  fc.assert(
    fc.property(fc.constantFrom(...PLACES), other, ({ catalogue, path }, value) => {
      read(changed(catalogue, path, (parent, key) => (parent[key] = value)));
    }),
    { numRuns: runs(3000) },
  );
});
