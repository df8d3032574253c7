/** Authorization servers in proxies and virtual servers, at which users of another provider log in. */
import { strict as assert } from 'node:assert';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  AuthServerStorage,
  EmbeddedAuthServerOptions,
  ExternalAuth,
  McpAuthz,
  McpExternalAuthConfig,
  McpGroup,
  McpOidcConfig,
  McpServer,
  McpServerProps,
  McpTransport,
  OidcProvider,
  SecretReference,
  ToolhiveChart,
  UpstreamProvider,
  VirtualMcpServer,
} from '../../../src';
import { Cluster, INITIALIZE, PLAIN_ISSUER, REDIS, Visit } from '../cluster';
import { Topic } from '../promises';
import { claimsIn, redisSecret, redisSessions, secret, server, SMALL } from '../settings';

const PAGE = 'docs/policies.md';
const VIRTUAL_PAGE = 'docs/virtual-servers.md';
const WHOAMI = { call: 'whoami' };
let urls: Record<string, string> = {};

/** Whose users log in. ToolHive 0.44.0 can't be given its certificate. */
function provider(chart: ToolhiveChart, name: string, clientId = name): UpstreamProvider {
  return UpstreamProvider.oauth2(name, {
    authorizationEndpoint: `${PLAIN_ISSUER}/authorize`,
    tokenEndpoint: `${PLAIN_ISSUER}/token`,
    // ToolHive 0.44.0 takes no user info over plain HTTP.
    identityFromToken: { subjectPath: 'user.id', emailPath: 'user.email' },
    clientId,
    clientSecret: SecretReference.key(chart, 'auth', clientId),
    insecureAllowHttp: true,
  });
}

/** Whose tokens a server accepts: its own. */
function own(chart: ToolhiveChart, name: string, issuer: string): McpOidcConfig {
  return new McpOidcConfig(chart, `${name}-issuer`, {
    provider: OidcProvider.issuer({ issuer, insecureAllowHttp: true }),
  });
}

function guarded(
  chart: ToolhiveChart,
  { namespace }: Cluster,
  name: string,
  options: Partial<EmbeddedAuthServerOptions>,
  props: Partial<McpServerProps> = {},
): McpServer {
  const issuer = `http://mcp-${name}-proxy.${namespace}.svc.cluster.local:8080`;
  const upstreamProviders = [provider(chart, 'company', 'toolhive')];
  const auth = ExternalAuth.embeddedAuthServer({ issuer, insecureAllowHttp: true, upstreamProviders, ...options });
  return server(chart, name, {
    transport: McpTransport.STREAMABLE_HTTP,
    authServer: new McpExternalAuthConfig(chart, `${name}-auth`, { auth }),
    oidc: { config: own(chart, name, issuer), resourceUrl: issuer },
    ...props,
  });
}

function app(cluster: Cluster): ToolhiveChart {
  const chart = cluster.chart();
  const key = (name: string) => SecretReference.key(chart, 'auth', name);
  const password = SecretReference.key(chart, 'redis', 'password');
  const kept = {
    signingKeys: [key('signing.pem')],
    hmacSecrets: [key('hmac')],
    storage: AuthServerStorage.redis({ address: REDIS, password }),
  };
  const group = new McpGroup(chart, 'members');
  const transport = McpTransport.STREAMABLE_HTTP;
  for (const name of ['company', 'code']) {
    const auth = ExternalAuth.upstreamInject(name);
    const externalAuth = new McpExternalAuthConfig(chart, `token-of-${name}`, { auth });
    server(chart, name, { transport, group, externalAuth });
  }
  server(chart, 'none', { transport, group });
  const issuer = `http://vmcp-desk.${cluster.namespace}.svc.cluster.local:4483`;
  const made = [
    guarded(chart, cluster, 'kept', kept, {
      replicas: 2,
      sessionStorage: redisSessions(chart),
      authz: McpAuthz.cedar([
        'permit(principal in THVGroup::"engineering", action == Action::"call_tool", resource == Tool::"whoami");',
        'permit(principal in THVGroup::"sales", action == Action::"call_tool", resource == Tool::"echo");',
      ]),
    }),
    guarded(chart, cluster, 'forgetful', { disableUpstreamTokenInjection: true }),
    new VirtualMcpServer(chart, 'desk', {
      group,
      resources: SMALL,
      oidc: { config: own(chart, 'desk', issuer), resourceUrl: issuer },
      authServer: {
        issuer,
        insecureAllowHttp: true,
        upstreamProviders: [provider(chart, 'company'), provider(chart, 'code')],
      },
    }),
  ];
  urls = Object.fromEntries(made.map(({ name, url }) => [name, url]));
  return chart;
}

