/** Virtual servers: members of all kinds behind one address, composite tools, and an optimizer with an embedding server. */
import { strict as assert } from 'node:assert';
import {
  Aggregation,
  CompositeStep,
  EmbeddingServer,
  ExternalAuth,
  McpAuthz,
  McpBackend,
  McpExternalAuthConfig,
  McpGroup,
  McpRemoteProxy,
  McpServerEntry,
  McpTransport,
  Optimizer,
  SecretReference,
  ToolhiveChart,
  VirtualMcpServer,
} from '../../../src';
import { Cluster, REMOTE } from '../cluster';
import { TEST_IMAGE } from '../images';
import { eventually } from '../kubectl';
import { Topic } from '../promises';
import { issuer, secret, server, SMALL } from '../settings';

const PAGE = 'docs/virtual-servers.md';
const RESOURCE = 'https://gateway.mcp.example.com';
let urls: Record<string, string> = {};

/** Members of each kind, behind a virtual server for all, and behind one with users, composite tools and new names. */
function app(cluster: Cluster): ToolhiveChart {
  const chart = cluster.chart();
  const transport = McpTransport.STREAMABLE_HTTP;
  const everything = new McpGroup(chart, 'everything');
  server(chart, 'stdio', { group: everything });
  server(chart, 'events', { transport: McpTransport.SSE, group: everything });
  server(chart, 'http', { transport, group: everything });
  server(chart, 'declared', { transport, group: everything, backend: McpBackend.declared() });
  new McpRemoteProxy(chart, 'wiki', { remoteUrl: REMOTE, group: everything, resources: SMALL });
  const key = ExternalAuth.headerInjection({
    headerName: 'X-Api-Key',
    value: SecretReference.key(chart, 'tickets', 'api-key'),
  });
  const auth = new McpExternalAuthConfig(chart, 'tickets-key', { auth: key });
  new McpServerEntry(chart, 'tickets', { remoteUrl: REMOTE, group: everything, externalAuth: auth });

  const support = new McpGroup(chart, 'support');
  const faq = server(chart, 'faq', { transport, group: support });
  const back = server(chart, 'back', { transport, group: support });
  const sum = CompositeStep.tool('sum', {
    tool: 'back.add',
    arguments: { a: '{{.params.a}}', b: '{{.params.b}}' },
  });
  const say = CompositeStep.tool('say', {
    tool: 'faq.echo',
    arguments: { message: 'the sum is {{.steps.sum.output.sum}}' },
    dependsOn: [sum],
  });
  const number = { type: 'string' };
  const description = 'Adds, and says the sum';
  const parameters = { type: 'object', properties: { a: number, b: number }, required: ['a', 'b'] };

  const many = new McpGroup(chart, 'many');
  server(chart, 'tools', { transport, group: many });
  const embeddings = new EmbeddingServer(chart, 'embeddings', { image: TEST_IMAGE, resources: SMALL });

  const gateways = {
    all: new VirtualMcpServer(chart, 'all', { group: everything, resources: SMALL }),
    desk: new VirtualMcpServer(chart, 'desk', {
      group: support,
      resources: SMALL,
      oidc: { config: issuer(chart, cluster), audience: 'desk', resourceUrl: RESOURCE },
      authz: McpAuthz.cedar(
        [
          'permit(principal in THVGroup::"engineering", action == Action::"call_tool", resource);',
          'permit(principal, action == Action::"call_tool", resource == Tool::"say_sum");',
        ],
        { groupClaimName: 'groups' },
      ),
      aggregation: Aggregation.prefix({
        tools: [
          { member: faq, filter: ['ask'], overrides: { echo: { name: 'ask' } } },
          { member: back, excludeAll: true },
        ],
      }),
      compositeTools: [{ name: 'say_sum', description, parameters, steps: [sum, say] }],
    }),
    finder: new VirtualMcpServer(chart, 'finder', {
      group: many,
      resources: SMALL,
      optimizer: Optimizer.embeddingServer(embeddings),
    }),
  };
  urls = Object.fromEntries(Object.entries(gateways).map(([name, { url }]) => [name, url]));
  urls.embeddings = embeddings.url;
  return chart;
}

const MEMBERS = ['declared', 'events', 'http', 'stdio', 'tickets', 'wiki'];

const userOf = (group: string) => (cluster: Cluster) => cluster.token(group, 'desk', { groups: group });
const engineer = userOf('engineering');
const guest = userOf('guests');

