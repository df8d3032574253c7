import { JsonObject, pruned } from '../plain/objects';

/** What audit events hold. */
export interface AuditOptions {
  /**
   * What the virtual server calls itself in events.
   *
   * @default - its name
   */
  readonly component?: string;

  /**
   * Types of events that are written, such as `mcp_tool_call`.
   *
   * @default - all
   */
  readonly eventTypes?: string[];

  /**
   * Types of events that are not written, even if `eventTypes` names them.
   *
   * @default - none
   */
  readonly excludeEventTypes?: string[];

  /**
   * Whether events hold what clients send. It may be confidential.
   *
   * @default false
   */
  readonly includeRequestData?: boolean;

  /**
   * Whether events hold what clients get. It may be confidential.
   *
   * @default false
   */
  readonly includeResponseData?: boolean;

  /**
   * Whether an answer that says that a call failed is an event of a failure.
   *
   * @default true
   */
  readonly detectApplicationErrors?: boolean;

  /**
   * How much of what is sent an event holds, in bytes.
   *
   * @default 1024
   */
  readonly maxDataSize?: number;

  /**
   * How many of those an event names on whose behalf a client acts, at least 1.
   *
   * @default 10
   */
  readonly maxDelegationDepth?: number;

  /**
   * File that events are written to. The root file system is read-only: mount a volume with `podTemplateSpec`.
   *
   * @default - standard output
   */
  readonly logFile?: string;
}

/** `spec.config.audit` of the resource. */
export function auditSpec(options: AuditOptions): JsonObject {
  return pruned({ enabled: true, ...options });
}
