/** Who connects to a server's pods, and what they connect to: what the resources of an app imply. */
import { commonHosts, externalAuthHosts, hostsIn, urlHost } from './hosts';
import { leadsToApiServer } from './objects/network-policy';
import { AnyServer, ServerKind, ServerOfKind } from './server-kinds';
import { backendLabels, backendPort } from './servers';
import { Findings } from '../../findings';
import { Catalog, Resource, SpecOf } from '../../resources/resource';
import { Specs } from '../../resources/spec';
import * as embedding from '../gateway/embedding-server/names';
import * as virtualServer from '../gateway/virtual-mcp-server/names';
import { MemberKind } from '../model/kinds';
import { Context } from '../model/workload';
import { needsOfSpec } from '../registry/api/server';
import { checkConfigText } from '../registry/config/check';
import { Destination, needsOf, RegistryNeeds } from '../registry/config/needs';
import * as remoteProxy from '../servers/mcp-remote-proxy/names';
import * as mcpServer from '../servers/mcp-server/names';
import { loadPermissionProfile } from '../servers/proxy/permission-profile';

type Labels = Record<string, string>;
type VirtualServer = Resource<Specs['VirtualMCPServer']>;

/** Pods of the same namespace, by their labels, and the port that they listen on. */
export interface Pods {
  readonly labels: Labels;
  readonly port: number;
}

export interface Topology {
  /** Pods of the app that are clients. */
  readonly callers: readonly Labels[];
  /** Pods of the app that it connects to. */
  readonly pods: readonly Pods[];
  /** Other hosts that it connects to. */
  readonly hosts: readonly Destination[];
  readonly usesApiServer: boolean;
  /** Region that AWS gives a database's tokens for; "detect" where the machine is asked for it. */
  readonly awsRegion?: string;
  /** Whether it fetches documents by HTTPS from hosts that clients name. */
  readonly fetchesFromClients?: boolean;
  /** What an MCP server's own pod may connect to, by its permission profile; undefined where there is no such pod. */
  readonly outbound?: Outbound;
}

/** `network.outbound` of a permission profile. */
export interface Outbound {
  readonly isOpen: boolean;
  readonly hosts: readonly string[];
  /** None: all of them. */
  readonly ports: readonly number[];
}

export function topologyOf<Kind extends ServerKind>(resource: ServerOfKind<Kind>, context: Context): Topology {
  const topology = TOPOLOGIES[resource.kind](resource, context);
  const asks = ({ host }: Destination) => leadsToApiServer(host);
  return {
    ...topology,
    fetchesFromClients: fetchesFromClients(resource, context),
    hosts: topology.hosts.filter((host) => !asks(host)),
    usesApiServer: topology.usesApiServer || topology.hosts.some(asks),
  };
}

/** Clients of an authorization server may be known by the address of a document about them (ToolHive: cimd). */
function fetchesFromClients({ namespace, spec }: AnyServer, { catalog }: Context): boolean {
  const referred = [spec.authServerRef, spec.externalAuthConfigRef].map(
    (reference) => reference && catalog.resource('MCPExternalAuthConfig', namespace, reference.name)?.spec,
  );
  const servers = [spec.authServerConfig, ...referred.map((config) => config?.embeddedAuthServer)];
  return servers.some((server) => server?.cimd?.enabled === true);
}

const TOPOLOGIES: {
  readonly [Kind in ServerKind]: (resource: ServerOfKind<Kind>, context: Context) => Topology;
} = {
  MCPServer: (resource, context) => {
    const { name, spec, constructOptions } = resource;
    const isAttached = spec.transport === 'stdio';
    return {
      callers: virtualServersOf(resource, context),
      pods: isAttached ? [] : [{ labels: backendLabels(name), port: backendPort(spec) }],
      hosts: proxyHosts(resource, context),
      // It makes the pod behind it; where that is declared, it doesn't.
      usesApiServer: constructOptions?.backend === undefined,
      outbound: outboundOf(resource, context),
    };
  },
  MCPRemoteProxy: (resource, context) => ({
    callers: virtualServersOf(resource, context),
    pods: [],
    hosts: [
      ...urlHost(resource.spec.remoteUrl, 'remoteUrl', resource.spec.allowPrivateEndpoint),
      ...proxyHosts(resource, context),
    ],
    usesApiServer: false,
  }),
  VirtualMCPServer: (resource, context) => ({
    callers: [],
    pods: [...memberPods(resource, context), ...embeddingPods(resource, context)],
    hosts: [...memberHosts(resource, context), ...virtualServerHosts(resource, context)],
    // The operator has all of them look for their members, and report how they are.
    usesApiServer: resource.constructOptions?.discovery !== 'static',
  }),
  EmbeddingServer: (resource, { catalog }) => ({
    callers: named(catalog, 'VirtualMCPServer', resource.namespace)
      .filter(({ spec }) => spec.embeddingServerRef?.name === resource.name)
      .map(({ name }) => virtualServer.labelsOf(name)),
    pods: [],
    // Models come from Hugging Face, which hands them out by hosts of its own.
    hosts: ['huggingface.co', '.huggingface.co', '.hf.co'].map((host) => ({ host, port: 443, field: 'model' })),
    usesApiServer: false,
  }),
  MCPRegistry: ({ spec }) => registryTopology(needsOf(checkConfigText(spec.configYAML, new Findings()) ?? {})),
  RegistryApi: ({ spec }) => registryTopology(needsOfSpec(spec)),
};

