import { IConstruct } from 'constructs';
import { ClientConfig, ClientConfigOptions, summaryOf } from './client-config';
import { McpClient } from './clients/mcp-client';
import { checkCalls } from './props/check-calls';
import { RequiredSecret } from './secrets/required-secret';
import { mermaidOf } from './synthesis/graph';
import { imagesOf } from './synthesis/images';
import { requiredSecretsOf } from './synthesis/required-secrets';
import { addSettings } from './synthesis/scope-settings';
import { ToolhiveSettings } from './toolhive-settings';

/** Settings, images and diagrams of any scope: an app, a chart, or a construct that groups others. */
export class Toolhive {
  static {
    checkCalls('Toolhive', this);
  }

  /**
   * Configures everything below a scope. The setting of the nearest scope wins; image pull secrets add up.
   *
   * Some settings are read when constructs are created, the others when they are synthesized. So configure a scope
   * before you add constructs to it.
   *
   * @param scope an app, a chart or a construct
   * @param settings what to set; what is absent stays inherited
   */
  public static configure(scope: IConstruct, settings: ToolhiveSettings): void {
    addSettings(scope, settings);
  }

  /**
   * Every image that the objects below a scope need, for a mirror.
   *
   * The list has images of containers and init containers, also of other libraries' objects, and those that ToolHive's
   * proxies start at run time. It synthesizes the scope, so call it when the scope is complete.
   *
   * @param scope an app, a chart or a construct
   * @returns complete references, sorted, each once
   * @throws when the input of a construct below is wrong, as synthesis does
   */
  public static images(scope: IConstruct): string[] {
    return imagesOf(scope);
  }

  /**
   * Draws everything below a scope as a Mermaid flowchart.
   *
   * Arrows follow requests, dotted arrows are references. Resources that are referred to by name only are drawn, too.
   * Inherited image pull secrets are not.
   *
   * @param scope an app, a chart or a construct
   * @returns the text, always the same for the same constructs
   */
  public static toMermaid(scope: IConstruct): string {
    return mermaidOf(scope);
  }

  /**
   * Configuration of an MCP client for all servers below a scope that it can reach.
   *
   * @param scope an app, a chart or a construct
   * @param client whose file it is
   * @param options addresses and tokens
   * @throws when the name of the token's variable is none
   */
  public static clientConfig(scope: IConstruct, client: McpClient, options: ClientConfigOptions = {}): ClientConfig {
    return ClientConfig._of(scope, client, options);
  }

  /**
   * Addresses of the servers below a scope, who may use each, and the Secrets that have to exist.
   *
   * Ask when the scope is complete, for example after `app.synth()`.
   *
   * @param scope an app, a chart or a construct
   * @returns a text of several lines
   * @throws when the input of a construct below is wrong, as synthesis does
   */
  public static summary(scope: IConstruct): string {
    return summaryOf(scope);
  }

  /**
   * Secrets that have to exist before the objects below a scope work, with a line that makes each.
   *
   * What the app makes itself is not among them, in any chart: Secrets, and those of ExternalSecrets, SealedSecrets and
   * Certificates. References that are optional are left out, and so are those that name another namespace. Ask when the
   * scope is complete.
   *
   * @param scope an app, a chart or a construct
   * @returns sorted by namespace and name; there are no values in it
   * @throws when the input of a construct below is wrong, as synthesis does
   */
  public static requiredSecrets(scope: IConstruct): RequiredSecret[] {
    return requiredSecretsOf(scope);
  }

  private constructor() {}
}
