/** An MCP client, by the SDK that the test server brings along. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What is asked of a server. */
export interface Client {
  readonly tools: () => Promise<string[]>;
  /** The text that a tool returns; the message, if the call is refused. */
  readonly call: (tool: string, args: Record<string, unknown>) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** A server, as a client is configured with it. */
export interface Target {
  readonly url: string;
  /** Undefined: HTTP is tried first, and then SSE. */
  readonly transport?: 'http' | 'sse';
  readonly headers?: Readonly<Record<string, string>>;
  /** How requests are sent. */
  readonly fetch?: typeof fetch;
}

/** Connects to a server. @param modules the folder that the SDK is installed in */
export async function connect(modules: string, target: Target): Promise<Client> {
  const { transport } = target;
  if (transport) return connectBy(modules, transport, target);
  return connectBy(modules, 'http', target).catch(() => connectBy(modules, 'sse', target));
}

async function connectBy(modules: string, transport: 'http' | 'sse', target: Target): Promise<Client> {
  const { url, headers, fetch } = target;
  const { resolve } = createRequire(join(modules, 'package.json'));
  const load = (path: string) => import(pathToFileURL(resolve(`@modelcontextprotocol/sdk/client/${path}.js`)).href);
  const [{ Client: McpClient }, { StreamableHTTPClientTransport }, { SSEClientTransport }] = await Promise.all(
    ['index', 'streamableHttp', 'sse'].map(load),
  );
  const Transport = transport === 'sse' ? SSEClientTransport : StreamableHTTPClientTransport;
  const client = new McpClient({ name: 'real-runs', version: '1.0.0' });
  await client.connect(new Transport(new URL(url), { requestInit: { headers }, fetch }));
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }: { name: string }) => name).sort(),
    call: (tool, args) =>
      client
        .callTool({ name: tool, arguments: args })
        .then(({ content }: any) => content.map(({ text }: { text?: string }) => text).join(''))
        .catch((error: Error) => `refused: ${error.message}`),
    close: () => client.close(),
  };
}
