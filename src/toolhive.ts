import { IConstruct } from 'constructs';
import { checkCalls } from './props/check-calls';
import { mermaidOf } from './synthesis/graph';
import { imagesOf } from './synthesis/images';
import { addSettings } from './synthesis/scope-settings';
import { ToolhiveSettings } from './toolhive-settings';

/** Settings for any scope: an app, a chart, or a construct that groups others. */
export class Toolhive {
  static {
    checkCalls('Toolhive', this);
  }

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

  /**
   * Every image that the objects below a scope need: those of containers and init containers, also of objects that other
   * libraries made, and those that ToolHive's proxies start when they run. A mirror has to have them.
   *
   * Synthesizes what is below the scope, so ask when it is complete.
   *
   * @param scope an app, a chart or a construct
   * @returns complete references, sorted, each once
   * @throws when the input of a construct below is wrong, as synthesis does
   */
  public static images(scope: IConstruct): string[] {
    return imagesOf(scope);
  }

  /**
   * Everything below a scope as a Mermaid flowchart. Arrows go the way of requests, dotted ones lead to what a resource
   * refers to. What only a name is known of is drawn too. Image pull secrets that are inherited are not.
   *
   * @param scope an app, a chart or a construct
   * @returns the text; the same constructs give the same
   */
  public static toMermaid(scope: IConstruct): string {
    return mermaidOf(scope);
  }

  private constructor() {}
}
