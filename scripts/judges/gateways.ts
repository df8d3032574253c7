/** Remote proxies, embedding servers and virtual servers, as plain as they can be and with all they have. */
import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { everyOperation, forTheOperator, newer } from './operations';
import {
  Aggregation,
  BackendAuth,
  CompositeOutputType,
  CompositeStep,
  CompositeTool,
  MemberDiscovery,
  ElicitationAction,
  EmbeddingServer,
  EmbeddingServerProps,
  ExternalAuth,
  IGroupMember,
  KnownTools,
  McpAuthz,
  McpExternalAuthConfig,
  McpGroup,
  McpOidcConfig,
  McpProtocol,
  McpRemoteProxy,
  McpRemoteProxyProps,
  McpServer,
  McpServerEntry,
  McpServerEntryProps,
  McpTelemetryConfig,
  McpToolConfig,
  McpTools,
  McpTransport,
  ServerMonitoring,
  OidcProvider,
  StepErrorHandling,
  Optimizer,
  OutgoingAuth,
  PartialFailureMode,
  PodTemplate,
  RemoteTransport,
  ServerOperationsProps,
  SessionAffinity,
  SessionStorage,
  ToolVisibility,
  UpstreamProvider,
  VirtualMcpServer,
  VirtualMcpServerProps,
} from '../../src';

const ISSUER = 'https://auth.example.com';
const REMOTE = 'https://mcp.example.com/mcp';
const RESOURCES = { cpu: { request: kplus.Cpu.millis(50) }, memory: { limit: Size.mebibytes(128) } };
const SIDECAR = PodTemplate.fromJson({
  metadata: { labels: { team: 'platform' } },
  spec: { containers: [{ name: 'sidecar', image: 'registry.example.com/sidecar:1' }] },
});

/** `Required`: the compiler names a prop that is new and not shown to the judges. */
type Everything<Props> = Required<Omit<Props, 'name'>>;

/** What several of them take. */
class Shared {
  readonly secret: kplus.ISecret;
  readonly pullSecrets: kplus.ISecret[];
  readonly account: kplus.IServiceAccount;
  readonly oidc: McpOidcConfig;
  readonly telemetry: McpTelemetryConfig;
  readonly group: McpGroup;
  readonly caBundle: { configMap: kplus.IConfigMap; key: string };

  constructor(chart: Construct) {
    const scope = new Construct(chart, 'gateways');
    this.secret = kplus.Secret.fromSecretName(scope, 'secret', 'gateway');
    this.pullSecrets = [kplus.Secret.fromSecretName(scope, 'regcred', 'own')];
    this.account = kplus.ServiceAccount.fromServiceAccountName(scope, 'account', 'reader');
    this.caBundle = { configMap: kplus.ConfigMap.fromConfigMapName(scope, 'ca', 'company-ca'), key: 'ca.crt' };
    const provider = OidcProvider.issuer({ issuer: ISSUER, clientSecret: this.key('oidc'), caBundle: this.caBundle });
    this.oidc = new McpOidcConfig(chart, 'gateway-oidc', { provider });
    this.telemetry = new McpTelemetryConfig(chart, 'gateway-telemetry', {
      openTelemetry: { endpoint: 'https://otel:4318', tracing: true, sensitiveHeaders: { key: this.key('otel') } },
      prometheus: true,
    });
    this.group = new McpGroup(chart, 'gateway-group', { description: 'All' });
  }

  key(key: string): kplus.SecretValue {
    return { secret: this.secret, key };
  }
}

