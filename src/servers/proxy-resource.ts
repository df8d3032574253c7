import { Construct } from 'constructs';
import { Joining } from './group-member';
import type { IMcpGroup } from './group-member';
import { KnownTools } from './known-tools';
import { McpProxyProps } from './mcp-proxy-props';
import { ServerListing } from './server-listing';
import { SECOND_POLICY } from '../cedar/policies';
import { Finding } from '../findings';
import { JsonObject, pruned } from '../plain/objects';
import { REFUSED_BY_PROXY } from '../rendering/model/without-effect';
import { EXTERNAL_AUTH_WITHOUT_EFFECT } from '../rendering/policies/auth/external-auth-config';
import { UNKNOWN_TOOL } from '../rendering/policies/known-tools';
import { ConstructOptions } from '../resources/construct-options';
import { Resource } from '../resources/resource';
import { Specs } from '../resources/spec';
import { DeployedServer } from '../synthesis/deployed-server';
import { Tool } from '../tools/tool';

/** The default port of a proxy. */
const PROXY_PORT = 8080;

/**
 * What an MCP server and a remote proxy share: a proxy before one server, which may be in a group. Hidden from the public
 * API: jsii shows its public members on each construct.
 * @internal
 */
export abstract class ProxyResource extends DeployedServer implements Joining {
  /** Port of the proxy's Service. */
  public readonly port: number;

  private joined?: IMcpGroup;
  private spec: JsonObject = {};
  private readonly knownTools?: KnownTools;
  private readonly listing?: ServerListing;

  /** @param own settings of the kind that are not in its spec */
  constructor(
    scope: Construct,
    id: string,
    kind: string,
    props: McpProxyProps & { readonly name?: string },
    own: ConstructOptions = {},
  ) {
    super(scope, id, kind, props.name, props, own);
    this.port = props.proxyPort ?? PROXY_PORT;
    this.joined = props.group;
    this.knownTools = props.knownTools;
    this.listing = props.listing;
    this._setServiceType(props.serviceType);
    this._delayShutdown(props.shutdownDelay);
  }

  /** The group that the server belongs to, if any. */
  public get group(): IMcpGroup | undefined {
    return this.joined;
  }

  /**
   * Says the group after all.
   * @internal
   */
  public _join(group: IMcpGroup): void {
    const earlier = this.joined?.name;
    if (earlier !== undefined && earlier !== group.name) {
      throw this._error(
        `group: it is in "${earlier}" already and can't be in "${group.name}" too; a server has one group`,
      );
    }
    this.joined = group;
    this._changeSpec({ groupRef: { name: group.name } });
  }

  /** @internal */
  protected _knownTools(): readonly Tool[] | undefined {
    return this.knownTools?._tools;
  }

  /**
   * What registries say about it.
   * @internal
   */
  public _listing(): ServerListing | undefined {
    return this.listing;
  }

  /** @internal */
  protected _spec(): JsonObject {
    return this._withOperations(this.spec);
  }

  /**
   * Says members of the spec, in the constructor before `_emit`.
   * @internal
   */
  protected _setSpec(spec: JsonObject): void {
    this.spec = pruned(spec);
  }

  /**
   * Says members of the spec otherwise, after the construct was made.
   * @internal
   */
  protected _changeSpec(members: JsonObject): void {
    this.spec = pruned({ ...this.spec, ...members });
    this._revise();
  }

  /**
   * Ids of warnings that are errors for this construct: ToolHive drops it silently or refuses it when it runs.
   * @internal
   */
  protected _refuses(): readonly string[] {
    return [REFUSED_BY_PROXY, SECOND_POLICY, UNKNOWN_TOOL];
  }

  /**
   * A credential that is never sent is refused. For a member of a group, a virtual server of another app may send it.
   * @internal
   */
  protected _isRefused(finding: Finding): boolean {
    if (finding.id !== EXTERNAL_AUTH_WITHOUT_EFFECT) return super._isRefused(finding);
    const { spec } = this._checked() as Resource<Specs['MCPServer' | 'MCPRemoteProxy']>;
    return spec.groupRef === undefined && !this._isOverridden(finding);
  }
}
