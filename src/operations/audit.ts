/** Which audit events a virtual server or a registry writes, with which content, and where. */
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
   * Whether events contain what clients send. It may be confidential.
   *
   * @default false
   */
  readonly includeRequestData?: boolean;

  /**
   * Maximum size of request data in an event, in bytes. For a registry 0 to 1048576, where 0 is the server's default.
   *
   * @default 1024
   */
  readonly maxDataSize?: number;

  /**
   * File for the events, an absolute path.
   *
   * The file is never rotated. The root file system is read-only. A virtual server needs a volume for the file, from
   * `podTemplateSpec`. A registry gets a volume for the file's folder, which is deleted with the pod.
   *
   * @default - standard output, for the cluster's log collection
   */
  readonly logFile?: string;
}