/** @param forOperator whether what ToolHive's operator does another way, or not at all, is left out */
export function gateways(chart: Construct, forOperator: boolean): void {
  const shared = new Shared(chart);
  const { group } = shared;
  const sayable = <Props extends ServerOperationsProps & { serviceType?: kplus.ServiceType }>(props: Props): Props =>
    forOperator ? forTheOperator(props, { hasOwnPodTemplate: true }) : props;
  const server = new McpServer(chart, 'member', { image: 'registry.example.com/mcp:1', group });
  group.addMember(new McpServer(chart, 'member-sse', { image: 'mcp', transport: McpTransport.SSE }));
  new McpRemoteProxy(chart, 'remote', { remoteUrl: REMOTE, group });
  const proxy = new McpRemoteProxy(chart, 'remote-everything', sayable(everyProxyProp(chart, shared)));
  new McpServerEntry(chart, 'entry', { remoteUrl: REMOTE, group });
  const { caBundle, ...entryProps } = everyEntryProp(chart, shared);
  const entry = new McpServerEntry(chart, 'entry-everything', { ...entryProps, ...(!forOperator && { caBundle }) });
  new EmbeddingServer(chart, 'embeddings');
  const embeddings = new EmbeddingServer(chart, 'embeddings-everything', sayable(everyEmbeddingProp(chart, shared)));
  new VirtualMcpServer(chart, 'virtual', { group });
  if (!forOperator) new VirtualMcpServer(chart, 'virtual-cluster', { group, discovery: MemberDiscovery.CLUSTER });
  const optimizers = [
    Optimizer.embeddingServer(embeddings, { maxToolsToReturn: 5 }),
    Optimizer.openAi({
      embeddingService: 'https://api.openai.com/v1',
      embeddingModel: 'text-embedding-3-small',
      embeddingHeaders: { 'X-Org': 'acme' },
      apiKey: shared.key('openai'),
    }),
  ];
  optimizers.forEach((optimizer, i) => {
    const props = everyVirtualProp(new Construct(chart, `virtual-${i}-parts`), shared, [server, proxy, entry]);
    const { serviceType } = props;
    new VirtualMcpServer(chart, `virtual-everything-${i}`, { ...sayable(props), serviceType, optimizer });
  });
}

function everyProxyProp(chart: Construct, shared: Shared): Everything<McpRemoteProxyProps> {
  const upstream = UpstreamProvider.oidc('idp', { issuerUrl: 'https://idp.example.com', clientId: 'toolhive' });
  const auth = ExternalAuth.embeddedAuthServer({ issuer: ISSUER, upstreamProviders: [upstream] });
  const exchange = ExternalAuth.tokenExchange({
    tokenUrl: ISSUER,
    audience: 'backend',
    clientSecret: shared.key('exchange'),
  });
  return {
    remoteUrl:
      newer<{ url?: string }>(chart, { url: 'http://10.0.0.7/events' }).url ?? 'https://sse.example.com/events',
    transport: RemoteTransport.SSE,
    proxyPort: 8088,
    ...newer(chart, { allowPrivateEndpoint: true }),
    headers: { 'X-Tenant': 'acme' },
    secretHeaders: { 'X-Key': shared.key('header') },
    knownTools: KnownTools.of(['get']),
    listing: { description: 'Gets pages' },
    tools: McpTools.allow('get'),
    oidc: { config: shared.oidc, resourceUrl: 'https://remote.example.com' },
    authz: McpAuthz.cedar(['permit(principal, action, resource);']),
    authServer: new McpExternalAuthConfig(chart, 'remote-auth-server', { auth }),
    externalAuth: new McpExternalAuthConfig(chart, 'remote-exchange', { auth: exchange }),
    telemetry: { config: shared.telemetry },
    audit: true,
    sessionStorage: SessionStorage.redis('redis:6379', { password: shared.key('redis') }),
    group: shared.group,
    protocol: McpProtocol.SESSIONS,
    sessionAffinity: SessionAffinity.NONE,
    endpointPrefix: '/remote',
    trustProxyHeaders: true,
    resourceOverrides: {
      proxyDeployment: { labels: { team: 'platform' }, env: { LOG_LEVEL: 'debug' } },
      proxyService: { annotations: { 'example.com/note': 'yes' } },
    },
    resources: RESOURCES,
    replicas: 2,
    serviceType: kplus.ServiceType.NODE_PORT,
    shutdownDelay: Duration.seconds(10),
    ...everyOperation(new Construct(chart, 'remote-operations'), ServerMonitoring.serviceMonitor()),
    serviceAccount: shared.account,
    imagePullSecrets: shared.pullSecrets,
    podTemplateSpec: SIDECAR,
  };
}

