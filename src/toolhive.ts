import { IConstruct } from 'constructs';
import { addSettings } from './synthesis/scope-settings';
import { ToolhiveSettings } from './toolhive-settings';

/** Settings for any scope: an app, a chart, or a construct that groups others. */
export class Toolhive {
  /**
   * Configures everything below a scope. The setting of the nearest scope wins; image pull secrets add up.
   *
   * Some settings are read when the constructs below are created, the others when they are synthesized, so configure a
   * scope before adding to it.
   *
   * @param scope an app, a chart or a construct
   * @param settings what to set; what is absent stays inherited
   */
  public static configure(scope: IConstruct, settings: ToolhiveSettings): void {
    addSettings(scope, settings);
  }

  private constructor() {}
}
