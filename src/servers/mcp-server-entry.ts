import { Construct } from 'constructs';
import { RemoteTransport } from './enums';
import { IGroupMember, IMcpGroup } from './group-member';
import { KnownTools } from './known-tools';
import { IListedServer } from './listed-server';
import { headerForwardSpec, referenceTo } from './mcp-proxy-spec';
import { RemoteHeaders } from './remote-headers';
import { JsonObject, pruned } from '../plain/objects';
import { caBundleRef } from '../pods/ca-bundle';
import { ConfigMapKey } from '../pods/config-map-key';
import { IMcpExternalAuthConfig } from '../policies/mcp-external-auth-config';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { CustomResource } from '../synthesis/custom-resource';
import { ImportedResource } from '../synthesis/imported-resource';
import { Tool } from '../tools/tool';

/** Props of an McpServerEntry. */
export interface McpServerEntryProps extends RemoteHeaders {
  /** Address of the remote MCP server, http or https. Private addresses need `allowPrivateEndpoint`. */
  readonly remoteUrl: string;

  /**
   * Protocol of the remote server: streamable HTTP or SSE.
   *
   * @default RemoteTransport.STREAMABLE_HTTP
   */
  readonly transport?: RemoteTransport;

  /** Which group the entry belongs to. A virtual server of that group offers the remote server's tools. */
  readonly group: IMcpGroup;

  /**
   * Outbound credentials that a virtual server sends to the remote server.
   *
   * @default - none
   */
  readonly externalAuth?: IMcpExternalAuthConfig;

  /**
   * CA certificates for the remote server, in PEM.
   *
   * @default - those of ToolHive's image
   */
  readonly caBundle?: ConfigMapKey;

  /**
   * Whether the remote server may have a private address, or one of the cluster.
   *
   * @default false
   */
  readonly allowPrivateEndpoint?: boolean;

  /**
   * The tools that the server has, against which names of tools are checked.
   *
   * @default - not known
   */
  readonly knownTools?: KnownTools;

  /**
   * Overrides the name of the MCPServerEntry resource.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}

/** A remote MCP server of a group. */
export interface IMcpServerEntry extends IGroupMember, IListedServer {}

/**
 * A remote MCP server that a virtual server connects to directly, without a proxy.
 *
 * It is ToolHive's MCPServerEntry. Makes no object of its own.
 *
 * @example
 * const tools = new McpGroup(chart, 'tools');
 * new McpServerEntry(chart, 'search', { remoteUrl: 'https://mcp.search.example.com/mcp', group: tools });
 */
export class McpServerEntry extends CustomResource implements IMcpServerEntry {
  static {
    checkCalls('McpServerEntry', this);
  }

  /**
   * Refers to an MCPServerEntry in the cluster by its name. It is in the namespace of the chart.
   *
   * @param scope a chart, or a construct in one
   * @param id id of the reference
   * @param name name of the MCPServerEntry resource
   */
  public static fromMcpServerEntryName(scope: Construct, id: string, name: string): IMcpServerEntry {
    return new ImportedResource(scope, id, 'IMcpServerEntry', name);
  }

  /** Address of the remote MCP server. */
  public readonly remoteUrl: string;

  /** Transport of the remote server. */
  public readonly transport: RemoteTransport;

  /** The group that the entry belongs to. */
  public readonly group: IMcpGroup;

  private readonly spec: JsonObject;
  private readonly knownTools?: KnownTools;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name
   * @param props where the server is
   * @throws when the input is wrong; the message names the prop, what it got and what is allowed
   */
  constructor(scope: Construct, id: string, props: McpServerEntryProps) {
    checkNew('McpServerEntry', new.target, arguments);
    super(scope, id, 'MCPServerEntry', props.name);
    const { remoteUrl, transport = RemoteTransport.STREAMABLE_HTTP, group } = props;
    this.remoteUrl = remoteUrl;
    this.transport = transport;
    this.group = group;
    this.knownTools = props.knownTools;
    this.spec = pruned({
      remoteUrl,
      transport,
      groupRef: referenceTo(group),
      externalAuthConfigRef: referenceTo(props.externalAuth),
      headerForward: headerForwardSpec(props),
      caBundleRef: caBundleRef(props.caBundle),
      allowPrivateEndpoint: props.allowPrivateEndpoint,
    });
    this._emit();
  }

  /** @internal */
  protected _knownTools(): readonly Tool[] | undefined {
    return this.knownTools?._tools;
  }

  /** @internal */
  protected _spec(): JsonObject {
    return this.spec;
  }
}
