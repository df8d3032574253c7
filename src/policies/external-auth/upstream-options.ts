import type { SecretValue } from 'cdk8s-plus-28';
import { DynamicClientRegistration } from './dynamic-client-registration';
import { ConfigMapKey } from '../../pods/config-map-key';

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

  /**
   * Parameters added to each request for a token, at most 16. Those that ToolHive sets itself are refused. No secrets. From
   * ToolHive 0.63.0 on.
   *
   * @default - none
   */
  readonly additionalTokenParams?: { [name: string]: string };

  /**
   * Whether scopes are left out when a token is refreshed, for providers that refuse them there. From ToolHive 0.63.0 on.
   *
   * @default false
   */
  readonly omitScopeOnRefresh?: boolean;

  /**
   * Certificates of authorities that the provider is trusted by, in PEM, besides those of ToolHive's image. They are read
   * when the app is synthesized, so the ConfigMap has to be in it: other certificates make a new pod. From ToolHive 0.63.0
   * on.
   *
   * @default - those of ToolHive's image
   */
  readonly caBundle?: ConfigMapKey;

  /**
   * Whether the provider may be at a private address. With an OpenID Connect provider from ToolHive 0.63.0 on.
   *
   * @default false
   */
  readonly allowPrivateIps?: boolean;

  /**
   * How ToolHive registers itself, in place of `clientId` and `clientSecret`. With an OpenID Connect provider from ToolHive
   * 0.63.0 on.
   *
   * @default - it doesn't: `clientId` is known
   */
  readonly dcrConfig?: DynamicClientRegistration;
}

/** An OpenID Connect provider upstream. Give one of `clientId` and `dcrConfig`. */
export interface OidcUpstreamOptions extends UpstreamOptions {
  /** Address of the issuer, https. */
  readonly issuerUrl: string;

  /**
   * Client id of ToolHive at the provider.
   *
   * @default - ToolHive registers itself, by `dcrConfig`
   */
  readonly clientId?: string;

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

/** How a client authenticates at a token endpoint. */
export enum TokenEndpointAuthMethod {
  /** Not at all: it is a public client. */
  NONE = 'none',
  /** By a header (HTTP Basic). */
  CLIENT_SECRET_BASIC = 'client_secret_basic',
  /** In the request. */
  CLIENT_SECRET_POST = 'client_secret_post',
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
   * How ToolHive authenticates at the token endpoint. From ToolHive 0.63.0 on.
   *
   * @default - its client secret stands in the request, if it has one; with `dcrConfig`, what the provider offers
   */
  readonly tokenEndpointAuthMethod?: TokenEndpointAuthMethod;

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
   * Whether the provider may be plain HTTP. For development.
   *
   * @default false
   */
  readonly insecureAllowHttp?: boolean;
}
