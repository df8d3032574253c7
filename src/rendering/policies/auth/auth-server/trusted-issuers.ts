/**
 * Issuers whose tokens an embedded authorization server takes in exchange for its own.
 * Source: ToolHive pkg/authserver/config.go (validateTrustedIssuers), server/tokenexchange/multi_issuer_validator.go.
 */
import { AuthServer, exchangePoliciesOf, jwtBearerGrantsOf, trustedIssuersOf } from './fields';
import { fieldPath, Findings, shown } from '../../../../findings';
import { urlParts } from '../../../../go/url';
import { isPrivateAddress } from '../../../../kubernetes/addresses';
import { discoveryDocumentProblem } from '../../../../kubernetes/discovery-document';
import { expressionError } from '../../../../resources/cel';
import { JwtBearerGrant, TrustedIssuer } from '../../../../resources/spec/shared';

/** @param authServer `spec.embeddedAuthServer` @param at its path */
export function checkTrustedIssuers(authServer: AuthServer, at: string, findings: Findings): void {
  const { issuer: own } = authServer;
  const seen = new Set<string>();
  const exchange = exchangePoliciesOf(authServer);
  const grants = jwtBearerGrantsOf(authServer);
  const named = new Set([...exchange, ...grants].map(({ item }) => item.issuerRef));
  trustedIssuersOf(authServer).forEach((trusted, i) => {
    const field = fieldPath(`${at}.trustedIssuers`, i);
    const { name, issuerUrl, jwksUrl, expectedAudience, jwtBearerGrant } = trusted;
    if (issuerUrl === own) {
      findings.error(
        `${field}.issuerUrl`,
        `${shown(issuerUrl)} is the server itself, whose tokens are taken anyway; drop it`,
      );
    }
    if (seen.has(issuerUrl)) {
      findings.error(`${field}.issuerUrl`, `${shown(issuerUrl)} is a duplicate; drop or merge one`);
    }
    seen.add(issuerUrl);
    checkIssuerUrl(issuerUrl, trusted, `${field}.issuerUrl`, findings);
    if (jwksUrl) checkKeysUrl(jwksUrl, trusted, `${field}.jwksUrl`, findings);
    if (!expectedAudience && !jwtBearerGrant && !(name && named.has(name))) {
      findings.error(
        field,
        `no policy says what tokens of ${shown(issuerUrl)} are taken for; name it in a policy of inboundGrants${name ? ` (issuerRef ${shown(name)})` : ', by a name of its own'}, give it expectedAudience or jwtBearerGrant, or drop it`,
      );
    }
    checkMatcher(trusted, field, findings);
  });
  for (const { item, at: below } of exchange) checkMatcher(item, `${at}.${below}`, findings);
  for (const { item, at: below } of grants) {
    for (const uri of audiencesOf(item)) checkAudience(uri, `${at}.${below}`, findings);
  }
}

function checkMatcher({ actorMatcher }: { readonly actorMatcher?: string }, field: string, findings: Findings): void {
  const wrong = actorMatcher && expressionError(actorMatcher);
  if (wrong) findings.error(`${field}.actorMatcher`, `${shown(actorMatcher)} is no CEL expression: ${wrong}`);
}

function audiencesOf({ subjectBindings, acceptedAudiences = [] }: JwtBearerGrant): string[] {
  return [...subjectBindings.flatMap(({ allowedResources }) => allowedResources), ...acceptedAudiences];
}

/** An issuer is compared letter by letter, and has neither query nor fragment (RFC 8414). */
function checkIssuerUrl(url: string, issuer: TrustedIssuer, field: string, findings: Findings): void {
  const { query, fragment } = urlParts(url);
  if (query || fragment) {
    findings.error(field, `${shown(url)} has a query or a fragment, which no issuer has; drop it`);
  }
  const isDocument = discoveryDocumentProblem(url);
  if (isDocument) findings.error(field, `${shown(url)} ${isDocument}`);
  checkFetchedUrl(url, issuer, field, findings);
}

function checkKeysUrl(url: string, issuer: TrustedIssuer, field: string, findings: Findings): void {
  checkFetchedUrl(url, issuer, field, findings);
  if (isPrivateAddress(urlParts(url).hostname) && !issuer.allowPrivateIPs) {
    findings.error(field, `${shown(url)} is at a private address; give a public one, or set allowPrivateIPs`);
  }
}

function checkFetchedUrl(url: string, { insecureAllowHTTP }: TrustedIssuer, field: string, findings: Findings): void {
  const { scheme, host, user } = urlParts(url);
  if (!scheme || !host) {
    findings.error(field, `${shown(url)} has no scheme or no host; write a whole URL`);
  } else if (scheme !== 'https' && !(scheme === 'http' && insecureAllowHTTP)) {
    findings.error(
      field,
      `${shown(url)} must begin with https:// (or http://, with insecureAllowHTTP for development)`,
    );
  }
  if (user !== undefined) findings.error(field, 'has a user or a password in it; drop what stands before the @');
}

/** A resource as RFC 8707 has it. */
export function checkAudience(uri: string, field: string, findings: Findings): void {
  const { scheme, host, fragment } = urlParts(uri);
  if (!['http', 'https'].includes(scheme) || !host || fragment) {
    findings.error(field, `${shown(uri)} must be a whole http or https URL without a fragment`);
  }
}
