/**
 * Two MCP servers, one that offers both as one, and a registry that lists them all. They trust one provider of identities;
 * images are private.
 *
 * The Secrets that it names have to be in the namespace: `regcred` (pull secret), `github-token` (key `token`),
 * `registry-db` (key `password`) and `mcp-tls`.
 */
import { App, Size } from 'cdk8s';
import { Cpu, EnvValue, HorizontalPodAutoscaler } from 'cdk8s-plus-28';
import {
  EmbeddingServer,
  IngressController,
  McpAuthz,
  McpGroup,
  McpOidcConfig,
  McpServer,
  McpTools,
  McpTransport,
  OAuthProvider,
  OidcProvider,
  Optimizer,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistrySource,
  SecretReference,
  ToolhiveChart,
  VirtualMcpServer,
} from 'cdk8s-toolhive';

const ISSUER = 'https://sso.example.com/realms/company';

const app = new App();
const chart = new ToolhiveChart(app, 'toolhive', {
  namespace: 'toolhive',
  imagePullSecrets: [SecretReference.named(app, 'regcred')],
  redis: { address: 'redis.cache.svc:6379' },
  proxyPlacement: {
    nodeSelector: { pool: 'gateways' },
    tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'gateways', effect: 'NoSchedule' }],
  },
});

const sso = new McpOidcConfig(chart, 'sso', { provider: OidcProvider.issuer({ issuer: ISSUER }) });
const group = new McpGroup(chart, 'engineering', { description: 'What engineers work with' });

const fetch = new McpServer(chart, 'fetch', {
  image: 'registry.example.com/stackloklabs/gofetch/server:1.0.4',
  transport: McpTransport.STREAMABLE_HTTP,
  tools: McpTools.allow('fetch'),
  oidc: { config: sso, audience: 'fetch' },
  proxyResources: { cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(128) } },
  group,
});
fetch.autoscale({ minReplicas: 2, maxReplicas: 4 });

const github = new McpServer(chart, 'github', {
  image: 'registry.example.com/github/github-mcp-server:v0.20.0',
  resources: { cpu: { limit: Cpu.millis(200) }, memory: { limit: Size.mebibytes(256) } },
  oidc: { config: sso, audience: 'github' },
  authz: McpAuthz.cedar(['permit(principal, action == Action::"call_tool", resource == Tool::"search_code");']),
  group,
});
github.addEnv(
  'GITHUB_PERSONAL_ACCESS_TOKEN',
  EnvValue.fromSecretValue(SecretReference.key(chart, 'github-token', 'token')),
);

const embeddings = EmbeddingServer.fromEmbeddingServerName(chart, 'embeddings', 'embeddings');
const gateway = new VirtualMcpServer(chart, 'gateway', {
  group,
  oidc: { config: sso, resourceUrl: 'https://mcp.example.com/tools' },
  optimizer: Optimizer.embeddingServer(embeddings),
});
gateway.exposeViaIngress('mcp.example.com', {
  pathPrefix: '/tools',
  controller: IngressController.NGINX,
  tlsSecret: SecretReference.named(chart, 'mcp-tls'),
});

const claims = [{ name: 'groups', values: ['engineering'] }];
const deployed = RegistrySource.servers([fetch, github, gateway], { name: 'deployed', claims });
const registry = new RegistryApi(chart, 'registry', {
  config: RegistryConfig.fromParts({
    sources: [deployed],
    registries: [{ name: 'engineering', sources: [deployed], claims }],
    database: RegistryDatabase.password({
      host: 'postgres.database.svc.cluster.local',
      database: 'registry',
      user: 'registry',
      password: SecretReference.key(chart, 'registry-db', 'password'),
    }),
    auth: RegistryAuth.oauth({
      resourceUrl: 'https://registry.example.com',
      providers: [OAuthProvider.issuer({ name: 'sso', issuerUrl: ISSUER, audience: 'registry' })],
      roles: { superAdmin: [{ claims: [{ name: 'groups', values: ['platform'] }] }] },
    }),
  }),
  resources: { cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(128) } },
});
new HorizontalPodAutoscaler(chart, 'registry-autoscaler', { target: registry, minReplicas: 2, maxReplicas: 4 });

app.synth();
