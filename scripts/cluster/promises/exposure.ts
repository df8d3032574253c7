/** Public addresses: servers of each kind behind a real controller, by Ingress and by HTTPRoute. */
import { strict as assert } from 'node:assert';
import {
  ExternalAuth,
  IngressController,
  McpClient,
  McpExternalAuthConfig,
  McpGroup,
  McpOidcConfig,
  McpServer,
  McpServerProps,
  McpTransport,
  OidcProvider,
  ProxyMode,
  SecretReference,
  ToolhiveChart,
  UpstreamProvider,
  VirtualMcpServer,
} from '../../../src';
import { Cluster, PLAIN_ISSUER, Step } from '../cluster';
import { eventually } from '../kubectl';
import { Promised, Topic } from '../promises';
import { issuer, secret, server, SMALL } from '../settings';
import { GATEWAY, hostOf, INGRESS_CLASS, removeTraefik, startTraefik } from '../traefik';

const PAGE = 'docs/operations.md';
const STEPS: Step[] = [{ list: true }, { call: 'add', args: { a: '20', b: '22' } }];
const WAYS = { ingress: 'an Ingress', route: 'an HTTPRoute' };
type Way = keyof typeof WAYS;
type Exposed = McpServer | VirtualMcpServer;
const made: Record<Way, Record<string, Exposed>> = { ingress: {}, route: {} };

/** Exposes a server below a path of the way's host. */
function expose(chart: ToolhiveChart, way: Way, made: Exposed, pathPrefix: string, paths?: string[]): Exposed {
  const host = hostOf(way);
  if (way === 'route') {
    made.exposeViaHttpRoute({ parentRefs: [{ name: GATEWAY }], hostnames: [host], pathPrefix, paths });
  } else {
    const tlsSecret = SecretReference.named(chart, 'tls');
    const options = { controller: IngressController.TRAEFIK, className: INGRESS_CLASS, tlsSecret };
    made.exposeViaIngress(host, { ...options, pathPrefix, paths });
  }
  return made;
}

/** A server whose users log in at its own authorization server, at its public address. */
function withLogin(chart: ToolhiveChart, name: string, host: string): Partial<McpServerProps> {
  const address = `https://${host}/login`;
  const company = UpstreamProvider.oauth2('company', {
    authorizationEndpoint: `${PLAIN_ISSUER}/authorize`,
    tokenEndpoint: `${PLAIN_ISSUER}/token`,
    identityFromToken: { subjectPath: 'user.id' },
    clientId: 'toolhive',
    clientSecret: SecretReference.key(chart, 'auth', 'client'),
    insecureAllowHttp: true,
  });
  const auth = ExternalAuth.embeddedAuthServer({ issuer: address, upstreamProviders: [company] });
  const config = new McpOidcConfig(chart, `${name}-issuer`, { provider: OidcProvider.issuer({ issuer: address }) });
  return { authServer: new McpExternalAuthConfig(chart, `${name}-auth`, { auth }), oidc: { config } };
}

function app(cluster: Cluster): ToolhiveChart {
  const chart = cluster.chart();
  const config = issuer(chart, cluster);
  const transport = McpTransport.STREAMABLE_HTTP;
  const group = new McpGroup(chart, 'members');
  server(chart, 'member', { transport, group });
  for (const way of ['ingress', 'route'] as const) {
    const named = (name: string, props: Partial<McpServerProps>) => server(chart, `${way}-${name}`, props);
    const desk = new VirtualMcpServer(chart, `${way}-desk`, { group, resources: SMALL });
    const login = withLogin(chart, `${way}-login`, hostOf(way));
    Object.assign(made[way], {
      http: expose(chart, way, named('http', { transport, oidc: { config } }), '/tools'),
      stdio: expose(chart, way, named('stdio', { proxyMode: ProxyMode.SSE }), '/stdio'),
      sse: expose(chart, way, named('sse', { transport: McpTransport.SSE }), '/events', ['/sse', '/messages']),
      desk: expose(chart, way, desk, '/'),
      login: expose(chart, way, named('login', { transport, ...login }), '/login'),
    });
  }
  return chart;
}

function urlOf(way: Way, name: string): string {
  const { publicUrl } = made[way][name];
  assert.ok(publicUrl);
  return publicUrl;
}

const uses = (way: Way, name: string, kind: string, steps = STEPS, sse = false): Promised => ({
  promise: `${kind} is used at the address in \`publicUrl\`, behind ${WAYS[way]}`,
  page: PAGE,
  how: `a client connects by TLS, lists the tools and calls one${sse ? '; answers come by the stream' : ''}`,
  async run(cluster) {
    const url = urlOf(way, name);
    const options = { sse, patience: 90, ...(name === 'http' && { token: await tokenOf(cluster, way) }) };
    const { refused, results } = await cluster.visit(url, steps, options);
    assert.equal(refused, undefined, url);
    assert.ok(results[0].length > 2, JSON.stringify(results[0]));
    assert.deepEqual(results[1], { sum: 42 });
  },
});

const tokenAt = (cluster: Cluster, host: string) => cluster.token('alice', `https://${host}/tools`);
const tokenOf = (cluster: Cluster, way: Way) => tokenAt(cluster, hostOf(way));

