import { readFileSync } from 'node:fs';
import { shown } from '../findings';
import { defined } from '../plain/objects';
import { ToolAnnotations } from '../policies/tool-annotations';
import { checkCalls } from '../props/check-calls';
import { refused } from '../props/language';
import { readToolsText } from '../tools/read-tools';
import { Tool } from '../tools/tool';

/** A tool of an MCP server. */
export interface KnownTool {
  /** What the server calls the tool. */
  readonly name: string;

  /**
   * What the server says about the tool.
   *
   * @default - not known
   */
  readonly description?: string;

  /**
   * Hints of the server about the tool.
   *
   * @default - not known
   */
  readonly annotations?: ToolAnnotations;

  /**
   * JSON schema of the tool's arguments.
   *
   * @default - not known
   */
  readonly inputSchema?: { [key: string]: any };
}

/**
 * The tools that an MCP server has, so that names of tools are checked before anything is deployed.
 *
 * Nothing of it is written into the YAML, but for the list of a registry of the app. `McpCatalog` sets it from the
 * catalogue.
 *
 * @example
 * new McpServer(chart, 'github', {
 *   image: 'ghcr.io/github/github-mcp-server:v1.0.0',
 *   knownTools: KnownTools.of(['search_code', 'list_issues']),
 *   tools: McpTools.allow('search_code'),
 * });
 */
export class KnownTools {
  static {
    checkCalls('KnownTools', this);
  }

  /**
   * Names all tools of the server.
   *
   * @param names what the server calls them, at least one
   * @throws without a name, with an empty one, or with one twice
   */
  public static of(names: string[]): KnownTools {
    return KnownTools.described(names.map((name) => ({ name })));
  }

  /**
   * Describes all tools of the server.
   *
   * @param tools at least one
   * @throws without a tool, with an empty name, or with a name twice
   */
  public static described(tools: KnownTool[]): KnownTools {
    if (!tools.length) {
      throw refused('KnownTools: names no tool; name all tools of the server, or take KnownTools.unknown()');
    }
    const names = tools.map(({ name }) => name);
    if (names.includes('')) throw refused('KnownTools: a name is empty; leave it out');
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice !== undefined) throw refused(`KnownTools: ${shown(twice)} is there twice; name it once`);
    return new KnownTools(tools.map((tool) => defined({ ...tool }) as Tool));
  }

  /**
   * Reads the tools from a file: a server's answer to `tools/list`, as `cdk8s-toolhive tools` writes it.
   *
   * @param path the file, relative to the working directory of the app
   * @throws when it can't be read, or isn't such an answer
   */
  public static fromFile(path: string): KnownTools {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (e) {
      const reason = (e as NodeJS.ErrnoException).code ?? (e as Error).message;
      throw refused(`KnownTools: ${shown(path)} can't be read: ${reason}`);
    }
    return new KnownTools(readToolsText(text, path));
  }

  /**
   * Nothing is known of the tools, so no name is checked.
   *
   * It is the default, and takes the place of what a catalogue says where that is out of date.
   */
  public static unknown(): KnownTools {
    return new KnownTools(undefined);
  }

  private constructor(private readonly known: readonly Tool[] | undefined) {}

  /** Names of the tools, in their order; empty if nothing is known. */
  public get names(): string[] {
    return (this.known ?? []).map(({ name }) => name);
  }

  /** @internal */
  public get _tools(): readonly Tool[] | undefined {
    return this.known;
  }
}
