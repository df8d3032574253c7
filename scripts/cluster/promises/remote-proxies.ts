/** Proxies before servers that run somewhere else. */
import { strict as assert } from 'node:assert';
import {
  ExternalAuth,
  McpExternalAuthConfig,
  McpRemoteProxy,
  McpRemoteProxyProps,
  McpTools,
  SecretReference,
  ToolhiveChart,
} from '../../../src';
import { Cluster, REMOTE } from '../cluster';
import { Topic } from '../promises';
import { issuer, secret, SMALL } from '../settings';

const PAGE = 'docs/servers.md';
let proxies: Record<string, McpRemoteProxy> = {};

function app(cluster: Cluster): ToolhiveChart {
  const chart = cluster.chart();
  const key = (name: string) => SecretReference.key(chart, name, 'token');
  const proxy = (name: string, props: Partial<McpRemoteProxyProps> = {}) =>
    new McpRemoteProxy(chart, name, { remoteUrl: REMOTE, resources: SMALL, ...props });
  const auth = (name: string, made: ExternalAuth) => new McpExternalAuthConfig(chart, name, { auth: made });
  proxies = {
    plain: proxy('plain', { tools: McpTools.allow('echo', 'whoami') }),
    headers: proxy('headers', { headers: { 'X-Tenant': 'acme' }, secretHeaders: { 'X-Api-Key': key('remote') } }),
    bearer: proxy('bearer', { externalAuth: auth('bearer-token', ExternalAuth.bearerToken(key('remote'))) }),
    guarded: proxy('guarded', { oidc: { config: issuer(chart, cluster), audience: 'guarded' } }),
  };
  return chart;
}

async function headersAt(cluster: Cluster, name: string, token?: string): Promise<Record<string, string>> {
  const { headers } = await cluster.call(proxies[name].url, 'whoami', {}, { patience: 90, token });
  return headers;
}

export const remoteProxies: Topic = {
  name: 'remote',
  title: 'Remote proxies',
  async prepare(cluster) {
    await cluster.apply([secret(cluster, 'remote', { token: 's3cret' })]);
    await cluster.apply(app(cluster));
    await cluster.ready(...Object.keys(proxies).map((name) => `deploy/${name}`));
  },
  promises: [
    {
      promise: 'A remote server is reached through its proxy, which shows the tools that are allowed',
      page: PAGE,
      how: 'a client lists and calls at the `url` of the construct',
      async run(cluster) {
        const { results } = await cluster.visit(
          proxies.plain.url,
          [{ list: true }, { call: 'echo', args: { message: 'hi' } }, { call: 'add', args: { a: 1, b: 2 } }],
          { patience: 90 },
        );
        assert.deepEqual(results.slice(0, 2), [['echo', 'whoami'], { message: 'hi' }]);
        assert.ok(results[2].refused, JSON.stringify(results[2]));
      },
    },
    {
      promise: 'Headers are sent with every request, from text and from a Secret',
      page: PAGE,
      how: 'the remote server returns what it received',
      async run(cluster) {
        const headers = await headersAt(cluster, 'headers');
        assert.deepEqual([headers['x-tenant'], headers['x-api-key']], ['acme', 's3cret']);
      },
    },
    {
      promise: 'A bearer token is sent to the remote server',
      page: PAGE,
      how: 'the remote server returns what it received',
      async run(cluster) {
        assert.equal((await headersAt(cluster, 'bearer')).authorization, 'Bearer s3cret');
      },
    },
    {
      promise: 'A proxy of a remote server accepts only the tokens of an issuer',
      page: 'docs/policies.md',
      how: 'a request without a token is refused, one with a token for its audience is accepted',
      async run(cluster) {
        const { url } = proxies.guarded;
        assert.equal((await cluster.answer(url, { method: 'POST' })).status, 401);
        const token = await cluster.token('alice', 'guarded');
        assert.deepEqual(await cluster.call(url, 'add', { a: 1, b: 1 }, { token, patience: 60 }), { sum: 2 });
      },
    },
    {
      promise: "Without `externalAuth`, a client's own token is forwarded to the remote server",
      page: 'docs/policies.md',
      how: 'the remote server returns what it received',
      async run(cluster) {
        const token = await cluster.token('alice', 'guarded');
        assert.equal((await headersAt(cluster, 'guarded', token)).authorization, `Bearer ${token}`);
      },
    },
    {
      promise: 'A killed proxy comes back',
      page: PAGE,
      how: 'its pod is deleted; a new session answers',
      async run(cluster) {
        await cluster.kubectl('delete', 'pod', '-l', 'app.kubernetes.io/instance=plain', '--wait=false');
        const said = await cluster.call(proxies.plain.url, 'echo', { message: 'again' }, { patience: 90 });
        assert.deepEqual(said, { message: 'again' });
      },
    },
  ],
};
