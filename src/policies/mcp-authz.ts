import type { IConfigMap } from 'cdk8s-plus-28';
import { CedarClaims, CedarOptions } from './cedar-options';
import type { IMcpAuthzConfig } from './mcp-authz-config';
import { JsonObject, pruned } from '../plain/objects';
import { checkCalls } from '../props/check-calls';

/** Rules in a ConfigMap. Claims that are set here take precedence over those in the ConfigMap. */
export interface McpAuthzConfigMapOptions extends CedarClaims {
  /** Which ConfigMap has the rules. */
  readonly configMap: IConfigMap;

  /**
   * Which key has the rules.
   *
   * @default "authz.json"
   */
  readonly key?: string;
}

/** Authorization of one server: who may call which tool. */
export class McpAuthz {
  static {
    checkCalls('McpAuthz', this);
  }

  /**
   * Cedar policies. A request that no policy permits is forbidden.
   *
   * Policies and entities are parsed when the construct that uses them is made. Errors of Cedar or ToolHive are thrown
   * with line and column.
   *
   * @param policies one policy each; of a second one in a text ToolHive would read nothing, so it is refused
   * @param options entities and claims
   * @see https://docs.cedarpolicy.com/policies/syntax-policy.html
   *
   * @example
   * McpAuthz.cedar(['permit(principal, action == Action::"call_tool", resource == Tool::"search");']);
   */
  public static cedar(policies: string[], options: CedarOptions = {}): McpAuthz {
    const { entitiesJson, ...claims } = options;
    const inline = { policies, ...(entitiesJson && { entitiesJson }) };
    return new McpAuthz({ authzConfig: { type: 'inline', inline, ...claims } });
  }

  /**
   * Rules that several servers share.
   *
   * @param config the shared rules
   */
  public static fromConfig(config: IMcpAuthzConfig): McpAuthz {
    return new McpAuthz({ authzConfigRef: { name: config.name } });
  }

  /**
   * Rules from a ConfigMap of the same app and namespace.
   *
   * They are JSON or YAML with `version`, `type` and the rules below `cedar` or `pdp`. The ConfigMap is read when the
   * app is synthesized.
   *
   * @param options the ConfigMap, and where Cedar finds groups and roles
   */
  public static fromConfigMap(options: McpAuthzConfigMapOptions): McpAuthz {
    const { configMap, key = 'authz.json', ...claims } = options;
    const reference = { name: configMap.name, key };
    return new McpAuthz({ authzConfig: pruned({ type: 'configMap', configMap: reference, ...claims }) });
  }

  private constructor(private readonly members: JsonObject) {}

  /**
   * `authzConfig` or `authzConfigRef` of the resource's spec.
   * @internal
   */
  public _toSpec(): JsonObject {
    return this.members;
  }
}
