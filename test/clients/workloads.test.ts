/** Plain objects tell clients what the custom resources do that they were made of, for each recorded input. */
import { App, Testing } from 'cdk8s';
import {
  IngressController,
  McpClient,
  McpGroup,
  McpOidcConfig,
  McpServer,
  McpTransport,
  OidcProvider,
  ToolhiveChart,
  VirtualMcpServer,
} from '../../src';
import { endpointsOf } from '../../src/clients/endpoints';
import { serversOfWorkloads } from '../../src/clients/workloads';
import { clientFile } from '../../src/clients/write';
import { readManifests } from '../../src/manifests/read';
import { readResources, renderManifests } from '../../src/manifests/render-manifests';
import { Obj } from '../../src/plain/objects';
import { VERSION_NAMES } from '../../src/resources/versions';
import { commandLineOf, inputOf } from '../parity/compare';
import { recordingsOf } from '../parity/recordings';

const inCluster = { isInCluster: true, objects: [] };

const cases = VERSION_NAMES.flatMap((version) => recordingsOf('cases', version)).map((recording) => ({
  recording,
  name: `${recording.name} with ${recording.version}`,
}));

test.each(cases)('$name: its objects have the same servers', ({ recording }) => {
  const { namespace, settings } = commandLineOf(recording);
  const documents = readManifests(inputOf(recording), 'input.yaml');
  const { resources } = readResources(documents, { namespace, settings });
  const rendered = renderManifests(documents, { namespace, settings, discovery: 'static' }).documents;
  const made = rendered.filter(({ findings }) => !findings.errors.length).map(({ resource }) => resource?.name);
  const objects = rendered.flatMap(({ manifests = [] }) => manifests as unknown as Obj[]);
  const sorted = ({ reachable }: ReturnType<typeof endpointsOf>) =>
    [...reachable].sort((a, b) => (a.name < b.name ? -1 : 1));
  const wanted = endpointsOf(
    resources.filter(({ name, kind }) => made.includes(name) || !/Server$|Proxy$/.test(kind)),
    inCluster,
  );
  expect(sorted(endpointsOf(serversOfWorkloads(objects, []), inCluster))).toEqual(sorted(wanted));
});

function app(): { chart: ToolhiveChart; objects: Obj[] } {
  const chart = new ToolhiveChart(new App(), 'tools', { namespace: 'mcp' });
  const group = new McpGroup(chart, 'group');
  const image = 'registry.example.com/mcp/orders:1';
  new McpServer(chart, 'member', { image, group }).exposeViaIngress('member.example.com', { insecureHttp: true });
  new VirtualMcpServer(chart, 'all', { group }).exposeViaHttpRoute({
    parentRefs: [{ name: 'gateway' }],
    hostnames: ['all.example.com'],
  });
  const config = new McpOidcConfig(chart, 'login', {
    provider: OidcProvider.issuer({ issuer: 'https://sso.example.com' }),
  });
  new McpServer(chart, 'orders', { image, oidc: { config, audience: 'orders' } }).exposeViaIngress('mcp.example.com', {
    pathPrefix: '/orders',
    controller: IngressController.NGINX,
  });
  new McpServer(chart, 'news', { image, transport: McpTransport.SSE }).exposeViaIngress('news.example.com', {
    insecureHttp: true,
  });
  return { chart, objects: Testing.synth(chart) };
}

test('the files of clients are those of the app', () => {
  const { chart, objects } = app();
  const { reachable } = endpointsOf(serversOfWorkloads(objects, []), { isInCluster: false, objects });
  const { text } = clientFile(McpClient.VS_CODE, reachable, 'MCP_TOKEN');
  expect(JSON.parse(text)).toEqual(
    JSON.parse(chart.clientConfig(McpClient.VS_CODE, { tokenVariable: 'MCP_TOKEN' }).text()),
  );
  expect(Object.keys(JSON.parse(text).servers)).toEqual(['all', 'orders', 'news']);
});

test('what the input has as a resource is not read from its ConfigMap', () => {
  const { objects } = app();
  const known = { kind: 'MCPServer', name: 'orders', namespace: 'mcp', spec: {} };
  expect(serversOfWorkloads(objects, [known]).map(({ name }) => name)).not.toContain('orders');
});

test.each([
  ['no JSON', '{'],
  ['a list', '[]'],
  ['no name', '{"transport": 5}'],
  ['members of other types', '{"name": "a", "oidc_config": [], "port": "x", "endpoint_prefix": {}}'],
])('a ConfigMap with %s is no reason to fail', (_, text) => {
  const labels = { 'toolhive.stacklok.io/mcp-server': 'a' };
  const object = { kind: 'ConfigMap', metadata: { namespace: 'x', labels }, data: { 'runconfig.json': text } };
  expect(() => endpointsOf(serversOfWorkloads([object], []), inCluster)).not.toThrow();
});
