import { Duration } from 'cdk8s';
import type { SecretValue } from 'cdk8s-plus-28';
import { AuthServerStorage } from './auth-server-storage';
import { DelegateClient } from './delegate-client';
import { InboundGrants } from './inbound-grants';
import { TrustedIssuer } from './trusted-issuer';
import { UpstreamProvider } from './upstream-provider';
import { RateLimit } from '../../servers/rate-limiting';

/** How long what an authorization server issues is good for. */
export interface TokenLifespans {
  /**
   * Access tokens.
   *
   * @default Duration.hours(1)
   */
  readonly accessTokenLifespan?: Duration;

  /**
   * Refresh tokens.
   *
   * @default Duration.days(7)
   */
  readonly refreshTokenLifespan?: Duration;

  /**
   * Authorization codes.
   *
   * @default Duration.minutes(10)
   */
  readonly authCodeLifespan?: Duration;
}

/** Clients that identify themselves by the address of their metadata. */
export interface ClientIdMetadata {
  /**
   * How many clients are remembered, at least 1.
   *
   * @default - ToolHive's own limit
   */
  readonly cacheMaxSize?: number;

  /**
   * How long a client is remembered that doesn't say it itself.
   *
   * @default - ToolHive's own time
   */
  readonly cacheFallbackTtl?: Duration;
}

/** Certificate and key of a listener. */
export interface TlsListener {
  /** The certificate in PEM, with those between it and its authority. */
  readonly certificate: SecretValue;

  /** The private key in PEM. */
  readonly privateKey: SecretValue;
}

/** An authorization server of ToolHive's own. */
export interface EmbeddedAuthServerOptions {
  /** Address of the server as clients see it, https, without a slash at its end. */
  readonly issuer: string;

  /**
   * Who vouches for users. An MCP server and a remote proxy take one, a virtual server several. Without any, nobody logs in,
   * and there are tokens by `inboundGrants`, `delegateClients` or a trusted issuer's `jwtBearerGrant` alone (from ToolHive
   * 0.63.0 on).
   *
   * @default - none
   */
  readonly upstreamProviders?: UpstreamProvider[];

  /**
   * Where users log in, if another address than the issuer's leads there.
   *
   * @default - the issuer
   */
  readonly authorizationEndpointBaseUrl?: string;

  /**
   * Private keys in PEM, at most 5. The first signs tokens, the others verify older ones.
   *
   * @default - a new key at each start, for development
   */
  readonly signingKeys?: SecretValue[];

  /**
   * Secrets of at least 32 bytes for codes and refresh tokens. The first is used, the others verify older ones.
   *
   * @default - a new secret at each start, for development
   */
  readonly hmacSecrets?: SecretValue[];

  /**
   * How long tokens and codes are good for.
   *
   * @default - ToolHive's own times
   */
  readonly tokenLifespans?: TokenLifespans;

  /**
   * Where sessions are kept.
   *
   * @default AuthServerStorage.memory()
   */
  readonly storage?: AuthServerStorage;

  /**
   * Scopes that every client that registers gets, at most 10 of those that the server offers.
   *
   * @default - none
   */
  readonly baselineClientScopes?: string[];

  /**
   * Clients that identify themselves by the address of their metadata.
   *
   * @default - none: clients register
   */
  readonly cimd?: ClientIdMetadata;

  /**
   * Upstream provider whose claims policies see. Virtual servers alone heed it.
   *
   * @default - the first
   */
  readonly primaryUpstreamProvider?: string;

  /**
   * Whether the MCP server gets no token at all, instead of the upstream provider's.
   *
   * @default false
   */
  readonly disableUpstreamTokenInjection?: boolean;

  /**
   * Whether clients may register as such that keep a secret.
   *
   * @default false
   */
  readonly allowConfidentialClientRegistration?: boolean;

  /**
   * Redirect addresses, https, at most 10, whose clients get a secret whether they ask for it or not.
   *
   * @default - none
   */
  readonly forceConfidentialRedirectUris?: string[];

  /**
   * Clients with a secret that may exchange others' tokens, at most 10. From ToolHive 0.63.0 on, prefer `inboundGrants`,
   * which does not go with it.
   *
   * @default - none
   */
  readonly delegateClients?: DelegateClient[];

  /**
   * Issuers whose tokens are taken in exchange, at most 20.
   *
   * @default - none
   */
  readonly trustedIssuers?: TrustedIssuer[];

  /**
   * What tokens are given for besides the login of a user: others' tokens, and plain assertions. From ToolHive 0.63.0 on.
   *
   * @default - what `delegateClients` and `trustedIssuers` say
   */
  readonly inboundGrants?: InboundGrants;

  /**
   * Whether clients that authenticate with a private key (`private_key_jwt`) may register. From ToolHive 0.63.0 on.
   *
   * @default false
   */
  readonly allowPrivateKeyJwtRegistration?: boolean;

  /**
   * How many clients may register, for each replica. From ToolHive 0.63.0 on.
   *
   * @default - 5 at once, and 1 a second
   */
  readonly registrationRateLimit?: RateLimit;

  /**
   * How many registered clients there may be at a time, counted together in Redis, else for each replica. 0 for any number,
   * which leaves storage open to whoever reaches the server. From ToolHive 0.63.0 on.
   *
   * @default 10000
   */
  readonly maxRegisteredClients?: number;

  /**
   * TLS of the server itself, on port 8443 of the pod. ToolHive leaves MCP, health and metrics at plain HTTP, and puts the
   * port on no Service. From ToolHive 0.63.0 on.
   *
   * @default - plain HTTP, beside MCP
   */
  readonly tlsListener?: TlsListener;

  /**
   * Whether the issuer may be plain HTTP. For development.
   *
   * @default false
   */
  readonly insecureAllowHttp?: boolean;

  /**
   * Whether clients may send secrets over plain HTTP on one machine. For development.
   *
   * @default false
   */
  readonly insecureAllowConfidentialOverLoopbackHttp?: boolean;
}
