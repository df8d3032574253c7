/** Servers that refer to others by name, and that are changed after they were made. */
import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  Aggregation,
  Authorizer,
  ClaimMapping,
  CompositeStep,
  CompositeTool,
  EmbeddingServer,
  ExternalAuth,
  IGroupMember,
  McpAuthz,
  McpAuthzConfig,
  McpExternalAuthConfig,
  McpGroup,
  McpOidcConfig,
  McpRemoteProxy,
  McpServer,
  McpServerEntry,
  McpTelemetryConfig,
  McpToolConfig,
  McpTools,
  McpTransport,
  McpWebhookConfig,
  OidcProvider,
  Optimizer,
  RegistryApi,
  RegistryApiProps,
  RemoteTransport,
  SecretReference,
  SessionStorage,
  VirtualMcpServer,
} from '../../src';

const URL = 'https://mcp.example.com/mcp';
const RESOURCES = { cpu: { request: kplus.Cpu.millis(50) }, memory: { limit: Size.mebibytes(128) } };

/** Each kind that others refer to, made once and referred to by its name. */
export function byName(chart: Construct): void {
  const scope = new Construct(chart, 'by-name');
  const named = (id: string) => [new Construct(scope, `${id}-scope`), id, `named-${id}`] as const;
  const name = (id: string) => ({ name: `named-${id}` });
  const key = (of: string) => SecretReference.key(scope, 'policies', of);

  const pdp = Authorizer.http({ url: 'https://pdp.example.com', claimMapping: ClaimMapping.STANDARD });
  const provider = OidcProvider.issuer({ issuer: 'https://sso.example.com', clientSecret: key('oidc') });
  const auth = ExternalAuth.headerInjection({ headerName: 'X-Api-Key', value: key('entry') });
  new McpAuthzConfig(scope, 'authz', { ...name('authz'), authorizer: pdp });
  new McpOidcConfig(scope, 'oidc', { ...name('oidc'), provider });
  new McpToolConfig(scope, 'tools', { ...name('tools'), toolsFilter: ['get'] });
  new McpTelemetryConfig(scope, 'telemetry', { ...name('telemetry'), prometheus: true });
  new McpExternalAuthConfig(scope, 'auth', { ...name('auth'), auth });
  const hook = { name: 'v', url: 'https://hooks.example.com', hmacSecret: key('hmac') };
  new McpWebhookConfig(scope, 'webhooks', { ...name('webhooks'), validating: [hook] });
  const group = new McpGroup(scope, 'group', name('group'));
  new EmbeddingServer(scope, 'embeddings', name('embeddings')).addEnv('RUST_LOG', kplus.EnvValue.fromValue('info'));
  const step = CompositeStep.tool('search', { tool: 'named-server.get' });
  new CompositeTool(scope, 'composite', { ...name('composite'), description: 'Searches', steps: [step] });

  const authz = McpAuthz.fromConfig(McpAuthzConfig.fromMcpAuthzConfigName(...named('authz')));
  const config = McpOidcConfig.fromMcpOidcConfigName(...named('oidc'));
  const telemetry = { config: McpTelemetryConfig.fromMcpTelemetryConfigName(...named('telemetry')) };
  const groupByName = McpGroup.fromMcpGroupName(...named('group'));
  const server = new McpServer(scope, 'server', {
    ...name('server'),
    image: 'registry.example.com/mcp:1',
    transport: McpTransport.STREAMABLE_HTTP,
    oidc: { config, audience: 'server' },
    authz,
    telemetry,
    tools: McpTools.fromConfig(McpToolConfig.fromMcpToolConfigName(...named('tools'))),
    webhooks: McpWebhookConfig.fromMcpWebhookConfigName(...named('webhooks')),
    group: groupByName,
  });
  server.addEnv('TOKEN', kplus.EnvValue.fromSecretValue(key('token')));
  server.addEnv('LOG_LEVEL', kplus.EnvValue.fromValue('debug'));
  server.addVolume({ path: '/cache', volume: kplus.Volume.fromEmptyDir(scope, 'cache', 'cache') });
  new McpRemoteProxy(scope, 'remote', { ...name('remote'), remoteUrl: URL, group: groupByName });
  new McpServerEntry(scope, 'entry', {
    ...name('entry'),
    remoteUrl: URL,
    transport: RemoteTransport.STREAMABLE_HTTP,
    externalAuth: McpExternalAuthConfig.fromMcpExternalAuthConfigName(...named('auth')),
    group: groupByName,
  });
  const members: IGroupMember[] = [
    McpServer.fromMcpServerName(...named('server')),
    McpRemoteProxy.fromMcpRemoteProxyName(...named('remote')),
    McpServerEntry.fromMcpServerEntryName(...named('entry')),
  ];
  new VirtualMcpServer(scope, 'virtual', {
    ...name('virtual'),
    group,
    oidc: { config, resourceUrl: URL },
    aggregation: Aggregation.priority(members),
    compositeToolRefs: [CompositeTool.fromCompositeToolName(...named('composite'))],
    optimizer: Optimizer.embeddingServer(EmbeddingServer.fromEmbeddingServerName(...named('embeddings'))),
  });
}

/** A registry that is changed after it was made. */
export function toldMore(chart: Construct, config: RegistryApiProps['config']): void {
  const registry = new RegistryApi(chart, 'told-more', { config });
  registry.addEnv('LOG_LEVEL', kplus.EnvValue.fromValue('debug'));
  registry.addVolume({ path: '/data', volume: kplus.Volume.fromEmptyDir(registry, 'data', 'data') });
}

/** What cdk8s-plus-28 makes of servers. */
export function inPlusObjects(chart: Construct): void {
  const scope = new Construct(chart, 'plus');
  const server = new McpServer(scope, 'plus-scaled', {
    image: 'registry.example.com/mcp:1',
    transport: McpTransport.STREAMABLE_HTTP,
    proxyResources: RESOURCES,
    sessionStorage: SessionStorage.redis('redis.cache.svc:6379'),
  });
  new kplus.HorizontalPodAutoscaler(scope, 'autoscaler', { target: server, maxReplicas: 3 });
  const ingress = new kplus.Ingress(scope, 'ingress');
  ingress.addHostRule('plus.example.com', '/mcp', server.toIngressBackend());
  new kplus.NetworkPolicy(scope, 'policy', { selector: server });
}
