/** The usual identity providers as those at which users of an embedded authorization server log in. */
import { httpsAddress } from './checks';
import { auth0Issuer, entraIssuer, GOOGLE, keycloakIssuer, oktaIssuer } from './presets';
import {
  Auth0UpstreamOptions,
  DexUpstreamOptions,
  EntraUpstreamOptions,
  KeycloakUpstreamOptions,
  OktaUpstreamOptions,
  RegisteredUpstreamOptions,
} from './upstream-options';
import { OAuth2UpstreamOptions, OidcUpstreamOptions } from '../external-auth/upstream-options';

/** Access tokens are short-lived; only with this scope do these providers give a refresh token as well. */
const WITH_REFRESH = ['openid', 'profile', 'email', 'offline_access'];

export function entraUpstream({ tenantId, authority, ...options }: EntraUpstreamOptions): OidcUpstreamOptions {
  const issuerUrl = entraIssuer(tenantId, authority, 'UpstreamProvider.entra');
  // The same user has another `sub` at each application; `oid` is the same at all.
  return { issuerUrl, scopes: WITH_REFRESH, subjectClaim: 'oid', ...options };
}

export function oktaUpstream({
  domain,
  authorizationServer = 'default',
  ...options
}: OktaUpstreamOptions): OidcUpstreamOptions {
  const issuerUrl = oktaIssuer(domain, authorizationServer, 'UpstreamProvider.okta');
  return { issuerUrl, scopes: WITH_REFRESH, ...options };
}

/** Keycloak gives refresh tokens without a scope for them. */
export function keycloakUpstream({ url, realm, ...options }: KeycloakUpstreamOptions): OidcUpstreamOptions {
  const issuerUrl = keycloakIssuer(url, realm, 'UpstreamProvider.keycloak');
  return { issuerUrl, scopes: ['openid', 'profile', 'email'], ...options };
}

export function auth0Upstream({ domain, audience, ...options }: Auth0UpstreamOptions): OidcUpstreamOptions {
  const parameters = { ...(audience !== undefined && { audience }), ...options.additionalAuthorizationParams };
  return {
    issuerUrl: auth0Issuer(domain, 'UpstreamProvider.auth0'),
    scopes: WITH_REFRESH,
    ...options,
    additionalAuthorizationParams: Object.keys(parameters).length ? parameters : undefined,
  };
}

/** Google gives a refresh token to these parameters. @see https://developers.google.com/identity/protocols/oauth2/web-server#offline */
export function googleUpstream(options: RegisteredUpstreamOptions): OidcUpstreamOptions {
  return {
    issuerUrl: GOOGLE,
    scopes: ['openid', 'profile', 'email'],
    ...options,
    additionalAuthorizationParams: {
      access_type: 'offline',
      prompt: 'consent',
      ...options.additionalAuthorizationParams,
    },
  };
}

/** GitHub has no OpenID Connect for users. @see https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps */
export function githubUpstream(options: RegisteredUpstreamOptions): OAuth2UpstreamOptions {
  return {
    authorizationEndpoint: 'https://github.com/login/oauth/authorize',
    tokenEndpoint: 'https://github.com/login/oauth/access_token',
    scopes: ['read:user', 'user:email'],
    userInfo: {
      endpointUrl: 'https://api.github.com/user',
      additionalHeaders: { Accept: 'application/vnd.github+json' },
      // Unlike the login, the id stays when a user is renamed.
      fieldMapping: { subjectFields: ['id'], nameFields: ['name', 'login'], emailFields: ['email'] },
    },
    ...options,
  };
}

export function dexUpstream({ issuer, ...options }: DexUpstreamOptions): OidcUpstreamOptions {
  const issuerUrl = httpsAddress(issuer, 'UpstreamProvider.dex: issuer');
  return { issuerUrl, scopes: [...WITH_REFRESH, 'groups'], ...options };
}
