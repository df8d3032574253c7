/**
 * An embedded authorization server together with the workload that runs it: what of both must agree.
 * Source: ToolHive cmd/thv-operator/pkg/controllerutil/authserver.go, pkg/authserver/config.go (RunConfig.Validate).
 */
import { Findings, shown } from '../../../../findings';
import { REFUSED_BY_PROXY } from '../../../model/without-effect';
import { Oidc } from '../oidc';
import { checkAddresses } from './addresses';
import { AuthServer, AuthServerReference, delegateClientsOf, jwtBearerGrantsOf, trustedIssuersOf } from './fields';
import { checkAudience } from './trusted-issuers';

/** Scopes that the server offers by default, and that a proxy then advertises. */
export const DEFAULT_SCOPES = ['openid', 'profile', 'email', 'offline_access'];

/** Reports what doesn't fit; without an OIDC configuration the proxy could not check the tokens that it issues. */
export function checkUse(reference: AuthServerReference, oidc: Oidc | undefined, findings: Findings): void {
  const { field, server, oidcField, spec } = reference;
  if (!oidc) {
    findings.error(
      field,
      `${server} issues tokens that nobody would check; refer to an MCPOIDCConfig with its issuer in ${oidcField.replace('spec.', '')} as well`,
    );
    return;
  }
  const { audience, resourceUrl, scopes } = oidc;
  if (audience !== resourceUrl) {
    findings.error(
      `${oidcField}.audience`,
      `${shown(audience)} is not the resourceUrl ${shown(resourceUrl)}, which ${server} issues tokens for, so each would be refused; make both the same`,
    );
  }
  const offered = scopes?.length ? scopes : DEFAULT_SCOPES;
  for (const scope of (spec.baselineClientScopes ?? []).filter((s) => !offered.includes(s))) {
    findings.warning(
      REFUSED_BY_PROXY,
      field,
      `${server}: baselineClientScopes: ${shown(scope)} is not among the scopes offered: ${offered.join(', ')}`,
    );
  }
  checkAddresses(reference, resourceUrl, findings);
  checkDelegation(spec, resourceUrl, offered, `${server}: `, { field, oidcField }, findings);
}

function checkDelegation(
  authServer: AuthServer,
  resourceUrl: string,
  scopes: readonly string[],
  server: string,
  { field, oidcField }: Pick<AuthServerReference, 'field' | 'oidcField'>,
  findings: Findings,
): void {
  const delegateClients = delegateClientsOf(authServer);
  if (!delegateClients.length && !trustedIssuersOf(authServer).length) return;
  checkAudience(resourceUrl, `${oidcField}.resourceUrl`, findings);
  const error = (message: string) => findings.error(field, server + message);
  const seen = new Set<string>();
  for (const { item: client, at } of delegateClients) {
    if (seen.has(client.clientId)) error(`${at}.clientId ${shown(client.clientId)} is a duplicate; rename one`);
    seen.add(client.clientId);
    for (const scope of client.scopes.filter((s) => !scopes.includes(s))) {
      error(`${at}.scopes: ${shown(scope)} is not among the scopes offered: ${scopes.join(', ')}`);
    }
    for (const audience of client.audiences.filter((a) => a !== resourceUrl)) {
      error(`${at}.audiences: ${shown(audience)} must be the resourceUrl ${shown(resourceUrl)}`);
    }
  }
  for (const { item: grant, at } of jwtBearerGrantsOf(authServer)) {
    for (const { subject, allowedResources } of grant.subjectBindings) {
      for (const uri of allowedResources.filter((r) => r !== resourceUrl)) {
        error(`${at}: ${shown(uri)}, allowed for ${shown(subject)}, must be the resourceUrl ${shown(resourceUrl)}`);
      }
    }
    if (grant.acceptedAudiences?.includes(resourceUrl)) {
      error(`${at}.acceptedAudiences: ${shown(resourceUrl)} is the resource; name the authorization server here`);
    }
  }
}
