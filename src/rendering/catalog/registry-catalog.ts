/**
 * The data of a registry's sources that list MCP servers of the same app, in the format that the registry server reads.
 * Source: upstream-registry.schema.json of stacklok/toolhive-core, and toolhive-registry-server internal/kubernetes, whose
 * entries for running servers these equal as far as they can be known beforehand.
 *
 * The registry server reads its files again at each synchronization, and the kubelet renews a mounted ConfigMap; so
 * nothing has to restart when a catalogue changes.
 */
import { Listing } from './listing';
import { CatalogProvenance } from '../../images/provenance';
import { Texts } from '../../kubernetes/objects';
import { AnyOf, JsonObject, pruned } from '../../plain/objects';
import { Catalog, Resource, ResourceOf } from '../../resources/resource';
import { Specs } from '../../resources/spec';
import { toolsOfMember } from '../gateway/virtual-mcp-server/offered-tools';
import { ImageRewrite, imageRewrite } from '../model/images';
import { Workload } from '../model/workload';
import { serverOf } from '../operations/servers';
import { effectiveProxyMode } from '../servers/proxy/run-config';

const REGISTRY_SCHEMA =
  'https://raw.githubusercontent.com/stacklok/toolhive-core/main/registry/types/data/upstream-registry.schema.json';
const SERVER_SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json';
/** What the registry server says about a running server, whose version it can't know. */
const UNKNOWN_VERSION = '1.0.0';

/** The transport that clients use for each kind of server that can be listed. */
const LISTED: { readonly [Kind in ListedKind]: (spec: Specs[Kind]) => string } = {
  MCPServer: ({ transport, proxyMode }) => effectiveProxyMode(transport, proxyMode),
  MCPRemoteProxy: ({ transport = 'streamable-http' }) => transport,
  MCPServerEntry: ({ transport = 'streamable-http' }) => transport,
  VirtualMCPServer: () => 'streamable-http',
};

export type ListedKind = 'MCPServer' | 'MCPRemoteProxy' | 'MCPServerEntry' | 'VirtualMCPServer';

/** Whether a kind can be listed. */
export function isListedKind(kind: string | undefined): kind is ListedKind {
  return kind !== undefined && Object.hasOwn(LISTED, kind);
}

/** One of the listed servers. */
export interface ListedServer {
  readonly kind: ListedKind;
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

/** The spec of a RegistryCatalog, which has no custom resource. */
export interface RegistryCatalogSpec {
  readonly catalogs: readonly ServersCatalog[];
  readonly labels?: Texts;
}

interface RegistryCatalogModel {
  readonly resource: Resource<RegistryCatalogSpec>;
  readonly data: Record<string, string>;
}

export const registryCatalog: Workload<RegistryCatalogModel, RegistryCatalogSpec> = {
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

  model(resource, { catalog, settings }) {
    const rewrite = imageRewrite(settings);
    const entry = ({ kind, namespace, name, listing }: ListedServer) =>
      serverEntry(catalog.resource(kind, namespace, name) as Listed, listing, { catalog, rewrite });
    const data = resource.spec.catalogs.map(({ source, lastUpdated, servers }) => {
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

type Listed<Kind extends ListedKind = ListedKind> = ResourceOf<Specs, Kind>;

/** @param server with the defaults of its custom resource */
function serverEntry(
  server: Listed,
  listing: Listing,
  { catalog, rewrite }: { readonly catalog: Catalog; readonly rewrite?: ImageRewrite },
): JsonObject {
  const { kind, namespace, name, constructOptions } = server;
  const { image, transport }: AnyOf<Specs[ListedKind]> = server.spec;
  const { title, description, version = versionOf(image ?? ''), tags } = listing;
  const ownUrl = addressOf(server);
  const publicUrl = constructOptions?.exposure?.url && constructOptions.exposure.url + new URL(ownUrl).pathname;
  const url = listing.url ?? publicUrl ?? ownUrl;
  const pulled = image && rewrite ? rewrite(image) : image;
  const kubernetes = { kind, namespace, name, image: pulled, transport };
  const { tier, isDeprecated, provenance } = listing;
  const extensions = pruned({
    ...{ status: isDeprecated ? 'deprecated' : 'active', tier, tools: toolsOf(server, catalog), tags },
    ...{ provenance: provenance && provenanceJson(provenance), metadata: { kubernetes } },
  });
  return pruned({
    $schema: SERVER_SCHEMA,
    name: listing.name,
    title,
    description,
    version,
    remotes: [{ type: transportOf(server), url }],
    _meta: { 'io.modelcontextprotocol.registry/publisher-provided': { 'io.github.stacklok': { [url]: extensions } } },
  });
}

/** What clients see, where the tools of the server are known. */
function toolsOf(server: Listed, catalog: Catalog): string[] {
  if (server.kind === 'VirtualMCPServer') return [];
  return (toolsOfMember(server, catalog) ?? []).map(({ name }) => name);
}

function provenanceJson(provenance: CatalogProvenance): JsonObject {
  return pruned({
    sigstore_url: provenance.sigstoreUrl,
    repository_uri: provenance.repositoryUri,
    repository_ref: provenance.repositoryRef,
    signer_identity: provenance.signerIdentity,
    runner_environment: provenance.runnerEnvironment,
    cert_issuer: provenance.certIssuer,
  });
}

function transportOf<Kind extends ListedKind>({ kind, spec }: Listed<Kind>): string {
  return LISTED[kind](spec);
}

/** An entry is reached where it is; all others have a Service of their own. */
function addressOf(resource: Listed): string {
  if (resource.kind === 'MCPServerEntry') return resource.spec.remoteUrl;
  const { service, port, path } = serverOf(resource);
  return `http://${service}.${resource.namespace}.svc.cluster.local:${port}${path}`;
}

/** An image's tag, where it is a version. */
export function versionOf(image: string): string {
  const [named] = image.split('@', 1);
  const tag = named.slice(named.lastIndexOf(':') + 1);
  return /^v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/.exec(tag)?.[1] ?? UNKNOWN_VERSION;
}