/** A visit of the user, who logs in if that is necessary. */
async function visit(cluster: Cluster, name: string, steps = [WHOAMI], spoilt = false): Promise<Visit> {
  const login = `/tmp/${cluster.namespace}-${name}.json`;
  const outcome = await cluster.visit(urls[name], steps, { login, spoilt, patience: 60 });
  assert.equal(outcome.refused, undefined);
  return outcome;
}

/** Logs in by hand, each step at another of two addresses, and begins a session. @returns its status */
async function loginAtBoth(cluster: Cluster, a: string, b: string): Promise<number> {
  const redirect = 'http://127.0.0.1:8765/callback';
  const verifier = randomBytes(32).toString('base64url');
  const json = { 'content-type': 'application/json' };
  const metadata = { redirect_uris: [redirect], token_endpoint_auth_method: 'none' };
  const registered = await cluster.http(`${a}/oauth/register`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(metadata),
  });
  const { client_id } = JSON.parse(registered.text);
  const request = new URLSearchParams({
    client_id,
    redirect_uri: redirect,
    response_type: 'code',
    state: randomBytes(16).toString('hex'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    resource: new URL(urls.kept).origin,
  });
  const next = async (url: string) => {
    const { headers, status, text } = await cluster.http(url);
    assert.ok(headers.location, `${url}: ${status} ${text}`);
    return headers.location;
  };
  const asked = await next(`${b}/oauth/authorize?${request}`);
  const { pathname, search } = new URL(await next(asked));
  const { searchParams } = new URL(await next(`${a}${pathname}${search}`));
  const grant = { grant_type: 'authorization_code', client_id, redirect_uri: redirect, code_verifier: verifier };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams({ ...grant, code: searchParams.get('code') ?? '' }).toString();
  const given = await cluster.http(`${b}/oauth/token`, { method: 'POST', headers: form, body });
  const { access_token: token } = JSON.parse(given.text);
  const { status } = await cluster.http(`${a}/mcp`, {
    method: 'POST',
    headers: { ...json, accept: 'application/json, text/event-stream', authorization: `Bearer ${token}` },
    body: JSON.stringify(INITIALIZE),
  });
  return status;
}

/** Ends all proxies of a server at once, and waits for others. */
async function restart(cluster: Cluster, name: string): Promise<void> {
  await cluster.kubectl('delete', 'pod', '-l', `app.kubernetes.io/instance=${name}`);
  await cluster.ready(`deploy/${name}`);
}

