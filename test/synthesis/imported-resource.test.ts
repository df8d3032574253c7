/** What is in the cluster is referred to by name: on every construct in the same way, and only where its kind belongs. */
import { App } from 'cdk8s';
import * as library from '../../src';
import { callablesOf, entries } from '../../src/props/read-table';
import { chartIn } from '../util';

const { EmbeddingServer, McpGroup, McpRegistry, McpRemoteProxy, McpServer, McpServerEntry } = library;
const { RegistryApi, VirtualMcpServer } = library;

/** Constructs that nothing refers to: an app and its parts, and what installs the operator. */
const NOT_REFERRED_TO = ['ImagePolicy', 'ToolhiveApp', 'ToolhiveChart', 'ToolhiveOperator', 'ToolLock'];

const constructs = [...entries().values()]
  .filter(({ kind }) => kind === 'class')
  .map(({ name }) => name)
  .filter((name) => callablesOf(name).some((callable) => callable.name === 'new' && isConstruct(callable.parameters)));

function isConstruct(parameters: readonly { readonly name: string }[]): boolean {
  return parameters[0]?.name === 'scope';
}

test.each(constructs.filter((name) => !NOT_REFERRED_TO.includes(name)))('%s is referred to by its name', (name) => {
  const chart = chartIn();
  const reference = (library as any)[name][`from${name}Name`](chart, 'reference', 'there');
  expect(reference).toMatchObject({ name: 'there', namespace: 'ns' });
});

test.each([
  [McpServer.fromMcpServerName, {}, 'http://mcp-there-proxy.ns.svc.cluster.local:8080/mcp'],
  [McpServer.fromMcpServerName, { port: 9000, path: '/sse' }, 'http://mcp-there-proxy.ns.svc.cluster.local:9000/sse'],
  [McpRemoteProxy.fromMcpRemoteProxyName, {}, 'http://mcp-there-remote-proxy.ns.svc.cluster.local:8080/mcp'],
  [VirtualMcpServer.fromVirtualMcpServerName, undefined, 'http://vmcp-there.ns.svc.cluster.local:4483/mcp'],
  [EmbeddingServer.fromEmbeddingServerName, { port: 9000 }, 'http://there.ns.svc.cluster.local:9000'],
  [McpRegistry.fromMcpRegistryName, undefined, 'http://there-api.ns:8080'],
  [RegistryApi.fromRegistryApiName, undefined, 'http://there.ns.svc.cluster.local'],
])('%o with %j is at %s', (fromName: any, options, url) => {
  expect(fromName(chartIn(), 'reference', 'there', ...(options ? [options] : [])).url).toBe(url);
});

test('fails in the place of another kind', () => {
  const chart = chartIn();
  const group: any = McpGroup.fromMcpGroupName(chart, 'group', 'tools');
  const entry: any = McpServerEntry.fromMcpServerEntryName(chart, 'entry', 'wiki');
  expect(() => new McpServer(chart, 'a', { image: 'a:1', externalAuth: group })).toThrow(
    '[chart/a] McpServer "a": externalAuth: an IMcpGroup was given, but an IMcpExternalAuthConfig belongs here',
  );
  expect(() => new VirtualMcpServer(chart, 'v', { group: entry })).toThrow(
    'group: an IMcpServerEntry was given, but an IMcpGroup belongs here',
  );
});

test('fails in no chart, whose namespace it would take', () => {
  expect(() => McpGroup.fromMcpGroupName(new App(), 'group', 'tools')).toThrow(
    '[group] IMcpGroup "tools": is in no chart',
  );
});
