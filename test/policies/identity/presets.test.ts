/** What the presets of identity providers write, and what they refuse. */
import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  EntraTokenVersion,
  McpAuthz,
  McpGroup,
  McpOidcConfig,
  McpServer,
  OidcProvider,
  OidcReference,
  VirtualMcpServer,
  Warnings,
} from '../../../src';
import { chartIn, checkedSpec, objects, runConfigOf } from '../../util';

const TENANT = '9a3c5f0e-0000-4000-8000-000000000001';
const CLIENT = 'c0ffee00-0000-4000-8000-000000000002';
const GOOGLE_CLIENT = '1234567890-abc.apps.googleusercontent.com';
const URL = 'https://search.mcp.example.com';

function serverBehind(provider: OidcProvider, oidc: Partial<OidcReference> = {}, policies?: string[]) {
  const chart = chartIn();
  const config = new McpOidcConfig(chart, 'sso', { provider });
  new McpServer(chart, 's', {
    image: 'registry.example.com/mcp/search:1.0.0',
    oidc: { config, resourceUrl: URL, ...oidc },
    authz: policies && McpAuthz.cedar(policies, provider.cedarClaims),
  });
  return chart;
}

function seen(provider: OidcProvider, oidc?: Partial<OidcReference>) {
  const { Issuer, Audience, Scopes, IntrospectionURL } = runConfigOf(serverBehind(provider, oidc), 's').oidc_config;
  return { issuer: Issuer, audience: Audience, scopes: Scopes, introspection: IntrospectionURL };
}

describe('a server trusts tokens of', () => {
  test.each([
    [
      'Entra',
      OidcProvider.entra({ tenantId: TENANT, clientId: CLIENT }),
      {
        issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
        audience: CLIENT,
        scopes: [`api://${CLIENT}/.default`],
      },
      { groupClaimName: 'groups', roleClaimName: 'roles' },
    ],
    [
      'Entra, version 1',
      OidcProvider.entra({ tenantId: TENANT, clientId: CLIENT, tokenVersion: EntraTokenVersion.V1 }),
      {
        issuer: `https://sts.windows.net/${TENANT}/`,
        audience: `api://${CLIENT}`,
        scopes: [`api://${CLIENT}/.default`],
      },
      { groupClaimName: 'groups', roleClaimName: 'roles' },
    ],
    [
      'Entra in a national cloud, with a URI and scopes of its own',
      OidcProvider.entra({
        tenantId: TENANT,
        clientId: CLIENT,
        authority: 'https://login.microsoftonline.us/',
        applicationIdUri: 'https://api.example.com/search/',
        scopes: ['https://api.example.com/search/tools.call'],
      }),
      {
        issuer: `https://login.microsoftonline.us/${TENANT}/v2.0`,
        audience: CLIENT,
        scopes: ['https://api.example.com/search/tools.call'],
      },
      { groupClaimName: 'groups', roleClaimName: 'roles' },
    ],
    [
      'Okta',
      OidcProvider.okta({ domain: 'company.okta.com' }),
      { issuer: 'https://company.okta.com/oauth2/default', audience: 'api://default', scopes: null },
      { groupClaimName: 'groups' },
    ],
    [
      'another authorization server of Okta',
      OidcProvider.okta({ domain: 'sso.example.com', authorizationServer: 'aus1', groupClaimName: 'teams' }),
      { issuer: 'https://sso.example.com/oauth2/aus1', audience: URL, scopes: null },
      { groupClaimName: 'teams' },
    ],
    [
      'Keycloak',
      OidcProvider.keycloak({ url: 'https://sso.example.com/auth/', realm: 'company', audience: 'search' }),
      { issuer: 'https://sso.example.com/auth/realms/company', audience: 'search', scopes: null },
      { groupClaimName: 'groups', roleClaimName: 'realm_access.roles' },
    ],
    [
      'Auth0',
      OidcProvider.auth0({
        domain: 'company.eu.auth0.com',
        audience: 'https://search.example.com',
        groupClaimName: 'https://example.com/groups',
      }),
      { issuer: 'https://company.eu.auth0.com/', audience: 'https://search.example.com', scopes: null },
      { groupClaimName: 'https://example.com/groups', roleClaimName: 'permissions' },
    ],
    [
      'Google',
      OidcProvider.google({ clientId: GOOGLE_CLIENT }),
      {
        issuer: 'https://accounts.google.com',
        audience: GOOGLE_CLIENT,
        scopes: ['openid', 'email', 'profile'],
        introspection: 'https://oauth2.googleapis.com/tokeninfo',
      },
      {},
    ],
    [
      'GitHub Actions',
      OidcProvider.github({ audience: 'mcp' }),
      { issuer: 'https://token.actions.githubusercontent.com', audience: 'mcp', scopes: null },
      {},
    ],
    [
      "an enterprise's GitHub Actions",
      OidcProvider.github({ enterprise: 'company' }),
      { issuer: 'https://token.actions.githubusercontent.com/company', audience: URL, scopes: null },
      {},
    ],
    [
      'Dex',
      OidcProvider.dex({ issuer: 'https://dex.example.com/dex', clientId: 'mcp' }),
      {
        issuer: 'https://dex.example.com/dex',
        audience: 'mcp',
        scopes: ['openid', 'profile', 'email', 'groups'],
      },
      { groupClaimName: 'groups' },
    ],
  ])('%s, without a warning', (_, provider, expected, claims) => {
    expect(seen(provider)).toEqual({ introspection: '', ...expected });
    expect(provider.cedarClaims).toEqual(claims);
    expect(Warnings.of(serverBehind(provider))).toEqual([]);
  });
});

