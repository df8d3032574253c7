import { Construct } from 'constructs';
import { IGroupMember, IMcpGroup, Joining } from './group-member';
import { JsonObject, pruned } from '../plain/objects';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { refused } from '../props/language';
import { CustomResource } from '../synthesis/custom-resource';
import { ImportedResource } from '../synthesis/imported-resource';

/** Props of an McpGroup. */
export interface McpGroupProps {
  /**
   * Purpose of the group.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Overrides the name of the MCPGroup resource.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}

/**
 * A group of servers that a virtual server offers as one.
 *
 * It is ToolHive's MCPGroup. Makes no object of its own.
 *
 * @example
 * const tools = new McpGroup(chart, 'tools');
 * new McpServer(chart, 'search', { image: 'registry.example.com/search:1', group: tools });
 */
export class McpGroup extends CustomResource implements IMcpGroup {
  static {
    checkCalls('McpGroup', this);
  }

  /**
   * Refers to an MCPGroup by its name.
   *
   * Plain workloads don't need it: a server that names a group which isn't in the app gets a warning.
   *
   * @param scope a chart, or a construct in one
   * @param id id of the reference
   * @param name name of the MCPGroup resource
   */
  public static fromMcpGroupName(scope: Construct, id: string, name: string): IMcpGroup {
    return new ImportedResource(scope, id, 'IMcpGroup', name);
  }

  private readonly spec: JsonObject;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name
   * @param props what the group is for
   */
  constructor(scope: Construct, id: string, props: McpGroupProps = {}) {
    checkNew('McpGroup', new.target, arguments);
    super(scope, id, 'MCPGroup', props.name);
    this.spec = pruned({ description: props.description });
    this._emit();
  }

  /**
   * Adds a server or a remote proxy to the group, as its prop `group` does.
   *
   * An entry has its group as a required prop.
   *
   * @param member an McpServer or McpRemoteProxy of the same namespace
   * @throws when the member is in another group already, or is no server or remote proxy of this app
   */
  public addMember(member: IGroupMember): void {
    const { _join: join } = member as Partial<Joining>;
    if (!join) {
      throw refused(
        `[${member.node.path}] ${this.constructor.name} "${this.name}": "${member.name}" says itself which group it is in; only an McpServer or McpRemoteProxy of this app can be taken into one`,
      );
    }
    join.call(member, this);
  }

  /** @internal */
  protected _spec(): JsonObject {
    return this.spec;
  }
}
