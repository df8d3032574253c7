/**
 * Endpoints in the format of each client. Tokens are never in a file: it names an environment variable where the client can
 * read one, and has a placeholder where it can't.
 */
import { Endpoint } from './endpoint';
import { McpClient } from './mcp-client';

/** Data of a file, before it is written. */
export interface ClientForm {
  /** The file, from the folder that it belongs to. */
  readonly path: string;
  readonly format: 'json' | 'yaml' | 'toml';
  /** @param token name of the variable with the token; undefined where clients log in by themselves */
  content(endpoints: readonly Endpoint[], token: string | undefined): object;
}

type Entry = Readonly<Record<string, unknown>>;

/** Entries by the name of their server. */
function byName(endpoints: readonly Endpoint[], entry: (endpoint: Endpoint) => Entry): Record<string, Entry> {
  return Object.fromEntries(endpoints.map((endpoint) => [endpoint.name, entry(endpoint)]));
}

/** The header with a token, where the server wants one. */
function headers({ needsToken }: Endpoint, token: string | undefined, written: (name: string) => string): Entry {
  return needsToken && token !== undefined ? { headers: { Authorization: `Bearer ${written(token)}` } } : {};
}

/**
 * A program that connects, for clients that can't. A text with a blank in it is taken apart on some systems, so that the header
 * is a variable of its own. Source: README of geelen/mcp-remote.
 */
function bridge({ url, isSse, needsToken }: Endpoint, token: string | undefined) {
  const sendsToken = needsToken && token !== undefined;
  const args = [
    ...['-y', 'mcp-remote', url, '--transport', isSse ? 'sse-only' : 'http-only'],
    ...(url.startsWith('http:') ? ['--allow-http'] : []),
    ...(sendsToken ? ['--header', 'Authorization:${AUTH_HEADER}'] : []),
  ];
  return { command: 'npx', args, env: sendsToken ? { AUTH_HEADER: `Bearer <${token}>` } : undefined };
}

/** An entry of a program; variables only if there are any. */
function program(endpoint: Endpoint, token: string | undefined): Entry {
  const { command, args, env } = bridge(endpoint, token);
  return { command, args, ...(env && { env }) };
}

const shell = (name: string) => `\${${name}}`;
const environment = (name: string) => `\${env:${name}}`;

export const FORMS: Readonly<Record<McpClient, ClientForm>> = {
  /** @see https://code.claude.com/docs/en/mcp */
  [McpClient.CLAUDE_CODE]: {
    path: '.mcp.json',
    format: 'json',
    content: (endpoints, token) => ({
      mcpServers: byName(endpoints, (endpoint) => ({
        type: endpoint.isSse ? 'sse' : 'http',
        url: endpoint.url,
        ...headers(endpoint, token, shell),
      })),
    }),
  },

  /**
   * It connects to no remote server of its file.
   * @see https://support.claude.com/en/articles/11503834-building-custom-connectors-via-remote-mcp-servers
   */
  [McpClient.CLAUDE_DESKTOP]: {
    path: 'claude_desktop_config.json',
    format: 'json',
    content: (endpoints, token) => ({ mcpServers: byName(endpoints, (endpoint) => program(endpoint, token)) }),
  },

  /** It asks for the token once, and keeps it. @see https://code.visualstudio.com/docs/copilot/reference/mcp-configuration */
  [McpClient.VS_CODE]: {
    path: '.vscode/mcp.json',
    format: 'json',
    content: (endpoints, token) => ({
      servers: byName(endpoints, (endpoint) => ({
        type: endpoint.isSse ? 'sse' : 'http',
        url: endpoint.url,
        ...headers(endpoint, token, (name) => `\${input:${name}}`),
      })),
      ...(token !== undefined &&
        endpoints.some(({ needsToken }) => needsToken) && {
          inputs: [{ type: 'promptString', id: token, description: 'Token for the MCP servers', password: true }],
        }),
    }),
  },

  /** @see https://cursor.com/docs/mcp */
  [McpClient.CURSOR]: {
    path: '.cursor/mcp.json',
    format: 'json',
    content: (endpoints, token) => ({
      mcpServers: byName(endpoints, (endpoint) => ({ url: endpoint.url, ...headers(endpoint, token, environment) })),
    }),
  },

  /** @see https://docs.windsurf.com/windsurf/cascade/mcp */
  [McpClient.WINDSURF]: {
    path: 'mcp_config.json',
    format: 'json',
    content: (endpoints, token) => ({
      mcpServers: byName(endpoints, (endpoint) => ({
        serverUrl: endpoint.url,
        ...headers(endpoint, token, environment),
      })),
    }),
  },

  /** `url` is one of SSE. @see https://github.com/google-gemini/gemini-cli/blob/main/docs/tools/mcp-server.md */
  [McpClient.GEMINI_CLI]: {
    path: '.gemini/settings.json',
    format: 'json',
    content: (endpoints, token) => ({
      mcpServers: byName(endpoints, (endpoint) => ({
        [endpoint.isSse ? 'url' : 'httpUrl']: endpoint.url,
        ...headers(endpoint, token, shell),
      })),
    }),
  },

  /** It doesn't support SSE. @see https://developers.openai.com/codex/mcp */
  [McpClient.CODEX]: {
    path: '.codex/config.toml',
    format: 'toml',
    content: (endpoints, token) => ({
      mcp_servers: byName(endpoints, (endpoint) => {
        if (endpoint.isSse) return program(endpoint, token);
        return {
          url: endpoint.url,
          ...(endpoint.needsToken && token !== undefined && { bearer_token_env_var: token }),
        };
      }),
    }),
  },

  /** It doesn't support SSE. @see https://block.github.io/goose/docs/getting-started/using-extensions */
  [McpClient.GOOSE]: {
    path: 'config.yaml',
    format: 'yaml',
    content: (endpoints, token) => ({
      extensions: byName(endpoints, (endpoint) => {
        const common = { enabled: true, name: endpoint.name, description: endpoint.name, timeout: 300 };
        if (endpoint.isSse) {
          const { command, args, env } = bridge(endpoint, token);
          return { ...common, type: 'stdio', cmd: command, args, ...(env && { envs: env }) };
        }
        const sent = headers(endpoint, token, shell);
        const keys = 'headers' in sent ? { env_keys: [token] } : {};
        return { ...common, type: 'streamable_http', uri: endpoint.url, ...sent, ...keys };
      }),
    }),
  },

  /** It reads no variables into headers, and doesn't support SSE. @see https://zed.dev/docs/ai/mcp */
  [McpClient.ZED]: {
    path: 'settings.json',
    format: 'json',
    content: (endpoints, token) => ({
      context_servers: byName(endpoints, (endpoint) =>
        endpoint.isSse
          ? program(endpoint, token)
          : { url: endpoint.url, ...headers(endpoint, token, (name) => `<${name}>`) },
      ),
    }),
  },

  /** @see https://docs.continue.dev/customize/deep-dives/mcp */
  [McpClient.CONTINUE]: {
    path: '.continue/mcpServers/toolhive.yaml',
    format: 'yaml',
    content: (endpoints, token) => ({
      name: 'toolhive',
      version: '0.0.1',
      schema: 'v1',
      mcpServers: endpoints.map((endpoint) => {
        const sent = headers(endpoint, token, (name) => `\${{ secrets.${name} }}`);
        return {
          name: endpoint.name,
          type: endpoint.isSse ? 'sse' : 'streamable-http',
          url: endpoint.url,
          ...('headers' in sent && { requestOptions: sent }),
        };
      }),
    }),
  },
};
