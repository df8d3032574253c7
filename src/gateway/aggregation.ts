import { defined, JsonObject, pruned } from '../plain/objects';
import { IMcpToolConfig, ToolOverride } from '../policies/mcp-tool-config';
import { checkCalls } from '../props/check-calls';
import { IGroupMember } from '../servers/group-member';

/** Whether clients see the tools of members that nothing is said about. */
export enum ToolVisibility {
  /** They do. */
  ALLOW = 'allow',
  /** They don't. Composite tools can call them all the same. */
  DENY = 'deny',
}

/** The tools of one member that clients see, and how. Composite tools can call hidden ones too. */
export interface MemberTools {
  /** The member. */
  readonly member: IGroupMember;

  /**
   * A selection that several servers share.
   *
   * @default - none
   */
  readonly toolConfig?: IMcpToolConfig;

  /**
   * Names of the tools that clients see. All others are hidden. Where a tool is renamed, this is its new name. Wins over the
   * filter of `toolConfig`.
   *
   * @default - that of `toolConfig`, else all tools
   */
  readonly filter?: string[];

  /**
   * New names, descriptions and hints, by the tool's own name. For each tool they win over those of `toolConfig`.
   *
   * @default - those of `toolConfig`
   */
  readonly overrides?: { [tool: string]: ToolOverride };

  /**
   * Whether all tools of the member are hidden.
   *
   * @default false
   */
  readonly excludeAll?: boolean;
}

/** Which tools clients see. */
export interface AggregationOptions {
  /**
   * What is special about the tools of single members.
   *
   * @default - all tools of all members, as they are
   */
  readonly tools?: MemberTools[];

  /**
   * Whether all tools of members are hidden, so that clients see composite tools alone.
   *
   * @default false
   */
  readonly excludeAllTools?: boolean;

  /**
   * Whether clients see the tools of members that `tools` doesn't name. Of resources and prompts they see all.
   *
   * @default ToolVisibility.ALLOW
   */
  readonly defaultToolVisibility?: ToolVisibility;
}

/** Aggregation by prefix. */
export interface PrefixAggregationOptions extends AggregationOptions {
  /**
   * What stands before each tool's name. `{workload}` is the member's name.
   *
   * @default "{workload}_"
   */
  readonly prefixFormat?: string;
}

/** How the tools of members become those of the virtual server, where two have one name. */
export class Aggregation {
  static {
    checkCalls('Aggregation', this);
  }

  /**
   * Every tool gets its member's name before its own: `fetch_get`.
   *
   * @param options the prefix, and which tools clients see
   */
  public static prefix(options: PrefixAggregationOptions = {}): Aggregation {
    return new Aggregation('prefix', pruned({ prefixFormat: options.prefixFormat }), options);
  }

  /**
   * Tools keep their names. Of those with one name, clients see the one of the member that comes first.
   *
   * @param order members, the most important first; those that are missing come after them
   * @param options which tools clients see
   */
  public static priority(order: IGroupMember[], options: AggregationOptions = {}): Aggregation {
    return new Aggregation('priority', { priorityOrder: order.map(({ name }) => name) }, options);
  }

  /**
   * Tools keep their names; where two have one, both must be renamed, even if one of them is hidden. Which tools there are
   * is known only when the virtual server runs: where a name was overlooked, it starts, and ends every session.
   *
   * @param options the new names, as `overrides` of `tools`, and which tools clients see
   */
  public static manual(options: AggregationOptions): Aggregation {
    return new Aggregation('manual', {}, options);
  }

  private constructor(
    private readonly conflictResolution: string,
    /** ToolHive wants it, even if there is nothing in it. */
    private readonly conflictResolutionConfig: JsonObject,
    private readonly options: AggregationOptions,
  ) {}

  /**
   * `spec.config.aggregation` of the resource.
   * @internal
   */
  public _toSpec(): JsonObject {
    const { conflictResolution, conflictResolutionConfig } = this;
    const { tools = [], excludeAllTools, defaultToolVisibility } = this.options;
    return {
      conflictResolution,
      conflictResolutionConfig,
      ...pruned({ excludeAllTools, defaultToolVisibility, tools: tools.map(memberToolsSpec) }),
    };
  }
}

function memberToolsSpec({ member, toolConfig, filter, overrides, excludeAll }: MemberTools): JsonObject {
  const names = overrides && Object.fromEntries(Object.entries(overrides).map(([tool, o]) => [tool, pruned({ ...o })]));
  return defined({
    workload: member.name,
    toolConfigRef: toolConfig && { name: toolConfig.name },
    // An empty one is refused, not left out: ToolHive would let all tools through.
    filter,
    overrides: names && Object.keys(names).length ? names : undefined,
    excludeAll,
  });
}
