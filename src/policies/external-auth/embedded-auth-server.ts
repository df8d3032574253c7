import { Duration } from 'cdk8s';
import type { SecretValue } from 'cdk8s-plus-28';
import { AuthServerStorage } from './auth-server-storage';
import { DelegateClient } from './delegate-client';
import { InboundGrants } from './inbound-grants';
import { TrustedIssuer } from './trusted-issuer';
import { UpstreamProvider } from './upstream-provider';
import { RateLimit } from '../../servers/rate-limiting';

/** Lifetime of the tokens and codes that an authorization server issues. */
export interface TokenLifespans {
  /**
   * Lifetime of access tokens.
   *
   * @default Duration.hours(1)
   */
  readonly accessTokenLifespan?: Duration;

  /**
   * Lifetime of refresh tokens.
   *
   * @default Duration.days(7)
   */
  readonly refreshTokenLifespan?: Duration;

  /**
   * Lifetime of authorization codes.
   *
   * @default Duration.minutes(10)
   */
  readonly authCodeLifespan?: Duration;
}

/** Clients that are identified by the address of their metadata. */
export interface ClientIdMetadata {
  /**
   * Maximum number of clients in the cache, at least 1.
   *
   * @default - ToolHive's own limit
   */
  readonly cacheMaxSize?: number;

  /**
   * How long a client is cached whose metadata set no time.
   *
   * @default - ToolHive's own time
   */
  readonly cacheFallbackTtl?: Duration;
}

/** Certificate and key of a listener. */
export interface TlsListener {
  /** The Secret and key with the certificate in PEM, with intermediate certificates. */
  readonly certificate: SecretValue;

  /** The Secret and key with the private key in PEM. */
  readonly privateKey: SecretValue;
}

/** An embedded authorization server of ToolHive. */
export interface EmbeddedAuthServerOptions {
  /** Public address of the server for clients, https, without a trailing slash. */
  readonly issuer: string;

  /**
   * Identity providers at which users log in.
   *
   * An MCP server and a remote proxy take one, a virtual server several. Without any, users can't log in. Tokens are
   * then issued only by `inboundGrants`, `delegateClients` or a trusted issuer's `jwtBearerGrant` (from ToolHive 0.63.0
   * on).
   *
   * @default - none
   */
  readonly upstreamProviders?: UpstreamProvider[];

  /**
   * Where users log in, if it is another address than the issuer's.
   *
   * @default - the issuer
   */
  readonly authorizationEndpointBaseUrl?: string;

  /**
   * Private keys in PEM, at most 5. The first signs tokens, the others verify older tokens.
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
   * Lifetime of tokens and codes.
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
   * Scopes of every client that registers, at most 10 of those that the server offers.
   *
   * @default - none
   */
  readonly baselineClientScopes?: string[];

  /**
   * Clients that are identified by the address of their metadata.
   *
   * @default - none: clients register
   */
  readonly cimd?: ClientIdMetadata;

  /**
   * Upstream provider whose claims policies use. Only for virtual servers.
   *
   * @default - the first
   */
  readonly primaryUpstreamProvider?: string;

  /**
   * Whether the MCP server gets no token, instead of the upstream provider's token.
   *
   * @default false
   */
  readonly disableUpstreamTokenInjection?: boolean;

  /**
   * Whether confidential clients, which keep a secret, may register.
   *
   * @default false
   */
  readonly allowConfidentialClientRegistration?: boolean;

  /**
   * Redirect addresses, https, at most 10, whose clients always get a secret.
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
   * Issuers whose tokens are accepted in exchange, at most 20.
   *
   * @default - none
   */
  readonly trustedIssuers?: TrustedIssuer[];

  /**
   * Grants without a user login: token exchange and plain assertions. From ToolHive 0.63.0 on.
   *
   * @default - those of `delegateClients` and `trustedIssuers`
   */
  readonly inboundGrants?: InboundGrants;

  /**
   * Whether clients that authenticate with a private key (`private_key_jwt`) may register. From ToolHive 0.63.0 on.
   *
   * @default false
   */
  readonly allowPrivateKeyJwtRegistration?: boolean;

  /**
   * Rate limit of client registrations, per replica. From ToolHive 0.63.0 on.
   *
   * @default - 5 at once, and 1 a second
   */
  readonly registrationRateLimit?: RateLimit;

  /**
   * Maximum number of registered clients, for all replicas together with Redis, otherwise per replica.
   *
   * 0 is no limit; then anybody who can connect to the server can fill its storage. From ToolHive 0.63.0 on.
   *
   * @default 10000
   */
  readonly maxRegisteredClients?: number;

  /**
   * Certificate of a TLS listener of the server itself, on port 8443 of the pod.
   *
   * MCP, health and metrics stay plain HTTP, and no Service has the port. From ToolHive 0.63.0 on.
   *
   * @default - plain HTTP, on the port for MCP
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
