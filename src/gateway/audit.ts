import { AuditOptions } from '../operations/audit';
import { JsonObject, pruned } from '../plain/objects';

/** Which audit events a virtual server writes, what they hold, and where they go. */
export interface VirtualMcpServerAuditOptions extends AuditOptions {
  /**
   * What the virtual server calls itself in events.
   *
   * @default - its name
   */
  readonly component?: string;

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
   * How many of those an event names on whose behalf a client acts, at least 1.
   *
   * @default 10
   */
  readonly maxDelegationDepth?: number;
}

/** `spec.config.audit` of the resource. */
export function auditSpec(options: VirtualMcpServerAuditOptions): JsonObject {
  return pruned({ enabled: true, ...options });
}
