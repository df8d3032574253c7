import { Duration } from 'cdk8s';
import type { SecretValue } from 'cdk8s-plus-28';

/** How ToolHive checks at start whether an upstream provider still knows its client registration. */
export enum RegistrationProbe {
  /** It redeems an invalid code. For providers that check the client before the code. */
  TOKEN_ENDPOINT = 'tokenEndpoint',
  /** It requests authorization, and follows no redirect. For providers whose token endpoint can't be used. */
  AUTHORIZATION_ENDPOINT = 'authorizationEndpoint',
  /** It doesn't check. Change `rotationKey` to register again. */
  NONE = 'none',
}

/**
 * Dynamic registration of ToolHive as a client (RFC 7591).
 *
 * Set either `discoveryUrl` or `registrationEndpoint`. With an OpenID Connect provider you can leave out both: its
 * issuer is used for discovery.
 */
export interface DynamicClientRegistration {
  /**
   * Address of the metadata with the registration endpoint, https.
   *
   * @default - `registrationEndpoint`, or discovery from the issuer
   */
  readonly discoveryUrl?: string;

  /**
   * The registration endpoint, https.
   *
   * @default - discovered
   */
  readonly registrationEndpoint?: string;

  /**
   * Access token for the registration, if the provider requires one.
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
   * How ToolHive checks whether the provider still knows the client. From ToolHive 0.63.0 on.
   *
   * @default RegistrationProbe.TOKEN_ENDPOINT
   */
  readonly registrationProbe?: RegistrationProbe;

  /**
   * How often that is checked at run time, at least a minute. From ToolHive 0.63.0 on.
   *
   * @default - at start only
   */
  readonly registrationProbeInterval?: Duration;

  /**
   * A text of your choice: when it changes, ToolHive registers again.
   *
   * Letters, digits, `.`, `_` and `-`, at most 64. Users with sessions of the older client must log in again. From
   * ToolHive 0.63.0 on.
   *
   * @default - none
   */
  readonly rotationKey?: string;
}
