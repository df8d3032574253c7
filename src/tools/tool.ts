/** What an MCP server says of one of its tools. */
import { JsonObject } from '../plain/objects';

/** As the server's answer to `tools/list` has it; more than the name is known of some tools only. */
export interface Tool {
  readonly name: string;
  readonly description?: string;
  readonly annotations?: ToolHints;
  /** JSON schema of its arguments. */
  readonly inputSchema?: JsonObject;
}

/** `annotations` of a tool. */
export interface ToolHints {
  readonly title?: string;
  readonly readOnlyHint?: boolean;
  readonly destructiveHint?: boolean;
  readonly idempotentHint?: boolean;
  readonly openWorldHint?: boolean;
}

const FLAGS = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'] as const;

/** The hints of a tool that are of their type; MCP has clients ignore what is none. */
export function toolHints(value: unknown): ToolHints | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const given = value as JsonObject;
  const flags = FLAGS.filter((flag) => typeof given[flag] === 'boolean').map((flag) => [flag, given[flag]]);
  const hints = { ...(typeof given.title === 'string' && { title: given.title }), ...Object.fromEntries(flags) };
  return Object.keys(hints).length ? hints : undefined;
}
