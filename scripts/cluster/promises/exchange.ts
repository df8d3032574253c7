/** Credentials that proxies and virtual servers send in place of the client's own token. */
import { strict as assert } from 'node:assert';
import {
  BackendAuth,
  ExternalAuth,
  McpExternalAuthConfig,
  McpGroup,
  McpRemoteProxy,
  McpServerEntry,
  McpTransport,
  OutgoingAuth,
  SecretReference,
  ToolhiveChart,
  VirtualMcpServer,
} from '../../../src';
import { Cluster, PLAIN_ISSUER, REMOTE } from '../cluster';
import { membersAnswer } from '../members';
import { Topic } from '../promises';
import { claimsIn, issuer, secret, server, SMALL } from '../settings';

const PAGE = 'docs/policies.md';
const VIRTUAL_PAGE = 'docs/virtual-servers.md';
const AUDIENCE = 'clients';
const HEADER = 'X-Backend-Token';
let urls: Record<string, string> = {};

function app(cluster: Cluster): ToolhiveChart {
  const chart = cluster.chart();
  const transport = McpTransport.STREAMABLE_HTTP;
  const oidc = { config: issuer(chart, cluster), audience: AUDIENCE };
  const key = (name: string) => SecretReference.key(chart, 'exchange', name);
  const auth = (name: string, made: ExternalAuth) => new McpExternalAuthConfig(chart, name, { auth: made });
  // ToolHive can't be given the certificate of a token endpoint.
  const exchange = (name: string, header?: string, secretName = 'secret') =>
    auth(
      `for-${name}`,
      ExternalAuth.tokenExchange({
        tokenUrl: `${PLAIN_ISSUER}/token`,
        audience: name,
        scopes: ['read', 'write'],
        clientId: 'toolhive',
        clientSecret: key(secretName),
        externalTokenHeaderName: header,
      }),
    );
  const group = new McpGroup(chart, 'members');
  server(chart, 'crm', { transport, group, externalAuth: exchange('crm') });
  const tickets = new McpServerEntry(chart, 'tickets', {
    remoteUrl: REMOTE,
    group,
    externalAuth: auth('key', ExternalAuth.headerInjection({ headerName: 'X-Api-Key', value: key('own') })),
  });
  server(chart, 'open', { transport, group });
  const office = auth('office', ExternalAuth.headerInjection({ headerName: 'X-Api-Key', value: key('office') }));
  const outgoing = OutgoingAuth.inline({ backends: [{ member: tickets, auth: BackendAuth.externalAuth(office) }] });
  const made = [
    server(chart, 'replaced', { transport, oidc, externalAuth: exchange('replaced') }),
    server(chart, 'added', { transport, oidc, externalAuth: exchange('added', HEADER) }),
    server(chart, 'refused', { transport, oidc, externalAuth: exchange('refused', undefined, 'wrong') }),
    new McpRemoteProxy(chart, 'remote', {
      remoteUrl: REMOTE,
      resources: SMALL,
      oidc,
      externalAuth: exchange('remote'),
    }),
    new VirtualMcpServer(chart, 'desk', { group, resources: SMALL, oidc }),
    new VirtualMcpServer(chart, 'office-desk', { group, resources: SMALL, oidc, outgoingAuth: outgoing }),
  ];
  urls = Object.fromEntries(made.map(({ name, url }) => [name, url]));
  return chart;
}

/** What a server received with a call of Alice. */
async function headersAt(cluster: Cluster, name: string, tool = 'whoami'): Promise<Record<string, string>> {
  const token = await cluster.token('alice', AUDIENCE);
  const { headers, refused } = await cluster.call(urls[name], tool, {}, { token, patience: 60 });
  assert.equal(refused, undefined);
  return headers;
}

const isExchanged = (authorization: string | undefined, audience: string) => {
  const { sub, aud, client, scope } = claimsIn(authorization);
  assert.deepEqual(
    { sub, aud, client, scope },
    { sub: 'alice', aud: audience, client: 'toolhive', scope: 'read write' },
  );
};

export const exchange: Topic = {
  name: 'exchange',
  title: 'Outbound credentials',
  async prepare(cluster) {
    const values = {
      secret: 'secret-of-toolhive',
      wrong: 'another',
      own: 'key-of-the-member',
      office: 'key-of-the-office',
    };
    await cluster.apply([secret(cluster, 'exchange', values)]);
    await cluster.apply(app(cluster));
    const servers = ['crm', 'open', 'replaced', 'added', 'refused'];
    await cluster.ready(
      ...servers.flatMap((name) => [`deploy/${name}`, `statefulset/${name}`]),
      ...['remote', 'desk', 'office-desk'].map((name) => `deploy/${name}`),
    );
    const tools = ['crm_whoami', 'tickets_whoami', 'open_whoami'];
    await membersAnswer(cluster, urls.desk, tools, () => cluster.token('alice', AUDIENCE));
  },
  promises: [
    {
      promise: "The client's token is exchanged for one that the MCP server accepts",
      page: PAGE,
      how: 'the server returns what it received: a token for its audience, of the same user, and no other',
      run: async (cluster) => isExchanged((await headersAt(cluster, 'replaced')).authorization, 'replaced'),
    },
    {
      promise: 'With `externalTokenHeaderName` the new token is in a header of its own',
      page: PAGE,
      how: 'the server returns what it received',
      run: async (cluster) => isExchanged((await headersAt(cluster, 'added'))[HEADER.toLowerCase()], 'added'),
    },
    {
      promise: "A client's token that isn't exchanged is not passed on",
      page: PAGE,
      how: 'the token endpoint refuses the secret of the proxy: no call comes about',
      async run(cluster) {
        const token = await cluster.token('alice', AUDIENCE);
        const { refused, results } = await cluster.visit(urls.refused, [{ call: 'whoami' }], { token });
        assert.ok(refused ?? results[0].refused, JSON.stringify(results));
      },
    },
    {
      promise: 'A remote proxy exchanges tokens, too',
      page: PAGE,
      how: 'the remote server returns what it received',
      run: async (cluster) => isExchanged((await headersAt(cluster, 'remote')).authorization, 'remote'),
    },
    {
      promise: 'A virtual server sends each member what its `externalAuth` defines',
      page: VIRTUAL_PAGE,
      how: 'members return what they received: an exchanged token, a header, neither',
      async run(cluster) {
        isExchanged((await headersAt(cluster, 'desk', 'crm_whoami')).authorization, 'crm');
        const { authorization, 'x-api-key': key } = await headersAt(cluster, 'desk', 'tickets_whoami');
        assert.deepEqual([authorization, key], [undefined, 'key-of-the-member']);
        const open = await headersAt(cluster, 'desk', 'open_whoami');
        assert.deepEqual([open.authorization, open['x-api-key']], [undefined, undefined]);
      },
    },
    {
      promise: '`OutgoingAuth.inline` defines the credentials of members in one place',
      page: VIRTUAL_PAGE,
      how: "of a member with a header of its own, the virtual server's entry is sent",
      async run(cluster) {
        const { 'x-api-key': key } = await headersAt(cluster, 'office-desk', 'tickets_whoami');
        assert.equal(key, 'key-of-the-office');
      },
    },
  ],
};
