/**
 * Addresses in the configuration of an embedded authorization server that its program refuses, or doesn't serve. The
 * operator reads none of them. Source: ToolHive pkg/authserver/config.go, pkg/authserver/upstream, pkg/authserver/runner.
 */
import { AuthServerReference, upstreamsOf } from './fields';
import { CALLBACK, callbackOf } from './upstreams';
import { Findings, shown } from '../../../../findings';
import { urlParts } from '../../../../go/url';
import { withoutTrailing } from '../../../../plain/trailing';

/** What MCP clients call: nothing of the authorization server is below it. */
const ENDPOINT = /\/(mcp|sse)$/;

/** @param resourceUrl what users are sent back below, unless a provider has a `redirectUri` */
export function checkAddresses(
  { field, server, spec }: AuthServerReference,
  resourceUrl: string,
  findings: Findings,
): void {
  const { issuer, authorizationEndpointBaseUrl, insecureAllowHTTP: allowsAll } = spec;
  const warn = (message: string) => findings.warning('auth-server-address', field, `${server}: ${message}`);
  const warnIfPlain = (member: string, url: string | undefined, advice: string) => {
    if (!url || !isPlain(url)) return;
    warn(`${member}: ${shown(url)} is plain HTTP, with which it doesn't start; use HTTPS${advice}`);
  };
  const ALLOW = ', or set insecureAllowHTTP for development';
  if (!allowsAll) {
    warnIfPlain('issuer', issuer, ALLOW);
    warnIfPlain('authorizationEndpointBaseUrl', authorizationEndpointBaseUrl, ALLOW);
  }
  upstreamsOf(spec).forEach(({ oidcConfig, oauth2Config }, i) => {
    const at = `upstreamProviders[${i}].${oidcConfig ? 'oidcConfig' : 'oauth2Config'}`;
    const callback = (oidcConfig ?? oauth2Config)?.redirectUri || callbackOf(resourceUrl);
    warnIfPlain(`${at}.userInfo.endpointUrl`, oauth2Config?.userInfo?.endpointUrl, ', which no field can replace');
    if (!allowsAll && !oauth2Config?.insecureAllowHTTP) {
      warnIfPlain(`${at}.issuerUrl`, oidcConfig?.issuerUrl, ALLOW);
      warnIfPlain(`${at}.authorizationEndpoint`, oauth2Config?.authorizationEndpoint, ALLOW);
      warnIfPlain(`${at}.tokenEndpoint`, oauth2Config?.tokenEndpoint, ALLOW);
      warnIfPlain(`${at}.redirectUri`, callback, ALLOW);
    }
    if (isServed(callback, issuer)) return;
    warn(
      `${at}.redirectUri: ${shown(callback)} is not served, so nobody could log in; make it ${shown(callbackOf(issuer))}, or the resourceUrl ${shown(issuer)}`,
    );
  });
}

/** Whether users who are sent back there come to the authorization server, as far as paths tell. */
function isServed(callback: string, issuer: string): boolean {
  const below = callback.endsWith(CALLBACK) ? callback.slice(0, -CALLBACK.length) : '';
  return !ENDPOINT.test(below) || pathOf(below) === pathOf(issuer);
}

function pathOf(url: string): string {
  return withoutTrailing(url.replace(/^[^:/]*:\/\/[^/]*/, ''), '/');
}

function isPlain(url: string): boolean {
  const { scheme, hostname } = urlParts(url);
  return scheme === 'http' && !isLoopback(hostname);
}

/** A host that is the client's own machine. */
export function isLoopback(hostname: string): boolean {
  return hostname.toLowerCase() === 'localhost' || hostname === '::1' || /^127(\.\d+){3}$/.test(hostname);
}