function everyEntryProp(chart: Construct, shared: Shared): Everything<McpServerEntryProps> {
  const auth = ExternalAuth.headerInjection({ headerName: 'X-Api-Key', value: shared.key('entry') });
  return {
    remoteUrl: newer<{ url?: string }>(chart, { url: 'https://10.0.0.8/mcp' }).url ?? REMOTE,
    transport: RemoteTransport.STREAMABLE_HTTP,
    group: shared.group,
    knownTools: KnownTools.of(['get']),
    headers: { 'X-Tenant': 'acme' },
    secretHeaders: { 'X-Key': shared.key('header') },
    externalAuth: new McpExternalAuthConfig(chart, 'entry-key', { auth }),
    caBundle: shared.caBundle,
    ...newer(chart, { allowPrivateEndpoint: true }),
  };
}

function everyEmbeddingProp(chart: Construct, shared: Shared): Everything<EmbeddingServerProps> {
  const metadata = { labels: { team: 'platform' }, annotations: { 'example.com/note': 'yes' } };
  return {
    model: 'BAAI/bge-large-en-v1.5',
    image: 'registry.example.com/tei:1',
    imagePullPolicy: kplus.ImagePullPolicy.ALWAYS,
    port: 9000,
    args: ['--max-batch-requests', '64'],
    env: { PLAIN: kplus.EnvValue.fromValue('1'), TOKEN: shared.secret.envValue('token') },
    hfToken: shared.key('hf'),
    modelCache: {
      size: Size.gibibytes(20),
      accessMode: kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE,
      storageClassName: 'fast',
    },
    resources: RESOURCES,
    replicas: 2,
    serviceType: kplus.ServiceType.CLUSTER_IP,
    ...everyOperation(new Construct(chart, 'embedding-operations'), ServerMonitoring.serviceMonitor()),
    imagePullSecrets: shared.pullSecrets,
    podTemplateSpec: SIDECAR,
    resourceOverrides: {
      statefulSet: { ...metadata, podTemplateMetadataOverrides: metadata },
      service: metadata,
      persistentVolumeClaim: metadata,
    },
  };
}