export const authServer: Topic = {
  name: 'login',
  title: 'Embedded authorization server',
  async prepare(cluster) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const secrets = ['toolhive', 'company', 'code'].map((client) => [client, `secret-of-${client}`]);
    await cluster.apply([
      redisSecret(cluster),
      secret(cluster, 'auth', {
        'signing.pem': String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
        hmac: randomBytes(32).toString('base64'),
        ...Object.fromEntries(secrets),
      }),
    ]);
    await cluster.apply(app(cluster));
    const servers = ['kept', 'forgetful', 'company', 'code', 'none'];
    await cluster.ready('deploy/desk', ...servers.flatMap((name) => [`deploy/${name}`, `statefulset/${name}`]));
  },
  promises: [
    {
      promise: 'A client that knows nothing but the address registers itself, and its user logs in at the provider',
      page: PAGE,
      how: 'an MCP client is refused, follows the metadata, registers, and calls with the token that it gets',
      async run(cluster) {
        const { logins, results, token } = await visit(cluster, 'kept');
        assert.equal(logins, 1);
        assert.equal(results[0].refused, undefined);
        assert.equal(claimsIn(`Bearer ${token}`).iss, new URL(urls.kept).origin);
      },
    },
    {
      promise: "The MCP server gets the provider's token with each request",
      page: PAGE,
      how: 'the server returns what it received: a token of the provider for its client, not that of the client',
      async run(cluster) {
        const { results } = await visit(cluster, 'kept');
        const { client, sub } = claimsIn(results[0].headers.authorization);
        assert.deepEqual([client, sub], ['toolhive', 'alice']);
      },
    },
    {
      promise: 'With `disableUpstreamTokenInjection` the MCP server gets no token',
      page: PAGE,
      how: 'the server returns what it received',
      async run(cluster) {
        const { results } = await visit(cluster, 'forgetful');
        assert.equal(results[0].refused, undefined);
        assert.equal(results[0].headers.authorization, undefined);
      },
    },
    {
      promise: "Policies see the provider's claims",
      page: PAGE,
      how: "the list has what the group in the provider's token may call, and no other tool",
      async run(cluster) {
        const { results } = await visit(cluster, 'kept', [{ list: true } as any]);
        assert.deepEqual(results, [['whoami']]);
      },
    },
    {
      promise: 'A token that has run out is replaced without a login',
      page: PAGE,
      how: 'the client has a useless token: it gets another one by its refresh token',
      async run(cluster) {
        const { logins, results } = await visit(cluster, 'kept', [WHOAMI], true);
        assert.equal(logins, 0);
        assert.equal(results[0].refused, undefined);
      },
    },
    {
      promise: 'With keys and Redis nobody logs in again after a restart; without them everybody does',
      page: PAGE,
      how: 'all pods of both servers are deleted; the token from before is accepted by one of them',
      async run(cluster) {
        const { token } = await visit(cluster, 'kept');
        await visit(cluster, 'forgetful');
        await Promise.all(['kept', 'forgetful'].map((name) => restart(cluster, name)));
        const again = await visit(cluster, 'kept');
        assert.deepEqual([again.logins, again.token], [0, token]);
        assert.equal((await visit(cluster, 'kept', [WHOAMI], true)).logins, 0);
        assert.equal((await visit(cluster, 'forgetful')).logins, 1);
      },
    },
    {
      promise: 'Two replicas with Redis are one authorization server',
      page: PAGE,
      how: 'a login whose steps are each at the other pod; its token begins a session',
      async run(cluster) {
        const [a, b] = (await cluster.pods('app.kubernetes.io/instance=kept')).map(
          ({ status }) => `http://${status.podIP}:8080`,
        );
        assert.equal(await loginAtBoth(cluster, a, b), 200);
      },
    },
    {
      promise: 'Tokens are for the `resourceUrl` of the server, and for no other',
      page: PAGE,
      how: "the token of one server is refused at another, and the other one's issuer doesn't know it",
      async run(cluster) {
        const { token } = await visit(cluster, 'kept');
        assert.equal(claimsIn(`Bearer ${token}`).aud?.toString(), new URL(urls.kept).origin);
        const headers = { authorization: `Bearer ${token}` };
        assert.equal((await cluster.http(urls.forgetful, { method: 'POST', headers })).status, 401);
      },
    },
    {
      promise: 'A virtual server has several providers, whose tokens are passed on to members',
      page: VIRTUAL_PAGE,
      how: "a user logs in once, at both; each member returns what it received: its own provider's token, or none",
      async run(cluster) {
        const calls = ['company', 'code', 'none'].map((name) => ({ call: `${name}_whoami` }));
        const { logins, results } = await visit(cluster, 'desk', calls);
        assert.equal(logins, 1);
        const [company, code, none] = results.map(({ headers }) => headers?.authorization);
        assert.deepEqual([claimsIn(company).client, claimsIn(code).client, none], ['company', 'code', undefined]);
      },
    },
  ],
};
