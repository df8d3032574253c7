import { UpstreamOptions } from '../external-auth/upstream-options';

/** ToolHive as a client that is registered at the provider. */
export interface RegisteredUpstreamOptions extends UpstreamOptions {
  /** Client id of ToolHive at the provider. */
  readonly clientId: string;
}

/** Microsoft Entra ID, at which users log in. */
export interface EntraUpstreamOptions extends RegisteredUpstreamOptions {
  /** Directory (tenant) id. */
  readonly tenantId: string;

  /**
   * Address of the login service, for national clouds such as `https://login.microsoftonline.us`.
   *
   * @default "https://login.microsoftonline.com"
   */
  readonly authority?: string;
}

/** An authorization server of Okta, at which users log in. */
export interface OktaUpstreamOptions extends RegisteredUpstreamOptions {
  /** Host name of the organization, such as `company.okta.com`. */
  readonly domain: string;

  /**
   * Id of the custom authorization server.
   *
   * @default "default"
   */
  readonly authorizationServer?: string;
}

/** A realm of Keycloak, in which users log in. */
export interface KeycloakUpstreamOptions extends RegisteredUpstreamOptions {
  /** HTTPS address of Keycloak, such as `https://sso.example.com`. */
  readonly url: string;

  /** Name of the realm. */
  readonly realm: string;
}

/** A tenant of Auth0, in which users log in. */
export interface Auth0UpstreamOptions extends RegisteredUpstreamOptions {
  /** Host name of the tenant, such as `company.eu.auth0.com`, or its custom domain. */
  readonly domain: string;

  /**
   * Identifier of the API that access tokens are for. Without it, they are opaque, and policies see no claims of them.
   *
   * @default - none
   */
  readonly audience?: string;
}

/** An instance of Dex, at which users log in. */
export interface DexUpstreamOptions extends RegisteredUpstreamOptions {
  /** HTTPS address of the issuer, exactly as in Dex' configuration. */
  readonly issuer: string;
}
