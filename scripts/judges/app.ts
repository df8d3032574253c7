/** Every construct, as plain as it can be and with all it has, on both platforms: what the judges are shown. */
import { App, Cron, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { authServers } from './auth-servers';
import { gateways } from './gateways';
import { everyOperation, everyPeer, forTheOperator, hostOf, newer, operations } from './operations';
import { policies as everyPolicy } from './policies';
import { byName, inPlusObjects, toldMore } from './references';
import {
  AuthServerStorage,
  Authorizer,
  ClaimMapping,
  DeclaredBackendOptions,
  ExternalAuth,
  IngressController,
  KnownTools,
  LockedTools,
  McpAuthz,
  McpAuthzConfig,
  ImagePolicy,
  McpBackend,
  McpExternalAuthConfig,
  McpGroup,
  McpOidcConfig,
  McpProtocol,
  McpRegistry,
  McpRegistryProps,
  McpServer,
  McpServerProps,
  McpTelemetryConfig,
  McpToolConfig,
  McpTools,
  McpTransport,
  OAuthProvider,
  OperatorScope,
  McpWebhookConfig,
  ServerMonitoring,
  NetworkIsolation,
  OidcProvider,
  PermissionProfile,
  ToolhivePlatform,
  PodTemplate,
  ProxyMode,
  RegistryApi,
  RegistryApiProps,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistryMigration,
  RegistrySource,
  RegistryTelemetry,
  SessionAffinity,
  SessionStorage,
  ToolhiveChart,
  ToolhiveOperator,
  ToolhiveOperatorProps,
  ToolhiveVersion,
  ToolLock,
  ToolLockProps,
  UpstreamProvider,
} from '../../src';

const SIDECAR = PodTemplate.fromJson({
  metadata: { labels: { team: 'platform' } },
  spec: {
    nodeSelector: { disktype: 'ssd' },
    containers: [{ name: 'sidecar', image: 'registry.example.com/sidecar:1' }],
  },
});

const RESOURCES = { cpu: { request: kplus.Cpu.millis(50) }, memory: { limit: Size.mebibytes(128) } };

/**
 * @param version of ToolHive; what it doesn't know is left out
 * @returns the YAML of the whole app
 */
export function judgedApp(version = ToolhiveVersion.V0_63_0): string {
  const app = new App();
  everything(app, false, version);
  if (version === ToolhiveVersion.V0_63_0) authServers(app);
  return app.synthYaml();
}

/**
 * Every construct, on both platforms.
 *
 * @param forOperator whether what ToolHive's operator has no way to do is left out
 */
export function everything(app: App, forOperator = false, version = ToolhiveVersion.V0_63_0): void {
  const permissionProfile = forOperator
    ? PermissionProfile.network()
    : PermissionProfile.allow({ allowHost: ['api.example.com'], allowPort: [443] });
  for (const platform of [ToolhivePlatform.KUBERNETES, ToolhivePlatform.OPENSHIFT]) {
    const chart = new ToolhiveChart(app, platform, {
      namespace: platform,
      platform,
      toolhiveVersion: version,
      imagePullSecrets: [kplus.Secret.fromSecretName(app, `${platform}-regcred`, 'regcred')],
      proxyPlacement: {
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        tolerations: [{ key: 'gateways', operator: 'Exists' }],
        affinity: {
          nodeAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 1, preference: { matchExpressions: [{ key: 'pool', operator: 'In', values: ['gateways'] }] } },
            ],
          },
        },
      },
    });
    if (!forOperator) declaredServers(chart, permissionProfile);
    servers(chart, permissionProfile, forOperator);
    registries(chart);
    gateways(chart, forOperator);
    everyPolicy(chart, forOperator);
    byName(chart);
    if (!forOperator) {
      operations(chart);
      inPlusObjects(chart);
    }
    operators(chart);
    toolLocks(chart);
  }
}

/** `Required`: the compiler names a prop that is new and not shown to the judges. */
type Everything<Props> = Required<Omit<Props, 'name'>>;

