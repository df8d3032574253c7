import {
  CompositeStepOptions,
  ElicitationAction,
  ElicitationStepOptions,
  ForEachStepOptions,
  ToolStepOptions,
} from './composite-step-options';
import { Obj, pruned } from '../plain/objects';
import { goDuration } from '../pods/go-duration';
import { checkCalls } from '../props/check-calls';

/**
 * A step of a composite tool. Templates are Go's, with the functions `json`, `quote` and `fromJson` besides.
 *
 * @see https://pkg.go.dev/text/template
 */
export class CompositeStep {
  static {
    checkCalls('CompositeStep', this);
  }

  /**
   * Calls a tool.
   *
   * @param id name of the step, which templates know its output by
   * @param options the tool, and its arguments
   *
   * @example
   * CompositeStep.tool('page', { tool: 'fetch.fetch', arguments: { url: '{{.params.url}}' } });
   */
  public static tool(id: string, options: ToolStepOptions): CompositeStep {
    const { tool, onError } = options;
    const call = { tool, arguments: options.arguments, onError: onError?._toSpec() };
    return new CompositeStep(id, { type: 'tool', ...call, ...commonSpec(options) });
  }

  /**
   * Asks the user. Clients must be able to ask their users (MCP calls it elicitation).
   *
   * @param id name of the step, which templates know the answer by
   * @param options the question, and what an answer looks like
   */
  public static elicitation(id: string, options: ElicitationStepOptions): CompositeStep {
    const { message, schema, onDecline, onCancel } = options;
    const question = { message, schema, onDecline: actionSpec(onDecline), onCancel: actionSpec(onCancel) };
    return new CompositeStep(id, { type: 'elicitation', ...question, ...commonSpec(options) });
  }

  /**
   * Calls a tool for each item of a list. Its output has `iterations`, each with `item`, `status` and `output`, and the numbers
   * `count`, `completed` and `failed`.
   *
   * @param id name of the step, which templates know its output by
   * @param options the list, and the tool
   */
  public static forEach(id: string, options: ForEachStepOptions): CompositeStep {
    const { collection, itemVar, maxIterations, maxParallel, tool, onError } = options;
    // ToolHive looks for repetition at the inner step, for everything else at the loop. An inner step without an id keeps the
    // server from starting (ToolHive pkg/vmcp/server/workflow_converter.go).
    const inner = { id, type: 'tool', tool, arguments: options.arguments };
    const step = pruned({ ...inner, onError: onError?._repeats ? onError._toSpec() : undefined });
    const loop = { collection, itemVar, maxIterations, maxParallel, step };
    return new CompositeStep(id, {
      type: 'forEach',
      ...loop,
      onError: onError?._repeats ? undefined : onError?._toSpec(),
      ...commonSpec(options),
    });
  }

  private constructor(
    /** Name of the step, which templates know its output by. */
    public readonly id: string,
    private readonly members: Obj,
  ) {}

  /**
   * One of the `steps` of a composite tool.
   * @internal
   */
  public _toSpec(): Obj {
    return pruned({ id: this.id, ...this.members });
  }
}

function commonSpec({ dependsOn, condition, timeout, defaultResults }: CompositeStepOptions): Obj {
  return { dependsOn: dependsOn?.map(({ id }) => id), condition, timeout: goDuration(timeout), defaultResults };
}

function actionSpec(action: ElicitationAction | undefined): Obj | undefined {
  return action && { action };
}
