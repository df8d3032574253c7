import { Duration } from 'cdk8s';
import { JsonObject, pruned } from '../plain/objects';
import { goDuration } from '../pods/go-duration';

/** Limits of scripts that clients send, which call tools: ToolHive's code mode, with the tool `execute_tool_script`. */
export interface CodeMode {
  /**
   * How many steps a script may take, at least 1.
   *
   * @default 100000
   */
  readonly stepLimit?: number;

  /**
   * How many calls a script may have running at the same time, at least 1.
   *
   * @default 10
   */
  readonly parallelMaxConcurrency?: number;

  /**
   * How long each call of a tool may take.
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
