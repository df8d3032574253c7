import type { IServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { RemoteTransport } from './enums';
import { IGroupMember } from './group-member';
import { ImportedServerOptions } from './imported-server-options';
import { IAddressedServer } from './listed-server';
import {
  headerForwardSpec,
  isStateless,
  overridesSpec,
  proxySpec,
  referenceTo,
  sessionsNeeded,
  sessionStorageSpec,
} from './mcp-proxy-spec';
import { McpRemoteProxyProps } from './mcp-remote-proxy-props';
import { ProxyResource } from './proxy-resource';
import { JsonObject, pruned } from '../plain/objects';
import { resourcesJson } from '../pods/container-values';
import { PodTemplateBuilder } from '../pods/pod-template-builder';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { mcpRemoteProxyUrl, names, serviceUrl } from '../rendering/servers/mcp-remote-proxy/names';
import { ImportedServer } from '../synthesis/imported-resource';

/** A remote MCP server behind a proxy, for clients of it. */
export interface IMcpRemoteProxy extends IGroupMember, IAddressedServer {}

/**
 * A remote MCP server behind ToolHive's reverse proxy.
 *
 * The proxy authenticates clients, authorizes calls, filters tools, and sends outbound credentials to the remote
 * server. Makes the proxy's Deployment, Service and configuration, and a ServiceAccount without rights: the proxy never
 * calls the Kubernetes API.
 *
 * @example
 * new McpRemoteProxy(chart, 'search', {
 *   remoteUrl: 'https://mcp.search.example.com/mcp',
 *   tools: McpTools.allow('search'),
 * });
 */
export class McpRemoteProxy extends ProxyResource implements IMcpRemoteProxy {
  static {
    checkCalls('McpRemoteProxy', this);
  }

  /**
   * Refers to an MCPRemoteProxy in the cluster by its name. It is in the namespace of the chart.
   *
   * @param scope a chart, or a construct in one
   * @param id id of the reference
   * @param name name of the MCPRemoteProxy resource
   * @param options port and path, if they aren't the defaults
   */
  public static fromMcpRemoteProxyName(
    scope: Construct,
    id: string,
    name: string,
    options: ImportedServerOptions = {},
  ): IMcpRemoteProxy {
    const { port, path = '/mcp' } = options;
    const urlOf = (proxy: string, namespace: string) => serviceUrl(proxy, namespace, { proxyPort: port }) + path;
    return new ImportedServer(scope, id, 'IMcpRemoteProxy', name, urlOf);
  }

  /** Address in the cluster, as MCP clients are configured with it. */
  public readonly url: string;

  /** Address of the remote MCP server. */
  public readonly remoteUrl: string;

  /** Transport of the remote server. */
  public readonly transport: RemoteTransport;

  /** How many proxies run, if the props set it. */
  public readonly replicas?: number;

  private readonly props: McpRemoteProxyProps;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name
   * @param props the remote server, and how to proxy it
   * @throws when the input is wrong; the message names the prop, what it got and what is allowed
   */
  constructor(scope: Construct, id: string, props: McpRemoteProxyProps) {
    checkNew('McpRemoteProxy', new.target, arguments);
    super(scope, id, 'MCPRemoteProxy', props, pruned({ isStateless: isStateless(props) || undefined }));
    this.props = props;
    this.remoteUrl = props.remoteUrl;
    this.transport = props.transport ?? RemoteTransport.STREAMABLE_HTTP;
    this.replicas = props.replicas;
    const spec = this.toSpec();
    this._setSpec(spec);
    this._emit();
    [this.url] = mcpRemoteProxyUrl(this.name, this.namespace, spec).split('#');
  }

  /** ServiceAccount of the proxy's pod: the one given, or its own. */
  public get serviceAccount(): IServiceAccount {
    return this._account(this.props.serviceAccount, names.account(this.name));
  }

  private toSpec(): JsonObject {
    const { props } = this;
    const wrong = isStateless(props) ? sessionsNeeded('transport', props.transport) : undefined;
    if (wrong) throw this._error(wrong);
    return pruned({
      remoteUrl: props.remoteUrl,
      transport: props.transport,
      ...proxySpec(props, serviceUrl(this.name, this.namespace, props)),
      toolConfigRef: props.tools && { name: props.tools._bind(this, this.name) },
      externalAuthConfigRef: referenceTo(props.externalAuth),
      headerForward: headerForwardSpec(props),
      allowPrivateEndpoint: props.allowPrivateEndpoint,
      serviceAccount: props.serviceAccount?.name,
      resources: props.resources && resourcesJson(props.resources),
      replicas: props.replicas,
      sessionStorage: sessionStorageSpec(props, this._redis()),
      podTemplateSpec: this.podTemplate(),
      resourceOverrides: overridesSpec(props.resourceOverrides, props.imagePullSecrets),
    });
  }

  private podTemplate(): JsonObject | undefined {
    const builder = new PodTemplateBuilder(this.props.podTemplateSpec?._toJson());
    if (this._settings().podSecurity === 'restricted') builder.hardenOthers('toolhive');
    return builder.build();
  }
}
