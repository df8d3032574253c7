import type { Duration } from 'cdk8s';
import type { ContainerResources, EnvValue, ISecret, IServiceAccount, VolumeMount } from 'cdk8s-plus-28';
import { McpTransport, ProxyMode } from './enums';
import { McpBackend } from './mcp-backend';
import { McpProxyProps } from './mcp-proxy-props';
import { PermissionProfile } from './permission-profile';
import { RateLimiting } from './rate-limiting';
import { PodTemplate } from '../pods/pod-template';
import { IMcpExternalAuthConfig } from '../policies/mcp-external-auth-config';
import { IMcpWebhookConfig } from '../policies/mcp-webhook-config';

/** Options of an MCP server, without its image. */
export interface McpServerOptions extends McpProxyProps {
  /**
   * Protocol of the MCP server: stdio, streamable HTTP or SSE.
   *
   * @default McpTransport.STDIO
   */
  readonly transport?: McpTransport;

  /**
   * Who makes the workload of the MCP server.
   *
   * A declared workload is part of the YAML, and its proxy needs no rights.
   *
   * @default McpBackend.proxyManaged()
   */
  readonly backend?: McpBackend;

  /**
   * Transport between clients and the proxy. It only has an effect for a stdio server.
   *
   * @default ProxyMode.STREAMABLE_HTTP
   */
  readonly proxyMode?: ProxyMode;

  /**
   * Port that the MCP server listens on, 1 to 65535.
   *
   * ToolHive sets it as the variables `MCP_PORT` and `FASTMCP_PORT`.
   *
   * @default 8080
   */
  readonly mcpPort?: number;

  /**
   * Command-line arguments of the MCP server.
   *
   * @default - those of the image
   */
  readonly args?: string[];

  /**
   * Environment of the MCP server. For a Secret, use `secret.envValue('key')`.
   *
   * ToolHive overwrites `MCP_TRANSPORT`, `MCP_PORT` and `FASTMCP_PORT`.
   *
   * @default - none
   */
  readonly env?: { [name: string]: EnvValue };

  /**
   * Mounts volumes into the MCP server's container. Its root file system is read-only.
   *
   * @default - none
   */
  readonly volumes?: VolumeMount[];

  /**
   * Paths that the MCP server may write to, each an empty directory that is deleted with the pod.
   *
   * @default - none: the root file system is read-only
   */
  readonly writablePaths?: string[];

  /**
   * CPU and memory of the MCP server's container.
   *
   * @default - none
   */
  readonly resources?: ContainerResources;

  /**
   * CPU and memory of the proxy's container. They are `resources` in ToolHive's custom resource.
   *
   * @default - none
   */
  readonly proxyResources?: ContainerResources;

  /**
   * Which hosts and paths the MCP server needs. `networkIsolation` enforces the hosts.
   *
   * @default PermissionProfile.network()
   */
  readonly permissionProfile?: PermissionProfile;

  /**
   * Existing ServiceAccount for the MCP server, if it needs rights in the cluster.
   *
   * @default - one of its own without any right, and without a token under PodSecurity.RESTRICTED
   */
  readonly serviceAccount?: IServiceAccount;

  /**
   * Pull secrets of the images of proxy and server, before the inherited ones.
   *
   * They are set on the pods and their ServiceAccounts. A changed list restarts the pods. A `serviceAccount` of your
   * own is not changed. Under PodSecurity.OPERATOR the server's pod gets them only from its ServiceAccount, and keeps
   * those that it was made with.
   *
   * @default - the inherited ones
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * Outbound credentials for the MCP server: token exchange.
   *
   * Header injection, upstream injection and XAA need a virtual server; bearer tokens and AWS STS need a remote proxy.
   *
   * @default - the client's token is forwarded
   */
  readonly externalAuth?: IMcpExternalAuthConfig;

  /**
   * Which webhooks are called for each request.
   *
   * @default - none
   */
  readonly webhooks?: IMcpWebhookConfig;

  /**
   * Rate limits. They need sessions in Redis.
   *
   * @default - no limits
   */
  readonly rateLimiting?: RateLimiting;

  /**
   * How many replicas of the proxy run, at least 0. A stdio server has one at most.
   *
   * @default - Kubernetes' default of 1
   */
  readonly replicas?: number;

  /**
   * Maximum size of a request body in bytes, at least 0. 0 is the default. From ToolHive 0.63.0 on.
   *
   * @default - ToolHive's default of 8 MiB
   */
  readonly maxRequestBodySize?: number;

  /**
   * Timeout for reading a whole request, at least 0. 0 is no limit. From ToolHive 0.63.0 on.
   *
   * @default - ToolHive's default
   */
  readonly proxyReadTimeout?: Duration;

  /**
   * How many replicas of the MCP server itself run, at least 0.
   *
   * @default - ToolHive's default of 1
   */
  readonly backendReplicas?: number;

  /**
   * Strategic merge patch of the MCP server's own pod. Its container is called `mcp`.
   *
   * @default - none
   */
  readonly podTemplateSpec?: PodTemplate;

  /**
   * Time of the last manual restart, as an RFC 3339 time: `2025-01-31T12:00:00Z`.
   *
   * A new value restarts the proxy's pods, one after the other.
   *
   * @default - never
   */
  readonly restartedAt?: string;

  /**
   * Overrides the name of the MCPServer resource, from which all objects derive their names.
   *
   * A DNS label of at most 53 characters.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * The `metadata.generation` of an MCPServer whose objects you take over from an operator.
   *
   * It is part of the proxy's configuration, so the same number restarts no pod.
   *
   * @default 1
   */
  readonly generation?: number;
}

/** Props of an McpServer. */
export interface McpServerProps extends McpServerOptions {
  /** Container image of the MCP server, such as `ghcr.io/stackloklabs/gofetch/server:1.0.4`. */
  readonly image: string;
}
