import { Obj } from '../findings';

/** Options of Cedar authorization. */
export interface CedarOptions {
  /**
   * Entities that the policies speak of, as Cedar's JSON.
   *
   * @default "[]"
   * @see https://docs.cedarpolicy.com/auth/entities-syntax.html
   */
  readonly entitiesJson?: string;

  /**
   * Claim of the client's token that lists its groups.
   *
   * @default - ToolHive looks into the claims that are usual for groups
   */
  readonly groupClaimName?: string;

  /**
   * Claim of the client's token that lists its roles.
   *
   * @default - none
   */
  readonly roleClaimName?: string;

  /**
   * Cedar entity type of groups.
   *
   * @default - ToolHive's own
   */
  readonly groupEntityType?: string;
}

/** Who may call which tool. */
export class McpAuthz {
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
    return new McpAuthz({ type: 'inline', inline: { policies, ...(entitiesJson && { entitiesJson }) }, ...claims });
  }

  private constructor(private readonly authzConfig: Obj) {}

  /**
   * `spec.authzConfig` of the resource.
   * @internal
   */
  public _toSpec(): Obj {
    return this.authzConfig;
  }
}
