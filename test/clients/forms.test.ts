import { parse } from 'yaml';
import { McpClient } from '../../src';
import { Endpoint } from '../../src/clients/endpoint';
import { clientFile } from '../../src/clients/write';

const orders: Endpoint = {
  name: 'orders',
  url: 'https://mcp.example.com/orders/mcp',
  isSse: false,
  needsToken: true,
  access: 'users',
};
const search: Endpoint = {
  ...orders,
  name: 'search',
  url: 'http://search.example.com/sse',
  isSse: true,
  needsToken: false,
};

const textOf = (client: McpClient, token?: string) => clientFile(client, [orders, search], token).text;

const BRIDGE = {
  command: 'npx',
  args: ['-y', 'mcp-remote', 'http://search.example.com/sse', '--transport', 'sse-only', '--allow-http'],
};

test('Claude Code gets type and address, and the token from a variable', () => {
  expect(clientFile(McpClient.CLAUDE_CODE, [orders], undefined)).toEqual({
    path: '.mcp.json',
    text: `{
  "mcpServers": {
    "orders": {
      "type": "http",
      "url": "https://mcp.example.com/orders/mcp"
    }
  }
}
`,
  });
  expect(JSON.parse(textOf(McpClient.CLAUDE_CODE, 'MCP_TOKEN')).mcpServers).toEqual({
    orders: { type: 'http', url: orders.url, headers: { Authorization: 'Bearer ${MCP_TOKEN}' } },
    search: { type: 'sse', url: search.url },
  });
});

test('Claude Desktop gets a program that connects, with the header in a variable', () => {
  expect(JSON.parse(textOf(McpClient.CLAUDE_DESKTOP, 'MCP_TOKEN')).mcpServers).toEqual({
    orders: {
      command: 'npx',
      args: ['-y', 'mcp-remote', orders.url, '--transport', 'http-only', '--header', 'Authorization:${AUTH_HEADER}'],
      env: { AUTH_HEADER: 'Bearer <MCP_TOKEN>' },
    },
    search: BRIDGE,
  });
});

test('VS Code asks for the token', () => {
  expect(JSON.parse(textOf(McpClient.VS_CODE, 'MCP_TOKEN'))).toEqual({
    servers: {
      orders: { type: 'http', url: orders.url, headers: { Authorization: 'Bearer ${input:MCP_TOKEN}' } },
      search: { type: 'sse', url: search.url },
    },
    inputs: [{ type: 'promptString', id: 'MCP_TOKEN', description: 'Token for the MCP servers', password: true }],
  });
  expect(JSON.parse(textOf(McpClient.VS_CODE))).not.toHaveProperty('inputs');
});

test.each([
  [McpClient.CURSOR, 'url'],
  [McpClient.WINDSURF, 'serverUrl'],
])('%s gets addresses as %s', (client, field) => {
  expect(JSON.parse(textOf(client, 'MCP_TOKEN')).mcpServers).toEqual({
    orders: { [field]: orders.url, headers: { Authorization: 'Bearer ${env:MCP_TOKEN}' } },
    search: { [field]: search.url },
  });
});

test('Gemini CLI tells SSE from HTTP by the name of the address', () => {
  expect(JSON.parse(textOf(McpClient.GEMINI_CLI, 'MCP_TOKEN')).mcpServers).toEqual({
    orders: { httpUrl: orders.url, headers: { Authorization: 'Bearer ${MCP_TOKEN}' } },
    search: { url: search.url },
  });
});

test('Codex gets tables, and a program for what speaks SSE', () => {
  expect(textOf(McpClient.CODEX, 'MCP_TOKEN')).toBe(`[mcp_servers.orders]
url = "https://mcp.example.com/orders/mcp"
bearer_token_env_var = "MCP_TOKEN"

[mcp_servers.search]
command = "npx"
args = ["-y", "mcp-remote", "http://search.example.com/sse", "--transport", "sse-only", "--allow-http"]
`);
});

test('Goose gets extensions', () => {
  expect(parse(textOf(McpClient.GOOSE, 'MCP_TOKEN')).extensions).toEqual({
    orders: {
      ...{ enabled: true, name: 'orders', description: 'orders', timeout: 300 },
      ...{ type: 'streamable_http', uri: orders.url },
      headers: { Authorization: 'Bearer ${MCP_TOKEN}' },
      env_keys: ['MCP_TOKEN'],
    },
    search: {
      ...{ enabled: true, name: 'search', description: 'search', timeout: 300 },
      ...{ type: 'stdio', cmd: 'npx', args: BRIDGE.args },
    },
  });
});

test('Zed gets a placeholder for the token', () => {
  expect(JSON.parse(textOf(McpClient.ZED, 'MCP_TOKEN')).context_servers).toEqual({
    orders: { url: orders.url, headers: { Authorization: 'Bearer <MCP_TOKEN>' } },
    search: BRIDGE,
  });
});

test('Continue gets a list', () => {
  expect(parse(textOf(McpClient.CONTINUE, 'MCP_TOKEN'))).toEqual({
    ...{ name: 'toolhive', version: '0.0.1', schema: 'v1' },
    mcpServers: [
      {
        name: 'orders',
        type: 'streamable-http',
        url: orders.url,
        requestOptions: { headers: { Authorization: 'Bearer ${{ secrets.MCP_TOKEN }}' } },
      },
      { name: 'search', type: 'sse', url: search.url },
    ],
  });
});

test.each(Object.values(McpClient))('%s gets no header without a variable, and a file without servers', (client) => {
  expect(textOf(client)).not.toMatch(/authorization|bearer/i);
  expect(clientFile(client, [], 'MCP_TOKEN').text).not.toContain('undefined');
});
