import { Chart, ChartProps } from 'cdk8s';
import { Construct } from 'constructs';
import { checkCalls } from './props/check-calls';
import { checkNew } from './props/check-new';
import { addSettings } from './synthesis/scope-settings';
import { Toolhive } from './toolhive';
import { ToolhiveSettings } from './toolhive-settings';

/** Props of a ToolhiveChart: those of a chart, and the settings that everything in it inherits. */
export interface ToolhiveChartProps extends ChartProps, ToolhiveSettings {}

/**
 * A chart whose constructs inherit ToolHive settings. Any other `Chart` works as well, with `Toolhive.configure`.
 *
 * @example
 * const chart = new ToolhiveChart(app, 'mcp', {
 *   namespace: 'toolhive',
 *   imagePullSecrets: [kplus.Secret.fromSecretName(app, 'regcred', 'regcred')],
 * });
 */
export class ToolhiveChart extends Chart {
  static {
    checkCalls('ToolhiveChart', this);
  }

  /**
   * @param scope usually the app
   * @param id also the name of the file that the chart is written to
   * @param props settings
   */
  constructor(scope: Construct, id: string, props: ToolhiveChartProps = {}) {
    checkNew('ToolhiveChart', new.target, arguments);
    super(scope, id, props);
    addSettings(this, props);
  }

  /**
   * Every image that the chart needs, for a mirror to have: those of containers and init containers, and those that
   * ToolHive's proxies start when they run. `Toolhive.images` does the same for any scope, so for an app.
   *
   * @returns complete references, sorted, each once
   * @throws when the input of a construct in the chart is wrong, as synthesis does
   */
  public images(): string[] {
    return Toolhive.images(this);
  }

  /**
   * The chart as a Mermaid flowchart: servers, proxies, groups, virtual servers, registries, what they share, and Secrets
   * by name. GitHub and many editors draw it in a block of the language `mermaid`. `Toolhive.toMermaid` does the same for
   * any scope, so for an app.
   *
   * @returns the text; the same chart gives the same
   */
  public toMermaid(): string {
    return Toolhive.toMermaid(this);
  }
}
