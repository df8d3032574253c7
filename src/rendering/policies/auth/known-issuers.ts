/**
 * Issuers of well-known identity providers, and what their tokens never have. A proxy compares issuer and audience letter by
 * letter (ToolHive pkg/auth/token.go), so such settings refuse every client.
 *
 * Sources: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference,
 * https://developer.okta.com/docs/concepts/auth-servers/,
 * https://auth0.com/docs/get-started/applications/application-settings,
 * https://developers.google.com/identity/openid-connect/openid-connect,
 * https://docs.github.com/en/rest/apps/oauth-applications#check-a-token.
 */
import { shown } from '../../../findings';
import { urlParts } from '../../../go/url';
import { remembered } from '../../../plain/remembered';
import { withoutTrailing } from '../../../plain/trailing';

interface Provider {
  /** Why tokens have no list of groups or roles. */
  readonly withoutGroups?: string;
  /** Why no token is of this issuer. */
  issuer?(url: string): string | undefined;
  /** Why no token of the issuer has this audience. */
  audience?(audience: string, url: string): string | undefined;
}

const pathOf = (url: string) => url.replace(/^[^:]*:\/\/[^/]*/, '');

/** Microsoft names tenants and applications so. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

const ENTRA: Provider = {
  issuer: (url) => {
    const tenant = pathOf(url).split('/')[1] ?? '';
    if (isGuid(tenant)) {
      return pathOf(url) === `/${tenant}/v2.0`
        ? undefined
        : `tokens of Microsoft Entra ID are of "https://login.microsoftonline.com/${tenant}/v2.0", or in version 1 of "https://sts.windows.net/${tenant}/"`;
    }
    return `Microsoft Entra ID writes the id of the tenant into the issuer of tokens, and ${shown(tenant)} is none`;
  },
  audience: (audience) =>
    audience.startsWith('api://')
      ? 'tokens of version 2 of Microsoft Entra ID have the client id of the application as their audience; give that, or the issuer of version 1'
      : undefined,
};

const ENTRA_1: Provider = {
  issuer: (url) => (url.endsWith('/') ? undefined : 'tokens of Microsoft Entra ID have it with a "/" at the end'),
};

const OKTA: Provider = {
  issuer: (url) =>
    pathOf(url).startsWith('/oauth2/')
      ? undefined
      : `access tokens of Okta's own authorization server can't be verified by others; use a custom one, such as "${withoutTrailing(url, '/')}/oauth2/default"`,
};

const AUTH0: Provider = {
  issuer: (url) => (url.endsWith('/') ? undefined : 'tokens of Auth0 have it with a "/" at the end'),
};

const GOOGLE: Provider = {
  issuer: (url) => (url.endsWith('/') ? 'tokens of Google have it without a "/" at the end' : undefined),
  audience: (audience) =>
    audience.endsWith('.apps.googleusercontent.com')
      ? undefined
      : 'tokens of Google have the client id as their audience, which ends in ".apps.googleusercontent.com"',
  withoutGroups: 'tokens of Google list no groups',
};

const GITHUB: Provider = {
  issuer: () =>
    "GitHub has no OpenID Connect for users, and its users' tokens have no expiry, without which ToolHive refuses them; let users log in through an embedded authorization server with GitHub as its upstream provider",
};

const GITHUB_ACTIONS: Provider = { withoutGroups: 'tokens of GitHub Actions list no groups' };

/** A fleet has few issuers. */
const providerOf = remembered((url): Provider | undefined => {
  const host = urlParts(url).hostname.toLowerCase();
  switch (host) {
    case 'login.microsoftonline.com':
    case 'login.microsoftonline.us':
      return ENTRA;
    case 'sts.windows.net':
      return ENTRA_1;
    case 'accounts.google.com':
      return GOOGLE;
    case 'github.com':
    case 'api.github.com':
      return GITHUB;
    case 'token.actions.githubusercontent.com':
      return GITHUB_ACTIONS;
    default:
      if (/\.okta(?:preview|-emea)?\.com$/.test(host)) return OKTA;
      return host.endsWith('.auth0.com') ? AUTH0 : undefined;
  }
});

/** Why no token is of this issuer; undefined where nothing is known. */
export function issuerProblem(url: string): string | undefined {
  return providerOf(url)?.issuer?.(url);
}

/** Why no token of the issuer is for the audience; undefined where nothing is known. */
export function audienceProblem(audience: string, issuer: string): string | undefined {
  return providerOf(issuer)?.audience?.(audience, issuer);
}

/** Why nobody is in a group who shows a token of the issuer; undefined where nothing is known. */
export function withoutGroups(issuer: string): string | undefined {
  return providerOf(issuer)?.withoutGroups;
}
