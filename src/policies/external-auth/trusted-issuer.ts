import { Duration } from 'cdk8s';
import { ConfigMapKey } from '../../pods/config-map-key';

/** One who may get tokens by an assertion, and for what. */
export interface JwtSubjectBinding {
  /** The assertion's subject, letter by letter. */
  readonly subject: string;

  /** Resources that tokens are given for: the `resourceUrl` of the workload. */
  readonly allowedResources: string[];
}

/** Tokens for plain JWT assertions (RFC 7523), without a client. */
export interface JwtBearerGrant {
  /** How old an assertion may be. */
  readonly maxAssertionAge: Duration;

  /** Who may get tokens, 1 to 50. */
  readonly subjectBindings: JwtSubjectBinding[];

  /**
   * What an assertion's audience may be: names of the authorization server.
   *
   * @default - its token endpoint
   */
  readonly acceptedAudiences?: string[];
}

/** An issuer whose tokens an embedded authorization server takes in exchange for its own. */
export interface TrustedIssuer {
  /**
   * Name that policies of `inboundGrants` refer to it by. From ToolHive 0.63.0 on.
   *
   * @default - none
   */
  readonly name?: string;

  /** Address of the issuer, https, letter by letter as its tokens say it. */
  readonly issuerUrl: string;

  /**
   * Audience that its tokens must be made out to. This, and all that says whose tokens are taken, may stand in a policy of
   * `inboundGrants` instead.
   *
   * @default - none; required unless `jwtBearerGrant` stands alone, or `inboundGrants` says it
   */
  readonly expectedAudience?: string;

  /**
   * Where its keys are, https.
   *
   * @default - as discovered
   */
  readonly jwksUrl?: string;

  /**
   * Certificates of authorities that the issuer is trusted by, in PEM, besides those of ToolHive's image. They are read when
   * the app is synthesized, so the ConfigMap has to be in it: other certificates make a new pod. From ToolHive 0.63.0 on.
   *
   * @default - those of ToolHive's image
   */
  readonly caBundle?: ConfigMapKey;

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
   * Clients of the authorization server that may exchange the tokens. `*` for all.
   *
   * @default - none; required with `expectedAudience`
   */
  readonly allowedDelegateClients?: string[];

  /**
   * Whether a `may_act` claim of the issuer's is enough.
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
   * Whether the keys may be at a private address. `jwksUrl` is required then.
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
