/** Files of MCP clients, read as each client documents it. `src/clients/forms.ts` cites the pages. */
import { Target } from './mcp-client';
import { McpClient } from '../../src';

type Entry = Readonly<Record<string, unknown>>;
type Headers = Readonly<Record<string, string>>;

/** Variables of the environment that a client is started in, which are what a user answers, too. */
type Variables = Readonly<Record<string, string>>;

interface Reader {
  /** Member of the file that has the servers. */
  readonly servers: string;
  /** What is put in place of a variable: its name is the first group. */
  readonly variable: RegExp;
  target(entry: Entry): Pick<Target, 'url' | 'transport'>;
}

const READERS = {
  [McpClient.CLAUDE_CODE]: { servers: 'mcpServers', variable: /\$\{(\w+)\}/g, target: typed },
  [McpClient.VS_CODE]: { servers: 'servers', variable: /\$\{input:(\w+)\}/g, target: typed },
  [McpClient.CURSOR]: { servers: 'mcpServers', variable: /\$\{env:(\w+)\}/g, target: named('url') },
  [McpClient.WINDSURF]: { servers: 'mcpServers', variable: /\$\{env:(\w+)\}/g, target: named('serverUrl') },
  [McpClient.GEMINI_CLI]: {
    servers: 'mcpServers',
    variable: /\$\{(\w+)\}/g,
    target: ({ httpUrl, url }) =>
      httpUrl === undefined ? { url: text(url), transport: 'sse' } : { url: text(httpUrl), transport: 'http' },
  },
} satisfies Partial<Record<McpClient, Reader>>;

/** Clients that connect by themselves, and whose files are JSON. */
export const READ_CLIENTS = Object.keys(READERS) as (keyof typeof READERS)[];

/**
 * What a client connects to, by the names of the servers.
 *
 * @throws where a client would refuse the file
 */
export function targetsIn(
  client: (typeof READ_CLIENTS)[number],
  file: string,
  variables: Variables,
): Map<string, Target> {
  const { servers, variable, target }: Reader = READERS[client];
  const content = JSON.parse(file);
  const asked = new Set((content.inputs ?? []).map(({ id }: { id: string }) => id));
  const filled = (value: string) =>
    value.replace(variable, (_, name: string) => {
      if (client === McpClient.VS_CODE && !asked.has(name)) throw new Error(`the input ${name} is not declared`);
      if (variables[name] === undefined) throw new Error(`the variable ${name} is not set`);
      return variables[name];
    });
  return new Map(
    Object.entries<Entry>(content[servers]).map(([name, entry]) => [
      name,
      {
        ...target(entry),
        headers: Object.fromEntries(
          Object.entries((entry.headers ?? {}) as Headers).map(([header, value]) => [header, filled(value)]),
        ),
      },
    ]),
  );
}

function typed({ type, url }: Entry): Pick<Target, 'url' | 'transport'> {
  if (type !== 'http' && type !== 'sse') throw new Error(`the type ${String(type)} is not known`);
  return { url: text(url), transport: type };
}

/** Such a client finds out by itself whether a server uses SSE. */
function named(field: string): Reader['target'] {
  return (entry) => ({ url: text(entry[field]) });
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`${JSON.stringify(value)} is no address`);
  return value;
}
