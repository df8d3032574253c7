/**
 * The data of a registry's sources that list MCP servers of the same app, in the format that the registry server reads.
 * Source: upstream-registry.schema.json of stacklok/toolhive-core, and toolhive-registry-server internal/kubernetes, whose
 * entries for running servers these equal as far as they can be known beforehand.
 *
 * The registry server reads its files again at each synchronization, and the kubelet renews a mounted ConfigMap; so
 * nothing has to restart when a catalogue changes.
 */
import { Listing } from './listing';
import { Obj, pruned } from '../../plain/objects';
import { Resource } from '../../resources/resource';
import { Workload } from '../model/workload';
import { serverOf } from '../operations/servers';
import { effectiveProxyMode } from '../servers/proxy/run-config';

const REGISTRY_SCHEMA =
  'https://raw.githubusercontent.com/stacklok/toolhive-core/main/registry/types/data/upstream-registry.schema.json';
const SERVER_SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json';
/** What the registry server says of a running server, whose version it can't know. */
const UNKNOWN_VERSION = '1.0.0';

/** How clients speak with each kind of server that can be listed. */
const LISTED: Readonly<Record<string, (spec: Obj) => string>> = {
  MCPServer: ({ transport, proxyMode }) => effectiveProxyMode(transport, proxyMode),
  MCPRemoteProxy: ({ transport = 'streamable-http' }) => transport,
  MCPServerEntry: ({ transport = 'streamable-http' }) => transport,
  VirtualMCPServer: () => 'streamable-http',
};

export const LISTED_KINDS: readonly string[] = Object.keys(LISTED);

/** One of the listed servers. */
export interface ListedServer {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly listing: Listing;
}

/** What a source lists. */
export interface ServersCatalog {
  /** Name of the source. */
  readonly source: string;
  readonly lastUpdated: string;
  readonly servers: readonly ListedServer[];
}

export const names = { configMap: (registry: string) => `${registry}-catalog` };

/** The key that holds a source's data. */
export const catalogKey = (source: string): string => `${source}.json`;

interface RegistryCatalogModel {
  readonly resource: Resource;
  readonly data: Record<string, string>;
}

export const registryCatalog: Workload<RegistryCatalogModel> = {
  kind: 'RegistryCatalog',
  parts: [
    {
      id: 'Resource',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: names.configMap,
      body: ({ resource: { spec }, data }) => ({ metadata: pruned({ labels: spec.labels }), data }),
    },
  ],

  model(resource, { catalog }) {
    const entry = ({ kind, namespace, name, listing }: ListedServer) =>
      serverEntry(catalog.resource(kind, namespace, name)!, listing);
    const catalogs: ServersCatalog[] = resource.spec.catalogs;
    const data = catalogs.map(({ source, lastUpdated, servers }) => {
      const content = {
        $schema: REGISTRY_SCHEMA,
        version: '1.0.0',
        meta: { last_updated: lastUpdated },
        data: { servers: servers.map(entry) },
      };
      return [catalogKey(source), `${JSON.stringify(content, undefined, 2)}\n`];
    });
    return { resource, data: Object.fromEntries(data) };
  },
};

/** @param server with the defaults of its custom resource */
function serverEntry(server: Resource, listing: Listing): Obj {
  const { kind, namespace, name, spec, extras } = server;
  const { title, description, version = versionOf(spec.image ?? ''), tags } = listing;
  const ownUrl = addressOf(server);
  const publicUrl = extras?.exposure?.url && extras.exposure.url + new URL(ownUrl).pathname;
  const url = listing.url ?? publicUrl ?? ownUrl;
  const kubernetes = { kind, namespace, name, image: spec.image, transport: spec.transport };
  const extensions = pruned({ status: 'active', tags, metadata: { kubernetes } });
  return pruned({
    $schema: SERVER_SCHEMA,
    name: listing.name,
    title,
    description,
    version,
    remotes: [{ type: LISTED[kind](spec), url }],
    _meta: { 'io.modelcontextprotocol.registry/publisher-provided': { 'io.github.stacklok': { [url]: extensions } } },
  });
}

/** An entry is reached where it is; all others have a Service of their own. */
function addressOf(resource: Resource): string {
  if (resource.kind === 'MCPServerEntry') return resource.spec.remoteUrl;
  const { service, port, path } = serverOf(resource)!;
  return `http://${service}.${resource.namespace}.svc.cluster.local:${port}${path}`;
}

/** An image's tag, where it is a version. */
export function versionOf(image: string): string {
  const [named] = image.split('@', 1);
  const tag = named.slice(named.lastIndexOf(':') + 1);
  return /^v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/.exec(tag)?.[1] ?? UNKNOWN_VERSION;
}
