import { Duration } from 'cdk8s';
import type { SecretValue } from 'cdk8s-plus-28';

/** How ToolHive finds out, when it starts, whether an upstream provider still knows the client that it registered. */
export enum RegistrationProbe {
  /** It redeems a made-up code. For providers that look at the client before they look at the code. */
  TOKEN_ENDPOINT = 'tokenEndpoint',
  /** It asks for authorization, and follows no redirect. For providers whose token endpoint doesn't tell. */
  AUTHORIZATION_ENDPOINT = 'authorizationEndpoint',
  /** It doesn't ask. Another `rotationKey` registers anew. */
  NONE = 'none',
}

/**
 * Dynamic registration of ToolHive as a client (RFC 7591). Give one of `discoveryUrl` and `registrationEndpoint`; with an
 * OpenID Connect provider it may be none, and its issuer is asked.
 */
export interface DynamicClientRegistration {
  /**
   * Address of the metadata that name the registration endpoint, https.
   *
   * @default - `registrationEndpoint` says it, or the issuer
   */
  readonly discoveryUrl?: string;

  /**
   * The registration endpoint, https.
   *
   * @default - discovered
   */
  readonly registrationEndpoint?: string;

  /**
   * Token that registration asks for.
   *
   * @default - none
   */
  readonly initialAccessToken?: SecretValue;

  /**
   * Identifier of the software that is registered.
   *
   * @default - none
   */
  readonly softwareId?: string;

  /**
   * Signed statement about the software that is registered.
   *
   * @default - none
   */
  readonly softwareStatement?: string;

  /**
   * How ToolHive finds out whether the provider still knows the client. From ToolHive 0.63.0 on.
   *
   * @default RegistrationProbe.TOKEN_ENDPOINT
   */
  readonly registrationProbe?: RegistrationProbe;

  /**
   * How often it finds that out again while it runs, at least a minute. From ToolHive 0.63.0 on.
   *
   * @default - when it starts only
   */
  readonly registrationProbeInterval?: Duration;

  /**
   * A text of yours: another one makes ToolHive register anew. Letters, digits, `.`, `_` and `-`, at most 64. Users whose
   * sessions hang on the older client log in again. From ToolHive 0.63.0 on.
   *
   * @default - none
   */
  readonly rotationKey?: string;
}
