/** MCP servers of tests, on the loopback interface: as many ways to answer as servers have. */
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

export const TOOLS = [
  { name: 'search', description: 'Searches', inputSchema: { type: 'object', properties: { q: { type: 'string' } } } },
  { name: 'get', description: 'Gets', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } },
];

export interface Answering {
  readonly tools?: readonly unknown[];
  /** How a POST is answered. */
  readonly way?: 'json' | 'stream' | 'sse';
  readonly pages?: boolean;
  /** Answers by itself where it returns true. */
  intercept?(request: IncomingMessage, response: ServerResponse, message: Rpc | undefined): boolean | void;
}

export interface Rpc {
  readonly id?: number;
  readonly method: string;
  readonly params?: { readonly cursor?: string; readonly protocolVersion?: string };
}

export interface Running {
  readonly url: string;
  /** What was asked: method of HTTP, method of MCP, and headers. */
  readonly asked: { readonly http: string; readonly method?: string; readonly headers: IncomingMessage['headers'] }[];
}

const running: Server[] = [];
afterAll(() => running.forEach((server) => server.closeAllConnections()));
afterAll(() => running.forEach((server) => server.close()));

export async function serve(answering: Answering = {}): Promise<Running> {
  const { way = 'json' } = answering;
  const asked: Running['asked'] = [];
  let stream: ServerResponse | undefined;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const message = body ? (JSON.parse(body) as Rpc) : undefined;
    asked.push({ http: request.method!, method: message?.method, headers: request.headers });
    if (answering.intercept?.(request, response, message)) return;
    if (way === 'sse' && request.method === 'GET') {
      stream = response.writeHead(200, { 'content-type': 'text/event-stream' });
      stream.write(': hello\r\nevent: endpoint\r\ndata: /messages?session=1\r\n\r\n');
      return;
    }
    const isForStream = way === 'sse' && request.url!.startsWith('/messages');
    if (request.method !== 'POST' || (way === 'sse' && !isForStream)) return void response.writeHead(405).end();
    const answer = message!.id === undefined ? undefined : JSON.stringify(answerTo(message!, answering));
    if (isForStream) {
      response.writeHead(202).end('Accepted');
      if (answer) stream!.write(`event: message\ndata: ${answer}\n\n`);
    } else if (!answer) {
      response.writeHead(202).end();
    } else if (way === 'json') {
      response.writeHead(200, { ...JSON_TYPE, 'mcp-session-id': 'abc' }).end(answer);
    } else {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"jsonrpc":"2.0","method":"notifications/message","params":{}}\n\n');
      // In two pieces, in the middle of a line.
      response.write(`event: message\nid: 1\ndata: ${answer.slice(0, 9)}`);
      setTimeout(() => response.end(`${answer.slice(9)}\n\n`), 5);
    }
  });
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, asked };
}

const JSON_TYPE = { 'content-type': 'application/json' };

function answerTo({ id, method, params }: Rpc, { tools = TOOLS, pages }: Answering) {
  if (method === 'initialize') return { jsonrpc: '2.0', id, result: { protocolVersion: params!.protocolVersion } };
  if (!pages) return { jsonrpc: '2.0', id, result: { tools } };
  const at = Number(params?.cursor ?? 0);
  const nextCursor = at + 1 < tools.length ? String(at + 1) : undefined;
  return { jsonrpc: '2.0', id, result: { tools: [tools[at]], nextCursor } };
}
