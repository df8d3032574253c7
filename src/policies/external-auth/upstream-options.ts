import type { SecretValue } from 'cdk8s-plus-28';

/** Which members of a description of a user mean what. The first that is there counts. */
export interface UserInfoFieldMapping {
  /**
   * Members that hold the user's id.
   *
   * @default - `sub`
   */
  readonly subjectFields?: string[];

  /**
   * Members that hold the user's name.
   *
   * @default - `name`
   */
  readonly nameFields?: string[];

  /**
   * Members that hold the user's mail address.
   *
   * @default - `email`
   */
  readonly emailFields?: string[];
}

/** Method of an HTTP request for a description of a user. */
export enum UserInfoMethod {
  /** GET. */
  GET = 'GET',
  /** POST. */
  POST = 'POST',
}

/** Where a provider describes its users. */
export interface UserInfo {
  /** Address of the description. */
  readonly endpointUrl: string;

  /**
   * Method of the request.
   *
   * @default UserInfoMethod.GET
   */
  readonly httpMethod?: UserInfoMethod;

  /**
   * Headers of the request beside the token, no secrets.
   *
   * @default - none
   */
  readonly additionalHeaders?: { [name: string]: string };

  /**
   * Which members mean what.
   *
   * @default - those of OpenID Connect
   */
  readonly fieldMapping?: UserInfoFieldMapping;
}

/** What all upstream providers are told. */
export interface UpstreamOptions {
  /**
   * Client secret of ToolHive at the provider.
   *
   * @default - none: ToolHive is a public client
   */
  readonly clientSecret?: SecretValue;

  /**
   * Where the provider sends users back to.
   *
   * @default - `/oauth/callback` below the workload's `resourceUrl`
   */
  readonly redirectUri?: string;

  /**
   * Scopes that the provider is asked for.
   *
   * @default - ToolHive's own choice
   */
  readonly scopes?: string[];

  /**
   * Parameters added to the request for authorization, at most 16. Those that ToolHive sets itself are refused.
   *
   * @default - none
   */
  readonly additionalAuthorizationParams?: { [name: string]: string };
}

/** An OpenID Connect provider upstream. */
export interface OidcUpstreamOptions extends UpstreamOptions {
  /** Address of the issuer, https. */
  readonly issuerUrl: string;

  /** Client id of ToolHive at the provider. */
  readonly clientId: string;

  /**
   * Claim of the id token that is the user's id.
   *
   * @default - `sub`
   */
  readonly subjectClaim?: string;

  /**
   * Where the provider describes its users.
   *
   * @default - as discovered
   */
  readonly userInfoOverride?: UserInfo;
}

/** Dynamic registration of ToolHive as a client (RFC 7591). Give one of `discoveryUrl` and `registrationEndpoint`. */
export interface DynamicClientRegistration {
  /**
   * Address of the metadata that name the registration endpoint, https.
   *
   * @default - `registrationEndpoint` says it
   */
  readonly discoveryUrl?: string;

  /**
   * The registration endpoint, https.
   *
   * @default - discovered from `discoveryUrl`
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
}

/** Paths into a token response, which differ from OAuth's members with some providers. */
export interface TokenResponseMapping {
  /** Where the access token is, such as `authed_user.access_token`. */
  readonly accessTokenPath: string;

  /**
   * Where the scopes are.
   *
   * @default - OAuth's own member
   */
  readonly scopePath?: string;

  /**
   * Where the refresh token is.
   *
   * @default - OAuth's own member
   */
  readonly refreshTokenPath?: string;

  /**
   * Where the lifetime is.
   *
   * @default - OAuth's own member
   */
  readonly expiresInPath?: string;
}

/** Paths into a token response that tell who logged in. */
export interface IdentityFromToken {
  /** Where the user's id is. */
  readonly subjectPath: string;

  /**
   * Where the user's name is.
   *
   * @default - none
   */
  readonly namePath?: string;

  /**
   * Where the user's mail address is.
   *
   * @default - none
   */
  readonly emailPath?: string;
}

/** A provider upstream that speaks OAuth 2 only. Give one of `clientId` and `dcrConfig`. */
export interface OAuth2UpstreamOptions extends UpstreamOptions {
  /** Where users log in. */
  readonly authorizationEndpoint: string;

  /** Where codes become tokens. */
  readonly tokenEndpoint: string;

  /**
   * Client id of ToolHive at the provider.
   *
   * @default - ToolHive registers itself, by `dcrConfig`
   */
  readonly clientId?: string;

  /**
   * How ToolHive registers itself.
   *
   * @default - it doesn't: `clientId` is known
   */
  readonly dcrConfig?: DynamicClientRegistration;

  /**
   * Where the provider describes its users.
   *
   * @default - nowhere
   */
  readonly userInfo?: UserInfo;

  /**
   * Where a token response tells who logged in.
   *
   * @default - nowhere
   */
  readonly identityFromToken?: IdentityFromToken;

  /**
   * Where a token response has its members.
   *
   * @default - as in OAuth 2
   */
  readonly tokenResponseMapping?: TokenResponseMapping;

  /**
   * Whether the provider may be at a private address.
   *
   * @default false
   */
  readonly allowPrivateIps?: boolean;

  /**
   * Whether the provider may be plain HTTP. For development.
   *
   * @default false
   */
  readonly insecureAllowHttp?: boolean;
}
