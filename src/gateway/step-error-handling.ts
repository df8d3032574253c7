import { Duration } from 'cdk8s';
import { JsonObject, pruned } from '../plain/objects';
import { goDuration } from '../pods/go-duration';
import { checkCalls } from '../props/check-calls';

/** How often a step is repeated, and when. */
export interface StepRetryOptions {
  /** Number of retries, 1 to 10. */
  readonly retryCount: number;

  /**
   * Delay before the first retry. It grows with each retry.
   *
   * @default Duration.seconds(1)
   */
  readonly retryDelay?: Duration;
}

/** What happens when a step of a composite tool fails. */
export class StepErrorHandling {
  static {
    checkCalls('StepErrorHandling', this);
  }

  /** The composite tool fails. */
  public static abort(): StepErrorHandling {
    return new StepErrorHandling({ action: 'abort' });
  }

  /** The composite tool continues. Templates use the step's `defaultResults`. */
  public static proceed(): StepErrorHandling {
    return new StepErrorHandling({ action: 'continue' });
  }

  /**
   * The call is retried, with growing delays. If the last retry fails, the composite tool fails.
   *
   * @param options number and delay of retries
   */
  public static retry(options: StepRetryOptions): StepErrorHandling {
    const { retryCount, retryDelay = Duration.seconds(1) } = options;
    return new StepErrorHandling({ action: 'retry', retryCount, retryDelay: goDuration(retryDelay) });
  }

  private constructor(private readonly handling: JsonObject) {}

  /**
   * `onError` of a step.
   * @internal
   */
  public _toSpec(): JsonObject {
    return pruned(this.handling);
  }

  /**
   * Whether calls are repeated, which in a loop is the matter of each call.
   * @internal
   */
  public get _repeats(): boolean {
    return this.handling.action === 'retry';
  }
}
