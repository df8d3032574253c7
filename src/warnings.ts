import { IConstruct } from 'constructs';
import { checkCalls } from './props/check-calls';
import { suggestion } from './resources/schema';
import { acknowledge, warningsBelow } from './scope-warnings';
import { isWarningId, WARNING_IDS } from './warning-ids';

/** A warning about a construct: legal input that is probably not meant. */
export interface Warning {
  /** Path of the construct. */
  readonly path: string;
  /** Stable id, explained in docs/warnings.md. */
  readonly id: string;
  /** What is doubtful, and what to do. */
  readonly message: string;
}

/** Warnings about what was built, printed once on standard error when the app is synthesized. */
export class Warnings {
  static {
    checkCalls('Warnings', this);
  }

  /**
   * Silences a warning for everything at and below a scope.
   *
   * @param scope an app, a chart or a construct
   * @param id id of the warning, as printed in brackets
   * @param reason why it is meant; for those who read the code later
   * @throws when there is no such warning, or no reason
   */
  public static acknowledge(scope: IConstruct, id: string, reason: string): void {
    if (!isWarningId(id)) {
      throw new Error(`[${scope.node.path}] there is no warning "${id}"${suggestion(id, WARNING_IDS)}`);
    }
    if (!reason.trim()) throw new Error(`[${scope.node.path}] warning "${id}": give the reason why it is meant`);
    acknowledge(scope, id, reason);
  }

  /**
   * The warnings at and below a scope that were not acknowledged. They are known once the app, or a chart in a test,
   * was synthesized.
   *
   * @param scope an app, a chart or a construct
   */
  public static of(scope: IConstruct): Warning[] {
    return warningsBelow(scope);
  }

  private constructor() {}
}
