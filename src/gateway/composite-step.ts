import { Duration } from 'cdk8s';
import { StepErrorHandling } from './step-error-handling';
import { JsonObject, pruned } from '../plain/objects';
import { goDuration } from '../pods/go-duration';
import { checkCalls } from '../props/check-calls';

/** What a composite tool does when a user turns a question down, or away from it. */
export enum ElicitationAction {
  /** The composite tool fails. */
  ABORT = 'abort',
  /** It goes on. */
  CONTINUE = 'continue',
  /** It ends well, without the steps that are left. */
  SKIP_REMAINING = 'skip_remaining',
}

/** What all steps have. */
export interface CompositeStepOptions {
  /**
   * Steps that have to be done before. Steps that don't wait for each other run at the same time.
   *
   * @default - none
   */
  readonly dependsOn?: CompositeStep[];

  /**
   * A template whose result is `true` or `false`. With `false`, the step is skipped.
   *
   * @default - the step is always done
   */
  readonly condition?: string;

  /**
   * How long the step may take.
   *
   * @default Duration.minutes(5)
   */
  readonly timeout?: Duration;

  /**
   * What later templates find in place of the step's output if it is skipped, or fails under `StepErrorHandling.proceed()`. Needed for
   * each field that they ask for.
   *
   * @default - none
   */
  readonly defaultResults?: { [field: string]: any };
}

/** A call of a tool. */
export interface ToolStepOptions extends CompositeStepOptions {
  /** The tool: `MEMBER.TOOL`, or the name that clients see. */
  readonly tool: string;

  /**
   * Arguments of the call. Those that are text are templates: `{{.params.url}}` is a parameter of the composite tool,
   * `{{.steps.search.output.text}}` what an earlier step gave.
   *
   * @default - none
   */
  readonly arguments?: { [name: string]: any };

  /**
   * What happens when the call fails.
   *
   * @default StepErrorHandling.abort()
   */
  readonly onError?: StepErrorHandling;
}

/** A question to the user. */
export interface ElicitationStepOptions extends CompositeStepOptions {
  /** The question, a template. */
  readonly message: string;

  /** What an answer looks like: a JSON schema of an object. */
  readonly schema: { [key: string]: any };

  /**
   * What happens when the user turns the question down.
   *
   * @default ElicitationAction.ABORT
   */
  readonly onDecline?: ElicitationAction;

  /**
   * What happens when the user turns away without an answer.
   *
   * @default ElicitationAction.ABORT
   */
  readonly onCancel?: ElicitationAction;
}

/** A call of a tool for each item of a list. */
export interface ForEachStepOptions extends CompositeStepOptions {
  /** A template whose result is a list, as JSON: `{{json .steps.search.output.urls}}`. */
  readonly collection: string;

  /** The tool: `MEMBER.TOOL`, or the name that clients see. */
  readonly tool: string;

  /**
   * Arguments of each call. Those that are text are templates, in which the item is `{{.forEach.item}}` and its number, from
   * 0, `{{.forEach.index}}`.
   *
   * @default - none
   */
  readonly arguments?: { [name: string]: any };

  /**
   * What templates call the item: a letter or `_`, then letters, digits and `_`, but not `index`.
   *
   * @default "item"
   */
  readonly itemVar?: string;

  /**
   * How many items there may be, at most 1000. The step fails if there are more.
   *
   * @default 100
   */
  readonly maxIterations?: number;

  /**
   * How many calls run at the same time, at most 50.
   *
   * @default 10
   */
  readonly maxParallel?: number;

  /**
   * What happens when a call fails. `StepErrorHandling.proceed()` goes on with the other items, `StepErrorHandling.retry` repeats the call.
   *
   * @default StepErrorHandling.abort()
   */
  readonly onError?: StepErrorHandling;
}

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
    private readonly members: JsonObject,
  ) {}

  /**
   * One of the `steps` of a composite tool.
   * @internal
   */
  public _toSpec(): JsonObject {
    return pruned({ id: this.id, ...this.members });
  }
}

function commonSpec({ dependsOn, condition, timeout, defaultResults }: CompositeStepOptions): JsonObject {
  return { dependsOn: dependsOn?.map(({ id }) => id), condition, timeout: goDuration(timeout), defaultResults };
}

function actionSpec(action: ElicitationAction | undefined): JsonObject | undefined {
  return action && { action };
}
