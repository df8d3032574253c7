import type { ContainerResources, ISecret, IServiceAccount } from 'cdk8s-plus-28';
import { RemoteTransport } from './enums';
import { McpProxyProps } from './mcp-proxy-props';
import { RemoteHeaders } from './remote-headers';
import { PodTemplate } from '../pods/pod-template';
import { IMcpExternalAuthConfig } from '../policies/mcp-external-auth-config';

/** All props of an McpRemoteProxy but the address of the remote server. */
export interface McpRemoteProxyOptions extends McpProxyProps, RemoteHeaders {
  /**
   * Protocol of the remote server, and of the proxy: streamable HTTP or SSE.
   *
   * @default RemoteTransport.STREAMABLE_HTTP
   */
  readonly transport?: RemoteTransport;

  /**
   * Whether the remote server may have a private address, or one of the cluster.
   *
   * @default false
   */
  readonly allowPrivateEndpoint?: boolean;

  /**
   * Outbound credentials for the remote server: token exchange, a bearer token, or AWS STS.
   *
   * For a fixed header, use `secretHeaders`.
   *
   * @default - the client's token is forwarded
   */
  readonly externalAuth?: IMcpExternalAuthConfig;

  /**
   * CPU and memory of the proxy's container.
   *
   * @default - none
   */
  readonly resources?: ContainerResources;

  /**
   * How many replicas of the proxy run, at least 0.
   *
   * @default - Kubernetes' default of 1
   */
  readonly replicas?: number;

  /**
   * Existing ServiceAccount for the proxy's pod.
   *
   * It must have the rights that the proxy needs; no Role is made for it.
   *
   * @default - one of its own, which may read ConfigMaps and Secrets of the namespace
   */
  readonly serviceAccount?: IServiceAccount;

  /**
   * Pull secrets of pod and ServiceAccount, before the inherited ones.
   *
   * @default - the inherited ones
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * Strategic merge patch of the proxy's pod. Its container is called `toolhive`.
   *
   * @default - none
   */
  readonly podTemplateSpec?: PodTemplate;

  /**
   * Overrides the name of the MCPRemoteProxy resource, from which all objects derive their names.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}

/** Props of an McpRemoteProxy. */
export interface McpRemoteProxyProps extends McpRemoteProxyOptions {
  /**
   * Address of the remote MCP server, http or https.
   *
   * Loopback addresses, and those of cloud metadata and the Kubernetes API, are refused. Private addresses need
   * `allowPrivateEndpoint`.
   */
  readonly remoteUrl: string;
}
