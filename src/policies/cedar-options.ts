/** Where Cedar finds groups and roles in a client's token. */
export interface CedarClaims {
  /**
   * Claim of the client's token that lists its groups.
   *
   * @default - ToolHive uses the usual claims for groups
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

/** Options of Cedar authorization. */
export interface CedarOptions extends CedarClaims {
  /**
   * Entities that policies refer to, in Cedar's JSON format.
   *
   * @default "[]"
   * @see https://docs.cedarpolicy.com/auth/entities-syntax.html
   */
  readonly entitiesJson?: string;
}
