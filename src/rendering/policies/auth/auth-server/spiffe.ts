/**
 * Clients that authenticate by SPIFFE: the API server takes them, and ToolHive's operator refuses each one, because no
 * build of it checks them yet. Source: the recorded refusals of ToolHive 0.63.0.
 */
import { AuthServer } from './fields';
import { fieldPath, Findings, shown } from '../../../../findings';
import { urlParts } from '../../../../go/url';

/** @param at path of the server's configuration */
export function checkSpiffe(
  { spiffeTrustDomains, inboundGrants, tlsListener }: AuthServer,
  at: string,
  findings: Findings,
): void {
  const clients = inboundGrants?.spiffeClientAuth ?? [];
  if (!spiffeTrustDomains && !clients.length) return;
  findings.error(
    `${at}.${spiffeTrustDomains ? 'spiffeTrustDomains' : 'inboundGrants.spiffeClientAuth'}`,
    "clients that authenticate by SPIFFE are taken by the API server and refused by ToolHive's operator, which can't check them yet; drop spiffeTrustDomains and inboundGrants.spiffeClientAuth, and use delegate clients with a secret",
  );
  (spiffeTrustDomains ?? []).forEach(({ bundleSource }, i) => {
    const url = bundleSource.endpoint?.url;
    if (url === undefined) return;
    const { scheme, host, user } = urlParts(url);
    if (scheme === 'https' && host && user === undefined) return;
    findings.error(
      `${fieldPath(`${at}.spiffeTrustDomains`, i)}.bundleSource.endpoint.url`,
      `${shown(url)} must be a whole https URL without a user`,
    );
  });
  if (!tlsListener && clients.some(({ methods }) => methods.includes('spiffe_x509'))) {
    findings.error(`${at}.tlsListener`, 'is required where clients authenticate with a certificate (spiffe_x509)');
  }
}
