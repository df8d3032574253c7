/** What registries read: files of servers in the format of the MCP registry, another registry's API, and git repositories. */
import { Workload } from './world';
import { Obj } from '../../src/plain/objects';

/** The token of the private repository. */
export const GIT_TOKEN = 'git-token';

/** A server's entry. */
export function entry(name: string): Obj {
  return {
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    name,
    description: `The server ${name}`,
    version: '1.0.0',
    remotes: [{ type: 'streamable-http', url: `https://mcp.example.com/${name}` }],
  };
}

/** A file that lists servers. */
export function registryFile(...names: readonly string[]): string {
  return JSON.stringify({
    $schema:
      'https://raw.githubusercontent.com/stacklok/toolhive-core/main/registry/types/data/upstream-registry.schema.json',
    version: '1.0.0',
    meta: { last_updated: '2025-01-01T00:00:00Z' },
    data: { servers: names.map(entry) },
  });
}

/** An HTTPS site with all of them. */
export function site(): Workload {
  const openapi = {
    openapi: '3.1.0',
    info: { title: 'Registry', version: '1.0.0', description: 'https://github.com/modelcontextprotocol/registry' },
  };
  const files = {
    '/openapi.yaml': JSON.stringify(openapi),
    '/v0.1/servers': JSON.stringify({ servers: [{ server: entry('com.example/by-api') }], metadata: { count: 1 } }),
    '/registry.json': registryFile('com.example/by-url'),
  };
  const repositories = {
    '/mcp/catalog.git': {
      token: GIT_TOKEN,
      files: { 'servers/registry.json': registryFile('com.example/catalogued') },
    },
    '/stacklok/toolhive-catalog.git': {
      files: { 'pkg/catalog/toolhive/data/registry-upstream.json': registryFile('io.github.stacklok/listed') },
    },
  };
  const env = { FILES: JSON.stringify(files), REPOSITORIES: JSON.stringify(repositories) };
  return { command: ['node', '/app/site.mjs'], env, ports: [8443], tls: true };
}