function registryTopology({ destinations, watchedNamespaces, awsRegion }: RegistryNeeds): Topology {
  return {
    callers: [],
    pods: [],
    hosts: destinations.map((destination) => ({ ...destination, field: `config.${destination.field}` })),
    usesApiServer: watchedNamespaces.length > 0,
    awsRegion,
  };
}

/** The same, as far as a Job needs it that prepares the database. */
export function databaseTopology({ hosts, awsRegion }: Topology): Topology {
  const ofDatabase = hosts.filter(({ isDatabase }) => isDatabase);
  return { callers: [], pods: [], hosts: ofDatabase, usesApiServer: false, awsRegion };
}

/** Virtual servers offer all members of their group. */
function virtualServersOf({ namespace, spec }: AnyServer, { catalog }: Context): Labels[] {
  const group = spec.groupRef?.name;
  if (group === undefined) return [];
  return named(catalog, 'VirtualMCPServer', namespace)
    .filter((server) => groupOf(server) === group)
    .map(({ name }) => virtualServer.labelsOf(name));
}

function groupOf({ spec }: VirtualServer): string | undefined {
  return spec.groupRef?.name ?? spec.config?.groupRef;
}

function proxyHosts(resource: AnyServer, context: Context): Destination[] {
  const { spec } = resource;
  return [
    ...commonHosts(resource, spec.oidcConfigRef, context),
    ...externalAuthHosts(spec.externalAuthConfigRef, 'externalAuth', resource, context),
    ...externalAuthHosts(spec.authServerRef, 'authServer', resource, context),
  ];
}

/** By name, so that policies stay the same when constructs change places. */
function named<Kind extends string>(catalog: Catalog, kind: Kind, namespace: string): Resource<SpecOf<Kind>>[] {
  return [...catalog.resources(kind, namespace)].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function members<Kind extends MemberKind>(
  kind: Kind,
  resource: VirtualServer,
  { catalog }: Context,
): Resource<SpecOf<Kind>>[] {
  const group = groupOf(resource);
  return named(catalog, kind, resource.namespace).filter(({ spec }) => spec.groupRef?.name === group);
}

function memberPods(resource: VirtualServer, context: Context): Pods[] {
  return [
    ...members('MCPServer', resource, context).map(({ name, spec }) => ({
      labels: mcpServer.labelsOf(name),
      port: spec.proxyPort,
    })),
    ...members('MCPRemoteProxy', resource, context).map(({ name, spec }) => ({
      labels: remoteProxy.labelsOf(name),
      port: spec.proxyPort,
    })),
  ];
}

function embeddingPods({ namespace, spec }: VirtualServer, { catalog }: Context): Pods[] {
  const name = spec.embeddingServerRef?.name;
  const found = name && catalog.resource('EmbeddingServer', namespace, name);
  return found ? [{ labels: embedding.labelsOf(name), port: found.spec.port }] : [];
}

/** Remote servers that it reaches by itself, and where it gets its outbound credentials. */
function memberHosts(resource: VirtualServer, context: Context): Destination[] {
  const { outgoingAuth } = resource.spec;
  const entries = members('MCPServerEntry', resource, context);
  const isDiscovered = outgoingAuth?.source !== 'inline';
  const proxies = (['MCPServer', 'MCPRemoteProxy'] as const).flatMap((kind) => members(kind, resource, context));
  const discovered = isDiscovered ? [...proxies, ...entries].map(({ spec }) => spec) : [];
  const said = [outgoingAuth?.default, ...Object.values(outgoingAuth?.backends ?? {})];
  return [
    ...entries.flatMap(({ spec }) => urlHost(spec.remoteUrl, 'group')),
    ...[...discovered, ...said].flatMap((way) =>
      externalAuthHosts(way?.externalAuthConfigRef, 'outgoingAuth', resource, context),
    ),
  ];
}

function virtualServerHosts(resource: VirtualServer, context: Context): Destination[] {
  const { spec, namespace } = resource;
  return [
    ...commonHosts(resource, spec.incomingAuth?.oidcConfigRef, context),
    ...hostsIn({ authServer: spec.authServerConfig }, 'authServer', namespace),
    ...hostsIn({ optimizer: spec.config?.optimizer }, 'optimizer', namespace),
    ...(spec.config?.backends ?? []).flatMap(({ url }) => urlHost(url, 'config.backends')),
  ];
}

/** What the profile lacks is not allowed. A profile that can't be read is reported by the server's own rendering. */
function outboundOf({ namespace, spec }: Resource<Specs['MCPServer']>, { catalog }: Context): Outbound {
  const loaded = loadPermissionProfile(spec.permissionProfile, namespace, catalog, new Findings());
  const {
    insecure_allow_all: isOpen = false,
    allow_host: hosts = [],
    allow_port: ports = [],
  } = loaded?.profile.network?.outbound ?? {};
  return { isOpen, hosts, ports };
}
