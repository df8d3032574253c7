/** Checks of what names an identity provider, so that a wrong one fails where it is written. */
import { shown } from '../../findings';
import { urlParts } from '../../go/url';
import { refused } from '../../props/language';
import { isGuid } from '../../rendering/policies/auth/known-issuers';

/** @param where factory and option @param what which id is meant */
export function guid(value: string, where: string, what: string): string {
  if (isGuid(value)) return value;
  const hint = value.startsWith('api://') ? '; set the Application ID URI as applicationIdUri' : '';
  throw refused(
    `${where}: ${shown(value)} is no id such as "9a3c5f0e-0000-4000-8000-000000000001"; give ${what}${hint}`,
  );
}

/** Tokens name the tenant by its id, whichever way it was named at login. */
export function entraTenant(value: string, where: string): string {
  if (isGuid(value)) return value;
  throw refused(
    `${where}: ${shown(value)} is in no token: Microsoft Entra ID writes the tenant's id into the issuer of tokens, also for "common", "organizations" and domain names; give the Directory (tenant) ID, such as "9a3c5f0e-0000-4000-8000-000000000001"`,
  );
}

export function hostOnly(value: string, where: string, example: string): string {
  if (/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i.test(value)) return value;
  throw refused(
    `${where}: ${shown(value)} is no host name; write it without scheme, port and path, such as "${example}"`,
  );
}

export function oktaHost(value: string, where: string): string {
  const host = hostOnly(value, where, 'company.okta.com');
  const console = /^([^.]+)-admin(\.okta(?:preview|-emea)?\.com)$/i.exec(host);
  if (!console) return host;
  throw refused(
    `${where}: ${shown(value)} is the address of the admin console, and no token has it; write ${shown(`${console[1]}${console[2]}`)}`,
  );
}

export function auth0Host(value: string, where: string): string {
  return hostOnly(value, where, 'company.eu.auth0.com');
}

/** The address of a provider, without query and fragment. */
export function httpsAddress(value: string, where: string): string {
  const { scheme, host, user, query, fragment } = urlParts(value);
  const isAddress = scheme === 'https' && host && user === undefined && query === undefined && fragment === undefined;
  if (isAddress) return value;
  throw refused(
    `${where}: ${shown(value)} must be an HTTPS address without user, query and fragment, such as "https://sso.example.com"; for plain HTTP in development use OidcProvider.issuer with insecureAllowHttp`,
  );
}

/** A name that becomes one part of an address' path. */
export function segment(value: string, where: string): string {
  if (/^[A-Za-z0-9._~-]+$/.test(value) && !/^\.+$/.test(value)) return value;
  throw refused(
    `${where}: ${shown(value)} can't be a part of the issuer's address; use letters, digits, ".", "_", "~" and "-"`,
  );
}

export function googleClient(value: string, where: string): string {
  if (/^[A-Za-z0-9-]+\.apps\.googleusercontent\.com$/.test(value)) return value;
  throw refused(
    `${where}: ${shown(value)} is no client id of Google's; it ends in ".apps.googleusercontent.com", as the Cloud console shows it under "Credentials"`,
  );
}
