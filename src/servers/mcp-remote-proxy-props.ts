import type { ContainerResources, ISecret, IServiceAccount } from 'cdk8s-plus-28';
import { RemoteTransport } from './enums';
import { McpProxyProps } from './mcp-proxy-props';
import { RemoteHeaders } from './remote-headers';
import { PodTemplate } from '../pods/pod-template';
import { IMcpExternalAuthConfig } from '../policies/mcp-external-auth-config';

/** Props of an McpRemoteProxy. */
export interface McpRemoteProxyProps extends McpProxyProps, RemoteHeaders {
  /**
   * Address of the remote MCP server, http or https. Addresses of the proxy's own machine, of cloud metadata and of the
   * Kubernetes API are refused; private ones take `allowPrivateEndpoint`.
   */
  readonly remoteUrl: string;

  /**
   * How the remote server speaks, and the proxy too.
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
   * Outbound credentials for the remote server: by token exchange, with a bearer token, or for AWS. Header injection
   * is what `secretHeaders` do here.
   *
   * @default - the client's token is passed on
   */
  readonly externalAuth?: IMcpExternalAuthConfig;

  /**
   * Resources of the proxy's container.
   *
   * @default - none
   */
  readonly resources?: ContainerResources;

  /**
   * Replicas of the proxy, at least 0.
   *
   * @default - Kubernetes' default of 1
   */
  readonly replicas?: number;

  /**
   * ServiceAccount of the proxy's pod. It has to have the rights that the proxy needs; no Role is made for it.
   *
   * @default - one of its own, which may read ConfigMaps and Secrets of the namespace
   */
  readonly serviceAccount?: IServiceAccount;

  /**
   * Secrets that images are pulled with, for pod and ServiceAccount, before the ones inherited from enclosing scopes.
   *
   * @default - the inherited ones
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * Laid over the proxy's pod as a strategic merge patch. Its container is called `toolhive`.
   *
   * @default - none
   */
  readonly podTemplateSpec?: PodTemplate;

  /**
   * Name of the MCPRemoteProxy resource, which the names of all objects are derived from.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}
