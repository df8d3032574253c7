/**
 * What is to be known of each kind of server to expose it, scale it and cut it off: its pods, its Service, and the paths that
 * clients need. All else about operations is the same for all kinds.
 */
import { ServerKind, ServerOfKind } from './server-kinds';
import { Resource } from '../../resources/resource';
import { Specs } from '../../resources/spec';
import * as embedding from '../gateway/embedding-server/names';
import { EMBEDDING_CONTAINER } from '../gateway/embedding-server/stateful-set';
import * as virtualServer from '../gateway/virtual-mcp-server/names';
import { Behaviour } from '../model/changes';
import * as registryApi from '../registry/api/names';
import { REGISTRY_CONTAINER } from '../registry/api/pod';
import { API_PORT, needsOfSpec, probePortNumber, serverOf as registryServerOf } from '../registry/api/server';
import * as mcpRegistry from '../registry/mcp-registry/names';
import * as remoteProxy from '../servers/mcp-remote-proxy/names';
import * as mcpServer from '../servers/mcp-server/names';
import { PROXY_CONTAINER } from '../servers/proxy/deployment';
import { effectiveProxyMode } from '../servers/proxy/run-config';

/** A server, seen from outside. */
export interface Server {
  /** Kind of the object that runs the pods; it has the resource's name. */
  readonly controller: 'Deployment' | 'StatefulSet';
  /** Its container in the pods. */
  readonly container: string;
  /** Whether ToolHive gives it a startup probe. */
  readonly hasStartupProbe: boolean;
  /** Labels of the objects, which the pods are selected by. */
  readonly labels: Record<string, string>;
  readonly service: string;
  /** Port of the pods. */
  readonly port: number;
  /** Port of the Service. Default: that of the pods. */
  readonly servicePort?: number;
  /** Where metrics are, if they are served at all. Default: where the version has those of proxies. */
  readonly metricsPort?: number;
  /** Name of that port in the container, if it has one. */
  readonly metricsPortName?: string;
  /** Whether metrics are served. Default: as an MCPTelemetryConfig sets it. */
  readonly servesMetrics?: boolean;
  /** Whether a client's later requests have to find what the first one left behind. */
  readonly hasSessions: boolean;
  /** Path of the address that clients are given. */
  readonly path: string;
  /** Paths that clients need; all below each is theirs. */
  readonly paths: readonly string[];
  /** What clients ask tokens for; undefined where they need none. */
  readonly tokens?: Tokens;
  /** Whether its own configuration defines who may use it, with its own checks. */
  readonly hasOwnAuth?: boolean;
  /** Whether it has a setting for a path before its own, and answers for it at the root of its host. */
  readonly isToldPrefix?: boolean;
  /** Whether it runs an authorization server for its clients. */
  readonly hasAuthServer: boolean;
}

/** The address that clients request tokens for, and its field. */
export interface Tokens {
  readonly resourceUrl?: string;
  readonly field: string;
}

