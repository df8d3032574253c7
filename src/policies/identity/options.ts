import { ConfigMapKey } from '../../pods/config-map-key';

/** Which access tokens Microsoft Entra ID issues for an API: its manifest's `requestedAccessTokenVersion`. */
export enum EntraTokenVersion {
  /** Version 1: the issuer is `https://sts.windows.net/TENANT/`, and the audience is the Application ID URI. */
  V1 = 'V1',
  /** Version 2: the issuer ends in `/v2.0`, and the audience is the application's client id. */
  V2 = 'V2',
}

/** The tenant and API registration of Microsoft Entra ID (formerly Azure AD). */
export interface EntraOidcOptions {
  /** Directory (tenant) id, such as `9a3c5f0e-0000-4000-8000-000000000001`. */
  readonly tenantId: string;

  /** Application (client) id of the API's registration. Tokens of version 2 have it as their audience. */
  readonly clientId: string;

  /**
   * Application ID URI of the API's registration ("Expose an API").
   *
   * Clients request its scopes. Tokens of version 1 have it as their audience.
   *
   * @default - `api://CLIENT_ID`
   */
  readonly applicationIdUri?: string;

  /**
   * Which access tokens the API's registration asks for.
   *
   * @default EntraTokenVersion.V2
   */
  readonly tokenVersion?: EntraTokenVersion;

  /**
   * OAuth scopes that clients request.
   *
   * @default - `APPLICATION_ID_URI/.default`
   */
  readonly scopes?: string[];

  /**
   * Address of the login service, for national clouds such as `https://login.microsoftonline.us`. Only for version 2.
   *
   * @default "https://login.microsoftonline.com"
   */
  readonly authority?: string;
}

/** A custom authorization server of Okta. */
export interface OktaOidcOptions {
  /** Host name of the organization, such as `company.okta.com`. */
  readonly domain: string;

  /**
   * Id of the custom authorization server.
   *
   * Access tokens of Okta's own ("org") authorization server can't be verified by others.
   *
   * @default "default"
   */
  readonly authorizationServer?: string;

  /**
   * The `aud` of the authorization server's tokens.
   *
   * @default - `api://default` for the authorization server `default`, else each server's own
   */
  readonly audience?: string;

  /**
   * OAuth scopes that clients request.
   *
   * @default - none
   */
  readonly scopes?: string[];

  /**
   * Claim of access tokens that lists groups. Add it at the authorization server.
   *
   * @default "groups"
   */
  readonly groupClaimName?: string;
}

/** A realm of Keycloak. */
export interface KeycloakOidcOptions {
  /** HTTPS address of Keycloak, such as `https://sso.example.com`. */
  readonly url: string;

  /** Name of the realm. */
  readonly realm: string;

  /**
   * The `aud` of tokens. Keycloak needs an Audience mapper for it.
   *
   * @default - each server's own
   */
  readonly audience?: string;

  /**
   * OAuth scopes that clients request.
   *
   * @default - none
   */
  readonly scopes?: string[];

  /**
   * Claim of access tokens that lists groups. Keycloak needs a Group Membership mapper for it.
   *
   * @default "groups"
   */
  readonly groupClaimName?: string;

  /**
   * Whether Keycloak may be at a private address.
   *
   * @default false
   */
  readonly jwksAllowPrivateIp?: boolean;

  /**
   * CA certificates for Keycloak, in PEM. The ConfigMap's name may have 48 characters.
   *
   * @default - those of ToolHive's image
   */
  readonly caBundle?: ConfigMapKey;
}

/** A tenant of Auth0, and an API registered in it. */
export interface Auth0OidcOptions {
  /** Host name of the tenant, such as `company.eu.auth0.com`, or its custom domain. */
  readonly domain: string;

  /** Identifier of the API. Without it as audience, Auth0 issues opaque tokens. */
  readonly audience: string;

  /**
   * OAuth scopes that clients request.
   *
   * @default - none
   */
  readonly scopes?: string[];

  /**
   * Claim that lists groups, such as `https://example.com/groups`. An Action of Auth0 has to set it.
   *
   * @default - none
   */
  readonly groupClaimName?: string;

  /**
   * Claim that lists roles, such as `permissions` with RBAC's "Add Permissions in the Access Token".
   *
   * @default "permissions"
   */
  readonly roleClaimName?: string;
}

/** An OAuth client of Google. */
export interface GoogleOidcOptions {
  /** Client id, such as `1234567890-abc.apps.googleusercontent.com`. It is the audience of tokens. */
  readonly clientId: string;

  /**
   * OAuth scopes that clients request.
   *
   * @default - `openid`, `email` and `profile`
   */
  readonly scopes?: string[];
}

/** Tokens of GitHub Actions, for workflows that call tools. */
export interface GithubOidcOptions {
  /**
   * The `aud` that workflows request.
   *
   * @default - each server's own
   */
  readonly audience?: string;

  /**
   * Slug of a GitHub Enterprise with an issuer of its own.
   *
   * @default - none: GitHub's own issuer
   */
  readonly enterprise?: string;
}

/** An instance of Dex. */
export interface DexOidcOptions {
  /** HTTPS address of the issuer, exactly as in Dex' configuration. */
  readonly issuer: string;

  /**
   * Id of the static client that clients use. It is the audience of tokens.
   *
   * @default - each server's own
   */
  readonly clientId?: string;

  /**
   * OAuth scopes that clients request. Without `groups`, tokens have no groups.
   *
   * @default - `openid`, `profile`, `email` and `groups`
   */
  readonly scopes?: string[];

  /**
   * Whether Dex may be at a private address.
   *
   * @default false
   */
  readonly jwksAllowPrivateIp?: boolean;

  /**
   * CA certificates for Dex, in PEM. The ConfigMap's name may have 48 characters.
   *
   * @default - those of ToolHive's image
   */
  readonly caBundle?: ConfigMapKey;
}
