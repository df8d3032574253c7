/** Servers behind the presets of identity providers, and tokens of the shape that each provider documents. */
import { App, Testing } from 'cdk8s';
import {
  McpAuthz,
  McpBackend,
  McpOidcConfig,
  McpServer,
  McpTransport,
  OidcProvider,
  ToolhiveChart,
  ToolhiveVersion,
} from '../../src';
import { Obj } from '../../src/plain/objects';

/** Claims of a token, without its times. */
export type Claims = Readonly<Record<string, unknown>>;

interface Tried {
  readonly provider: OidcProvider;
  /** Who may call the tool: a group, or a condition. */
  readonly group?: string;
  readonly when?: string;
  /** The token of somebody who may, and what is different in that of somebody who may not. */
  readonly token: Claims;
  readonly other: Claims;
}

const TENANT = '9a3c5f0e-0000-4000-8000-000000000001';
const CLIENT = 'c0ffee00-0000-4000-8000-000000000002';
const GOOGLE_CLIENT = '1234567890-abc.apps.googleusercontent.com';

/** As docs/identity shows them. */
export const PROVIDERS: Readonly<Record<string, Tried>> = {
  entra: {
    provider: OidcProvider.entra({ tenantId: TENANT, clientId: CLIENT }),
    group: 'Tools.Read',
    token: {
      iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
      aud: CLIENT,
      sub: 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ',
      groups: ['22222222-0000-4000-8000-000000000004'],
      roles: ['Tools.Read'],
      ver: '2.0',
    },
    other: { roles: ['Tools.Write'] },
  },
  okta: {
    provider: OidcProvider.okta({ domain: 'company.okta.com' }),
    group: 'engineering',
    token: {
      iss: 'https://company.okta.com/oauth2/default',
      aud: 'api://default',
      sub: 'ada@example.com',
      groups: ['Everyone', 'engineering'],
    },
    other: { groups: ['Everyone'] },
  },
  keycloak: {
    provider: OidcProvider.keycloak({ url: 'https://sso.example.com', realm: 'company', audience: 'search' }),
    group: 'analyst',
    token: {
      iss: 'https://sso.example.com/realms/company',
      aud: ['search', 'account'],
      sub: '4f0e7a52-0000-4000-8000-000000000005',
      realm_access: { roles: ['analyst'] },
      groups: ['engineering'],
    },
    other: { realm_access: { roles: [] } },
  },
  auth0: {
    provider: OidcProvider.auth0({
      domain: 'company.eu.auth0.com',
      audience: 'https://search.example.com',
      groupClaimName: 'https://example.com/groups',
    }),
    group: 'engineering',
    token: {
      iss: 'https://company.eu.auth0.com/',
      aud: ['https://search.example.com', 'https://company.eu.auth0.com/userinfo'],
      sub: 'auth0|64f0c2a1b3d4e5f6a7b8c9d0',
      'https://example.com/groups': ['engineering'],
    },
    other: { 'https://example.com/groups': ['sales'] },
  },
  google: {
    provider: OidcProvider.google({ clientId: GOOGLE_CLIENT }),
    when: 'principal has claim_email && principal.claim_email like "*@example.com"',
    token: { iss: 'https://accounts.google.com', aud: GOOGLE_CLIENT, sub: '1101694844', email: 'ada@example.com' },
    other: { email: 'eve@example.net' },
  },
  github: {
    provider: OidcProvider.github({ audience: 'search' }),
    when: 'principal has claim_repository && principal.claim_repository == "company/shop"',
    token: {
      iss: 'https://token.actions.githubusercontent.com',
      aud: 'search',
      sub: 'repo:company/shop:ref:refs/heads/main',
      repository: 'company/shop',
    },
    other: { repository: 'other/shop' },
  },
  dex: {
    provider: OidcProvider.dex({ issuer: 'https://dex.example.com', clientId: 'mcp' }),
    group: 'company:engineering',
    token: { iss: 'https://dex.example.com', aud: 'mcp', sub: 'CgcyMzQyNzQ5', groups: ['company:engineering'] },
    other: { groups: [] },
  },
};

/** Every object of an app with a server for each provider, whose tool `echo` is for some only. */
export function identityApp(toolhiveVersion: ToolhiveVersion, namespace: string): Obj[] {
  const chart = new ToolhiveChart(new App(), 'identity', { namespace, toolhiveVersion });
  for (const [name, { provider, group, when }] of Object.entries(PROVIDERS)) {
    const head = `permit(principal${group ? ` in THVGroup::"${group}"` : ''}`;
    const tail = when ? ` when { ${when} }` : '';
    new McpServer(chart, name, {
      image: 'registry.example.com/mcp/everything:1.0.0',
      transport: McpTransport.STREAMABLE_HTTP,
      backend: McpBackend.declared(),
      oidc: {
        config: new McpOidcConfig(chart, `${name}-provider`, { provider }),
        resourceUrl: `https://${name}.example.com`,
      },
      authz: McpAuthz.cedar(
        [`${head}, action == Action::"call_tool", resource == Tool::"echo")${tail};`],
        provider.cedarClaims,
      ),
    });
  }
  return Testing.synth(chart);
}

/** Where keys are fetched in place of the providers', which are not asked by a test. */
export function keysAt(url: string): [string, string][] {
  return [
    ['"JWKSURL": ""', `"JWKSURL": "${url}"`],
    ['"AllowPrivateIP": false', '"AllowPrivateIP": true'],
    ['"InsecureAllowHTTP": false', '"InsecureAllowHTTP": true'],
  ];
}