function servers(chart: Construct, permissionProfile: PermissionProfile, forOperator: boolean): void {
  const provenance = { certIssuer: 'https://issuer.example.com', signerIdentity: 'release@example.com' };
  new ImagePolicy(chart, 'signed', { images: [{ image: 'registry.example.com/mcp', provenance }] });
  const transports = [McpTransport.STDIO, McpTransport.SSE, McpTransport.STREAMABLE_HTTP];
  for (const transport of transports) {
    new McpServer(chart, `plain-${transport}`, { image: 'registry.example.com/mcp:1', transport });
    const props = everyServerProp(chart, transport, permissionProfile);
    new McpServer(
      chart,
      `everything-${transport}`,
      forOperator ? forTheOperator(props, { hasOwnPodTemplate: false }) : props,
    );
  }
  const toolConfig = new McpToolConfig(chart, 'tool-config', { toolsFilter: ['get'] });
  const pdp = Authorizer.http({ url: 'https://pdp.example.com', claimMapping: ClaimMapping.STANDARD });
  const authzConfig = new McpAuthzConfig(chart, 'authz-config', { authorizer: pdp });
  [PermissionProfile.network(), PermissionProfile.none()].forEach((builtin, i) => {
    const tools = McpTools.fromConfig(toolConfig);
    const authz = McpAuthz.fromConfig(authzConfig);
    new McpServer(chart, `builtin-${i}`, {
      name: `named-${i}`,
      image: 'mcp',
      permissionProfile: builtin,
      tools,
      authz,
    });
  });
}

/** Servers whose own workload is among the objects. */
function declaredServers(chart: Construct, permissionProfile: PermissionProfile): void {
  const options: Everything<DeclaredBackendOptions> = {
    path: '/api/mcp',
    readiness: kplus.Probe.fromHttpGet('/ready', { periodSeconds: Duration.seconds(5) }),
    liveness: kplus.Probe.fromTcpSocket(),
    startup: kplus.Probe.fromCommand(['true']),
    volumeClaims: [
      {
        name: 'kept',
        path: '/kept',
        size: Size.gibibytes(1),
        storageClassName: 'fast',
        accessMode: kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE_POD,
      },
    ],
  };
  for (const transport of [McpTransport.SSE, McpTransport.STREAMABLE_HTTP]) {
    const id = `declared-${transport}`;
    const image = 'registry.example.com/mcp:1';
    new McpServer(chart, id, { image, transport, backend: McpBackend.declared() });
    const path = transport === McpTransport.SSE ? undefined : options.path;
    const backend = McpBackend.declared({ ...options, path });
    const { proxyMode, ...props } = everyServerProp(chart, transport, permissionProfile, `${id}-all`);
    new McpServer(chart, `${id}-all`, { ...props, backend });
  }
}

function everyServerProp(
  chart: Construct,
  transport: McpTransport,
  permissionProfile: PermissionProfile,
  id: string = transport,
): Everything<McpServerProps> {
  const secret = kplus.Secret.fromSecretName(chart, `token-${id}`, 'token');
  return {
    image: 'registry.example.com/mcp:1',
    transport,
    backend: McpBackend.proxyManaged(),
    proxyMode: transport === McpTransport.SSE ? ProxyMode.SSE : ProxyMode.STREAMABLE_HTTP,
    proxyPort: 8088,
    mcpPort: 9099,
    args: ['serve', '--verbose'],
    env: { PLAIN: kplus.EnvValue.fromValue('1'), TOKEN: secret.envValue('token'), USER: secret.envValue('user') },
    volumes: volumes(chart, id),
    writablePaths: ['/tmp'],
    resources: RESOURCES,
    proxyResources: { cpu: { limit: kplus.Cpu.units(1) }, memory: { request: Size.mebibytes(64) } },
    permissionProfile,
    serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, `account-${id}`, 'reader'),
    imagePullSecrets: [kplus.Secret.fromSecretName(chart, `regcred-${id}`, 'own')],
    knownTools: KnownTools.of(['fetch']),
    listing: { title: 'Fetch', tags: ['web'] },
    tools: McpTools.select({
      toolsFilter: ['get'],
      toolsOverride: { fetch: { name: 'get', description: 'Gets <it>' } },
    }),
    authz: McpAuthz.cedar(['permit(principal, action, resource);'], { groupClaimName: 'groups' }),
    ...policies(chart, id),
    audit: true,
    backendReplicas: 2,
    restartedAt: '2025-01-31T12:00:00Z',
    ...newer(chart, { maxRequestBodySize: 16 * 1024 * 1024, proxyReadTimeout: Duration.seconds(90) }),
    replicas: transport === McpTransport.STREAMABLE_HTTP ? 2 : 1,
    protocol: McpProtocol.SESSIONS,
    sessionAffinity: SessionAffinity.NONE,
    endpointPrefix: '/everything',
    trustProxyHeaders: true,
    podTemplateSpec: SIDECAR,
    serviceType: kplus.ServiceType.CLUSTER_IP,
    shutdownDelay: Duration.seconds(10),
    ...everyOperation(
      new Construct(chart, `operations-${id}`),
      transport === McpTransport.STDIO ? ServerMonitoring.scrapeAnnotations() : ServerMonitoring.serviceMonitor(),
    ),
    generation: 2,
    resourceOverrides: {
      proxyDeployment: {
        labels: { team: 'platform' },
        annotations: { 'example.com/note': 'yes' },
        podTemplateMetadataOverrides: { annotations: { 'prometheus.io/scrape': 'true' } },
        env: { LOG_LEVEL: 'debug' },
        ...newer(chart, {
          nodeSelector: { pool: 'mcp' },
          tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'mcp', effect: 'NoSchedule' }],
          affinity: {
            podAntiAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                { weight: 1, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname' } },
              ],
            },
          },
        }),
      },
      proxyService: { labels: { team: 'platform' } },
    },
  };
}

