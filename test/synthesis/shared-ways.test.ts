import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { McpServer, ToolhiveChart, Warnings } from '../../src';

function world() {
  const app = Testing.app();
  const [one, two] = ['one', 'two'].map((id) => new ToolhiveChart(app, id, { namespace: id }));
  const serverIn = (chart: ToolhiveChart, id: string) => new McpServer(chart, id, { image: 'i:1.0' });
  return { app, a: serverIn(one, 'a'), b: serverIn(one, 'b'), other: serverIn(two, 'c') };
}

const host = 'mcp.example.com';
const gateway = { name: 'public', namespace: 'gateways' };

test('fails on two servers at one host and path, in whatever chart they are', () => {
  const { app, a, b, other } = world();
  a.exposeViaIngress(host);
  b.exposeViaIngress(host);
  other.exposeViaIngress(host);
  expect(() => app.synth()).toThrow(
    /mcp\.example\.com\/\S* leads to two servers, by the Ingress at one\/a\/Ingress and that at one\/b\/Ingress/,
  );
  expect(() => app.synth()).toThrow(/by the Ingress at one\/b\/Ingress and that at two\/c\/Ingress/);
});

test('fails on two routes of one Gateway, host and path', () => {
  const { app, a, other } = world();
  for (const server of [a, other]) server.exposeViaHttpRoute({ parentRefs: [gateway], hostnames: [host] });
  expect(() => app.synth()).toThrow(/mcp\.example\.com\/\S* leads to two servers, by the HTTPRoute/);
});

test('other hosts, paths and controllers are other ways', () => {
  const { app, a, b, other } = world();
  a.exposeViaIngress(host, { className: 'inside' });
  b.exposeViaIngress(host, { className: 'outside' });
  other.exposeViaIngress(`other.${host}`, { className: 'inside' });
  expect(() => app.synth()).not.toThrow();
});

test('a variable that ToolHive sets itself is warned of', () => {
  const chart = new ToolhiveChart(Testing.app(), 'c', { namespace: 'ns' });
  const given = kplus.EnvValue.fromValue('9000');
  new McpServer(chart, 's', { image: 'i:1.0', env: { MCP_PORT: given, MCP_TRANSPORT: given, MINE: given } });
  Testing.synth(chart);
  for (const child of chart.node.findAll()) child.node.validate();
  expect(Warnings.of(chart).map(({ id, message }) => `${id} ${message}`)).toEqual([
    expect.stringMatching(/^env-overwritten .*"MCP_PORT" says where a server listens, and one behind stdio/),
    expect.stringMatching(/^env-overwritten .*"MCP_TRANSPORT" is set by ToolHive itself/),
  ]);
});