function everyVirtualProp(
  scope: Construct,
  shared: Shared,
  [server, proxy, entry]: IGroupMember[],
): Omit<Everything<VirtualMcpServerProps>, 'optimizer' | 'authServerUpstreamFilter'> {
  const limit = { maxTokens: 100, refillPeriod: Duration.minutes(1) };
  const upstreams = ['one', 'two'].map((name) =>
    UpstreamProvider.oidc(name, {
      issuerUrl: `https://${name}.example.com`,
      clientId: 'toolhive',
      clientSecret: shared.key(name),
    }),
  );
  const named = (name: string, auth: ExternalAuth) =>
    BackendAuth.externalAuth(new McpExternalAuthConfig(scope, name, { name: `${scope.node.id}-${name}`, auth }));
  const search = CompositeStep.tool('search', {
    tool: 'member.search',
    onError: StepErrorHandling.retry({ retryCount: 2 }),
  });
  const ask = CompositeStep.elicitation('ask', {
    message: 'Read them?',
    schema: { type: 'object', properties: { sure: { type: 'boolean' } } },
    onDecline: ElicitationAction.SKIP_REMAINING,
    dependsOn: [search],
  });
  const read = CompositeStep.forEach('read', {
    collection: '{{json .steps.search.output.urls}}',
    tool: 'entry.read',
    arguments: { url: '{{.forEach.item}}' },
    dependsOn: [ask],
  });
  const text = {
    type: CompositeOutputType.ARRAY,
    description: 'The pages.',
    value: '{{json .steps.read.output.iterations}}',
  };
  const composite = {
    description: 'Searches and reads.',
    steps: [search, ask, read],
    output: { properties: { text } },
  };
  return {
    group: shared.group,
    discovery: MemberDiscovery.STATIC,
    oidc: { config: shared.oidc, resourceUrl: 'https://virtual.example.com' },
    authz: McpAuthz.cedar(['permit(principal, action, resource);'], { groupClaimName: 'groups' }),
    authServer: {
      issuer: ISSUER,
      upstreamProviders: upstreams,
      signingKeys: [shared.key('sign')],
      hmacSecrets: [shared.key('hmac')],
    },
    outgoingAuth: OutgoingAuth.inline({
      default: named('injected', ExternalAuth.upstreamInject('one')),
      backends: [
        {
          member: server,
          auth: named('key', ExternalAuth.headerInjection({ headerName: 'X-Key', value: shared.key('key') })),
        },
        // With source "inline" the operator forgets the secrets of the members' own configurations.
        {
          member: proxy,
          auth: named(
            'remote-key',
            ExternalAuth.headerInjection({ headerName: 'X-Key', value: shared.key('remote-key') }),
          ),
        },
        {
          member: entry,
          auth: named(
            'exchange',
            ExternalAuth.tokenExchange({ tokenUrl: ISSUER, audience: 'entry', clientSecret: shared.key('exchange') }),
          ),
        },
      ],
    }),
    passthroughHeaders: ['X-Request-Id'],
    aggregation: Aggregation.priority([server, proxy], {
      tools: [
        { member: server, filter: ['search'] },
        { member: proxy, excludeAll: true },
        {
          member: entry,
          toolConfig: new McpToolConfig(scope, 'tools', { name: `${scope.node.id}-tools`, toolsFilter: ['read'] }),
          overrides: { read: { name: 'get', annotations: { readOnlyHint: true } } },
        },
      ],
      defaultToolVisibility: ToolVisibility.DENY,
    }),
    compositeTools: [{ name: 'search_and_read', ...composite }],
    compositeToolRefs: [new CompositeTool(scope, 'composite', { name: `${scope.node.id}-composite`, ...composite })],
    codeMode: { stepLimit: 5000 },
    operational: {
      debug: true,
      timeouts: {
        default: Duration.seconds(45),
        perWorkload: [{ member: server, timeout: Duration.minutes(1) }],
        ...newer(scope, { backendInit: Duration.seconds(20) }),
      },
      ...newer(scope, { listChanged: { enabled: true, disabledMembers: [proxy] } }),
      failureHandling: { partialFailureMode: PartialFailureMode.BEST_EFFORT, circuitBreaker: {} },
    },
    audit: { includeRequestData: true, eventTypes: ['mcp_tool_call'] },
    telemetry: { config: shared.telemetry },
    sessionStorage: SessionStorage.redis('redis:6379', {
      db: 1,
      keyPrefix: 'mcp',
      password: shared.key('redis'),
      ...newer(scope, { tls: { caCert: shared.key('redis-ca') } }),
    }),
    rateLimiting: { shared: limit, perUser: limit, tools: [{ name: 'get', shared: limit }] },
    config: { metadata: { owner: 'platform' } },
    replicas: 2,
    shutdownDelay: Duration.seconds(10),
    ...everyOperation(new Construct(scope, 'operations'), ServerMonitoring.scrapeAnnotations()),
    serviceType: kplus.ServiceType.LOAD_BALANCER,
    sessionAffinity: SessionAffinity.NONE,
    resources: RESOURCES,
    serviceAccount: shared.account,
    imagePullSecrets: shared.pullSecrets,
    podTemplateSpec: SIDECAR,
  };
}
