import { Duration } from 'cdk8s';
import { JsonObject, pruned } from '../plain/objects';
import { goDuration } from '../pods/go-duration';

/** Limits of scripts from clients that call tools (ToolHive's code mode, the tool `execute_tool_script`). */
export interface CodeMode {
  /**
   * Maximum number of steps of a script, at least 1.
   *
   * @default 100000
   */
  readonly stepLimit?: number;

  /**
   * Maximum number of parallel calls in a script, at least 1.
   *
   * @default 10
   */
  readonly parallelMaxConcurrency?: number;

  /**
   * Timeout of each tool call.
   *
   * @default Duration.seconds(30)
   */
  readonly toolCallTimeout?: Duration;
}

/** `spec.config.codeMode` of the resource. */
export function codeModeSpec({ stepLimit, parallelMaxConcurrency, toolCallTimeout }: CodeMode): JsonObject {
  return pruned({
    enabled: true,
    stepLimit,
    parallelMaxConcurrency,
    toolCallTimeout: goDuration(toolCallTimeout),
  });
}
