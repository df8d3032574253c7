import { defined, JsonObject, pruned } from '../plain/objects';
import { IMcpToolConfig, ToolOverride } from '../policies/mcp-tool-config';
import { checkCalls } from '../props/check-calls';
import { IGroupMember } from '../servers/group-member';

/** Whether clients see the tools of members that `tools` has no entry for. */
export enum ToolVisibility {
  /** Clients see them. */
  ALLOW = 'allow',
  /** Clients don't see them. Composite tools can still call them. */
  DENY = 'deny',
}

/** Which tools of one member clients see, and how they are renamed. Composite tools can call hidden tools, too. */
export interface MemberTools {
  /** Which member this applies to. */
  readonly member: IGroupMember;

  /**
   * A tool selection that several servers share.
   *
   * @default - none
   */
  readonly toolConfig?: IMcpToolConfig;

  /**
   * Names of the tools that clients see. All others are hidden.
   *
   * For a renamed tool, this is its new name. Takes precedence over the filter of `toolConfig`.
   *
   * @default - that of `toolConfig`, else all tools
   */
  readonly filter?: string[];

  /**
   * New names, descriptions and hints, by the tool's original name.
   *
   * For each tool they take precedence over those of `toolConfig`.
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
   * Tool filters and renamed tools of single members.
   *
   * @default - all tools of all members, as they are
   */
  readonly tools?: MemberTools[];

  /**
   * Whether all tools of members are hidden, so that clients see only composite tools.
   *
   * @default false
   */
  readonly excludeAllTools?: boolean;

  /**
   * Whether clients see the tools of members that `tools` doesn't name.
   *
   * All resources and prompts are visible in any case.
   *
   * @default ToolVisibility.ALLOW
   */
  readonly defaultToolVisibility?: ToolVisibility;
}

/** Aggregation by prefix. */
export interface PrefixAggregationOptions extends AggregationOptions {
  /**
   * The prefix of each tool's name. `{workload}` is the member's name.
   *
   * @default "{workload}_"
   */
  readonly prefixFormat?: string;
}

/** How duplicate tool names of members are resolved. */
export class Aggregation {
  static {
    checkCalls('Aggregation', this);
  }

  /**
   * Prefixes every tool with its member's name: `fetch_get`.
   *
   * @param options the prefix, and which tools clients see
   */
  public static prefix(options: PrefixAggregationOptions = {}): Aggregation {
    return new Aggregation('prefix', pruned({ prefixFormat: options.prefixFormat }), options);
  }

  /**
   * Keeps the names of tools. Of duplicates, clients see the tool of the first member in the order.
   *
   * @param order members, the most important first; members that are missing come last
   * @param options which tools clients see
   */
  public static priority(order: IGroupMember[], options: AggregationOptions = {}): Aggregation {
    return new Aggregation('priority', { priorityOrder: order.map(({ name }) => name) }, options);
  }

  /**
   * Keeps the names of tools, and requires overrides for duplicates.
   *
   * Both tools must be renamed, even if one of them is hidden. Tool names are known only at run time: if you miss a
   * duplicate, the virtual server starts, and ends every session with an error.
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
