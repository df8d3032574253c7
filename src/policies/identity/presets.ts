/**
 * What is known of the usual identity providers: their issuers, what tokens are issued for, and where groups are.
 * Sources: the providers' own documents, cited at each; ToolHive pkg/auth/token.go (v0.44.0), which compares issuer and
 * audience letter by letter.
 */
import { auth0Host, entraTenant, googleClient, guid, httpsAddress, oktaHost, segment } from './checks';
import {
  Auth0OidcOptions,
  DexOidcOptions,
  EntraOidcOptions,
  EntraTokenVersion,
  GithubOidcOptions,
  GoogleOidcOptions,
  KeycloakOidcOptions,
  OktaOidcOptions,
} from './options';
import { withoutTrailing } from '../../plain/trailing';
import { ConfigMapKey } from '../../pods/config-map-key';
import { refused } from '../../props/language';
import { CedarClaims } from '../cedar-options';

/** Those of `OidcIssuerOptions` that are known. */
interface PresetIssuer {
  readonly issuer: string;
  readonly introspectionUrl?: string;
  readonly jwksAllowPrivateIp?: boolean;
  readonly caBundle?: ConfigMapKey;
}

/** A provider, and the defaults of servers that use it. */
export interface Preset {
  readonly issuer: PresetIssuer;
  readonly audience?: string;
  readonly scopes?: string[];
  readonly claims: CedarClaims;
}

const ENTRA = 'https://login.microsoftonline.com';

/** Where a tenant's users log in, with tokens of version 2. */
export function entraIssuer(tenantId: string, authority: string | undefined, where: string): string {
  const tenant = entraTenant(tenantId, `${where}: tenantId`);
  return `${withoutTrailing(httpsAddress(authority ?? ENTRA, `${where}: authority`), '/')}/${tenant}/v2.0`;
}

/** @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference */
export function entra(options: EntraOidcOptions): Preset {
  const where = 'OidcProvider.entra';
  const clientId = guid(options.clientId, `${where}: clientId`, 'the Application (client) ID of the registration');
  const { applicationIdUri = `api://${clientId}`, authority, tokenVersion } = options;
  const isFirst = tokenVersion === EntraTokenVersion.V1;
  const issuer = entraIssuer(options.tenantId, authority, where);
  if (isFirst && authority !== undefined) {
    throw refused(
      `${where}: authority: "${authority}" is only for tokens of version 2; set requestedAccessTokenVersion to 2 in the registration's manifest, and leave out tokenVersion`,
    );
  }
  return {
    issuer: { issuer: isFirst ? `https://sts.windows.net/${options.tenantId}/` : issuer },
    audience: isFirst ? applicationIdUri : clientId,
    scopes: options.scopes ?? [`${withoutTrailing(applicationIdUri, '/')}/.default`],
    claims: { groupClaimName: 'groups', roleClaimName: 'roles' },
  };
}

export function oktaIssuer(domain: string, authorizationServer: string, where: string): string {
  const server = segment(authorizationServer, `${where}: authorizationServer`);
  return `https://${oktaHost(domain, `${where}: domain`)}/oauth2/${server}`;
}

/** @see https://developer.okta.com/docs/concepts/auth-servers/ */
export function okta({ domain, authorizationServer = 'default', ...options }: OktaOidcOptions): Preset {
  return {
    issuer: { issuer: oktaIssuer(domain, authorizationServer, 'OidcProvider.okta') },
    audience: options.audience ?? (authorizationServer === 'default' ? 'api://default' : undefined),
    scopes: options.scopes,
    claims: { groupClaimName: options.groupClaimName ?? 'groups' },
  };
}

export function keycloakIssuer(url: string, realm: string, where: string): string {
  const address = withoutTrailing(httpsAddress(url, `${where}: url`), '/');
  if (address.includes('/realms/')) {
    throw refused(`${where}: url: "${url}" has a realm already; write the address before "/realms/"`);
  }
  return `${address}/realms/${segment(realm, `${where}: realm`)}`;
}

/** @see https://www.keycloak.org/docs/latest/server_admin/#_audience */
export function keycloak({ url, realm, audience, scopes, groupClaimName, ...network }: KeycloakOidcOptions): Preset {
  return {
    issuer: { issuer: keycloakIssuer(url, realm, 'OidcProvider.keycloak'), ...network },
    audience,
    scopes,
    claims: { groupClaimName: groupClaimName ?? 'groups', roleClaimName: 'realm_access.roles' },
  };
}

/** Auth0 writes its issuer with a slash at the end, in tokens too. */
export function auth0Issuer(domain: string, where: string): string {
  return `https://${auth0Host(domain, `${where}: domain`)}/`;
}

/** @see https://auth0.com/docs/secure/tokens/access-tokens/get-access-tokens */
export function auth0({ domain, audience, scopes, groupClaimName, roleClaimName }: Auth0OidcOptions): Preset {
  return {
    issuer: { issuer: auth0Issuer(domain, 'OidcProvider.auth0') },
    audience,
    scopes,
    claims: { ...(groupClaimName && { groupClaimName }), roleClaimName: roleClaimName ?? 'permissions' },
  };
}

export const GOOGLE = 'https://accounts.google.com';

/** Access tokens of Google are opaque; ToolHive asks this address about them. */
const GOOGLE_TOKENINFO = 'https://oauth2.googleapis.com/tokeninfo';

/** @see https://developers.google.com/identity/openid-connect/openid-connect */
export function google({ clientId, scopes }: GoogleOidcOptions): Preset {
  return {
    issuer: { issuer: GOOGLE, introspectionUrl: GOOGLE_TOKENINFO },
    audience: googleClient(clientId, 'OidcProvider.google: clientId'),
    scopes: scopes ?? ['openid', 'email', 'profile'],
    claims: {},
  };
}

export const GITHUB_ACTIONS = 'https://token.actions.githubusercontent.com';

/** @see https://docs.github.com/en/actions/reference/security/oidc */
export function github({ audience, enterprise }: GithubOidcOptions): Preset {
  const path = enterprise === undefined ? '' : `/${segment(enterprise, 'OidcProvider.github: enterprise')}`;
  return { issuer: { issuer: `${GITHUB_ACTIONS}${path}` }, audience, claims: {} };
}

/** @see https://dexidp.io/docs/configuration/custom-scopes-claims-clients/ */
export function dex({ issuer, clientId, scopes, ...network }: DexOidcOptions): Preset {
  return {
    issuer: { issuer: httpsAddress(issuer, 'OidcProvider.dex: issuer'), ...network },
    audience: clientId,
    scopes: scopes ?? ['openid', 'profile', 'email', 'groups'],
    claims: { groupClaimName: 'groups' },
  };
}
