/** Upstream providers for members of certain groups. */
export interface UpstreamFilterRule {
  /** Which groups the rule applies to, by exact name. A user needs only one of them. */
  readonly groups: string[];

  /** Names of the additional upstream providers that users log in at, without the first provider. */
  readonly upstreamProviders: string[];
}

/**
 * Which upstream providers of an authorization server a user logs in at.
 *
 * Everybody logs in at the first provider, which returns the user's groups. At least two upstream providers are needed.
 */
export interface UpstreamFilter {
  /**
   * Which claim of the first provider contains a user's groups.
   *
   * It is a top-level claim of the id token, or of the user info. Users without the claim can't log in at all.
   *
   * @default "groups"
   */
  readonly claim?: string;

  /** Providers by groups, 1 to 100 rules. If several rules match, their providers add up. */
  readonly rules: UpstreamFilterRule[];

  /**
   * Names of the additional upstream providers for users without a matching rule, without the first provider.
   *
   * @default - none
   */
  readonly defaultUpstreams?: string[];
}
