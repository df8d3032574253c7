/** What catalogues, clients and other operators call a transport. */
import { McpTransport } from '../servers/enums';

const TRANSPORTS: ReadonlyMap<string, McpTransport> = new Map([
  ['stdio', McpTransport.STDIO],
  ['sse', McpTransport.SSE],
  ['streamable-http', McpTransport.STREAMABLE_HTTP],
  ['streamable', McpTransport.STREAMABLE_HTTP],
  ['http', McpTransport.STREAMABLE_HTTP],
]);

/** ToolHive's transport of that name; undefined for one that it does not support. */
export function transportNamed(word: string): McpTransport | undefined {
  return TRANSPORTS.get(word);
}
