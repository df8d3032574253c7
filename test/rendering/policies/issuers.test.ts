/** An issuer is what tokens say ("iss"), and not where its settings are found. */
import { OAuthProvider, OidcProvider } from '../../../src';
import { Findings } from '../../../src/findings';
import { checkConfigText } from '../../../src/rendering/registry/config/check';
import { chartIn } from '../../util';
import { render } from '../render';

const DOCUMENT = 'https://sso.example.com/.well-known/openid-configuration';
const MESSAGE = `"${DOCUMENT}" is the address of the issuer's settings, and no token says it; write the issuer alone: "https://sso.example.com"`;

describe('fails on a discovery document for an issuer', () => {
  test.each([
    ['of a server', 'MCPOIDCConfig', `{type: inline, inline: {issuer: "${DOCUMENT}"}}`, 'spec.inline.issuer'],
    [
      'of the cluster',
      'MCPOIDCConfig',
      `{type: kubernetesServiceAccount, kubernetesServiceAccount: {issuer: "${DOCUMENT}"}}`,
      'spec.kubernetesServiceAccount.issuer',
    ],
    [
      'that an authorization server sends users to',
      'MCPExternalAuthConfig',
      `{type: embeddedAuthServer, embeddedAuthServer: {issuer: "https://mcp.example.com", upstreamProviders: [{name: a, type: oidc, oidcConfig: {issuerUrl: "${DOCUMENT}", clientId: c}}]}}`,
      'spec.embeddedAuthServer.upstreamProviders[0].oidcConfig.issuerUrl',
    ],
    [
      'that an authorization server is',
      'MCPExternalAuthConfig',
      `{type: embeddedAuthServer, embeddedAuthServer: {issuer: "${DOCUMENT}", upstreamProviders: [{name: a, type: oidc, oidcConfig: {issuerUrl: "https://sso.example.com", clientId: c}}]}}`,
      'spec.embeddedAuthServer.issuer',
    ],
    [
      'that an authorization server trusts',
      'MCPExternalAuthConfig',
      `{type: embeddedAuthServer, embeddedAuthServer: {issuer: "https://mcp.example.com", upstreamProviders: [{name: a, type: oidc, oidcConfig: {issuerUrl: "https://sso.example.com", clientId: c}}], trustedIssuers: [{issuerUrl: "${DOCUMENT}", expectedAudience: "https://mcp.example.com", allowedActors: [a], allowedDelegateClients: [c]}]}}`,
      'spec.embeddedAuthServer.trustedIssuers[0].issuerUrl',
    ],
  ])('%s', (_, kind, spec, field) => {
    expect(render(`kind: ${kind}\nmetadata: {name: x}\nspec: ${spec}`).errors).toEqual([`${field}: ${MESSAGE}`]);
  });

  test('of a registry', () => {
    const findings = new Findings();
    const config = `
sources: [{name: a, managed: {}, claims: {a: b}}]
registries: [{name: default, sources: [a], claims: {a: b}}]
auth: {mode: oauth, authz: {roles: {}}, oauth: {resourceUrl: "https://r.example.com", providers: [{name: p, audience: a, issuerUrl: "${DOCUMENT}"}]}}
database: {host: h, port: 5432, user: u, database: d}
`;
    checkConfigText(config, findings);
    expect(findings.list.map(({ field, message }) => `${field}: ${message}`)).toEqual([
      `auth.oauth.providers[0].issuerUrl: ${MESSAGE}`,
    ]);
  });
});

test('the issuer of a cluster is the same by default for servers and registries', () => {
  const chart = chartIn();
  const ofServers = OidcProvider.kubernetesServiceAccount()._bind(chart, 'ns').kubernetesServiceAccount;
  const ofRegistries = OAuthProvider.kubernetes({ audience: 'a' })._toConfig({} as never).issuerUrl;
  expect(ofServers).toMatchObject({ issuer: 'https://kubernetes.default.svc.cluster.local' });
  expect(ofServers).toMatchObject({ issuer: ofRegistries });
});
