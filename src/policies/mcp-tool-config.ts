import { Construct } from 'constructs';
import { ToolAnnotations } from './tool-annotations';
import { JsonObject, pruned } from '../plain/objects';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { CustomResource } from '../synthesis/custom-resource';
import { IToolhiveResource } from '../synthesis/i-toolhive-resource';
import { ImportedResource } from '../synthesis/imported-resource';

/** New name, description and hints of one tool. */
export interface ToolOverride {
  /**
   * What clients call the tool.
   *
   * @default - the tool's own name
   */
  readonly name?: string;

  /**
   * What clients read about the tool.
   *
   * @default - the tool's own description
   */
  readonly description?: string;

  /**
   * Hints about the tool. Only virtual servers send them to clients; proxies of MCP servers and remote servers don't.
   *
   * @default - the tool's own hints
   */
  readonly annotations?: ToolAnnotations;
}

/** Which tools clients see, and how they are renamed. */
export interface ToolSelection {
  /**
   * Names of the tools that clients see. All others are hidden.
   *
   * For a renamed tool, this is its new name.
   *
   * @default - all tools
   */
  readonly toolsFilter?: string[];

  /**
   * New names and descriptions, by the tool's original name. Each must have at least one of both.
   *
   * @default - none
   */
  readonly toolsOverride?: { [tool: string]: ToolOverride };
}

/** Props of an McpToolConfig. */
export interface McpToolConfigProps extends ToolSelection {
  /**
   * Overrides the name of the MCPToolConfig resource.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}

/** A tool selection that several servers share. */
export interface IMcpToolConfig extends IToolhiveResource {}

/**
 * A tool selection that several servers share: which tools clients see, and how they are renamed.
 *
 * It is ToolHive's MCPToolConfig. Makes no object of its own; it becomes part of the configuration of each server that
 * uses it.
 *
 * @example
 * const readOnly = new McpToolConfig(chart, 'read-only', { toolsFilter: ['search', 'get'] });
 * new McpServer(chart, 'github', { image: 'ghcr.io/github/github-mcp-server:v1.0.0', tools: McpTools.fromConfig(readOnly) });
 */
export class McpToolConfig extends CustomResource implements IMcpToolConfig {
  static {
    checkCalls('McpToolConfig', this);
  }

  /**
   * Refers to an MCPToolConfig by its name.
   *
   * Plain workloads need its content, so it must be in the same app and namespace. Custom resources only need the name.
   *
   * @param scope a chart, or a construct in one
   * @param id id of the reference
   * @param name name of the MCPToolConfig resource
   */
  public static fromMcpToolConfigName(scope: Construct, id: string, name: string): IMcpToolConfig {
    return new ImportedResource(scope, id, 'IMcpToolConfig', name);
  }

  private readonly spec: JsonObject;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name
   * @param props the selection
   */
  constructor(scope: Construct, id: string, props: McpToolConfigProps = {}) {
    checkNew('McpToolConfig', new.target, arguments);
    super(scope, id, 'MCPToolConfig', props.name);
    const { toolsFilter, toolsOverride } = props;
    // An empty filter is refused, not left out: ToolHive would let all tools through.
    this.spec = { ...(toolsFilter && { toolsFilter }), ...pruned({ toolsOverride }) };
    this._emit();
  }

  /** @internal */
  protected _spec(): JsonObject {
    return this.spec;
  }
}
