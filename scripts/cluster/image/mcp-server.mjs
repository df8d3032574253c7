/**
 * The MCP server of all tests, in place of third parties' images. It uses the transport of ToolHive's variables, and
 * its tools return what the pod is and may do. With the arguments of an embedding server it is one.
 */
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import express from 'express';
import { serveEmbeddings } from './embeddings.mjs';

const echo = ({ message }) => ({ message });

/** Whether a folder can be written to: `yes`, or the code of the error. */
function canWrite(folder) {
  try {
    writeFileSync(`${folder}/probe`, '');
    rmSync(`${folder}/probe`);
    return 'yes';
  } catch ({ code }) {
    return code;
  }
}

/** Whether a TCP connection comes about: `open`, or why not. */
function reach({ host, port }) {
  return new Promise((told) => {
    const socket = connect({ host, port: Number(port), timeout: 3000 });
    const end = (state) => told({ state }) ?? socket.destroy();
    socket.on('connect', () => end('open'));
    socket.on('timeout', () => end('timeout'));
    socket.on('error', ({ code }) => end(code));
  });
}

const TOOLS = {
  echo,
  add: ({ a, b }) => ({ sum: Number(a) + Number(b) }),
  slow: ({ seconds }) => new Promise((wakes) => setTimeout(() => wakes({ slept: seconds }), Number(seconds) * 1000)),
  whoami: (_, { requestInfo }) => ({
    pod: hostname(),
    uid: process.getuid(),
    groups: process.getgroups(),
    headers: requestInfo?.headers ?? {},
  }),
  env: ({ name }) => ({ value: process.env[name] ?? null }),
  write: ({ folder }) => ({ state: canWrite(folder) }),
  reach,
  get: async ({ url }) => {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    return { status: response.status, text: (await response.text()).slice(0, 2000) };
  },
  // What the examples name.
  get_ticket: ({ id }) => ({ id, url: `https://tickets.example.com/${id}` }),
  fetch: ({ url }) => ({ url }),
  search_code: echo,
  search_repositories: echo,
  get_file_contents: echo,
  ask_question: echo,
};

const text = { type: 'string' };
const inputSchema = {
  type: 'object',
  properties: Object.fromEntries(
    ['message', 'a', 'b', 'seconds', 'name', 'folder', 'host', 'port', 'url', 'id'].map((name) => [name, text]),
  ),
};

function mcpServer() {
  const server = new Server({ name: 'cluster-test', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: Object.keys(TOOLS).map((name) => ({ name, description: `The tool ${name}`, inputSchema })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params: { name, arguments: args = {} } }, extra) => {
    if (!(name in TOOLS)) throw new Error(`there is no tool ${name}`);
    const result = await TOOLS[name](args, extra);
    return { content: [{ type: 'text', text: JSON.stringify(result) }], structuredContent: result };
  });
  return server;
}

/** Streamable HTTP at /mcp, with sessions. */
function streamableHttp(app) {
  const sessions = new Map();
  app.all('/mcp', express.json({ limit: '32mb' }), async (request, response) => {
    const id = request.headers['mcp-session-id'];
    let transport = sessions.get(id);
    if (id && !transport)
      return response
        .status(404)
        .json({ jsonrpc: '2.0', id: null, error: { code: -32001, message: 'Session not found' } });
    if (!transport) {
      transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        onsessioninitialized: (made) => sessions.set(made, transport),
      });
      transport.onclose = () => sessions.delete(transport.sessionId);
      await mcpServer().connect(transport);
    }
    await transport.handleRequest(request, response, request.body);
  });
}

/** The older HTTP with SSE, at /sse and /messages. */
function sse(app) {
  const sessions = new Map();
  app.get('/sse', async (_, response) => {
    const transport = new SSEServerTransport('/messages', response);
    sessions.set(transport.sessionId, transport);
    response.on('close', () => sessions.delete(transport.sessionId));
    await mcpServer().connect(transport);
  });
  app.post(
    '/messages',
    (request, response) =>
      sessions.get(request.query.sessionId)?.handlePostMessage(request, response) ?? response.status(404).end(),
  );
}

process.on('SIGTERM', () => process.exit(0));
const transport = process.env.MCP_TRANSPORT ?? 'stdio';
if (process.argv.includes('--model-id')) {
  serveEmbeddings(Number(process.argv[process.argv.indexOf('--port') + 1]));
} else if (transport === 'stdio') {
  await mcpServer().connect(new StdioServerTransport());
} else {
  const app = express();
  (transport === 'sse' ? sse : streamableHttp)(app);
  app.get('/health', (_, response) => response.send('ok'));
  app.listen(Number(process.env.MCP_PORT ?? 8080), '0.0.0.0');
}
