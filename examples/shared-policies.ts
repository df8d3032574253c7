/**
 * Two MCP servers that share their policies: authentication, authorization, tools, telemetry,
 * and where sessions are kept.
 *
 * These Secrets must be in the namespace: `redis` (key `password`), `otel` (key `token`) and
 * `github-token` (key `token`).
 */
import { Duration } from 'cdk8s';
import { EnvValue } from 'cdk8s-plus-28';
import {
  Authorizer,
  McpAuthz,
  McpAuthzConfig,
  McpOidcConfig,
  McpServer,
  McpTelemetryConfig,
  McpToolConfig,
  McpTools,
  McpTransport,
  OidcProvider,
  SecretReference,
  SessionStorage,
  ToolhiveChart,
} from 'cdk8s-toolhive';
import { Construct } from 'constructs';

export function sharedPolicies(scope: Construct): ToolhiveChart {
  const chart = new ToolhiveChart(scope, 'shared-policies', { namespace: 'mcp' });

  // Whose tokens are accepted.
  const sso = new McpOidcConfig(chart, 'sso', {
    provider: OidcProvider.issuer({ issuer: 'https://sso.example.com/realms/company' }),
  });

  // What no policy permits is forbidden, and tools that nobody may call are not listed. Groups come from the token.
  const rules = new McpAuthzConfig(chart, 'rules', {
    authorizer: Authorizer.cedar(
      ['permit(principal in THVGroup::"engineering", action == Action::"call_tool", resource);'],
      { groupClaimName: 'groups' },
    ),
  });

  const telemetry = new McpTelemetryConfig(chart, 'telemetry', {
    openTelemetry: {
      endpoint: 'https://otel-collector.observability.svc:4318',
      tracing: true,
      metrics: true,
      samplingRate: 0.1,
      sensitiveHeaders: { Authorization: SecretReference.key(chart, 'otel', 'token') },
    },
  });

  const readOnly = new McpToolConfig(chart, 'read-only', {
    toolsFilter: ['search_code', 'get_file_contents', 'fetch'],
  });

  // Sessions in Redis: so there can be several replicas, and limits that count for all of them together.
  const redis = SecretReference.named(chart, 'redis');
  const sessionStorage = SessionStorage.redis('redis.cache.svc:6379', { password: { secret: redis, key: 'password' } });
  const shared = {
    authz: McpAuthz.fromConfig(rules),
    tools: McpTools.fromConfig(readOnly),
    telemetry: { config: telemetry },
    sessionStorage,
    audit: true,
  };

  new McpServer(chart, 'fetch', {
    ...shared,
    image: 'ghcr.io/stackloklabs/gofetch/server:1.0.4',
    transport: McpTransport.STREAMABLE_HTTP,
    oidc: { config: sso, resourceUrl: 'https://fetch.mcp.example.com' },
    replicas: 2,
    rateLimiting: { perUser: { maxTokens: 60, refillPeriod: Duration.minutes(1) } },
  });

  const githubToken = SecretReference.named(chart, 'github-token');
  new McpServer(chart, 'github', {
    ...shared,
    image: 'ghcr.io/github/github-mcp-server:v0.20.0',
    env: { GITHUB_PERSONAL_ACCESS_TOKEN: EnvValue.fromSecretValue({ secret: githubToken, key: 'token' }) },
    oidc: { config: sso, resourceUrl: 'https://github.mcp.example.com' },
  });

  return chart;
}