type Policies =
  'oidc' | 'externalAuth' | 'authServer' | 'webhooks' | 'rateLimiting' | 'telemetry' | 'sessionStorage' | 'group';

/** Policies with everything that becomes a variable, a volume or a mount. */
function policies(chart: Construct, id: string): Required<Pick<McpServerProps, Policies>> {
  const secret = kplus.Secret.fromSecretName(chart, `policies-${id}`, 'policies');
  const key = (name: string) => ({ secret, key: name });
  const caBundle = { configMap: kplus.ConfigMap.fromConfigMapName(chart, `ca-${id}`, 'company-ca'), key: 'ca.crt' };
  const limit = { maxTokens: 100, refillPeriod: Duration.minutes(1) };
  const tls = { ca: key('ca'), clientCert: key('cert'), clientKey: key('key') };
  const issuer = 'https://auth.example.com';
  const upstream = UpstreamProvider.oidc('idp', {
    issuerUrl: 'https://idp.example.com',
    clientId: 'toolhive',
    clientSecret: key('idp'),
  });
  const storage = AuthServerStorage.redisSentinel({
    masterName: 'master',
    sentinelService: { name: 'sentinel' },
    username: key('redis-user'),
    password: key('redis-password'),
    tls: { caCert: key('redis-ca') },
    sentinelTls: { caCert: key('sentinel-ca') },
  });
  const exchange = ExternalAuth.tokenExchange({ tokenUrl: issuer, audience: 'backend', clientSecret: key('exchange') });
  return {
    oidc: {
      config: new McpOidcConfig(chart, `oidc-${id}`, {
        provider: OidcProvider.issuer({ issuer, clientSecret: key('oidc'), caBundle }),
      }),
      resourceUrl: 'https://mcp.example.com',
    },
    externalAuth: new McpExternalAuthConfig(chart, `exchange-${id}`, { auth: exchange }),
    authServer: new McpExternalAuthConfig(chart, `auth-${id}`, {
      auth: ExternalAuth.embeddedAuthServer({
        issuer,
        upstreamProviders: [upstream],
        signingKeys: [key('sign-1'), key('sign-2')],
        hmacSecrets: [key('hmac')],
        storage,
      }),
    }),
    webhooks: new McpWebhookConfig(chart, `hooks-${id}`, {
      validating: [{ name: 'v', url: 'https://hooks.example.com', hmacSecret: key('hmac'), tlsConfig: tls }],
      mutating: [{ name: 'm', url: 'https://hooks.example.com' }],
    }),
    rateLimiting: { shared: limit, perUser: limit, tools: [{ name: 'fetch', shared: limit }] },
    telemetry: {
      config: new McpTelemetryConfig(chart, `telemetry-${id}`, {
        openTelemetry: {
          endpoint: 'https://otel:4318',
          tracing: true,
          sensitiveHeaders: { key: key('otel') },
          caBundle,
        },
        prometheus: true,
        ...newer(chart, { metricsOnTransportPort: true }),
      }),
    },
    sessionStorage: SessionStorage.redis('redis:6379', {
      password: key('redis-password'),
      ...newer(chart, { tls: { caCert: key('redis-ca') } }),
    }),
    group: new McpGroup(chart, `group-${id}`),
  };
}

