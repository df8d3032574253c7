import { App } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  McpGroup,
  McpOidcConfig,
  McpRemoteProxy,
  McpServer,
  OidcProvider,
  ToolhiveChart,
  VirtualMcpServer,
} from '../../src';
import { toMermaid } from '../../src/graph/mermaid';
import { Resource } from '../../src/resources/resource';

const resource = (kind: string, name: string, spec = {}, namespace = 'ns'): Resource => ({
  kind,
  name,
  namespace,
  spec,
});

test('a chart shows its groups as frames, traffic as lines and what goes with it as dotted lines', () => {
  const app = new App();
  const chart = new ToolhiveChart(app, 'mcp', { namespace: 'tools' });
  const group = new McpGroup(chart, 'all');
  const token = kplus.Secret.fromSecretName(chart, 'token', 'search-token');
  new McpServer(chart, 'search', { image: 'i', group, env: { TOKEN: token.envValue('token') } });
  new McpRemoteProxy(chart, 'wiki', { remoteUrl: 'https://mcp.example.com/mcp', group });
  const config = new McpOidcConfig(chart, 'sso', { provider: OidcProvider.issuer({ issuer: 'https://sso' }) });
  new VirtualMcpServer(chart, 'gateway', { group, oidc: { config } });
  expect(chart.toMermaid()).toBe(`flowchart LR
  subgraph MCPGroup_tools_all["all"]
    MCPRemoteProxy_tools_wiki["wiki<br/>MCPRemoteProxy"]
    MCPServer_tools_search["search<br/>MCPServer"]
  end
  MCPOIDCConfig_tools_sso>"sso<br/>MCPOIDCConfig"]
  VirtualMCPServer_tools_gateway["gateway<br/>VirtualMCPServer"]
  Secret_tools_search_token[("search-token<br/>Secret")]
  Host_mcp_example_com(["mcp.example.com"])
  MCPRemoteProxy_tools_wiki --> Host_mcp_example_com
  MCPServer_tools_search -.-> Secret_tools_search_token
  VirtualMCPServer_tools_gateway --> MCPGroup_tools_all
  VirtualMCPServer_tools_gateway -.-> MCPOIDCConfig_tools_sso
`);
});

test('each of several namespaces has a frame of its own, and a Secret of the same name in each', () => {
  const secrets = { secrets: [{ name: 'key', key: 'k' }] };
  const text = toMermaid([resource('MCPServer', 'a', secrets, 'one'), resource('MCPServer', 'a', secrets, 'two')]);
  expect(text).toContain('  subgraph Namespace_one["one"]\n    MCPServer_one_a["a<br/>MCPServer"]\n');
  expect(text).toContain('Secret_one_key[("key<br/>Secret")]');
  expect(text).toContain('Secret_two_key[("key<br/>Secret")]');
});

test('what is referred to and not there is shown as such', () => {
  expect(toMermaid([resource('MCPServer', 'a', { toolConfigRef: { name: 't' } })])).toContain(
    'MCPToolConfig_ns_t["t<br/>MCPToolConfig, not here"]',
  );
});

test('a group without members is a node', () => {
  expect(toMermaid([resource('MCPGroup', 'g')])).toBe('flowchart LR\n  MCPGroup_ns_g{{"g<br/>MCPGroup"}}\n');
});

test('names that differ in signs only have ids of their own', () => {
  const text = toMermaid([resource('MCPServer', 'a-b'), resource('MCPServer', 'a.b')]);
  expect(text).toContain('MCPServer_ns_a_b["a-b<br/>MCPServer"]');
  expect(text).toContain('MCPServer_ns_a_b_2["a.b<br/>MCPServer"]');
});

test('the order of the input makes no difference', () => {
  const some = [
    resource('MCPServer', 'a', { groupRef: { name: 'g' } }),
    resource('MCPGroup', 'g'),
    resource('MCPServer', 'b'),
  ];
  expect(toMermaid([...some].reverse())).toBe(toMermaid(some));
});

test('signs that Mermaid would read are written as it has them', () => {
  const url = 'https://user:"p"@host/mcp';
  expect(toMermaid([resource('MCPServerEntry', 'a', { remoteUrl: url })])).not.toContain('"p"');
});
