import { AuditOptions } from '../operations/audit';
import { JsonObject, pruned } from '../plain/objects';

/** Which audit events a virtual server writes, with which content, and where. */
export interface VirtualMcpServerAuditOptions extends AuditOptions {
  /**
   * Name of the virtual server in events.
   *
   * @default - its name
   */
  readonly component?: string;

  /**
   * Whether events contain responses to clients. These may be confidential.
   *
   * @default false
   */
  readonly includeResponseData?: boolean;

  /**
   * Whether a response with an error of the tool counts as a failure.
   *
   * @default true
   */
  readonly detectApplicationErrors?: boolean;

  /**
   * How many identities of a delegation chain an event contains, at least 1.
   *
   * @default 10
   */
  readonly maxDelegationDepth?: number;
}

/** `spec.config.audit` of the resource. */
export function auditSpec(options: VirtualMcpServerAuditOptions): JsonObject {
  return pruned({ enabled: true, ...options });
}
