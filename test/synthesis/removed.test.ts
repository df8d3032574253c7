/** What is taken out of the tree is nowhere in the app any more. */
import { App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  Authorizer,
  CompositeStep,
  CompositeTool,
  EmbeddingServer,
  ExternalAuth,
  LegacyRegistryConfig,
  McpAuthz,
  McpAuthzConfig,
  McpExternalAuthConfig,
  McpGroup,
  McpOidcConfig,
  McpRegistry,
  McpRemoteProxy,
  McpServer,
  McpServerEntry,
  McpTelemetryConfig,
  McpToolConfig,
  McpTools,
  McpWebhookConfig,
  OidcProvider,
  PermissionProfile,
  RegistryApi,
  RegistryConfig,
  ToolhiveApp,
  ToolhiveChart,
  ToolhiveChartProps,
  ToolhiveOperator,
  ToolhiveVersion,
  VirtualMcpServer,
} from '../../src';

function chartIn(app: App = Testing.app(), settings: ToolhiveChartProps = {}): Chart {
  return new ToolhiveChart(app, 'c', { namespace: 'ns', ...settings });
}

const textOf = (chart: Chart) => JSON.stringify(Testing.synth(chart));

const REGISTRY = RegistryConfig.unchecked('auth: {mode: anonymous}');
const LEGACY =
  'registryName: r\nregistries: [{name: a, format: toolhive, file: {path: /a.json}, syncPolicy: {interval: 30m}}]\nauth: {mode: anonymous}\n';
const cedar = () => Authorizer.cedar(['permit(principal, action, resource);']);
const issuer = () => OidcProvider.issuer({ issuer: 'https://sso.example.com' });

/** Each kind, with what its construct needs beside it. */
const KINDS: Record<string, (scope: Construct, group: McpGroup) => Construct> = {
  McpServer: (scope, group) => new McpServer(scope, 'x', { image: 'i:1', group }),
  McpRemoteProxy: (scope, group) => new McpRemoteProxy(scope, 'x', { remoteUrl: 'https://mcp.example.com', group }),
  McpServerEntry: (scope, group) => new McpServerEntry(scope, 'x', { remoteUrl: 'https://mcp.example.com', group }),
  VirtualMcpServer: (scope, group) => new VirtualMcpServer(scope, 'x', { group }),
  EmbeddingServer: (scope) => new EmbeddingServer(scope, 'x'),
  McpGroup: (scope) => new McpGroup(scope, 'x'),
  McpToolConfig: (scope) => new McpToolConfig(scope, 'x', { toolsFilter: ['a'] }),
  McpOidcConfig: (scope) => new McpOidcConfig(scope, 'x', { provider: issuer() }),
  McpAuthzConfig: (scope) => new McpAuthzConfig(scope, 'x', { authorizer: cedar() }),
  McpTelemetryConfig: (scope) => new McpTelemetryConfig(scope, 'x', { prometheus: true }),
  McpWebhookConfig: (scope) =>
    new McpWebhookConfig(scope, 'x', { validating: [{ name: 'a', url: 'https://hook.example.com' }] }),
  McpExternalAuthConfig: (scope) => new McpExternalAuthConfig(scope, 'x', { auth: ExternalAuth.unauthenticated() }),
  CompositeTool: (scope) =>
    new CompositeTool(scope, 'x', { description: 'd', steps: [CompositeStep.tool('a', { tool: 'm_t' })] }),
  RegistryApi: (scope) => new RegistryApi(scope, 'x', { config: LegacyRegistryConfig.fromYaml(LEGACY) }),
  ToolhiveOperator: (scope) => new ToolhiveOperator(scope, 'x'),
  McpRegistry: (scope) => new McpRegistry(scope, 'x', { config: REGISTRY }),
};

test.each(Object.entries(KINDS))('a %s can be removed and added again', (_, make) => {
  const chart = chartIn();
  const group = new McpGroup(chart, 'g');
  new McpServer(chart, 'm', { image: 'i:1', group });
  const before = textOf(chart);
  make(chart, group);
  const once = textOf(chart);
  chart.node.tryRemoveChild('x');
  expect(textOf(chart)).toBe(before);
  make(chart, group);
  expect(textOf(chart)).toBe(once);
  expect(() => make(new Construct(chart, 'again'), group)).toThrow('is there already in namespace "ns", at c/x');
});

