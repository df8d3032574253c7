/**
 * Three MCP servers of different transports and a registry, all images from a private registry.
 *
 * These Secrets must be in the namespace: `regcred` (pull secret), `github-token` (key `token`) and
 * `registry-db-pgpass` (key `pgpass`).
 */
import { Duration, Size } from 'cdk8s';
import { Cpu, EnvValue } from 'cdk8s-plus-28';
import {
  McpAuthz,
  McpServer,
  McpTools,
  McpTransport,
  OAuthProvider,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistrySource,
  SecretReference,
  SslMode,
  ToolhiveChart,
} from 'cdk8s-toolhive';
import { Construct } from 'constructs';

export function privateRegistry(scope: Construct): ToolhiveChart {
  const chart = new ToolhiveChart(scope, 'private-registry', {
    namespace: 'toolhive',
    // Every pod and every ServiceAccount below pulls with this secret.
    imagePullSecrets: [SecretReference.named(scope, 'regcred')],
    // ToolHive's own images, from the mirror.
    images: {
      proxyRunner: 'registry.example.com/stacklok/toolhive/proxyrunner:v0.63.0',
      registryApi: 'registry.example.com/stacklok/thv-registry-api:v1.5.3',
    },
  });

  // Streamable HTTP: the proxy passes requests on, and shows clients one tool only.
  new McpServer(chart, 'fetch', {
    image: 'registry.example.com/stackloklabs/gofetch/server:1.0.4',
    transport: McpTransport.STREAMABLE_HTTP,
    tools: McpTools.allow('fetch'),
    resources: {
      cpu: { request: Cpu.millis(50), limit: Cpu.millis(100) },
      memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
    },
  });

  // stdio: the proxy attaches to the server's process. A token from a Secret, and policies on who may call what.
  const githubToken = SecretReference.named(chart, 'github-token');
  new McpServer(chart, 'github', {
    image: 'registry.example.com/github/github-mcp-server:v0.20.0',
    transport: McpTransport.STDIO,
    env: {
      GITHUB_API_URL: EnvValue.fromValue('https://api.github.com'),
      GITHUB_PERSONAL_ACCESS_TOKEN: githubToken.envValue('token'),
    },
    authz: McpAuthz.cedar([
      'permit(principal, action == Action::"list_tools", resource);',
      'permit(principal, action == Action::"call_tool", resource == Tool::"search_repositories");',
    ]),
    audit: true,
  });

  // SSE: for servers that don't support streamable HTTP yet.
  new McpServer(chart, 'yardstick', {
    image: 'registry.example.com/stackloklabs/yardstick/yardstick-server:1.1.1',
    transport: McpTransport.SSE,
    env: { TRANSPORT: EnvValue.fromValue('sse') },
    writablePaths: ['/tmp'],
  });

  // Without roles, every token of the company would have all rights. With them, readers see what has a claim of theirs.
  const readers = [{ name: 'groups', values: ['engineering'] }];
  const catalog = RegistrySource.git({
    name: 'toolhive',
    repository: 'https://github.com/stacklok/toolhive-catalog.git',
    branch: 'main',
    path: 'pkg/catalog/toolhive/data/registry-upstream.json',
    interval: Duration.minutes(15),
    claims: readers,
  });

  new RegistryApi(chart, 'registry-api', {
    config: RegistryConfig.fromParts({
      sources: [catalog],
      registries: [{ name: 'default', sources: [catalog], claims: readers }],
      database: RegistryDatabase.pgpass({
        host: 'postgres.database.svc.cluster.local',
        database: 'toolhive_registry',
        user: 'db_app',
        migrationUser: 'db_migrator',
        sslMode: SslMode.REQUIRE,
        pgpass: SecretReference.key(chart, 'registry-db-pgpass', 'pgpass'),
      }),
      auth: RegistryAuth.oauth({
        resourceUrl: 'https://registry.example.com',
        providers: [
          OAuthProvider.issuer({
            name: 'company-sso',
            issuerUrl: 'https://auth.example.com',
            audience: 'api://toolhive-registry',
          }),
        ],
        roles: { superAdmin: [{ claims: [{ name: 'groups', values: ['platform'] }] }] },
      }),
    }),
  });

  return chart;
}
