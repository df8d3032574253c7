import type { ServiceType } from 'cdk8s-plus-28';
import { McpProtocol, SessionAffinity } from './enums';
import { IMcpGroup } from './group-member';
import { KnownTools } from './known-tools';
import { ResourceOverrides } from './resource-overrides';
import { ServerListing } from './server-listing';
import { SessionStorage } from './session-storage';
import { SessionServerProps } from '../operations/server-operations-props';
import { McpAuthz } from '../policies/mcp-authz';
import { IMcpExternalAuthConfig } from '../policies/mcp-external-auth-config';
import { OidcReference } from '../policies/mcp-oidc-config';
import { TelemetryReference } from '../policies/mcp-telemetry-config';
import { McpTools } from '../policies/mcp-tools';

/** Props of every proxy, of MCP servers and of remote servers. */
export interface McpProxyProps extends SessionServerProps {
  /**
   * Port that clients connect to, 1 to 65535.
   *
   * @default 8080
   */
  readonly proxyPort?: number;

  /**
   * Which tools clients see, and how they are renamed.
   *
   * @default - all tools, as they are
   */
  readonly tools?: McpTools;

  /**
   * The tools that the server has, against which names of tools are checked.
   *
   * @default - those of the catalogue that the server is from, otherwise not known
   */
  readonly knownTools?: KnownTools;

  /**
   * What a registry says about the server, if it lists it. Nothing else changes.
   *
   * @default - that of the catalogue that the server is from, otherwise its name and version
   */
  readonly listing?: ServerListing;

  /**
   * Authentication: whose tokens are accepted, and for what.
   *
   * @default - no authentication: every client is accepted
   */
  readonly oidc?: OidcReference;

  /**
   * Authorization: who may call which tool.
   *
   * @default - everybody may call everything
   */
  readonly authz?: McpAuthz;

  /**
   * An embedded authorization server for the proxy's clients.
   *
   * It is an `ExternalAuth.embeddedAuthServer` with one upstream provider. `oidc` must trust its issuer.
   *
   * @default - none
   */
  readonly authServer?: IMcpExternalAuthConfig;

  /**
   * OpenTelemetry and Prometheus: traces and metrics of the proxy.
   *
   * @default - none
   */
  readonly telemetry?: TelemetryReference;

  /**
   * Whether every request is logged as an audit event.
   *
   * @default false
   */
  readonly audit?: boolean;

  /**
   * Where the sessions of clients are kept.
   *
   * @default - the Redis of the enclosing scope's settings if there are sessions, else the memory of each replica
   */
  readonly sessionStorage?: SessionStorage;

  /**
   * Which group the server belongs to.
   *
   * @default - none
   */
  readonly group?: IMcpGroup;

  /**
   * Which revisions of MCP clients and server use.
   *
   * Without sessions, requests go to any replica, and replicas and `autoscale` need no Redis. The Redis of the
   * enclosing scope's settings is then only used for `rateLimiting`. The proxy accepts requests of all revisions either
   * way. Clients of an older revision have sessions, so use STATELESS only when there are none left.
   *
   * @default McpProtocol.SESSIONS
   */
  readonly protocol?: McpProtocol;

  /**
   * Whether a client stays with one replica of the proxy.
   *
   * @default SessionAffinity.CLIENT_IP, or NONE with McpProtocol.STATELESS
   */
  readonly sessionAffinity?: SessionAffinity;

  /**
   * Path that an Ingress puts before the proxy's own, such as `/fetch`, for addresses that an SSE proxy returns.
   *
   * @default - the path that the server is exposed under
   */
  readonly endpointPrefix?: string;

  /**
   * Whether the proxy trusts the `X-Forwarded-*` headers of a proxy in front of it.
   *
   * @default - true if the server is exposed by an Ingress or HTTPRoute, otherwise false
   */
  readonly trustProxyHeaders?: boolean;

  /**
   * Additional labels, annotations and environment of the proxy's objects.
   *
   * @default - none
   */
  readonly resourceOverrides?: ResourceOverrides;

  /**
   * Type of the Service: ClusterIP, NodePort or LoadBalancer.
   *
   * @default ServiceType.CLUSTER_IP
   */
  readonly serviceType?: ServiceType;
}