export const virtualServers: Topic = {
  name: 'virtual',
  title: 'Virtual servers',
  async prepare(cluster) {
    await cluster.apply([secret(cluster, 'tickets', { 'api-key': 'the-key-of-tickets' })]);
    await cluster.apply(app(cluster));
    const servers = ['stdio', 'events', 'http', 'declared', 'faq', 'back', 'tools'];
    await cluster.ready(
      ...servers.flatMap((name) => [`deploy/${name}`, `statefulset/${name}`]),
      ...['wiki', 'all', 'desk', 'finder'].map((name) => `deploy/${name}`),
      'statefulset/embeddings',
    );
  },
  promises: [
    {
      promise: "Clients get the tools of all members, of each kind and transport, prefixed with the member's name",
      page: PAGE,
      how: 'stdio, SSE, streamable HTTP, a declared backend, a remote proxy and an entry: each lists, and answers a call',
      async run(cluster) {
        const calls = MEMBERS.map((name) => ({ call: `${name}_echo`, args: { message: name } }));
        await eventually(
          'all members answer',
          async () => (await cluster.visit(urls.all, calls, { patience: 60 })).results,
          (results) => JSON.stringify(results) === JSON.stringify(MEMBERS.map((message) => ({ message }))),
          240,
        );
        const [tools] = (await cluster.visit(urls.all, [{ list: true }])).results;
        assert.deepEqual([...new Set(tools.map((name: string) => name.split('_')[0]))], MEMBERS);
      },
    },
    {
      promise: 'With the members in its configuration, the pod has no token and no rights',
      page: PAGE,
      how: 'its pod mounts no token; no binding names its ServiceAccount',
      async run(cluster) {
        const [{ spec }] = await cluster.pods('app.kubernetes.io/instance=all');
        const mounts = spec.containers.flatMap(({ volumeMounts = [] }: any) => volumeMounts);
        assert.ok(!mounts.some(({ mountPath }: any) => mountPath.includes('serviceaccount')), JSON.stringify(mounts));
        const { items } = await cluster.get('rolebindings');
        const bound = items.flatMap(({ subjects }: any) => subjects.map(({ name }: any) => name));
        assert.ok(!bound.includes(spec.serviceAccountName), bound.join());
      },
    },
    {
      promise: 'The credentials of a member are sent to it, and to no other',
      page: PAGE,
      how: 'the remote server returns what it received, by the entry and by the remote proxy',
      async run(cluster) {
        const keyAt = async (name: string) =>
          (await cluster.call(urls.all, `${name}_whoami`, {}, { patience: 30 })).headers['x-api-key'];
        assert.equal(await keyAt('tickets'), 'the-key-of-tickets');
        assert.equal(await keyAt('wiki'), undefined);
      },
    },
    {
      promise: 'A user sees and calls the tools that policies permit, by the names that clients see',
      page: PAGE,
      how: 'a request without a token is refused; users of two groups list, and call a tool that one of them may',
      async run(cluster) {
        assert.ok((await cluster.visit(urls.desk, [])).refused);
        const list = async (token: string) =>
          (await cluster.visit(urls.desk, [{ list: true }], { token, patience: 60 })).results[0];
        assert.deepEqual(await list(await engineer(cluster)), ['faq_ask', 'say_sum']);
        assert.deepEqual(await list(await guest(cluster)), ['say_sum']);
        const ask = async (token: string) => cluster.call(urls.desk, 'faq_ask', { message: 'hi' }, { token });
        assert.deepEqual(await ask(await engineer(cluster)), { message: 'hi' });
        assert.ok((await ask(await guest(cluster))).refused);
      },
    },
    {
      promise: 'A composite tool calls its steps with the results of earlier ones, also hidden tools',
      page: PAGE,
      how: 'a step adds at a member without visible tools, the next one echoes the sum at another; hidden tools are refused',
      async run(cluster) {
        const token = await engineer(cluster);
        const said = await cluster.call(urls.desk, 'say_sum', { a: '20', b: '22' }, { token, patience: 60 });
        assert.match(JSON.stringify(said), /the sum is 42/);
        assert.ok((await cluster.call(urls.desk, 'back_add', { a: 1, b: 2 }, { token })).refused);
      },
    },
    {
      promise: 'The optimizer offers two tools in place of all: one finds the right tool, and one calls it',
      page: PAGE,
      how: 'both are listed; a search finds the tool that adds, which is called; the embedding server returns its requests',
      async run(cluster) {
        const { results } = await eventually(
          'the tools are found',
          () =>
            cluster.visit(
              urls.finder,
              [
                { list: true },
                { call: 'find_tool', args: { tool_description: 'the tool add', tool_keywords: ['add'] } },
                { call: 'call_tool', args: { tool_name: 'tools_add', parameters: { a: '1', b: '2' } } },
              ],
              { patience: 60 },
            ),
          (visit) => /tools_add/.test(JSON.stringify(visit.results[1])),
          120,
        );
        assert.deepEqual(results[0], ['call_tool', 'find_tool']);
        assert.match(JSON.stringify(results[2]), /sum\W+3/);
        const { text } = await cluster.http(new URL('/asked', urls.embeddings).href);
        assert.match(text, /The tool add/);
      },
    },
    {
      promise: 'The tools of a member that leaves the group are gone',
      page: PAGE,
      how: 'one is removed from the app and applied; the virtual server restarts and lists the others',
      async run(cluster) {
        const chart = cluster.chart();
        const group = new McpGroup(chart, 'many');
        const transport = McpTransport.STREAMABLE_HTTP;
        server(chart, 'tools', { transport, group });
        const few = new VirtualMcpServer(chart, 'few', { group, resources: SMALL });
        const names = async () => (await cluster.visit(few.url, [{ list: true }], { patience: 60 })).results[0];
        const hasMember = (member: string) => (tools: string[]) => tools.some((name) => name.startsWith(`${member}_`));
        const other = server(chart, 'http', { transport });
        group.addMember(other);
        await cluster.apply(chart);
        await cluster.ready('deploy/few');
        await eventually(
          'both members are there',
          names,
          (tools) => hasMember('http')(tools) && hasMember('tools')(tools),
        );
        const without = cluster.chart();
        const rest = new McpGroup(without, 'many');
        server(without, 'tools', { transport, group: rest });
        new VirtualMcpServer(without, 'few', { group: rest, resources: SMALL });
        await cluster.apply(without);
        await cluster.ready('deploy/few');
        await eventually(
          'the other one is gone',
          names,
          (tools) => !hasMember('http')(tools) && hasMember('tools')(tools),
        );
      },
    },
  ],
};