/** Constructs ask before the defaults of their CRD are applied. */
const SERVERS: { readonly [Kind in ServerKind]: (resource: ServerOfKind<Kind>) => Server } = {
  MCPServer: ({ name, spec }) => {
    const { transport = 'stdio', proxyMode = 'streamable-http' } = spec;
    const mode = effectiveProxyMode(transport, proxyMode);
    return {
      labels: mcpServer.labelsOf(name),
      service: mcpServer.names.service(name),
      path: mode === 'sse' ? '/sse' : '/mcp',
      paths: mode !== 'sse' ? ['/mcp'] : transport === 'stdio' ? ['/sse', '/messages'] : ALL,
      ...proxy(spec),
    };
  },
  MCPRemoteProxy: ({ name, namespace, spec }) => {
    // An invalid address is refused by the kind's own check.
    const isUrl = URL.canParse(spec.remoteUrl);
    const pathname = isUrl ? new URL(remoteProxy.mcpRemoteProxyUrl(name, namespace, spec)).pathname : '/';
    const path = pathname === '/' ? '' : pathname;
    return {
      labels: remoteProxy.labelsOf(name),
      service: remoteProxy.names.service(name),
      path,
      paths: path && spec.transport !== 'sse' ? [path] : ALL,
      ...proxy(spec),
    };
  },
  VirtualMCPServer: ({ name, spec }) => ({
    controller: 'Deployment',
    container: virtualServer.VMCP_CONTAINER,
    hasStartupProbe: false,
    labels: virtualServer.labelsOf(name),
    service: virtualServer.names.service(name),
    port: virtualServer.VMCP_PORT,
    metricsPort: virtualServer.VMCP_PORT,
    hasSessions: true,
    path: '/mcp',
    paths: ['/mcp'],
    tokens: tokensOf(spec.incomingAuth?.oidcConfigRef),
    isToldPrefix: true,
    hasAuthServer: spec.authServerConfig !== undefined,
  }),
  EmbeddingServer: ({ name, spec: { port = 8080 } }) => ({
    controller: 'StatefulSet',
    container: EMBEDDING_CONTAINER,
    hasStartupProbe: false,
    labels: embedding.labelsOf(name),
    service: embedding.names.same(name),
    port,
    metricsPort: port,
    servesMetrics: true,
    hasSessions: false,
    path: '',
    paths: ALL,
    hasAuthServer: false,
  }),
  RegistryApi: ({ name, spec }) => {
    const { resourceUrl, servesMetrics } = needsOfSpec(spec);
    return {
      controller: 'Deployment',
      container: REGISTRY_CONTAINER,
      hasStartupProbe: true,
      labels: registryApi.labelsOf(name),
      service: registryApi.names.same(name),
      port: API_PORT,
      servicePort: registryApi.SERVICE_PORT.number,
      metricsPort: probePortNumber(spec),
      metricsPortName: registryServerOf(spec).probePort,
      servesMetrics,
      hasSessions: false,
      path: '',
      paths: ALL,
      tokens: resourceUrl === undefined ? undefined : { resourceUrl, field: 'config.auth.oauth.resourceUrl' },
      hasOwnAuth: true,
      hasAuthServer: false,
    };
  },
  // It is cut off like a server; there is nothing else to do with what the operator will no longer have.
  MCPRegistry: ({ name }) => ({
    controller: 'Deployment',
    container: REGISTRY_CONTAINER,
    hasStartupProbe: true,
    labels: mcpRegistry.registrySelector(name),
    service: mcpRegistry.names.api(name),
    port: API_PORT,
    metricsPort: INTERNAL_PORT,
    hasSessions: false,
    path: '',
    paths: ALL,
    hasAuthServer: false,
  }),
};

/** Port of today's registry server for probes and metrics. */
const INTERNAL_PORT = 8081;

/** A backend's own paths aren't known. */
const ALL = ['/'];

function proxy({ proxyPort = 8080, oidcConfigRef, authServerRef }: Specs['MCPServer'] | Specs['MCPRemoteProxy']) {
  return {
    controller: 'Deployment' as const,
    container: PROXY_CONTAINER,
    hasStartupProbe: true,
    port: proxyPort,
    hasSessions: true,
    tokens: tokensOf(oidcConfigRef),
    isToldPrefix: true,
    hasAuthServer: authServerRef !== undefined,
  };
}

/** @param reference to an MCPOIDCConfig, if any */
function tokensOf(reference: Specs['MCPServer']['oidcConfigRef']): Tokens | undefined {
  return reference && { resourceUrl: reference.resourceUrl, field: 'spec.oidc.resourceUrl' };
}

export function isServer(resource: Resource): resource is ServerOfKind {
  return Object.hasOwn(SERVERS, resource.kind);
}

/** A server by its resource. */
export function serverOf<Kind extends ServerKind>(resource: ServerOfKind<Kind>): Server {
  return SERVERS[resource.kind](resource);
}

/** Where a server's metrics are, if it serves any. */
export function metricsPortOf({ metricsPort, port }: Server, { proxyMetricsPort }: Behaviour): number {
  return metricsPort ?? proxyMetricsPort ?? port;
}

/** Labels that the pods of an MCPServer's own StatefulSet have and no other pod. ToolHive's proxy gives them. */
export function backendLabels(name: string): Record<string, string> {
  return { app: name, toolhive: 'true', 'toolhive-basename': name };
}

/** The pods of an MCP server listen there. */
export function backendPort({ mcpPort = 8080 }: Pick<Specs['MCPServer'], 'mcpPort'>): number {
  return mcpPort;
}
