import { Chart, ChartProps } from 'cdk8s';
import { Construct } from 'constructs';
import { ClientConfig, ClientConfigOptions } from './client-config';
import { McpClient } from './clients/mcp-client';
import { checkCalls } from './props/check-calls';
import { checkNew } from './props/check-new';
import { RequiredSecret } from './secrets/required-secret';
import { addSettings } from './synthesis/scope-settings';
import { Toolhive } from './toolhive';
import { ToolhiveSettings } from './toolhive-settings';

/** Props of a ToolhiveChart: those of a chart, and settings that all constructs in it inherit. */
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
   * Every image that the chart needs, for a mirror.
   *
   * The list has images of containers and init containers, and those that ToolHive's proxies start at run time.
   * `Toolhive.images` does the same for any scope, such as an app.
   *
   * @returns complete references, sorted, each once
   * @throws when the input of a construct in the chart is wrong, as synthesis does
   */
  public images(): string[] {
    return Toolhive.images(this);
  }

  /**
   * Draws the chart as a Mermaid flowchart.
   *
   * It shows servers, proxies, groups, virtual servers, registries, shared policies, and Secrets by name. GitHub and
   * many editors render it in a block of the language `mermaid`. `Toolhive.toMermaid` does the same for any scope, such
   * as an app.
   *
   * @returns the text, always the same for the same chart
   */
  public toMermaid(): string {
    return Toolhive.toMermaid(this);
  }

  /**
   * Configuration of an MCP client for all servers of the chart that it can reach.
   *
   * `Toolhive.clientConfig` does the same for any scope, so for an app.
   *
   * @param client whose file it is
   * @param options addresses and tokens
   * @throws when the name of the token's variable is none
   */
  public clientConfig(client: McpClient, options: ClientConfigOptions = {}): ClientConfig {
    return Toolhive.clientConfig(this, client, options);
  }

  /**
   * Addresses of the chart's servers, who may use each, and the Secrets that have to exist.
   *
   * Ask when the chart is complete. `Toolhive.summary` does the same for any scope, so for an app.
   *
   * @returns a text of several lines
   * @throws when the input of a construct in the chart is wrong, as synthesis does
   */
  public summary(): string {
    return Toolhive.summary(this);
  }

  /**
   * Secrets that have to exist before the chart works, with a line that makes each.
   *
   * What the app makes itself is not among them. `Toolhive.requiredSecrets` does the same for any scope, so for an app.
   *
   * @returns sorted by namespace and name; there are no values in it
   * @throws when the input of a construct in the chart is wrong, as synthesis does
   */
  public requiredSecrets(): RequiredSecret[] {
    return Toolhive.requiredSecrets(this);
  }
}
