import { Construct } from 'constructs';
import { IMcpToolConfig, McpToolConfig, ToolOverride, ToolSelection } from './mcp-tool-config';
import { checkCalls } from '../props/check-calls';
import { refused } from '../props/language';

/** Tool selection of one server: which tools clients see. */
export class McpTools {
  static {
    checkCalls('McpTools', this);
  }

  /**
   * Shows only these tools.
   *
   * @param names tools that clients may see and call, at least one
   * @throws without a name, for ToolHive would let all tools through
   */
  public static allow(...names: string[]): McpTools {
    if (!names.length) {
      throw refused('McpTools.allow: names no tool, with which ToolHive lets all through; name those that are meant');
    }
    return new McpTools({ toolsFilter: names });
  }

  /**
   * Shows all tools, some with another name or description.
   *
   * @param overrides by the tool's original name
   */
  public static override(overrides: { [tool: string]: ToolOverride }): McpTools {
    return new McpTools({ toolsOverride: overrides });
  }

  /**
   * Combines a filter with overrides.
   *
   * @param selection both
   */
  public static select(selection: ToolSelection): McpTools {
    return new McpTools(selection);
  }

  /**
   * Uses a selection that several servers share.
   *
   * @param config the shared selection
   */
  public static fromConfig(config: IMcpToolConfig): McpTools {
    return new McpTools(undefined, config);
  }

  private constructor(
    private readonly selection: ToolSelection | undefined,
    private readonly config?: IMcpToolConfig,
  ) {}

  /**
   * Name of the MCPToolConfig to refer to. An inline selection gets one of its own, below the server.
   * @internal
   */
  public _bind(server: Construct, serverName: string): string {
    return (this.config ?? new McpToolConfig(server, 'Tools', { name: `${serverName}-tools`, ...this.selection })).name;
  }
}
