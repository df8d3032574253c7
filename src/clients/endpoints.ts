/** Resources to what clients are configured with: each server that they can reach, a virtual server in place of its members. */
import { Endpoint, Endpoints } from './endpoint';
import { publicAddress } from './public-address';
import { JsonObject } from '../plain/objects';
import { virtualMcpServerUrl } from '../rendering/gateway/virtual-mcp-server/names';
import { CLIENT_SERVER_KINDS, ClientServerKind, isOneOf } from '../rendering/model/kinds';
import { ServerOfKind } from '../rendering/operations/server-kinds';
import { serverOf } from '../rendering/operations/servers';
import { mcpRemoteProxyUrl } from '../rendering/servers/mcp-remote-proxy/names';
import { mcpServerUrl } from '../rendering/servers/mcp-server/names';
import { Resource } from '../resources/resource';
import { McpExternalAuthConfigSpec, McpOidcConfigSpec } from '../resources/spec';
import { OidcConfigRef } from '../resources/spec/shared';

type ClientServer = ServerOfKind<ClientServerKind>;

export interface EndpointOptions {
  /** Whether the clients run in the cluster. Otherwise they need a public address. */
  readonly isInCluster: boolean;
  /** Ingresses and HTTPRoutes deployed with the resources. */
  readonly objects: readonly JsonObject[];
}

/** @param resources checked ones, with the defaults of their CRDs */
export function endpointsOf(resources: readonly Resource[], options: EndpointOptions): Endpoints {
  const servers = resources.filter(isServer).map((server) => ({ server, url: addressOf(server, options) }));
  const groups = new Set(servers.flatMap(({ server, url }) => (url === undefined ? [] : groupOffered(server))));
  const listed = servers.filter(({ server }) => !isMemberOf(server, groups));
  const names = namesOf(listed.map(({ server }) => server));
  return {
    reachable: listed.flatMap(({ server, url }): Endpoint[] => {
      if (url === undefined) return [];
      const access = accessOf(server, resources);
      return [{ name: names.get(server)!, url, isSse: isSse(server), needsToken: access !== EVERYBODY, access }];
    }),
    unreachable: listed.flatMap(({ server, url }) => (url === undefined ? [`${server.namespace}/${server.name}`] : [])),
  };
}

function isServer(resource: Resource): resource is ClientServer {
  return isOneOf(CLIENT_SERVER_KINDS, resource.kind);
}

function addressOf(server: ClientServer, { isInCluster, objects }: EndpointOptions): string | undefined {
  // The part after a # is a name for ToolHive's own clients.
  if (isInCluster) return urlInCluster(server).split('#')[0];
  const { namespace, constructOptions } = server;
  const { service, path } = serverOf(server);
  const url = constructOptions?.exposure?.url;
  if (url !== undefined) return url + path;
  const prefix = server.kind === 'VirtualMCPServer' ? undefined : server.spec.endpointPrefix;
  const { resourceUrl } = oidcReferenceOf(server) ?? {};
  return publicAddress(objects, { name: service, namespace, path, prefix, resourceUrl });
}

function urlInCluster(server: ClientServer): string {
  const { name, namespace } = server;
  switch (server.kind) {
    case 'VirtualMCPServer':
      return virtualMcpServerUrl(name, namespace);
    case 'MCPRemoteProxy':
      return mcpRemoteProxyUrl(name, namespace, server.spec);
    case 'MCPServer':
      return mcpServerUrl(name, namespace, server.spec);
  }
}

/** A proxy uses the transport of its remote server. */
function isSse(server: ClientServer): boolean {
  if (server.kind === 'MCPRemoteProxy') return server.spec.transport === 'sse';
  return serverOf(server).path === '/sse';
}

const groupKey = (namespace: string, group: string) => `${namespace}/${group}`;

function groupOffered({ kind, namespace, spec }: ClientServer): string[] {
  return kind === 'VirtualMCPServer' ? [groupKey(namespace, spec.groupRef.name)] : [];
}

function isMemberOf({ kind, namespace, spec }: ClientServer, groups: ReadonlySet<string>): boolean {
  return (
    kind !== 'VirtualMCPServer' && spec.groupRef !== undefined && groups.has(groupKey(namespace, spec.groupRef.name))
  );
}

/** Its own name; with the namespace, where another has the same. */
function namesOf(servers: readonly ClientServer[]): Map<ClientServer, string> {
  const taken = new Set<string>();
  return new Map(
    servers.map((server) => {
      const { name, namespace, kind } = server;
      const isShared = servers.some((other) => other !== server && other.name === name);
      const long = isShared ? `${name}-${namespace}` : name;
      const free = taken.has(long) ? `${long}-${kind.toLowerCase()}` : long;
      taken.add(free);
      return [server, free];
    }),
  );
}

const EVERYBODY = 'everybody who reaches it';

/** Whose tokens a server takes. */
function accessOf(server: ClientServer, resources: readonly Resource[]): string {
  const { namespace } = server;
  if (serverOf(server).hasAuthServer || hasOlderAuthServer(server, resources)) {
    return 'users who log in at its own authorization server';
  }
  const reference = oidcReferenceOf(server);
  if (!reference) return EVERYBODY;
  const config = resources.find(
    (other): other is Resource<McpOidcConfigSpec> =>
      other.kind === 'MCPOIDCConfig' && other.namespace === namespace && other.name === reference.name,
  );
  const audience = reference.audience ? `, audience ${reference.audience}` : '';
  return `users with a token of ${issuerOf(config?.spec) ?? `the MCPOIDCConfig ${reference.name}`}${audience}`;
}

/** It was first referred to like any other external authentication, and still may be. */
function hasOlderAuthServer(server: ClientServer, resources: readonly Resource[]): boolean {
  if (server.kind === 'VirtualMCPServer' || !server.spec.externalAuthConfigRef) return false;
  const { name } = server.spec.externalAuthConfigRef;
  return resources.some(
    (other) =>
      other.kind === 'MCPExternalAuthConfig' &&
      other.namespace === server.namespace &&
      other.name === name &&
      (other.spec as McpExternalAuthConfigSpec).type === 'embeddedAuthServer',
  );
}

function oidcReferenceOf(server: ClientServer): OidcConfigRef | undefined {
  return server.kind === 'VirtualMCPServer' ? server.spec.incomingAuth?.oidcConfigRef : server.spec.oidcConfigRef;
}

function issuerOf(spec: McpOidcConfigSpec | undefined): string | undefined {
  if (!spec) return undefined;
  return (
    spec.inline?.issuer ?? (spec.type === 'kubernetesServiceAccount' ? "the cluster's ServiceAccounts" : undefined)
  );
}
