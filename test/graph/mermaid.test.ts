import * as kplus from 'cdk8s-plus-28';
import {
  McpAuthz,
  McpExternalAuthConfig,
  McpGroup,
  McpRemoteProxy,
  McpServer,
  McpServerEntry,
  McpTools,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistrySource,
  Toolhive,
  ToolhiveChart,
  VirtualMcpServer,
} from '../../src';
import { mermaid } from '../../src/graph/mermaid';
import { chartIn } from '../util';

const image = 'registry.example.com/mcp:1';

test('servers, groups and what they refer to are drawn, requests from left to right', () => {
  const chart = chartIn();
  const token = kplus.Secret.fromSecretName(chart, 'token', 'github-token');
  const group = new McpGroup(chart, 'tools');
  const authz = McpAuthz.cedar(['permit(principal, action, resource);']);
  const env = { TOKEN: token.envValue('token') };
  new McpServer(chart, 'github', { image, group, env, authz, audit: true, tools: McpTools.allow('read') });
  new McpServerEntry(chart, 'remote', { group, remoteUrl: 'https://mcp.example.com/mcp?x=1' });
  new VirtualMcpServer(chart, 'all', { group });
  expect(chart.toMermaid()).toBe(`flowchart LR
  MCPGroup_ns_tools(["MCPGroup<br/>tools"])
  MCPServer_ns_github["MCPServer<br/>github<br/>rules of its own, audit"]
  MCPServerEntry_ns_remote("MCPServerEntry<br/>remote<br/>mcp.example.com")
  MCPToolConfig_ns_github_tools{{"MCPToolConfig<br/>github-tools"}}
  VirtualMCPServer_ns_all[["VirtualMCPServer<br/>all"]]
  Secret_ns_github_token[/"Secret<br/>github-token"/]
  MCPGroup_ns_tools --> MCPServer_ns_github
  MCPServer_ns_github -.-> MCPToolConfig_ns_github_tools
  MCPServer_ns_github -.-> Secret_ns_github_token
  MCPGroup_ns_tools --> MCPServerEntry_ns_remote
  VirtualMCPServer_ns_all --> MCPGroup_ns_tools
`);
});

test('an app has a frame for each namespace', () => {
  const app = chartIn().node.root;
  new McpServer(new ToolhiveChart(app as never, 'a', { namespace: 'a' }), 's', { image });
  new McpServer(new ToolhiveChart(app as never, 'b', { namespace: 'b' }), 's', { image });
  expect(Toolhive.toMermaid(app)).toBe(`flowchart LR
  subgraph namespace_a["a"]
    MCPServer_a_s["MCPServer<br/>s"]
  end
  subgraph namespace_b["b"]
    MCPServer_b_s["MCPServer<br/>s"]
  end
`);
});

test('a registry lists servers of the app, and has its Secrets', () => {
  const chart = chartIn();
  const server = new McpServer(chart, 's', { image });
  new RegistryApi(chart, 'r', {
    config: RegistryConfig.fromParts({
      sources: [RegistrySource.servers([server])],
      database: RegistryDatabase.pgpass({
        host: 'postgres',
        database: 'registry',
        user: 'app',
        pgpass: { secret: kplus.Secret.fromSecretName(chart, 'pgpass', 'registry-pgpass'), key: 'pgpass' },
      }),
      auth: RegistryAuth.anonymous(),
    }),
  });
  expect(chart.toMermaid()).toBe(`flowchart LR
  MCPServer_ns_s["MCPServer<br/>s"]
  RegistryApi_ns_r[("RegistryApi<br/>r")]
  Secret_ns_registry_pgpass[/"Secret<br/>registry-pgpass"/]
  RegistryApi_ns_r -.-> Secret_ns_registry_pgpass
  RegistryApi_ns_r -. lists .-> MCPServer_ns_s
`);
});

test('what only a name is known of is drawn all the same', () => {
  const chart = chartIn();
  const externalAuth = McpExternalAuthConfig.fromMcpExternalAuthConfigName(chart, 'auth', 'token');
  new McpRemoteProxy(chart, 'p', { remoteUrl: 'https://mcp.example.com', externalAuth });
  expect(chart.toMermaid()).toBe(`flowchart LR
  MCPRemoteProxy_ns_p["MCPRemoteProxy<br/>p<br/>mcp.example.com"]
  MCPExternalAuthConfig_ns_token{{"MCPExternalAuthConfig<br/>token<br/>not described here"}}
  MCPRemoteProxy_ns_p -.-> MCPExternalAuthConfig_ns_token
`);
});

test('the order of resources makes no difference', () => {
  const resource = (kind: string, name: string, spec = {}) => ({ kind, name, namespace: 'ns', spec });
  const resources = [
    resource('MCPServer', 'b', { groupRef: { name: 'g' } }),
    resource('MCPServer', 'a', { groupRef: { name: 'g' } }),
    resource('MCPGroup', 'g'),
  ];
  expect(mermaid([...resources].reverse())).toBe(mermaid(resources));
});

test('names that come out as one id are told apart, and nothing in a label is markup', () => {
  const resource = (name: string) => ({ kind: 'MCPServer', name, namespace: 'ns', spec: {} });
  expect(mermaid([resource('a.b'), resource('a-b'), resource('"]<b>')])).toBe(`flowchart LR
  MCPServer_ns____b_["MCPServer<br/>#34;#93;#60;b#62;"]
  MCPServer_ns_a_b["MCPServer<br/>a-b"]
  MCPServer_ns_a_b_2["MCPServer<br/>a.b"]
`);
});

test('without resources, there is an empty flowchart', () => {
  expect(mermaid([])).toBe('flowchart LR\n');
});
