/** Webhooks that are asked about each request. */
import { strict as assert } from 'node:assert';
import { Duration } from 'cdk8s';
import {
  McpTransport,
  McpWebhook,
  McpWebhookConfig,
  McpWebhookFailurePolicy,
  SecretReference,
  ToolhiveChart,
} from '../../../src';
import { Cluster, WEBHOOKS } from '../cluster';
import { Topic } from '../promises';
import { issuer, secret, server } from '../settings';
import { tlsSecret, WEBHOOK_SECRET } from '../world';

const PAGE = 'docs/policies.md';
let urls: Record<string, string> = {};

function app(cluster: Cluster): ToolhiveChart {
  const chart = cluster.chart();
  const key = (name: string) => SecretReference.key(chart, 'tls', name);
  const hook = (path: string, more: Partial<McpWebhook> = {}): McpWebhook => ({
    name: path,
    url: `${WEBHOOKS}/${path}`,
    tlsConfig: { ca: key('ca.crt') },
    timeout: Duration.seconds(5),
    ...more,
  });
  const transport = McpTransport.STREAMABLE_HTTP;
  const guarded = (name: string, validating: McpWebhook[], mutating?: McpWebhook[]) =>
    server(chart, name, {
      transport,
      webhooks: new McpWebhookConfig(chart, `${name}-hooks`, { validating, mutating }),
      ...(name === 'guarded' && { oidc: { config: issuer(chart, cluster), audience: name } }),
    });
  const client = { clientCert: key('tls.crt'), clientKey: key('tls.key') };
  const signed = hook('validate', {
    hmacSecret: SecretReference.key(chart, 'hooks', 'hmac'),
    tlsConfig: { ca: key('ca.crt'), ...client },
  });
  const { IGNORE } = McpWebhookFailurePolicy;
  urls = Object.fromEntries(
    [
      guarded('guarded', [signed], [hook('mutate')]),
      guarded('closed', [hook('broken')]),
      guarded('open', [hook('broken', { failurePolicy: IGNORE }), hook('validate')]),
      // The certificate is of an authority that ToolHive's image doesn't know.
      guarded('unknown', [hook('validate', { tlsConfig: undefined })]),
      guarded('unverified', [hook('validate', { tlsConfig: { insecureSkipVerify: true } })]),
    ].map(({ name, url }) => [name, url]),
  );
  return chart;
}

const token = (cluster: Cluster) => cluster.token('alice', 'guarded');

/** What the webhooks were asked since the test's world was made. */
async function asked(cluster: Cluster): Promise<any[]> {
  return JSON.parse((await cluster.http(`${WEBHOOKS}/asked`)).text);
}

/** What comes of a call, where a session may not come about either. */
async function said(cluster: Cluster, name: string, message: string, patience = 0): Promise<any> {
  const isGuarded = name === 'guarded';
  const options = { patience, ...(isGuarded && { token: await token(cluster) }) };
  const { refused, results } = await cluster.visit(urls[name], [{ call: 'echo', args: { message } }], options);
  return refused ? { refused } : results[0];
}

export const webhooks: Topic = {
  name: 'webhooks',
  title: 'Webhooks',
  async prepare(cluster) {
    await cluster.apply([secret(cluster, 'hooks', { hmac: WEBHOOK_SECRET }), tlsSecret(cluster.namespace)]);
    await cluster.apply(app(cluster));
    await cluster.ready(...Object.keys(urls).flatMap((name) => [`deploy/${name}`, `statefulset/${name}`]));
  },
  promises: [
    {
      promise: 'A validating webhook is asked about each request, and may refuse it',
      page: PAGE,
      how: 'it is asked about initialize, a list and calls, with the user; a call that it refuses fails',
      async run(cluster) {
        assert.deepEqual(await said(cluster, 'guarded', 'hello', 60), { message: 'hello' });
        assert.ok((await said(cluster, 'guarded', 'forbidden')).refused);
        const requests = (await asked(cluster)).filter(({ path, user }) => path === '/validate' && user === 'alice');
        const methods = new Set(requests.map(({ method }) => method));
        assert.deepEqual(
          ['initialize', 'tools/call'].filter((method) => !methods.has(method)),
          [],
        );
      },
    },
    {
      promise: 'A mutating webhook changes the request, before the validating ones are asked',
      page: PAGE,
      how: 'the server returns the changed message; what becomes forbidden by the change is refused',
      async run(cluster) {
        assert.deepEqual(await said(cluster, 'guarded', 'draft hello', 30), { message: 'hello' });
        assert.ok((await said(cluster, 'guarded', 'draft forbidden')).refused);
        const messages = (await asked(cluster))
          .filter(({ user, message }) => user === 'alice' && message?.endsWith('hello'))
          .map(({ path, message }) => `${path} ${message}`);
        assert.deepEqual(messages.slice(-2), ['/mutate draft hello', '/validate hello']);
      },
    },
    {
      promise: 'Requests are signed with `hmacSecret`, and the proxy has a client certificate',
      page: PAGE,
      how: 'the webhook verifies both; one without them gets neither',
      async run(cluster) {
        await said(cluster, 'guarded', 'signed', 30);
        await said(cluster, 'open', 'unsigned', 30);
        const of = async (text: string) => (await asked(cluster)).filter(({ message }) => message === text).pop();
        const { signed, client } = await of('signed');
        assert.deepEqual([signed, client], [true, 'world']);
        const without = await of('unsigned');
        assert.deepEqual([without.signed, without.client], [false, undefined]);
      },
    },
    {
      promise: 'A webhook that fails refuses the request, or is passed over with `IGNORE`',
      page: PAGE,
      how: 'a webhook answers 503: without a policy no request passes, with `IGNORE` all do, and the next one is asked',
      async run(cluster) {
        assert.deepEqual(await said(cluster, 'open', 'hello', 30), { message: 'hello' });
        assert.ok((await said(cluster, 'open', 'forbidden')).refused);
        assert.ok((await said(cluster, 'closed', 'hello')).refused);
        assert.ok((await asked(cluster)).some(({ path }) => path === '/broken'));
      },
    },
    {
      promise: "The webhook's certificate is verified, by `tlsConfig.ca` or the usual authorities",
      page: PAGE,
      how: 'without `ca` no request passes; with `insecureSkipVerify` all do',
      async run(cluster) {
        assert.ok((await said(cluster, 'unknown', 'hello')).refused);
        assert.deepEqual(await said(cluster, 'unverified', 'hello', 30), { message: 'hello' });
      },
    },
  ],
};