function registries(chart: Construct): void {
  const db = kplus.Secret.fromSecretName(chart, 'db', 'db');
  const options = { host: 'postgres', port: 5433, database: 'registry', user: 'app', migrationUser: 'migrator' };
  const sources = [
    RegistrySource.git({ name: 'git', repository: 'https://example.com/r.git', interval: Duration.hours(1) }),
    RegistrySource.api({ name: 'api', endpoint: 'https://registry.example.com/api' }),
    RegistrySource.url({ name: 'url', url: 'https://example.com/r.json', filter: { includeNames: ['io.*'] } }),
    RegistrySource.managed({ name: 'own' }),
    RegistrySource.servers([new McpServer(chart, 'listed', { image: 'mcp' })]),
  ];
  const oauth = RegistryAuth.oauth({
    resourceUrl: 'https://registry.example.com',
    providers: [OAuthProvider.issuer({ name: 'sso', issuerUrl: 'https://sso.example.com', audience: 'registry' })],
    roles: { superAdmin: [{ claims: [{ name: 'groups', values: ['platform'] }] }] },
  });
  const telemetry = RegistryTelemetry.otlp({ endpoint: 'collector.monitoring.svc:4318', metrics: true });
  const pgpass = RegistryConfig.fromParts({
    sources,
    registries: [{ name: 'all', sources }],
    database: RegistryDatabase.pgpass({ ...options, pgpass: { secret: db, key: 'pgpass' }, initContainer: true }),
    auth: oauth,
    telemetry,
  });
  const password = RegistryConfig.fromParts({
    sources: sources.slice(0, 1),
    database: RegistryDatabase.password({ ...options, password: { secret: db, key: 'password' } }),
    auth: RegistryAuth.anonymous(),
    telemetry,
  });
  const grants = { adminUser: 'postgres', adminPassword: { secret: db, key: 'admin-password' } };
  for (const [database, config] of Object.entries({ pgpass, password })) {
    const common = {
      config,
      pgpassSecret: { secret: db, key: 'other-pgpass' },
      volumes: volumes(chart, `registry-${database}`),
      imagePullSecrets: [kplus.Secret.fromSecretName(chart, `registry-${database}-regcred`, 'own')],
      podTemplateSpec: SIDECAR,
    };
    const everyApiProp: Everything<RegistryApiProps> = {
      ...common,
      shutdownDelay: Duration.seconds(10),
      image: 'registry.example.com/registry-api:1',
      replicas: 3,
      env: { LOG_LEVEL: kplus.EnvValue.fromValue('debug') },
      resources: RESOURCES,
      serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, `account-${database}`, 'reader'),
      serviceAccountAnnotations: { 'example.com/role': 'reader' },
      configurationRole: true,
      priorityClassName: 'important',
      nodeSelector: { disktype: 'ssd' },
      minAvailable: 2,
      topologySpread: true,
      probes: { startup: { failureThreshold: 90 }, liveness: { periodSeconds: Duration.seconds(20) } },
      networkIsolation: NetworkIsolation.on(everyPeer(new Construct(chart, `peers-${database}`))),
      monitoring: database === 'pgpass' ? ServerMonitoring.scrapeAnnotations() : ServerMonitoring.serviceMonitor(),
      migration: database === 'pgpass' ? RegistryMigration.argoCd({ grants }) : RegistryMigration.helm({ grants }),
    };
    const everyRegistryProp: Everything<McpRegistryProps> = {
      ...common,
      displayName: 'Ours',
      networkIsolation: NetworkIsolation.on(),
    };
    new RegistryApi(chart, `api-${database}`, { config });
    if (database === 'password') toldMore(chart, config);
    expose(new RegistryApi(chart, `api-${database}-everything`, everyApiProp));
    const migration = RegistryMigration.job();
    new RegistryApi(chart, `api-${database}-scaled`, { config, migration }).autoscale({
      minReplicas: 3,
      memoryUtilization: 0,
    });
    new McpRegistry(chart, `registry-${database}`, { config });
    new McpRegistry(chart, `registry-${database}-everything`, everyRegistryProp);
  }
}

