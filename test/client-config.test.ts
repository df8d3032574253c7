import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { chartIn } from './util';
import {
  McpClient,
  McpGroup,
  McpOidcConfig,
  McpRemoteProxy,
  McpServer,
  OidcProvider,
  RemoteTransport,
  Toolhive,
  ToolhiveChart,
  VirtualMcpServer,
} from '../src';

const serversOf = (text: string) => JSON.parse(text).mcpServers;

describe('the configuration of a client', () => {
  test('has each server with a public address', () => {
    const chart = chartIn();
    const config = chart.clientConfig(McpClient.CLAUDE_CODE);
    new McpServer(chart, 'orders', { image: 'i' }).exposeViaIngress('mcp.example.com', {
      pathPrefix: '/orders',
      rewriteAnnotations: { a: 'b' },
    });
    new McpRemoteProxy(chart, 'search', {
      remoteUrl: 'https://search.example.com/v1/sse',
      transport: RemoteTransport.SSE,
    }).exposeViaHttpRoute({ parentRefs: [{ name: 'gateway' }], hostnames: ['search.example.org'] });
    new McpServer(chart, 'inside', { image: 'i' });
    expect(serversOf(config.text())).toEqual({
      orders: { type: 'http', url: 'https://mcp.example.com/orders/mcp' },
      search: { type: 'sse', url: 'https://search.example.org/v1/sse' },
    });
  });

  test('has the address of an Ingress that somebody else made', () => {
    const chart = chartIn();
    new McpServer(chart, 'orders', { image: 'i' });
    new ApiObject(chart, 'way', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      spec: {
        tls: [{ hosts: ['mcp.example.com'] }],
        rules: [
          {
            host: 'mcp.example.com',
            http: { paths: [{ path: '/', backend: { service: { name: 'mcp-orders-proxy' } } }] },
          },
        ],
      },
    });
    expect(serversOf(chart.clientConfig(McpClient.CURSOR).text())).toEqual({
      orders: { url: 'https://mcp.example.com/mcp' },
    });
  });

  test('has a virtual server in place of its members, once that has an address', () => {
    const chart = chartIn();
    const group = new McpGroup(chart, 'tools');
    const member = new McpServer(chart, 'orders', { image: 'i', group });
    member.exposeViaIngress('orders.example.com');
    const gateway = new VirtualMcpServer(chart, 'gateway', { group });
    const config = chart.clientConfig(McpClient.CURSOR);
    expect(Object.keys(serversOf(config.text()))).toEqual(['orders']);
    gateway.exposeViaIngress('mcp.example.com');
    expect(serversOf(config.text())).toEqual({ gateway: { url: 'https://mcp.example.com/mcp' } });
  });

  test("has the cluster's own addresses on request", () => {
    const chart = chartIn();
    new McpServer(chart, 'orders', { image: 'i', transport: undefined });
    expect(serversOf(chart.clientConfig(McpClient.CURSOR, { inCluster: true }).text())).toEqual({
      orders: { url: 'http://mcp-orders-proxy.ns.svc.cluster.local:8080/mcp' },
    });
  });

  test('names the variable of a token only for servers that want one', () => {
    const chart = chartIn();
    const sso = new McpOidcConfig(chart, 'sso', {
      provider: OidcProvider.issuer({ issuer: 'https://sso.example.com' }),
    });
    new McpServer(chart, 'open', { image: 'i' }).exposeViaIngress('open.example.com');
    new McpServer(chart, 'closed', { image: 'i', oidc: { config: sso, audience: 'mcp' } }).exposeViaIngress(
      'closed.example.com',
    );
    expect(serversOf(chart.clientConfig(McpClient.CURSOR, { tokenVariable: 'TOKEN' }).text())).toEqual({
      open: { url: 'https://open.example.com/mcp' },
      closed: { url: 'https://closed.example.com/mcp', headers: { Authorization: 'Bearer ${env:TOKEN}' } },
    });
  });

  test('tells two servers of one name apart by their namespaces', () => {
    const app = Testing.app();
    for (const namespace of ['a', 'b']) {
      const chart = new ToolhiveChart(app, namespace, { namespace });
      new McpServer(chart, 'orders', { image: 'i' }).exposeViaIngress(`${namespace}.example.com`);
    }
    expect(Object.keys(serversOf(Toolhive.clientConfig(app, McpClient.CURSOR).text()))).toEqual([
      'orders-a',
      'orders-b',
    ]);
  });

  test('is written beside the manifests, in a folder of its own', () => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'clients-')) });
    const chart = chartIn(app);
    new McpServer(chart, 'orders', { image: 'i' }).exposeViaIngress('mcp.example.com');
    const config = chart.clientConfig(McpClient.VS_CODE);
    app.synth();
    const file = config.save();
    expect(file).toBe(join(app.outdir, 'clients', 'vscode', '.vscode', 'mcp.json'));
    expect(readFileSync(file, 'utf8')).toBe(config.text());
    expect(existsSync(config.save({ folder: join(app.outdir, 'other') }))).toBe(true);
  });

  test('is a ConfigMap, with all servers that are added later', () => {
    const chart = chartIn();
    const config = chart.clientConfig(McpClient.CODEX);
    config.toConfigMap(chart, 'codex');
    new McpServer(chart, 'orders', { image: 'i' }).exposeViaIngress('mcp.example.com');
    const map = Testing.synth(chart).find(({ kind, data }) => kind === 'ConfigMap' && data['config.toml']);
    expect(map.data).toEqual({ 'config.toml': '[mcp_servers.orders]\nurl = "https://mcp.example.com/mcp"\n' });
  });

  test('fails with a variable that is none', () => {
    expect(() => chartIn().clientConfig(McpClient.CURSOR, { tokenVariable: 'A}${B' })).toThrow(
      '[chart] tokenVariable: "A}${B" must be the name of a variable: letters, digits and _, such as "MCP_TOKEN"',
    );
  });
});

describe('the summary', () => {
  test('has addresses, who may use them, and Secrets that are not in the app', () => {
    const chart = chartIn();
    const sso = new McpOidcConfig(chart, 'sso', {
      provider: OidcProvider.issuer({ issuer: 'https://sso.example.com' }),
    });
    const own = new kplus.Secret(chart, 'own', { metadata: { name: 'own', namespace: 'ns' } });
    const given = kplus.Secret.fromSecretName(chart, 'given', 'given');
    new McpServer(chart, 'orders', {
      image: 'i',
      oidc: { config: sso, audience: 'mcp' },
      env: { A: own.envValue('a'), B: given.envValue('b') },
    }).exposeViaIngress('mcp.example.com');
    new McpServer(chart, 'inside', { image: 'i' });
    expect(chart.summary()).toBe(`Addresses
  orders: https://mcp.example.com/mcp (streamable HTTP), for users with a token of https://sso.example.com, audience mcp
Without an address
  ns/inside
Secrets that have to exist
  ns/given
`);
  });

  test('says that there is no address', () => {
    expect(chartIn().summary()).toBe('Addresses\n  none: no server is exposed under a host that is known\n');
  });
});
