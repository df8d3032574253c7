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

/** What can be said of an MCP server beside its image. */
export interface McpServerOptions extends McpProxyProps {
  /**
   * How the MCP server speaks.
   *
   * @default McpTransport.STDIO
   */
  readonly transport?: McpTransport;

  /**
   * Who makes the workload of the MCP server. A declared one stands in the YAML, and its proxy needs no rights.
   *
   * @default McpBackend.proxyManaged()
   */
  readonly backend?: McpBackend;

  /**
   * How the proxy speaks to clients. Of meaning for a stdio server only: the others are passed on as they speak.
   *
   * @default ProxyMode.STREAMABLE_HTTP
   */
  readonly proxyMode?: ProxyMode;

  /**
   * Port that the MCP server listens on, 1 to 65535. ToolHive tells the server with `MCP_PORT` and `FASTMCP_PORT`.
   *
   * @default 8080
   */
  readonly mcpPort?: number;

  /**
   * Arguments of the MCP server.
   *
   * @default - those of the image
   */
  readonly args?: string[];

  /**
   * Environment of the MCP server. The value of a Secret is `secret.envValue('key')`.
   *
   * `MCP_TRANSPORT`, `MCP_PORT` and `FASTMCP_PORT` are ToolHive's and overwritten.
   *
   * @default - none
   */
  readonly env?: { [name: string]: EnvValue };

  /**
   * Volumes of the MCP server, and where it finds them. Its root file system is read-only.
   *
   * @default - none
   */
  readonly volumes?: VolumeMount[];

  /**
   * Paths that the MCP server may write to, each an empty directory that goes with the pod.
   *
   * @default - none: the root file system is read-only
   */
  readonly writablePaths?: string[];

  /**
   * Resources of the MCP server's container.
   *
   * @default - none
   */
  readonly resources?: ContainerResources;

  /**
   * Resources of the proxy's container. ToolHive's custom resource calls these `resources`.
   *
   * @default - none
   */
  readonly proxyResources?: ContainerResources;

  /**
   * What the MCP server is meant to need.
   *
   * @default PermissionProfile.network()
   */
  readonly permissionProfile?: PermissionProfile;

  /**
   * ServiceAccount of the MCP server, when it needs rights in the cluster.
   *
   * @default - one of its own without any right, and without a token under PodSecurity.RESTRICTED
   */
  readonly serviceAccount?: IServiceAccount;

  /**
   * Secrets that the images of proxy and server are pulled with. They reach the pods and their ServiceAccounts, before
   * the ones inherited from enclosing scopes. A changed list makes new pods. A `serviceAccount` of your own is left as it
   * is. Under PodSecurity.OPERATOR the server's pod has them from its ServiceAccount alone, and keeps those that it was
   * made with.
   *
   * @default - the inherited ones
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * Outbound credentials for the MCP server: by token exchange. Header injection, upstream injection and XAA are
   * work for a virtual server, bearer tokens and AWS STS for a remote proxy.
   *
   * @default - the client's token is passed on
   */
  readonly externalAuth?: IMcpExternalAuthConfig;

  /**
   * Webhooks that are asked about each request.
   *
   * @default - none
   */
  readonly webhooks?: IMcpWebhookConfig;

  /**
   * How many requests are let through. Needs sessions in Redis.
   *
   * @default - all
   */
  readonly rateLimiting?: RateLimiting;

  /**
   * Replicas of the proxy, at least 0. A stdio server has one at most.
   *
   * @default - Kubernetes' default of 1
   */
  readonly replicas?: number;

  /**
   * Bytes that the body of a request may have, at least 0, which is the default. From ToolHive 0.63.0 on.
   *
   * @default - ToolHive's default of 8 MiB
   */
  readonly maxRequestBodySize?: number;

  /**
   * How long the proxy waits for all of a request, at least 0, which is no limit. From ToolHive 0.63.0 on.
   *
   * @default - ToolHive's default
   */
  readonly proxyReadTimeout?: Duration;

  /**
   * Replicas of the MCP server itself, at least 0.
   *
   * @default - ToolHive's default of 1
   */
  readonly backendReplicas?: number;

  /**
   * Laid over the pod of the MCP server. Its container is called `mcp`.
   *
   * @default - none
   */
  readonly podTemplateSpec?: PodTemplate;

  /**
   * When the proxy was last to restart, as RFC 3339 has times: `2025-01-31T12:00:00Z`. Another time than before restarts
   * its pods, one after the other.
   *
   * @default - never
   */
  readonly restartedAt?: string;

  /**
   * Name of the MCPServer resource, which the names of all objects are derived from: a DNS label of at most 53
   * characters.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * The `metadata.generation` of the MCPServer whose objects are taken over from an operator. It stands in the proxy's
   * configuration, so that the same number restarts no pod.
   *
   * @default 1
   */
  readonly generation?: number;
}

/** Props of an McpServer. */
export interface McpServerProps extends McpServerOptions {
  /** Image of the MCP server, such as `ghcr.io/stackloklabs/gofetch/server:1.0.4`. */
  readonly image: string;
}
