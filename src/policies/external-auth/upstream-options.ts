import type { SecretValue } from 'cdk8s-plus-28';
import { DynamicClientRegistration } from './dynamic-client-registration';
import { ConfigMapKey } from '../../pods/config-map-key';

/** Members of the user info with id, name and mail address. The first member that exists is used. */
export interface UserInfoFieldMapping {
  /**
   * Members with the user's id.
   *
   * @default - `sub`
   */
  readonly subjectFields?: string[];

  /**
   * Members with the user's name.
   *
   * @default - `name`
   */
  readonly nameFields?: string[];

  /**
   * Members with the user's mail address.
   *
   * @default - `email`
   */
  readonly emailFields?: string[];
}

/** HTTP method of the user info request. */
export enum UserInfoMethod {
  /** GET. */
  GET = 'GET',
  /** POST. */
  POST = 'POST',
}

/** The user info endpoint of a provider. */
export interface UserInfo {
  /** Address of the endpoint. */
  readonly endpointUrl: string;

  /**
   * Method of the request.
   *
   * @default UserInfoMethod.GET
   */
  readonly httpMethod?: UserInfoMethod;

  /**
   * Additional headers of the request, without secrets.
   *
   * @default - none
   */
  readonly additionalHeaders?: { [name: string]: string };

  /**
   * Members with id, name and mail address.
   *
   * @default - those of OpenID Connect
   */
  readonly fieldMapping?: UserInfoFieldMapping;
}

/** Options of all upstream providers. */
export interface UpstreamOptions {
  /**
   * Client secret of ToolHive at the provider.
   *
   * @default - none: ToolHive is a public client
   */
  readonly clientSecret?: SecretValue;

  /**
   * Where the provider redirects users after the login.
   *
   * @default - `/oauth/callback` below the workload's `resourceUrl`
   */
  readonly redirectUri?: string;

  /**
   * Requested scopes.
   *
   * @default - ToolHive's own choice
   */
  readonly scopes?: string[];

  /**
   * Additional parameters of the authorization request, at most 16.
   *
   * Parameters that ToolHive sets itself are refused.
   *
   * @default - none
   */
  readonly additionalAuthorizationParams?: { [name: string]: string };

  /**
   * Additional parameters of each token request, at most 16, without secrets.
   *
   * Parameters that ToolHive sets itself are refused. From ToolHive 0.63.0 on.
   *
   * @default - none
   */
  readonly additionalTokenParams?: { [name: string]: string };

  /**
   * Whether a token is refreshed without scopes, for providers that refuse them. From ToolHive 0.63.0 on.
   *
   * @default false
   */
  readonly omitScopeOnRefresh?: boolean;

  /**
   * Additional CA certificates for the provider, in PEM.
   *
   * They are read when the app is synthesized, so the ConfigMap must be in the app. New certificates restart the pod.
   * From ToolHive 0.63.0 on.
   *
   * @default - those of ToolHive's image
   */
  readonly caBundle?: ConfigMapKey;

  /**
   * Whether the provider may be at a private address.
   *
   * With an OpenID Connect provider from ToolHive 0.63.0 on.
   *
   * @default false
   */
  readonly allowPrivateIps?: boolean;

  /**
   * Dynamic client registration, in place of `clientId` and `clientSecret`.
   *
   * With an OpenID Connect provider from ToolHive 0.63.0 on.
   *
   * @default - none: `clientId` is set
   */
  readonly dcrConfig?: DynamicClientRegistration;
}

/** An OpenID Connect provider at which users log in. Set either `clientId` or `dcrConfig`. */
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
   * Claim of the id token with the user's id.
   *
   * @default - `sub`
   */
  readonly subjectClaim?: string;

  /**
   * The user info endpoint, if it isn't the discovered one.
   *
   * @default - as discovered
   */
  readonly userInfoOverride?: UserInfo;
}

/** Paths in a token response, for providers with non-standard members. */
export interface TokenResponseMapping {
  /** Path of the access token, such as `authed_user.access_token`. */
  readonly accessTokenPath: string;

  /**
   * Path of the scopes.
   *
   * @default - OAuth's own member
   */
  readonly scopePath?: string;

  /**
   * Path of the refresh token.
   *
   * @default - OAuth's own member
   */
  readonly refreshTokenPath?: string;

  /**
   * Path of the lifetime.
   *
   * @default - OAuth's own member
   */
  readonly expiresInPath?: string;
}

/** Paths in a token response with the user's identity. */
export interface IdentityFromToken {
  /** Path of the user's id. */
  readonly subjectPath: string;

  /**
   * Path of the user's name.
   *
   * @default - none
   */
  readonly namePath?: string;

  /**
   * Path of the user's mail address.
   *
   * @default - none
   */
  readonly emailPath?: string;
}

/** How a client authenticates at a token endpoint. */
export enum TokenEndpointAuthMethod {
  /** No authentication: a public client. */
  NONE = 'none',
  /** By a header (HTTP Basic). */
  CLIENT_SECRET_BASIC = 'client_secret_basic',
  /** In the request body. */
  CLIENT_SECRET_POST = 'client_secret_post',
}

/**
 * An OAuth 2 provider without OpenID Connect, at which users log in.
 *
 * Set either `clientId` or `dcrConfig`.
 */
export interface OAuth2UpstreamOptions extends UpstreamOptions {
  /** Address at which users log in. */
  readonly authorizationEndpoint: string;

  /** Address at which codes are exchanged for tokens. */
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
   * @default - the client secret is sent in the request body, if there is one; with `dcrConfig`, a method that the
   *   provider offers
   */
  readonly tokenEndpointAuthMethod?: TokenEndpointAuthMethod;

  /**
   * The provider's user info endpoint.
   *
   * @default - none
   */
  readonly userInfo?: UserInfo;

  /**
   * Paths of the user's identity in a token response.
   *
   * @default - none
   */
  readonly identityFromToken?: IdentityFromToken;

  /**
   * Paths of tokens and scopes in a token response.
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
