/** What the presets of upstream providers write. */
import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AuthServerStorage,
  ExternalAuth,
  McpExternalAuthConfig,
  McpOidcConfig,
  McpServer,
  OidcProvider,
  UpstreamProvider,
  Warnings,
} from '../../../src';
import { chartIn, runConfigOf } from '../../util';

const TENANT = '9a3c5f0e-0000-4000-8000-000000000001';
const chartOfSecrets = chartIn();
const secret = kplus.Secret.fromSecretName(chartOfSecrets, 'keys', 'keys');
const client = { clientId: 'toolhive', clientSecret: { secret, key: 'client' } };
const offline = ['openid', 'profile', 'email', 'offline_access'];

function serverWith(upstream: UpstreamProvider) {
  const chart = chartIn();
  const issuer = 'https://search.mcp.example.com';
  const authServer = new McpExternalAuthConfig(chart, 'auth', {
    auth: ExternalAuth.embeddedAuthServer({
      issuer,
      signingKeys: [{ secret, key: 'signing.pem' }],
      hmacSecrets: [{ secret, key: 'hmac' }],
      storage: AuthServerStorage.memory(),
      upstreamProviders: [upstream],
    }),
  });
  const config = new McpOidcConfig(chart, 'self', { provider: OidcProvider.issuer({ issuer }) });
  new McpServer(chart, 's', {
    image: 'registry.example.com/mcp/search:1.0.0',
    authServer,
    oidc: { config, resourceUrl: issuer },
  });
  Testing.synth(chart);
  return chart;
}

test.each([
  [
    'Entra',
    UpstreamProvider.entra('sso', { tenantId: TENANT, ...client }),
    {
      issuer_url: `https://login.microsoftonline.com/${TENANT}/v2.0`,
      scopes: offline,
      subject_claim: 'oid',
    },
  ],
  [
    'Okta',
    UpstreamProvider.okta('sso', { domain: 'company.okta.com', ...client }),
    { issuer_url: 'https://company.okta.com/oauth2/default', scopes: offline },
  ],
  [
    'Keycloak',
    UpstreamProvider.keycloak('sso', { url: 'https://sso.example.com', realm: 'company', ...client }),
    { issuer_url: 'https://sso.example.com/realms/company', scopes: ['openid', 'profile', 'email'] },
  ],
  [
    'Auth0',
    UpstreamProvider.auth0('sso', { domain: 'company.eu.auth0.com', audience: 'https://api.example.com', ...client }),
    {
      issuer_url: 'https://company.eu.auth0.com/',
      scopes: offline,
      additional_authorization_params: { audience: 'https://api.example.com' },
    },
  ],
  [
    'Google',
    UpstreamProvider.google('sso', client),
    {
      issuer_url: 'https://accounts.google.com',
      scopes: ['openid', 'profile', 'email'],
      additional_authorization_params: { access_type: 'offline', prompt: 'consent' },
    },
  ],
  [
    'Dex',
    UpstreamProvider.dex('sso', { issuer: 'https://dex.example.com', ...client, scopes: ['openid', 'groups'] }),
    { issuer_url: 'https://dex.example.com', scopes: ['openid', 'groups'] },
  ],
])('users log in at %s, without a warning', (_, upstream, expected) => {
  const chart = serverWith(upstream);
  expect(runConfigOf(chart, 's').embedded_auth_server_config.upstreams).toEqual([
    {
      name: 'sso',
      type: 'oidc',
      oidc_config: {
        client_id: 'toolhive',
        client_secret_env_var: 'TOOLHIVE_UPSTREAM_CLIENT_SECRET_SSO',
        redirect_uri: 'https://search.mcp.example.com/oauth/callback',
        ...expected,
      },
    },
  ]);
  expect(Warnings.of(chart)).toEqual([]);
});

test('users log in at GitHub, and are known by their id', () => {
  const chart = serverWith(UpstreamProvider.github('github', client));
  expect(runConfigOf(chart, 's').embedded_auth_server_config.upstreams[0]).toEqual({
    name: 'github',
    type: 'oauth2',
    oauth2_config: {
      authorization_endpoint: 'https://github.com/login/oauth/authorize',
      token_endpoint: 'https://github.com/login/oauth/access_token',
      client_id: 'toolhive',
      client_secret_env_var: 'TOOLHIVE_UPSTREAM_CLIENT_SECRET_GITHUB',
      redirect_uri: 'https://search.mcp.example.com/oauth/callback',
      scopes: ['read:user', 'user:email'],
      userinfo: {
        endpoint_url: 'https://api.github.com/user',
        additional_headers: { Accept: 'application/vnd.github+json' },
        field_mapping: { subject_fields: ['id'], name_fields: ['name', 'login'], email_fields: ['email'] },
      },
    },
  });
  expect(Warnings.of(chart)).toEqual([]);
});

test('fails on a domain for the tenant of an upstream provider', () => {
  expect(() => UpstreamProvider.entra('sso', { tenantId: 'company.com', ...client })).toThrow(
    'UpstreamProvider.entra: tenantId: "company.com" is in no token',
  );
});
