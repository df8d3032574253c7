/** Authentication, authorization, tool filters and the audit log. */
import { strict as assert } from 'node:assert';
import { McpAuthz, McpOidcConfig, McpTools, OidcProvider } from '../../../src';
import { Cluster } from '../cluster';
import { kubectl } from '../kubectl';
import { Topic } from '../promises';
import { issuer, server } from '../settings';

const PAGE = 'docs/policies.md';
const AUDIENCE = 'search';
let [url, jobs] = ['', ''];

/** Whose tokens the cluster's own ServiceAccounts have. */
async function clusterIssuer(): Promise<string> {
  return JSON.parse(await kubectl(['get', '--raw', '/.well-known/openid-configuration'])).issuer;
}

function app(cluster: Cluster, clusters: string) {
  const chart = cluster.chart();
  const accounts = OidcProvider.kubernetesServiceAccount({ issuer: clusters });
  const config = new McpOidcConfig(chart, 'accounts', { provider: accounts });
  ({ url: jobs } = server(chart, 'jobs', { oidc: { config, audience: 'jobs' } }));
  ({ url } = server(chart, 'search', {
    oidc: { config: issuer(chart, cluster), audience: AUDIENCE, resourceUrl: 'https://search.mcp.example.com' },
    // Clients and the filter know a tool by its new name, policies by its own.
    tools: McpTools.select({
      toolsFilter: ['say', 'add', 'env'],
      toolsOverride: { echo: { name: 'say', description: 'Says it again' } },
    }),
    authz: McpAuthz.cedar(
      [
        'permit(principal, action == Action::"call_tool", resource == Tool::"echo");',
        'permit(principal in THVGroup::"engineering", action == Action::"call_tool", resource == Tool::"add");',
      ],
      { groupClaimName: 'groups' },
    ),
    audit: true,
  }));
  return chart;
}

const alice = (cluster: Cluster) => cluster.token('alice', AUDIENCE, { groups: 'engineering' });
const bob = (cluster: Cluster) => cluster.token('bob', AUDIENCE, { groups: 'sales' });

const tools = async (cluster: Cluster, token: string) =>
  (await cluster.visit(url, [{ list: true }], { token, patience: 60 })).results[0];

export const policies: Topic = {
  name: 'policies',
  title: 'Authentication, authorization, tools and audit',
  async prepare(cluster) {
    await cluster.apply(app(cluster, await clusterIssuer()));
    await cluster.ready('deploy/search', 'statefulset/search', 'deploy/jobs', 'statefulset/jobs');
  },
  promises: [
    {
      promise: 'A request without a token is refused, and the answer names the issuer',
      page: PAGE,
      how: '401, its WWW-Authenticate links to the metadata, which names the issuer',
      async run(cluster) {
        const { status, headers } = await cluster.answer(url, { method: 'POST' });
        assert.equal(status, 401);
        assert.match(headers['www-authenticate'], /resource_metadata=/);
        const metadata = await cluster.http(new URL('/.well-known/oauth-protected-resource', url).href);
        assert.equal(metadata.status, 200, metadata.text);
        assert.equal(JSON.parse(metadata.text).resource, 'https://search.mcp.example.com');
      },
    },
    {
      promise: 'Tokens must be for the `audience`',
      page: PAGE,
      how: 'a token for another audience is refused, one for this is accepted',
      async run(cluster) {
        const refused = await cluster.visit(url, [], { token: await cluster.token('alice', 'another') });
        assert.match(refused.refused ?? 'let in', /invalid audience/);
        assert.equal((await cluster.visit(url, [], { token: await alice(cluster), patience: 60 })).refused, undefined);
      },
    },
    {
      promise: 'A company’s own certificates are trusted by `caBundle`',
      page: PAGE,
      how: "the issuer's certificate is of an authority that is only in a ConfigMap",
      async run(cluster) {
        assert.equal((await cluster.visit(url, [], { token: await alice(cluster) })).refused, undefined);
      },
    },
    {
      promise: "Tokens of the cluster's ServiceAccounts are accepted, from its own issuer",
      page: PAGE,
      how: 'no token and one for another audience are refused, one that Kubernetes issues for this is accepted',
      async run(cluster) {
        const tokenFor = async (audience: string) =>
          (await cluster.kubectl('create', 'token', 'default', `--audience=${audience}`)).trim();
        const visit = async (token?: string) =>
          (await cluster.visit(jobs, [], { token, patience: token ? 30 : 0 })).refused;
        assert.equal(await visit(await tokenFor('jobs')), undefined);
        assert.ok(await visit());
        assert.match((await visit(await tokenFor('another'))) ?? 'let in', /invalid audience/);
      },
    },
    {
      promise: 'A list shows the tools that its reader may call, under the new names',
      page: PAGE,
      how: 'two users of two groups list the tools',
      async run(cluster) {
        assert.deepEqual(await tools(cluster, await alice(cluster)), ['add', 'say']);
        assert.deepEqual(await tools(cluster, await bob(cluster)), ['say']);
      },
    },
    {
      promise: 'A renamed tool is called by its new name, and permitted by its original name',
      page: PAGE,
      how: 'a call of `say` reaches `echo`',
      async run(cluster) {
        const token = await bob(cluster);
        assert.deepEqual(await cluster.call(url, 'say', { message: 'hi' }, { token }), { message: 'hi' });
      },
    },
    {
      promise: 'What no policy permits is forbidden',
      page: PAGE,
      how: 'calls that the group has no permit for, and of a tool that the filter leaves out',
      async run(cluster) {
        const token = await bob(cluster);
        for (const tool of ['add', 'env', 'write']) {
          const said = await cluster.call(url, tool, { a: 1, b: 2 }, { token });
          assert.ok(said.refused, `${tool} answers ${JSON.stringify(said)}`);
        }
        assert.deepEqual(await cluster.call(url, 'add', { a: 1, b: 2 }, { token: await alice(cluster) }), { sum: 3 });
      },
    },
    {
      promise: 'The audit log has who called what, and the outcome',
      page: PAGE,
      how: "the proxy's log has an event of a call that was made, and one of a call that was denied",
      async run(cluster) {
        const log = await cluster.kubectl('logs', 'deploy/search');
        const events = log.split('\n').filter((line) => line.includes('mcp_tool_call'));
        const of = (user: string, outcome: string) =>
          events.some((line) => line.includes(user) && line.includes(outcome));
        assert.ok(of('alice', 'success'), events.slice(-3).join('\n'));
        assert.ok(of('bob', 'denied'), events.slice(-3).join('\n'));
      },
    },
  ],
};
