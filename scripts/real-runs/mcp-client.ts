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

/** Connects to a server. @param modules the folder that the SDK is installed in */
export async function connect(modules: string, url: string): Promise<Client> {
  const { resolve } = createRequire(join(modules, 'package.json'));
  const load = (path: string) => import(pathToFileURL(resolve(`@modelcontextprotocol/sdk/client/${path}.js`)).href);
  const [{ Client: McpClient }, { StreamableHTTPClientTransport }, { SSEClientTransport }] = await Promise.all(
    ['index', 'streamableHttp', 'sse'].map(load),
  );
  const Transport = url.endsWith('/sse') ? SSEClientTransport : StreamableHTTPClientTransport;
  const client = new McpClient({ name: 'real-runs', version: '1.0.0' });
  await client.connect(new Transport(new URL(url)));
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
