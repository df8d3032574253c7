import { ApiObject } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { IGroupMember, joined } from './group-member';
import { ImportedServerOptions } from './imported-server-options';
import { IListedServer } from './listed-server';
import { headerForwardSpec, overridesSpec, proxySpec, referenceTo, sessionStorageSpec } from './mcp-proxy-spec';
import { McpRemoteProxyProps } from './mcp-remote-proxy-props';
import { SECOND_POLICY } from '../cedar/policies';
import { Finding } from '../findings';
import { Obj, pruned } from '../plain/objects';
import { resourcesJson } from '../pods/container-values';
import { PodTemplateBuilder } from '../pods/pod-template-builder';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { REFUSED_BY_PROXY } from '../rendering/model/without-effect';
import { EXTERNAL_AUTH_WITHOUT_EFFECT } from '../rendering/policies/auth/external-auth-config';
import { mcpRemoteProxyUrl, names, serviceUrl } from '../rendering/servers/mcp-remote-proxy/names';
import { ImportedServer } from '../synthesis/imported-resource';
import { ServerResource } from '../synthesis/server-resource';

/** A remote MCP server behind a proxy, for those who are to reach it. */
export interface IMcpRemoteProxy extends IGroupMember, IListedServer {
  /** Address in the cluster, as MCP clients are configured with it. */
  readonly url: string;
}

/**
 * ToolHive's proxy before an MCP server that runs somewhere else: who may call, which tools, and how the proxy proves
 * itself there.
 *
 * Makes the proxy's Deployment, Service and configuration, and a ServiceAccount without any right: the proxy asks the
 * API server for nothing.
 *
 * @example
 * new McpRemoteProxy(chart, 'search', {
 *   remoteUrl: 'https://mcp.search.example.com/mcp',
 *   tools: McpTools.allow('search'),
 * });
 */
export class McpRemoteProxy extends ServerResource implements IMcpRemoteProxy {
  static {
    checkCalls('McpRemoteProxy', this);
  }

  /**
   * Refers to an MCPRemoteProxy in the cluster by its name. It is in the namespace of the chart.
   *
   * @param scope a chart, or a construct in one
   * @param id id of the reference
   * @param name name of the MCPRemoteProxy resource
   * @param options port and path, where they are not the usual ones
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

  private readonly props: McpRemoteProxyProps;
  private spec: Obj;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name
   * @param props what to stand before, and how
   * @throws when the input is wrong; the message names the prop, what it got and what is allowed
   */
  constructor(scope: Construct, id: string, props: McpRemoteProxyProps) {
    checkNew('McpRemoteProxy', new.target, arguments);
    super(scope, id, 'MCPRemoteProxy', props.name, props);
    this.props = props;
    this._serve(props.serviceType);
    this._delayShutdown(props.shutdownDelay);
    this.spec = this.toSpec();
    this._emit();
    [this.url] = mcpRemoteProxyUrl(this.name, this.namespace, this.spec).split('#');
  }

  /**
   * The proxy's Deployment.
   *
   * @throws under DeployTarget.CUSTOM_RESOURCES, where ToolHive's operator makes it
   */
  public get deployment(): ApiObject {
    return this._object('Resource');
  }

  /** ServiceAccount of the proxy's pod: the one given, or its own. */
  public get serviceAccount(): IServiceAccount {
    return this._account(this.props.serviceAccount, names.account(this.name));
  }

  /**
   * Says the group after all.
   * @internal
   */
  public _join(group: string): void {
    this.spec = joined(this, this.spec, group);
    this._revise();
  }

  /** @internal */
  protected _spec(): Obj {
    return this._operated(this.spec);
  }

  /**
   * What a manifest may say, although ToolHive drops it without a word or refuses it when it runs.
   * @internal
   */
  protected _refuses(): readonly string[] {
    return [REFUSED_BY_PROXY, SECOND_POLICY];
  }

  /**
   * A credential that nobody sends is refused. For a member of a group, a virtual server of another app may send it.
   * @internal
   */
  protected _isRefused(finding: Finding): boolean {
    const isInGroup = this._checked().spec.groupRef !== undefined;
    return super._isRefused(finding) || (finding.id === EXTERNAL_AUTH_WITHOUT_EFFECT && !isInGroup);
  }

  private toSpec(): Obj {
    const { props } = this;
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

  private podTemplate(): Obj | undefined {
    const builder = new PodTemplateBuilder(this.props.podTemplateSpec?._toJson());
    if (this._settings().podSecurity === 'restricted') builder.hardenOthers('toolhive');
    return builder.build();
  }
}
