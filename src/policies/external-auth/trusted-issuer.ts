import { Duration } from 'cdk8s';
import { ConfigMapKey } from '../../pods/config-map-key';

/** A subject that may get tokens by an assertion, and for which resources. */
export interface JwtSubjectBinding {
  /** Exact subject of the assertion. */
  readonly subject: string;

  /** Resources of the tokens: the `resourceUrl` of the workload. */
  readonly allowedResources: string[];
}

/** Tokens for plain JWT assertions (RFC 7523), without a client. */
export interface JwtBearerGrant {
  /** Maximum age of an assertion. */
  readonly maxAssertionAge: Duration;

  /** Subjects that may get tokens, 1 to 50. */
  readonly subjectBindings: JwtSubjectBinding[];

  /**
   * Accepted audiences of an assertion: names of the authorization server.
   *
   * @default - its token endpoint
   */
  readonly acceptedAudiences?: string[];
}

/** An issuer whose tokens an embedded authorization server exchanges for its own. */
export interface TrustedIssuer {
  /**
   * How policies of `inboundGrants` refer to the issuer. From ToolHive 0.63.0 on.
   *
   * @default - none
   */
  readonly name?: string;

  /** Address of the issuer, https, exactly as in its tokens. */
  readonly issuerUrl: string;

  /**
   * Required audience of its tokens.
   *
   * A policy of `inboundGrants` may set this, and all other restrictions, instead.
   *
   * @default - none; required unless only `jwtBearerGrant` is set, or `inboundGrants` sets it
   */
  readonly expectedAudience?: string;

  /**
   * Address of its keys, https.
   *
   * @default - as discovered
   */
  readonly jwksUrl?: string;

  /**
   * Additional CA certificates for the issuer, in PEM.
   *
   * They are read when the app is synthesized, so the ConfigMap must be in the app. New certificates restart the pod.
   * From ToolHive 0.63.0 on.
   *
   * @default - those of ToolHive's image
   */
  readonly caBundle?: ConfigMapKey;

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
   * Clients of the authorization server that may exchange the tokens. `*` allows all.
   *
   * @default - none; required with `expectedAudience`
   */
  readonly allowedDelegateClients?: string[];

  /**
   * Whether a `may_act` claim of the issuer is enough.
   *
   * @default false
   */
  readonly allowMayAct?: boolean;

  /**
   * Tokens for plain assertions.
   *
   * @default - none
   */
  readonly jwtBearerGrant?: JwtBearerGrant;

  /**
   * Whether the keys may be at a private address. `jwksUrl` is then required.
   *
   * @default false
   */
  readonly allowPrivateIps?: boolean;

  /**
   * Whether issuer and keys may be plain HTTP. For development.
   *
   * @default false
   */
  readonly insecureAllowHttp?: boolean;
}