test("a server's own audience and scopes come first", () => {
  const provider = OidcProvider.okta({ domain: 'company.okta.com', scopes: ['openid'] });
  expect(seen(provider, { audience: 'api://search', scopes: [] })).toMatchObject({ audience: 'api://search' });
  expect(seen(provider, { scopes: ['search'] })).toMatchObject({ audience: 'api://default', scopes: ['search'] });
});

test('a virtual server has the same defaults', () => {
  const chart = chartIn();
  const config = new McpOidcConfig(chart, 'sso', {
    provider: OidcProvider.entra({ tenantId: TENANT, clientId: CLIENT }),
  });
  const gateway = new VirtualMcpServer(chart, 'v', {
    group: new McpGroup(chart, 'g'),
    oidc: { config, resourceUrl: 'https://tools.example.com' },
  });
  expect(checkedSpec(gateway).incomingAuth.oidcConfigRef).toEqual({
    name: 'sso',
    audience: CLIENT,
    resourceUrl: 'https://tools.example.com',
    scopes: [`api://${CLIENT}/.default`],
  });
});

test('an own Keycloak may be at a private address, with certificates of its own', () => {
  const configMap = kplus.ConfigMap.fromConfigMapName(chartIn(), 'ca', 'company-ca');
  const caBundle = { configMap, key: 'ca.crt' };
  const network = { jwksAllowPrivateIp: true, caBundle };
  for (const provider of [
    OidcProvider.keycloak({ url: 'https://sso.example.com', realm: 'company', audience: 'search', ...network }),
    OidcProvider.dex({ issuer: 'https://sso.example.com', clientId: 'search', ...network }),
  ]) {
    const chart = serverBehind(provider);
    expect(runConfigOf(chart, 's').oidc_config).toMatchObject({
      AllowPrivateIP: true,
      CACertPath: '/config/certs/company-ca/ca.crt',
    });
    expect(objects(chart)['Deployment/s'].spec.template.spec.volumes).toContainEqual(
      expect.objectContaining({ configMap: { name: 'company-ca', items: [{ key: 'ca.crt', path: 'ca.crt' }] } }),
    );
  }
});

