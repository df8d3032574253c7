/** MCP clients whose configuration is known. */
export enum McpClient {
  /** Claude Code: `.mcp.json` of a project. */
  CLAUDE_CODE = 'claude-code',

  /**
   * Claude Desktop: `claude_desktop_config.json`.
   *
   * The file takes local programs only, so `npx mcp-remote` connects to each server. Servers that are reachable from the internet
   * can be added as connectors in the settings instead.
   */
  CLAUDE_DESKTOP = 'claude-desktop',

  /** Visual Studio Code: `.vscode/mcp.json`. */
  VS_CODE = 'vscode',

  /** Cursor: `.cursor/mcp.json`. */
  CURSOR = 'cursor',

  /** Windsurf: `mcp_config.json`. */
  WINDSURF = 'windsurf',

  /** Gemini CLI: `mcpServers` in `.gemini/settings.json`. */
  GEMINI_CLI = 'gemini-cli',

  /** Codex: `mcp_servers` in `.codex/config.toml`. */
  CODEX = 'codex',

  /** Goose: `extensions` in `config.yaml`. */
  GOOSE = 'goose',

  /** Zed: `context_servers` in `settings.json`. */
  ZED = 'zed',

  /** Continue: a file in `.continue/mcpServers`. */
  CONTINUE = 'continue',
}
