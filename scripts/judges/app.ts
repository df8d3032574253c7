/** Every construct, as plain as it can be and with all it has, on both platforms: what the judges are shown. */
import { App, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  McpAuthz,
  McpRegistry,
  McpRegistryProps,
  McpServer,
  McpServerProps,
  McpToolConfig,
  McpTools,
  McpTransport,
  OAuthProvider,
  PermissionProfile,
  Platform,
  PodTemplate,
  ProxyMode,
  RegistryApi,
  RegistryApiProps,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistrySource,
  SessionAffinity,
  ToolhiveChart,
} from '../../src';

const SIDECAR = PodTemplate.fromJson({
  metadata: { labels: { team: 'platform' } },
  spec: {
    nodeSelector: { disktype: 'ssd' },
    containers: [{ name: 'sidecar', image: 'registry.example.com/sidecar:1' }],
  },
});

const RESOURCES = { cpu: { request: kplus.Cpu.millis(50) }, memory: { limit: Size.mebibytes(128) } };

/** @returns the YAML of the whole app */
export function judgedApp(): string {
  const app = new App();
  for (const platform of [Platform.KUBERNETES, Platform.OPENSHIFT]) {
    const chart = new ToolhiveChart(app, platform, {
      namespace: platform,
      platform,
      imagePullSecrets: [kplus.Secret.fromSecretName(app, `${platform}-regcred`, 'regcred')],
    });
    servers(chart);
    registries(chart);
  }
  return app.synthYaml();
}

/** `Required`: the compiler names a prop that is new and not shown to the judges. */
type Everything<Props> = Required<Omit<Props, 'name'>>;

function servers(chart: Construct): void {
  const transports = [McpTransport.STDIO, McpTransport.SSE, McpTransport.STREAMABLE_HTTP];
  for (const transport of transports) {
    new McpServer(chart, `plain-${transport}`, { image: 'registry.example.com/mcp:1', transport });
    new McpServer(chart, `everything-${transport}`, everyServerProp(chart, transport));
  }
  const toolConfig = new McpToolConfig(chart, 'tool-config', { toolsFilter: ['get'] });
  [PermissionProfile.network(), PermissionProfile.none()].forEach((permissionProfile, i) => {
    const tools = McpTools.fromConfig(toolConfig);
    new McpServer(chart, `builtin-${i}`, { name: `named-${i}`, image: 'mcp', permissionProfile, tools });
  });
}

function everyServerProp(chart: Construct, transport: McpTransport): Everything<McpServerProps> {
  const secret = kplus.Secret.fromSecretName(chart, `token-${transport}`, 'token');
  return {
    image: 'registry.example.com/mcp:1',
    transport,
    proxyMode: transport === McpTransport.SSE ? ProxyMode.SSE : ProxyMode.STREAMABLE_HTTP,
    proxyPort: 8088,
    mcpPort: 9099,
    args: ['serve', '--verbose'],
    env: { PLAIN: kplus.EnvValue.fromValue('1'), TOKEN: secret.envValue('token'), USER: secret.envValue('user') },
    volumes: volumes(chart, transport),
    writablePaths: ['/tmp'],
    resources: RESOURCES,
    proxyResources: { cpu: { limit: kplus.Cpu.units(1) }, memory: { request: Size.mebibytes(64) } },
    permissionProfile: PermissionProfile.of({ allowHost: ['api.example.com'], allowPort: [443] }),
    serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, `account-${transport}`, 'reader'),
    imagePullSecrets: [kplus.Secret.fromSecretName(chart, `regcred-${transport}`, 'own')],
    tools: McpTools.select({
      toolsFilter: ['get'],
      toolsOverride: { fetch: { name: 'get', description: 'Gets <it>' } },
    }),
    authz: McpAuthz.cedar(['permit(principal, action, resource);'], { groupClaimName: 'groups' }),
    audit: true,
    replicas: transport === McpTransport.STREAMABLE_HTTP ? 2 : 1,
    sessionAffinity: SessionAffinity.NONE,
    endpointPrefix: '/everything',
    trustProxyHeaders: true,
    podTemplateSpec: SIDECAR,
    generation: 2,
    resourceOverrides: {
      proxyDeployment: {
        labels: { team: 'platform' },
        annotations: { 'example.com/note': 'yes' },
        podTemplateMetadataOverrides: { annotations: { 'prometheus.io/scrape': 'true' } },
        env: { LOG_LEVEL: 'debug' },
      },
      proxyService: { labels: { team: 'platform' } },
    },
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
    providers: [OAuthProvider.of({ name: 'sso', issuerUrl: 'https://sso.example.com', audience: 'registry' })],
  });
  const pgpass = RegistryConfig.of({
    sources,
    registries: [{ name: 'all', sources }],
    database: RegistryDatabase.pgpass(options, { secret: db, key: 'pgpass' }),
    auth: oauth,
  });
  const password = RegistryConfig.of({
    sources: sources.slice(0, 1),
    database: RegistryDatabase.password(options, { secret: db, key: 'password' }),
    auth: RegistryAuth.anonymous(),
  });
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
      image: 'registry.example.com/registry-api:1',
      replicas: 3,
      env: { LOG_LEVEL: kplus.EnvValue.fromValue('debug') },
      resources: RESOURCES,
      serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, `account-${database}`, 'reader'),
    };
    const everyRegistryProp: Everything<McpRegistryProps> = { ...common, displayName: 'Ours' };
    new RegistryApi(chart, `api-${database}`, { config });
    new RegistryApi(chart, `api-${database}-everything`, everyApiProp);
    new McpRegistry(chart, `registry-${database}`, { config });
    new McpRegistry(chart, `registry-${database}-everything`, everyRegistryProp);
  }
}

function volumes(chart: Construct, id: string): kplus.VolumeMount[] {
  const configMap = kplus.ConfigMap.fromConfigMapName(chart, `settings-${id}`, 'settings');
  return [
    { path: '/data', volume: kplus.Volume.fromEmptyDir(chart, `data-volume-${id}`, 'data') },
    { path: '/settings', readOnly: true, volume: kplus.Volume.fromConfigMap(chart, `volume-${id}`, configMap) },
  ];
}
