/**
 * Two MCP servers, and one that offers both as one. They trust one provider of identities; images are private.
 *
 * The Secrets that it names have to be in the namespace: `regcred` (pull secret) and `github-token` (key `token`).
 */
import { App, Size } from 'cdk8s';
import { Cpu, Secret } from 'cdk8s-plus-28';
import {
  McpAuthz,
  McpGroup,
  McpOidcConfig,
  McpServer,
  McpTools,
  McpTransport,
  OidcProvider,
  ToolhiveChart,
  VirtualMcpServer,
} from 'cdk8s-toolhive';

const app = new App();
const chart = new ToolhiveChart(app, 'toolhive', {
  namespace: 'toolhive',
  imagePullSecrets: [Secret.fromSecretName(app, 'regcred', 'regcred')],
});

const sso = new McpOidcConfig(chart, 'sso', {
  provider: OidcProvider.issuer({ issuer: 'https://sso.example.com/realms/company' }),
});
const group = new McpGroup(chart, 'engineering', { description: 'What engineers work with' });

new McpServer(chart, 'fetch', {
  image: 'registry.example.com/stackloklabs/gofetch/server:1.0.4',
  transport: McpTransport.STREAMABLE_HTTP,
  tools: McpTools.allow('fetch'),
  oidc: { config: sso, audience: 'fetch' },
  group,
});

const token = Secret.fromSecretName(chart, 'github-token', 'github-token');
new McpServer(chart, 'github', {
  image: 'registry.example.com/github/github-mcp-server:v0.20.0',
  env: { GITHUB_PERSONAL_ACCESS_TOKEN: token.envValue('token') },
  resources: { cpu: { limit: Cpu.millis(200) }, memory: { limit: Size.mebibytes(256) } },
  oidc: { config: sso, audience: 'github' },
  authz: McpAuthz.cedar(['permit(principal, action == Action::"call_tool", resource == Tool::"search_code");']),
  group,
});

new VirtualMcpServer(chart, 'gateway', { group, oidc: { config: sso, resourceUrl: 'https://mcp.example.com' } });

app.synth();
