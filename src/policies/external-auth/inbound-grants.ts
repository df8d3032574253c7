import { DelegateClient } from './delegate-client';
import { JwtBearerGrant } from './trusted-issuer';

/** Which tokens of a trusted issuer may be exchanged (RFC 8693), and by which clients. */
export interface TokenExchangeIssuerPolicy {
  /** Name of the trusted issuer. */
  readonly issuerRef: string;

  /** Required audience of its tokens. */
  readonly expectedAudience: string;

  /** Clients of the authorization server that may exchange the tokens. `*` allows all. */
  readonly allowedDelegateClients: string[];

  /**
   * Claim with the client that requested the token.
   *
   * @default "azp"
   */
  readonly actorClaim?: string;

  /**
   * Clients, by `actorClaim`, whose tokens are accepted.
   *
   * @default - none
   */
  readonly allowedActors?: string[];

  /**
   * CEL expression over `claims` that decides which tokens are accepted.
   *
   * @default - none
   */
  readonly actorMatcher?: string;

  /**
   * Whether a `may_act` claim of the issuer is enough. Not with `*` in `allowedDelegateClients`.
   *
   * @default false
   */
  readonly allowMayAct?: boolean;
}

/** Token exchange (RFC 8693): tokens are issued in exchange for others. `{}` allows no client and no policy. */
export interface TokenExchangeGrant {
  /**
   * Clients with a secret that may exchange tokens, at most 10.
   *
   * @default - none
   */
  readonly delegateClients?: DelegateClient[];

  /**
   * Policies for tokens of trusted issuers, at most 20, one per issuer.
   *
   * @default - only tokens of the authorization server itself are accepted
   */
  readonly issuerPolicies?: TokenExchangeIssuerPolicy[];
}

/** Subjects that get tokens for plain JWT assertions of a trusted issuer (RFC 7523). */
export interface JwtBearerIssuerPolicy extends JwtBearerGrant {
  /** Name of the trusted issuer. */
  readonly issuerRef: string;
}

/** Grants of an authorization server without a user login. From ToolHive 0.63.0 on. */
export interface InboundGrants {
  /**
   * Tokens in exchange for others (RFC 8693).
   *
   * It replaces `delegateClients`, and what trusted issuers set themselves.
   *
   * @default - none
   */
  readonly tokenExchange?: TokenExchangeGrant;

  /**
   * Policies for plain JWT assertions (RFC 7523), without a client, at most 20, one per issuer.
   *
   * It replaces `jwtBearerGrant` of trusted issuers.
   *
   * @default - none
   */
  readonly jwtBearer?: JwtBearerIssuerPolicy[];
}
