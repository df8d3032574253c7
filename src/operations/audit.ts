/** Which audit events a virtual server or a registry writes, what they hold, and where they go. */
export interface AuditOptions {
  /**
   * Types of events that are written, such as `mcp_tool_call` of a virtual server and `entry.publish` of a registry.
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
   * How much of what is sent an event holds, in bytes; of a registry 0 to 1048576, where 0 is the server's default.
   *
   * @default 1024
   */
  readonly maxDataSize?: number;

  /**
   * File that events are written to, an absolute path. It grows without end. The root file system is read-only: a virtual server
   * needs a volume for it from `podTemplateSpec`; a registry gets one for the file's folder, which goes with the pod.
   *
   * @default - standard output, where the cluster's log collection finds it
   */
  readonly logFile?: string;
}
