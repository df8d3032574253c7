import { Duration } from 'cdk8s';
import { CompositeOutput, outputSpec } from './composite-output';
import { CompositeStep } from './composite-step';
import { JsonObject, pruned } from '../plain/objects';
import { goDuration } from '../pods/go-duration';
import { ToolAnnotations } from '../policies/tool-annotations';

/** Description, parameters and steps of a composite tool. */
export interface CompositeToolOptions {
  /** What the tool does, for clients and their models. */
  readonly description: string;

  /** What the tool does step by step, at least one step. */
  readonly steps: CompositeStep[];

  /**
   * JSON schema of the tool's parameters, with `type: 'object'`. Templates use them as `{{.params.NAME}}`.
   *
   * @default - nothing
   */
  readonly parameters?: { [key: string]: any };

  /**
   * How long the whole tool may take.
   *
   * @default Duration.minutes(30)
   */
  readonly timeout?: Duration;

  /**
   * Result of the tool.
   *
   * @default - the output of its last step
   */
  readonly output?: CompositeOutput;

  /**
   * Hints about the tool.
   *
   * ToolHive hides a composite tool whose hints claim less risk than those of the tools that it calls.
   *
   * @default - derived from the tools that it calls
   */
  readonly annotations?: ToolAnnotations;
}

/** A composite tool of one virtual server. */
export interface InlineCompositeTool extends CompositeToolOptions {
  /** What clients call the tool: letters, digits, `.`, `_` and `-`, beginning with a letter or digit. */
  readonly name: string;
}

/** One of `spec.config.compositeTools`, and `spec` of a VirtualMCPCompositeToolDefinition. */
export function compositeToolSpec({ name, ...options }: InlineCompositeTool): JsonObject {
  const { description, parameters, timeout, steps, output, annotations } = options;
  return {
    name,
    description,
    ...pruned({ parameters, timeout: goDuration(timeout) }),
    steps: steps.map((step) => step._toSpec()),
    ...pruned({ output: output && outputSpec(output), annotations: annotations && pruned({ ...annotations }) }),
  };
}
