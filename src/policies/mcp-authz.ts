import type { IConfigMap } from 'cdk8s-plus-28';
import { CedarClaims, CedarOptions } from './cedar-options';
import type { IMcpAuthzConfig } from './mcp-authz-config';
import { JsonObject, pruned } from '../plain/objects';
import { checkCalls } from '../props/check-calls';

/** Rules in a ConfigMap. What is said here of claims wins over what the ConfigMap says. */
export interface McpAuthzConfigMapOptions extends CedarClaims {
  /** The ConfigMap. */
  readonly configMap: IConfigMap;

  /**
   * Its key that holds the rules.
   *
   * @default "authz.json"
   */
  readonly key?: string;
}

/** Who may call which tool. */
export class McpAuthz {
  static {
    checkCalls('McpAuthz', this);
  }

  /**
   * Cedar policies. What no policy permits is forbidden.
   *
   * Policies and entities are parsed when the construct that uses them is made, which throws with line and column on
   * what Cedar or ToolHive refuses.
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
   * Rules from a ConfigMap of the same app and namespace: JSON or YAML with `version`, `type` and the rules below `cedar`
   * or `pdp`. It is read when the app is synthesized.
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
