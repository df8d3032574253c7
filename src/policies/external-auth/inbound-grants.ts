import { DelegateClient } from './delegate-client';
import { JwtBearerGrant } from './trusted-issuer';

/** Whose tokens of a trusted issuer are exchanged (RFC 8693), and by whom. */
export interface TokenExchangeIssuerPolicy {
  /** Name of the trusted issuer. */
  readonly issuerRef: string;

  /** Audience that its tokens must be made out to. */
  readonly expectedAudience: string;

  /** Clients of the authorization server that may exchange the tokens. `*` for all. */
  readonly allowedDelegateClients: string[];

  /**
   * Claim that names the client who asked for the token.
   *
   * @default "azp"
   */
  readonly actorClaim?: string;

  /**
   * Clients, by `actorClaim`, whose tokens are taken.
   *
   * @default - none
   */
  readonly allowedActors?: string[];

  /**
   * CEL expression over `claims` that decides whose tokens are taken.
   *
   * @default - none
   */
  readonly actorMatcher?: string;

  /**
   * Whether a `may_act` claim of the issuer's is enough. Not with `*` in `allowedDelegateClients`.
   *
   * @default false
   */
  readonly allowMayAct?: boolean;
}

/** Tokens in exchange for others (RFC 8693). `{}` without any client or policy. */
export interface TokenExchangeGrant {
  /**
   * Clients with a secret that may exchange tokens, at most 10.
   *
   * @default - none
   */
  readonly delegateClients?: DelegateClient[];

  /**
   * Whose tokens of trusted issuers are exchanged, at most 20, one for an issuer.
   *
   * @default - only those of the authorization server itself
   */
  readonly issuerPolicies?: TokenExchangeIssuerPolicy[];
}

/** Who gets tokens for plain JWT assertions of a trusted issuer (RFC 7523). */
export interface JwtBearerIssuerPolicy extends JwtBearerGrant {
  /** Name of the trusted issuer. */
  readonly issuerRef: string;
}

/** What an authorization server gives tokens for besides the login of a user. From ToolHive 0.63.0 on. */
export interface InboundGrants {
  /**
   * Tokens in exchange for others (RFC 8693). In place of `delegateClients` and of what trusted issuers say themselves.
   *
   * @default - none
   */
  readonly tokenExchange?: TokenExchangeGrant;

  /**
   * Tokens for plain JWT assertions (RFC 7523), without a client: who gets them, at most 20, one for an issuer. In place of
   * `jwtBearerGrant` of trusted issuers.
   *
   * @default - none
   */
  readonly jwtBearer?: JwtBearerIssuerPolicy[];
}