test.each([
  ['Google', OidcProvider.google({ clientId: GOOGLE_CLIENT }), 'tokens of Google list no groups'],
  ['GitHub Actions', OidcProvider.github({ audience: 'mcp' }), 'tokens of GitHub Actions list no groups'],
])('policies for groups are a warning with %s', (_, provider, reason) => {
  const chart = serverBehind(provider, {}, [
    'permit(principal in THVGroup::"eng", action == Action::"call_tool", resource);',
  ]);
  Testing.synth(chart);
  expect(Warnings.of(chart)).toMatchObject([
    { id: 'cedar-never-matches', message: expect.stringContaining(`no client is in a group: ${reason}`) },
    { id: 'cedar-permits-nothing' },
  ]);
  const byMail = serverBehind(provider, {}, [
    'permit(principal, action == Action::"call_tool", resource) when { principal has claim_email && principal.claim_email like "*@example.com" };',
  ]);
  Testing.synth(byMail);
  expect(Warnings.of(byMail)).toEqual([]);
});

describe('fails', () => {
  test.each<[string, () => OidcProvider, string]>([
    [
      'on a shared endpoint of Entra',
      () => OidcProvider.entra({ tenantId: 'common', clientId: CLIENT }),
      'OidcProvider.entra: tenantId: "common" is in no token: Microsoft Entra ID writes the tenant\'s id',
    ],
    [
      'on a domain for a tenant',
      () => OidcProvider.entra({ tenantId: 'company.onmicrosoft.com', clientId: CLIENT }),
      'give the Directory (tenant) ID',
    ],
    [
      'on an Application ID URI for the client id',
      () => OidcProvider.entra({ tenantId: TENANT, clientId: `api://${CLIENT}` }),
      'OidcProvider.entra: clientId: "api://c0ffee00-0000-4000-8000-000000000002" is no id such as "9a3c5f0e-0000-4000-8000-000000000001"; give the Application (client) ID of the registration; set the Application ID URI as applicationIdUri',
    ],
    [
      'on version 1 in a national cloud',
      () =>
        OidcProvider.entra({
          tenantId: TENANT,
          clientId: CLIENT,
          tokenVersion: EntraTokenVersion.V1,
          authority: 'https://login.microsoftonline.us',
        }),
      'OidcProvider.entra: authority: "https://login.microsoftonline.us" is only for tokens of version 2',
    ],
    [
      'on an address for a domain',
      () => OidcProvider.okta({ domain: 'https://company.okta.com/' }),
      'OidcProvider.okta: domain: "https://company.okta.com/" is no host name; write it without scheme, port and path, such as "company.okta.com"',
    ],
    [
      "on Okta's admin console",
      () => OidcProvider.okta({ domain: 'company-admin.okta.com' }),
      'is the address of the admin console, and no token has it; write "company.okta.com"',
    ],
    [
      'on a path for an authorization server',
      () => OidcProvider.okta({ domain: 'company.okta.com', authorizationServer: '../v1' }),
      'OidcProvider.okta: authorizationServer: "../v1" can\'t be a part of the issuer\'s address',
    ],
    [
      'on the parent folder for a realm',
      () => OidcProvider.keycloak({ url: 'https://sso.example.com', realm: '..' }),
      'OidcProvider.keycloak: realm: ".." can\'t be a part',
    ],
    [
      'on a realm in the address',
      () => OidcProvider.keycloak({ url: 'https://sso.example.com/realms/company', realm: 'company' }),
      'has a realm already; write the address before "/realms/"',
    ],
    [
      'on plain HTTP',
      () => OidcProvider.keycloak({ url: 'http://sso.example.com', realm: 'company' }),
      'OidcProvider.keycloak: url: "http://sso.example.com" must be an HTTPS address without user, query and fragment',
    ],
    [
      'on a query',
      () => OidcProvider.dex({ issuer: 'https://dex.example.com?x=1' }),
      'OidcProvider.dex: issuer: "https://dex.example.com?x=1" must be an HTTPS address',
    ],
    [
      'on a project for a client of Google',
      () => OidcProvider.google({ clientId: 'my-project' }),
      'OidcProvider.google: clientId: "my-project" is no client id of Google\'s',
    ],
    [
      'on nothing',
      () => OidcProvider.auth0({ domain: '', audience: 'a' }),
      'OidcProvider.auth0: domain: "" is no host',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test('on a password in an address, without repeating it', () => {
    const make = () => OidcProvider.keycloak({ url: 'https://admin:hunter2hunter2@sso.example.com', realm: 'r' });
    expect(make).toThrow('must be an HTTPS address without user');
    expect(make).not.toThrow('hunter2');
  });
});
