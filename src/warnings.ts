import { IConstruct } from 'constructs';
import { checkCalls } from './props/check-calls';
import { refused } from './props/language';
import { suggestion } from './resources/schema';
import { acknowledge, warningsBelow } from './scope-warnings';
import { isWarningId, WARNING_IDS } from './warning-ids';

/** A warning about a construct: input that is legal, but probably a mistake. */
export interface Warning {
  /** Construct path of the input. */
  readonly path: string;
  /** Stable id, explained in docs/warnings.md. */
  readonly id: string;
  /** What is probably wrong, and what to do. */
  readonly message: string;
}

/** Warnings about an app, printed once on standard error when the app is synthesized. */
export class Warnings {
  static {
    checkCalls('Warnings', this);
  }

  /**
   * Silences a warning for everything at and below a scope.
   *
   * @param scope an app, a chart or a construct
   * @param id id of the warning, as printed in brackets
   * @param reason why the input is intended, for readers of the code
   * @throws when there is no such warning, or no reason
   */
  public static acknowledge(scope: IConstruct, id: string, reason: string): void {
    if (!isWarningId(id)) {
      throw refused(`[${scope.node.path}] there is no warning "${id}"${suggestion(id, WARNING_IDS)}`);
    }
    if (!reason.trim()) throw refused(`[${scope.node.path}] warning "${id}": give the reason why it is meant`);
    acknowledge(scope, id, reason);
  }

  /**
   * The warnings at and below a scope that were not acknowledged.
   *
   * They are known after the app, or a chart in a test, was synthesized.
   *
   * @param scope an app, a chart or a construct
   */
  public static of(scope: IConstruct): Warning[] {
    return warningsBelow(scope);
  }

  private constructor() {}
}
