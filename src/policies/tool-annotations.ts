/**
 * Hints about a tool for clients.
 *
 * @see https://modelcontextprotocol.io/specification/2025-06-18/schema#toolannotations
 */
export interface ToolAnnotations {
  /**
   * Display name of the tool.
   *
   * @default - the tool's own
   */
  readonly title?: string;

  /**
   * Whether the tool changes nothing.
   *
   * @default - what the tool says
   */
  readonly readOnlyHint?: boolean;

  /**
   * Whether the tool may destroy something.
   *
   * @default - what the tool says
   */
  readonly destructiveHint?: boolean;

  /**
   * Whether a second call with the same arguments changes nothing more.
   *
   * @default - what the tool says
   */
  readonly idempotentHint?: boolean;

  /**
   * Whether the tool uses things outside, such as the web.
   *
   * @default - what the tool says
   */
  readonly openWorldHint?: boolean;
}