function expose(registry: RegistryApi): void {
  registry.exposeViaIngress(hostOf(registry), {
    pathPrefix: '/mcp-registry',
    paths: ['/registry'],
    className: 'nginx',
    controller: IngressController.NGINX,
    tlsSecret: kplus.Secret.fromSecretName(registry, 'tls', 'registry-tls'),
    insecureHttp: false,
    rewriteAnnotations: { 'example.com/strip': 'no' },
    annotations: { 'example.com/note': 'yes' },
  });
  registry.exposeViaHttpRoute({
    parentRefs: [{ name: 'public', namespace: 'gateways', sectionName: 'https' }],
    hostnames: [hostOf(registry)],
    pathPrefix: '/mcp-registry',
    paths: ['/registry'],
    insecureHttp: false,
  });
}

/** Their names distinguish the platforms, because not all of their objects are in the chart's namespace. */
function operators(chart: ToolhiveChart): void {
  const everyProp: Required<Omit<ToolhiveOperatorProps, 'name' | 'serviceAccount'>> = {
    scope: OperatorScope.cluster(),
    image: 'registry.example.com/operator:1',
    imagePullPolicy: kplus.ImagePullPolicy.ALWAYS,
    replicas: 2,
    imagePullSecrets: [kplus.Secret.fromSecretName(chart, 'operator-regcred', 'own')],
    defaultImagePullSecrets: [kplus.Secret.fromSecretName(chart, 'resources-regcred', 'theirs')],
    env: { TOOLHIVE_SKIP_UPDATE_CHECK: kplus.EnvValue.fromValue('true') },
    volumes: volumes(chart, 'operator'),
    resources: RESOURCES,
    gomemlimit: Size.mebibytes(100),
    gogc: 100,
    experimental: true,
    storageVersionMigrator: true,
    imageDiscovery: true,
    imageDiscoveryResources: RESOURCES,
    serviceAccountLabels: { team: 'platform' },
    serviceAccountAnnotations: { 'example.com/note': 'yes' },
    podTemplateSpec: SIDECAR,
    instance: 'release',
  };
  new ToolhiveOperator(chart, `operator-everything-${chart.namespace}`, everyProp);
  new ToolhiveOperator(chart, 'operator');
  const scope = OperatorScope.namespaces('team-a', 'team-b');
  new ToolhiveOperator(chart, `operator-of-teams-${chart.namespace}`, { scope });
  new ToolhiveOperator(chart, `operator-bound-${chart.namespace}`, {
    scope: OperatorScope.namespacesByClusterRole('team-a', 'team-b'),
    serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'operator-account', 'operator'),
  }).autoscale();
}

function toolLocks(chart: Construct): void {
  const server = McpServer.fromMcpServerName(chart, 'locked', 'locked');
  const lock = LockedTools.fromText(`{"tools":{"get":"sha256:${'0'.repeat(64)}"}}`);
  const everyProp: Required<Omit<ToolLockProps, 'name'>> = {
    ...{ server, lock, image: 'registry.example.com/node:22', schedule: Cron.daily(), resources: RESOURCES },
    token: { secret: kplus.Secret.fromSecretName(chart, 'lock-token', 'lock'), key: 'token' },
    imagePullSecrets: [kplus.Secret.fromSecretName(chart, 'lock-pull', 'own')],
  };
  new ToolLock(chart, 'lock-everything', everyProp);
  new ToolLock(chart, 'lock', { server, lock, image: 'node:22-alpine' });
}

function volumes(chart: Construct, id: string): kplus.VolumeMount[] {
  const configMap = kplus.ConfigMap.fromConfigMapName(chart, `settings-${id}`, 'settings');
  return [
    { path: '/data', volume: kplus.Volume.fromEmptyDir(chart, `data-volume-${id}`, 'data') },
    { path: '/settings', readOnly: true, volume: kplus.Volume.fromConfigMap(chart, `volume-${id}`, configMap) },
  ];
}
