/** Upstream providers for the members of groups. */
export interface UpstreamFilterRule {
  /** Groups, letter by letter. One of them is enough. */
  readonly groups: string[];

  /** Names of the upstream providers that their members log in at as well, none of them the first. */
  readonly upstreamProviders: string[];
}

/**
 * Which upstream providers of a virtual server's authorization server a user logs in at. Everybody logs in at the first one,
 * which tells a user's groups; it takes two upstream providers at least.
 */
export interface UpstreamFilter {
  /**
   * Claim that holds a user's groups, at the top of what the first provider tells: in the id token, or where it describes
   * its users. Who has no such claim can't log in at all.
   *
   * @default "groups"
   */
  readonly claim?: string;

  /** Who logs in where, 1 to 100 rules. What several rules say adds up. */
  readonly rules: UpstreamFilterRule[];

  /**
   * Names of the upstream providers for those whom no rule fits, none of them the first.
   *
   * @default - none
   */
  readonly defaultUpstreams?: string[];
}
