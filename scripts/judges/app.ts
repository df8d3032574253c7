/** Every construct, as plain as it can be and with all it has, on both platforms: what the judges are shown. */
import { App, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  McpAuthz,
  McpRegistry,
  McpServer,
  McpTools,
  McpTransport,
  PermissionProfile,
  Platform,
  PodTemplate,
  ProxyMode,
  RegistryApi,
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

function servers(chart: Construct): void {
  for (const transport of [McpTransport.STDIO, McpTransport.SSE, McpTransport.STREAMABLE_HTTP]) {
    new McpServer(chart, `plain-${transport}`, { image: 'registry.example.com/mcp:1', transport });
  }
  const secret = kplus.Secret.fromSecretName(chart, 'token', 'token');
  new McpServer(chart, 'everything', {
    image: 'registry.example.com/mcp:1',
    transport: McpTransport.STREAMABLE_HTTP,
    proxyMode: ProxyMode.STREAMABLE_HTTP,
    proxyPort: 8088,
    mcpPort: 9099,
    args: ['serve', '--verbose'],
    env: { PLAIN: kplus.EnvValue.fromValue('1'), TOKEN: secret.envValue('token'), USER: secret.envValue('user') },
    volumes: [{ path: '/data', volume: kplus.Volume.fromEmptyDir(chart, 'data-volume', 'data') }],
    writablePaths: ['/tmp'],
    resources: { cpu: { request: kplus.Cpu.millis(50) }, memory: { limit: Size.mebibytes(128) } },
    proxyResources: { cpu: { limit: kplus.Cpu.units(1) }, memory: { request: Size.mebibytes(64) } },
    permissionProfile: PermissionProfile.of({ allowHost: ['api.example.com'], allowPort: [443] }),
    serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'account', 'reader'),
    imagePullSecrets: [kplus.Secret.fromSecretName(chart, 'own-regcred', 'own')],
    tools: McpTools.select({
      toolsFilter: ['get'],
      toolsOverride: { fetch: { name: 'get', description: 'Gets <it>' } },
    }),
    authz: McpAuthz.cedar(['permit(principal, action, resource);'], { groupClaimName: 'groups' }),
    audit: true,
    replicas: 2,
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
  });
}

function registries(chart: Construct): void {
  const db = kplus.Secret.fromSecretName(chart, 'db', 'db');
  const options = { host: 'postgres', database: 'registry', user: 'app', migrationUser: 'migrator' };
  const config = (database: RegistryDatabase, auth: RegistryAuth) =>
    RegistryConfig.of({
      sources: [
        RegistrySource.git({ name: 'git', repository: 'https://example.com/r.git' }),
        RegistrySource.managed({ name: 'own' }),
      ],
      database,
      auth,
    });
  const oauth = RegistryAuth.oauth({
    resourceUrl: 'https://registry.example.com',
    providers: [{ name: 'sso', issuerUrl: 'https://sso.example.com', audience: 'registry' }],
  });
  const pgpass = config(RegistryDatabase.pgpass(options, { secret: db, key: 'pgpass' }), oauth);
  const password = config(
    RegistryDatabase.password(options, { secret: db, key: 'password' }),
    RegistryAuth.anonymous(),
  );
  new RegistryApi(chart, 'api-pgpass', { config: pgpass });
  new RegistryApi(chart, 'api-password', { config: password, replicas: 3, podTemplateSpec: SIDECAR });
  new McpRegistry(chart, 'registry-password', { config: password });
  new McpRegistry(chart, 'registry-pgpass', { config: pgpass, displayName: 'Ours', podTemplateSpec: SIDECAR });
}
