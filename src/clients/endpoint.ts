/** A server, as clients know it. */
export interface Endpoint {
  /** What clients call it; no other server of the list has the same name. */
  readonly name: string;
  readonly url: string;
  readonly isSse: boolean;
  /** Whether it takes requests with a token only. */
  readonly needsToken: boolean;
  /** Who may use it, in words. */
  readonly access: string;
}

/** What there is for clients. */
export interface Endpoints {
  readonly reachable: readonly Endpoint[];
  /** Names of servers that have no address for these clients, each with its namespace. */
  readonly unreachable: readonly string[];
}
