import type { IServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { GatewayTool, gatewayTools, ToolConflict, toolConflicts } from './gateway-tools';
import { MemberDiscovery, VirtualMcpServerProps } from './virtual-mcp-server-props';
import { virtualMcpServerSpec } from './virtual-mcp-server-spec';
import { SECOND_POLICY } from '../cedar/policies';
import { JsonObject, pruned } from '../plain/objects';
import { resourcesJson } from '../pods/container-values';
import { PodTemplateBuilder } from '../pods/pod-template-builder';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { FAILS_WHEN_CALLED } from '../rendering/gateway/composite-tools/template-check';
import { NOT_A_MEMBER } from '../rendering/gateway/virtual-mcp-server/member-lints';
import {
  names,
  OPTIMIZER_TMP,
  serviceUrl,
  virtualMcpServerUrl,
  VMCP_CONTAINER,
  VMCP_PORT,
} from '../rendering/gateway/virtual-mcp-server/names';
import { OfferedTools, offeredTools } from '../rendering/gateway/virtual-mcp-server/offered-tools';
import { REFUSED_BY_PROXY } from '../rendering/model/without-effect';
import { UNKNOWN_TOOL } from '../rendering/policies/known-tools';
import { Resource } from '../resources/resource';
import { Specs } from '../resources/spec';
import { IMcpGroup } from '../servers/group-member';
import { IAddressedServer } from '../servers/listed-server';
import { AppCatalog } from '../synthesis/app-catalog';
import { DeployedServer } from '../synthesis/deployed-server';
import { ImportedResource, ImportedServer } from '../synthesis/imported-resource';
import { targetOf } from '../synthesis/scope-settings';

/** A virtual server, for clients of it. */
export interface IVirtualMcpServer extends IAddressedServer {}

/**
 * One MCP server in front of a group: clients connect once, and get the tools of all members.
 *
 * Makes a Deployment, a Service, its configuration and a ServiceAccount. The configuration lists the members of its
 * group that are in this app, so it needs no access to the Kubernetes API; see `discovery`.
 *
 * @example
 * const tools = new McpGroup(chart, 'tools');
 * new McpServer(chart, 'search', { image: 'registry.example.com/search:1', group: tools });
 * new McpServer(chart, 'wiki', { image: 'registry.example.com/wiki:1', group: tools });
 * new VirtualMcpServer(chart, 'gateway', { group: tools });
 */
export class VirtualMcpServer extends DeployedServer implements IVirtualMcpServer {
  static {
    checkCalls('VirtualMcpServer', this);
  }

  /**
   * Refers to a VirtualMCPServer in the cluster by its name. It is in the namespace of the chart.
   *
   * @param scope a chart, or a construct in one
   * @param id id of the reference
   * @param name name of the VirtualMCPServer resource
   */
  public static fromVirtualMcpServerName(scope: Construct, id: string, name: string): IVirtualMcpServer {
    return new ImportedServer(scope, id, 'IVirtualMcpServer', name, virtualMcpServerUrl);
  }

  /** Address in the cluster, as MCP clients are configured with it. */
  public readonly url: string;

  /** Port of its Service. */
  public readonly port: number = VMCP_PORT;

  /** The group whose tools it offers. */
  public readonly group: IMcpGroup;

  /** How many pods run, if the props set it. */
  public readonly replicas?: number;

  private readonly props: VirtualMcpServerProps;
  private readonly spec: JsonObject;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name
   * @param props whose tools to offer, to whom, and how
   * @throws when the input is wrong; the message names the prop, what it got and what is allowed
   */
  constructor(scope: Construct, id: string, props: VirtualMcpServerProps) {
    checkNew('VirtualMcpServer', new.target, arguments);
    const { discovery = MemberDiscovery.STATIC, group } = props;
    super(scope, id, 'VirtualMCPServer', props.name, props, {
      discovery: targetOf(scope) === 'custom-resources' ? MemberDiscovery.CLUSTER : discovery,
      ...(group instanceof ImportedResource && { isGroupImported: true }),
    });
    this.props = props;
    this.group = group;
    this.replicas = props.replicas;
    this._delayShutdown(props.shutdownDelay);
    const address = serviceUrl(this.name, this.namespace);
    this.spec = pruned({
      ...virtualMcpServerSpec(props, address, this._redis()),
      podTemplateSpec: this.podTemplate(),
    });
    this._emit();
    this.url = virtualMcpServerUrl(this.name, this.namespace);
  }

  /** ServiceAccount of the pod: the one given, or its own. */
  public get serviceAccount(): IServiceAccount {
    return this._account(this.props.serviceAccount, names.account(this.name));
  }

  /**
   * The tools that clients see, each with its name, and the member that it is from.
   *
   * Members whose tools are not known have none here; `membersOfUnknownTools()` names them. Policies may hide tools from
   * some clients. With an optimizer, clients find the tools by `find_tool`.
   */
  public tools(): GatewayTool[] {
    return gatewayTools(this.offered());
  }

  /**
   * Names that several tools of members have, and what the virtual server does about each.
   *
   * Only members whose tools are known are compared; `membersOfUnknownTools()` names the others.
   */
  public toolConflicts(): ToolConflict[] {
    return toolConflicts(this.offered());
  }

  /** Names of members whose tools are not known: they have no `knownTools`. */
  public membersOfUnknownTools(): string[] {
    return [...this.offered().unknownMembers];
  }

  private offered(): OfferedTools {
    return offeredTools(this._checked() as Resource<Specs['VirtualMCPServer']>, AppCatalog.of(this));
  }

  /** @internal */
  protected _spec(): JsonObject {
    return this._withOperations(this.spec);
  }

  /** @internal */
  protected _refuses(): readonly string[] {
    // Where members are found in the cluster, others than those of the app may be.
    const isKnown = this._constructOptions()?.discovery === 'static';
    return [...(isKnown ? [NOT_A_MEMBER] : []), REFUSED_BY_PROXY, FAILS_WHEN_CALLED, SECOND_POLICY, UNKNOWN_TOOL];
  }

  private podTemplate(): JsonObject | undefined {
    const { podTemplateSpec, resources, optimizer } = this.props;
    const builder = new PodTemplateBuilder(podTemplateSpec?._toJson());
    if (resources && builder.containerHas(VMCP_CONTAINER, 'resources')) {
      throw this._error(
        `resources: the pod template's container "${VMCP_CONTAINER}" has resources too; give them in one place`,
      );
    }
    builder
      .appendToContainer(VMCP_CONTAINER, 'env', optimizer?._env() ?? [])
      .fillContainer(VMCP_CONTAINER, resources ? { resources: resourcesJson(resources) } : {});
    if (this._settings().podSecurity === 'restricted') {
      builder.hardenOthers(VMCP_CONTAINER);
      if (optimizer) builder.mountEmptyDir(VMCP_CONTAINER, OPTIMIZER_TMP.path, OPTIMIZER_TMP.volume);
    }
    return builder.build();
  }
}