test('a removed server is no member of its virtual server, and its host and name are free', () => {
  const chart = chartIn();
  const group = new McpGroup(chart, 'g');
  new McpServer(chart, 'stays', { image: 'i:1', group });
  new McpServer(chart, 'goes', { image: 'i:1', group }).exposeViaIngress('goes.example.com');
  new VirtualMcpServer(chart, 'v', { group });
  expect(textOf(chart)).toContain('mcp-goes-proxy');
  chart.node.tryRemoveChild('goes');
  expect(textOf(chart)).not.toContain('goes');
  new McpServer(chart, 'other', { image: 'i:1', name: 'goes' }).exposeViaIngress('goes.example.com');
  expect(textOf(chart)).toContain('goes.example.com');
});

test('all of a removed chart is gone', () => {
  const app = new ToolhiveApp({ outdir: '/nowhere' });
  const make = () => new McpServer(new ToolhiveChart(app, 'c', { namespace: 'ns' }), 's', { image: 'i:1' });
  make();
  const before = app.synthYaml();
  app.node.tryRemoveChild('c');
  make();
  expect(app.synthYaml()).toBe(before);
});

test.each<[string, (chart: Chart, config: Construct) => void, (scope: Construct) => Construct]>([
  [
    'MCPToolConfig',
    (chart, config) => new McpServer(chart, 's', { image: 'i:1', tools: McpTools.fromConfig(config as McpToolConfig) }),
    (scope) => KINDS.McpToolConfig(scope, undefined!),
  ],
  [
    'MCPOIDCConfig',
    (chart, config) =>
      new McpServer(chart, 's', { image: 'i:1', oidc: { config: config as McpOidcConfig, audience: 'a' } }),
    (scope) => KINDS.McpOidcConfig(scope, undefined!),
  ],
  [
    'MCPAuthzConfig',
    (chart, config) => {
      const oidc = { config: new McpOidcConfig(chart, 'o', { provider: issuer() }), audience: 'a' };
      new McpServer(chart, 's', { image: 'i:1', oidc, authz: McpAuthz.fromConfig(config as McpAuthzConfig) });
    },
    (scope) => KINDS.McpAuthzConfig(scope, undefined!),
  ],
  [
    'MCPWebhookConfig',
    (chart, config) => new McpServer(chart, 's', { image: 'i:1', webhooks: config as McpWebhookConfig }),
    (scope) => KINDS.McpWebhookConfig(scope, undefined!),
  ],
  [
    'MCPTelemetryConfig',
    (chart, config) => new McpServer(chart, 's', { image: 'i:1', telemetry: { config: config as McpTelemetryConfig } }),
    (scope) => KINDS.McpTelemetryConfig(scope, undefined!),
  ],
])('fails for a reference to a removed %s, which it names', (kind, refer, make) => {
  const chart = chartIn();
  refer(chart, make(chart));
  expect(() => textOf(chart)).not.toThrow();
  chart.node.tryRemoveChild('x');
  expect(() => textOf(chart)).toThrow(`there is no ${kind} "x" in namespace "ns"`);
});

test('fails where the ConfigMap of a permission profile was removed', () => {
  const chart = chartIn(undefined, { toolhiveVersion: ToolhiveVersion.V0_44_0 });
  const scope = new Construct(chart, 'profiles');
  const configMap = new kplus.ConfigMap(scope, 'p', {
    metadata: { name: 'profile' },
    data: { a: '{"network": {"outbound": {"insecure_allow_all": true}}}' },
  });
  new McpServer(chart, 's', {
    image: 'i:1',
    permissionProfile: PermissionProfile.fromConfigMap({ configMap, key: 'a' }),
  });
  textOf(chart);
  chart.node.tryRemoveChild('profiles');
  expect(() => textOf(chart)).toThrow(/ConfigMap "profile"/);
});
