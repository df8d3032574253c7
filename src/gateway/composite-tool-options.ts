import { Duration } from 'cdk8s';
import { CompositeOutput, outputSpec } from './composite-output';
import { CompositeStep } from './composite-step';
import { JsonObject, pruned } from '../plain/objects';
import { goDuration } from '../pods/go-duration';
import { ToolAnnotations } from '../policies/tool-annotations';

/** What a composite tool does. */
export interface CompositeToolOptions {
  /** What the tool does, for clients and their models. */
  readonly description: string;

  /** The steps, at least one. */
  readonly steps: CompositeStep[];

  /**
   * What clients give the tool: a JSON schema with `type: 'object'`. Templates find it as `{{.params.NAME}}`.
   *
   * @default - nothing
   */
  readonly parameters?: { [key: string]: any };

  /**
   * How long the whole may take.
   *
   * @default Duration.minutes(30)
   */
  readonly timeout?: Duration;

  /**
   * What the tool gives.
   *
   * @default - the output of its last step
   */
  readonly output?: CompositeOutput;

  /**
   * Hints about the tool. ToolHive leaves out a tool whose hints are more harmless than those of the tools it calls.
   *
   * @default - what follows from the tools it calls
   */
  readonly annotations?: ToolAnnotations;
}

/** A composite tool of one virtual server. */
export interface InlineCompositeTool extends CompositeToolOptions {
  /** The name that clients see: letters, digits, `.`, `_` and `-`, the first of them a letter or digit. */
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