const publicUrls = () =>
  [made.ingress, made.route].flatMap((of) => Object.values(of)).map(({ publicUrl }) => publicUrl ?? '');

const promisesOf = (way: Way): Promised[] => [
  uses(way, 'http', 'A streamable HTTP server with a `pathPrefix`'),
  uses(way, 'stdio', 'A stdio server as SSE with a `pathPrefix`', STEPS, true),
  uses(way, 'sse', 'An SSE server with a `pathPrefix`', STEPS, true),
  uses(way, 'desk', 'A virtual server', [{ list: true }, { call: 'member_add', args: { a: '20', b: '22' } }]),
  {
    promise: `Clients without a token are led to the issuer from the public address, behind ${WAYS[way]}`,
    page: PAGE,
    how: '401 links to the metadata, which is there, and has the public address as the resource; a token for it is accepted',
    async run(cluster) {
      const url = urlOf(way, 'http');
      const { status, headers } = await cluster.http(url, { method: 'POST' });
      assert.equal(status, 401);
      const [, link] = /resource_metadata="([^"]+)"/.exec(headers['www-authenticate']) ?? [];
      assert.equal(new URL(link).host, hostOf(way), headers['www-authenticate']);
      const metadata = await cluster.http(link);
      assert.equal(metadata.status, 200, `${link}: ${metadata.text}`);
      assert.equal(JSON.parse(metadata.text).resource, `https://${hostOf(way)}/tools`);
      const atRoot = `https://${hostOf(way)}/.well-known/oauth-protected-resource/tools/mcp`;
      assert.equal((await cluster.http(atRoot)).status, 200, atRoot);
    },
  },
  {
    promise: `A user logs in at the authorization server behind ${WAYS[way]}`,
    page: PAGE,
    how: 'an MCP client that knows the public address registers, is sent to the provider and back, and calls',
    async run(cluster) {
      const login = `/tmp/${cluster.namespace}-${way}.json`;
      const { refused, logins, results } = await cluster.visit(urlOf(way, 'login'), STEPS, { login, patience: 60 });
      assert.equal(refused, undefined);
      assert.equal(logins, 1);
      assert.deepEqual(results[1], { sum: 42 });
    },
  },
  {
    promise: `Only paths that clients need are exposed, or those in \`paths\`, behind ${WAYS[way]}`,
    page: PAGE,
    how: 'health, status and metrics answer at the Service, and are not found at the public address',
    async run(cluster) {
      const hidden = ['http', 'sse', 'desk'].map((name) => [urlOf(way, name), made[way][name].url]);
      for (const [outside, inside] of hidden) {
        assert.equal((await cluster.http(new URL('health', inside).href)).status, 200, inside);
        for (const path of ['health', 'metrics', 'status']) {
          const { href } = new URL(path, outside);
          assert.equal((await cluster.http(href)).status, 404, href);
        }
      }
      for (const path of [
        'tools',
        'tools/health',
        'tools/..;/health',
        'tools/mcp/../health',
        'tools/mcp/%2e%2e/health',
      ]) {
        const { status, text } = await cluster.http(`https://${hostOf(way)}/${path}`);
        assert.ok(status >= 400, `${path}: ${status} ${text}`);
      }
    },
  },
];

export const exposure: Topic = {
  name: 'exposure',
  title: 'Ingress and HTTPRoute',
  needs: ['Traefik'],
  async prepare(cluster) {
    await startTraefik(cluster, Object.keys(WAYS));
    await cluster.apply([secret(cluster, 'auth', { client: 'secret-of-toolhive' })]);
    await cluster.apply(app(cluster));
    const servers = [made.ingress, made.route].flatMap((of) => Object.values(of));
    await cluster.ready(...servers.map(({ name }) => `deploy/${name}`));
    await eventually(
      'there is a way',
      async () => (await cluster.http(urlOf('route', 'desk'))).status,
      (status) => status > 0,
    );
  },
  promises: [
    ...promisesOf('ingress'),
    ...promisesOf('route'),
    {
      promise: 'The file of a client has every public address, and how it is used',
      page: 'docs/clients.md',
      how: "an MCP client lists the tools at each address of Claude Code's file, by the transport that the file has",
      async run(cluster) {
        const { mcpServers } = JSON.parse(app(cluster).clientConfig(McpClient.CLAUDE_CODE).text());
        const entries = Object.values<{ type: string; url: string }>(mcpServers);
        assert.deepEqual(entries.map(({ url }) => url).sort(), publicUrls().sort());
        for (const { type, url } of entries) {
          const login = `/tmp/${cluster.namespace}-file.json`;
          const { refused, results } = await cluster.visit(url, [{ list: true }], {
            sse: type === 'sse',
            patience: 30,
            ...(url.includes('/login') && { login: login.replace('file', new URL(url).hostname) }),
            ...(url.includes('/tools') && { token: await tokenAt(cluster, new URL(url).hostname) }),
          });
          assert.equal(refused, undefined, url);
          assert.ok(results[0].length > 2, url);
        }
      },
    },
  ],
  restore: removeTraefik,
};
