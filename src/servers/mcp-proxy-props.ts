import type { ServiceType } from 'cdk8s-plus-28';
import { McpProtocol, SessionAffinity } from './enums';
import { IMcpGroup } from './group-member';
import { ResourceOverrides } from './resource-overrides';
import { SessionStorage } from './session-storage';
import { SessionServerProps } from '../operations/server-operations-props';
import { McpAuthz } from '../policies/mcp-authz';
import { IMcpExternalAuthConfig } from '../policies/mcp-external-auth-config';
import { OidcReference } from '../policies/mcp-oidc-config';
import { TelemetryReference } from '../policies/mcp-telemetry-config';
import { McpTools } from '../policies/mcp-tools';

/** What all proxies have, whatever they stand before. */
export interface McpProxyProps extends SessionServerProps {
  /**
   * Port that clients connect to, 1 to 65535.
   *
   * @default 8080
   */
  readonly proxyPort?: number;

  /**
   * Which tools clients see, and how.
   *
   * @default - all tools, as they are
   */
  readonly tools?: McpTools;

  /**
   * Authentication: whose tokens are accepted, and for what.
   *
   * @default - everybody who reaches the proxy
   */
  readonly oidc?: OidcReference;

  /**
   * Who may call which tool.
   *
   * @default - everybody may call everything
   */
  readonly authz?: McpAuthz;

  /**
   * The authorization server that the proxy runs for its clients: an `ExternalAuth.embeddedAuthServer` with one upstream
   * provider. It goes with an `oidc` that trusts its issuer.
   *
   * @default - none
   */
  readonly authServer?: IMcpExternalAuthConfig;

  /**
   * Traces and metrics of the proxy.
   *
   * @default - none
   */
  readonly telemetry?: TelemetryReference;

  /**
   * Whether every request is written to the proxy's log as an audit event.
   *
   * @default false
   */
  readonly audit?: boolean;

  /**
   * Where the sessions of clients are kept.
   *
   * @default - the Redis of the enclosing scope's settings where there are sessions, else the memory of each replica
   */
  readonly sessionStorage?: SessionStorage;

  /**
   * The group that the server belongs to.
   *
   * @default - none
   */
  readonly group?: IMcpGroup;

  /**
   * Which revisions of MCP are spoken. Where there are no sessions, requests go to any replica, the Redis of the enclosing
   * scope's settings is left alone unless `rateLimiting` needs it, and replicas and `autoscale` want none. The proxy takes requests of
   * all revisions either way; clients of an older one have sessions, so wait with STATELESS until there are none.
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
   * Path that an ingress puts before the proxy's own, such as `/fetch`, for the addresses that an SSE proxy hands out.
   *
   * @default - the path that the server is exposed under
   */
  readonly endpointPrefix?: string;

  /**
   * Whether the proxy believes the `X-Forwarded-*` headers of a proxy before it.
   *
   * @default - true where the server is exposed by an Ingress or HTTPRoute, otherwise false
   */
  readonly trustProxyHeaders?: boolean;

  /**
   * Labels, annotations and environment added to the proxy's objects.
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
