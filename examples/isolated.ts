/**
 * Network isolation: two MCP servers behind a virtual server with an Ingress, and NetworkPolicies that allow only the
 * connections that these need. The backends are declared, so no pod has rights in the cluster or connects to the
 * Kubernetes API. Prometheus scrapes all of them.
 *
 * Must exist: the namespaces `ingress-nginx`, `monitoring` and `cache` with their Redis, and in the namespace of the
 * chart the Secrets `redis` (key `password`), `github-token` (key `token`) and `mcp-tls`.
 */
import { Size } from 'cdk8s';
import { Cpu, EnvValue, Namespaces, Probe } from 'cdk8s-plus-28';
import {
  IngressController,
  McpBackend,
  McpGroup,
  McpOidcConfig,
  McpServer,
  McpTelemetryConfig,
  McpTransport,
  ServerMonitoring,
  NetworkIsolation,
  OidcProvider,
  PermissionProfile,
  SecretReference,
  SessionStorage,
  ToolhiveChart,
  VirtualMcpServer,
} from 'cdk8s-toolhive';
import { Construct } from 'constructs';

export function isolated(scope: Construct): ToolhiveChart {
  const podsOf = (namespace: string) => Namespaces.select(scope, `pods-of-${namespace}`, { names: [namespace] });
  const chart = new ToolhiveChart(scope, 'isolated', {
    namespace: 'mcp-isolated',
    networkIsolation: NetworkIsolation.on({
      gateways: [podsOf('ingress-nginx')],
      metrics: [podsOf('monitoring')],
    }),
  });
  const secretValue = (name: string, key: string) => SecretReference.key(chart, name, key);

  const group = new McpGroup(chart, 'engineering');
  const telemetry = { config: new McpTelemetryConfig(chart, 'metrics', { prometheus: true }) };
  const backend = McpBackend.declared({ readiness: Probe.fromTcpSocket() });
  const monitoring = ServerMonitoring.serviceMonitor({ labels: { release: 'prometheus' } });

  // May go everywhere in the internet: that is what it is for.
  new McpServer(chart, 'fetch', {
    image: 'ghcr.io/stackloklabs/gofetch/server:1.0.4',
    transport: McpTransport.STREAMABLE_HTTP,
    backend,
    permissionProfile: PermissionProfile.network(),
    group,
    telemetry,
    monitoring,
  });

  // Talks to a company's own GitHub, and to nobody else.
  new McpServer(chart, 'github', {
    image: 'ghcr.io/github/github-mcp-server:v0.20.0',
    transport: McpTransport.STREAMABLE_HTTP,
    backend,
    env: {
      GITHUB_HOST: EnvValue.fromValue('https://10.20.30.40'),
      GITHUB_PERSONAL_ACCESS_TOKEN: EnvValue.fromSecretValue(secretValue('github-token', 'token')),
    },
    permissionProfile: PermissionProfile.allow({ allowHost: ['10.20.30.40'], allowPort: [443] }),
    group,
    telemetry,
    monitoring,
  });

  const gateway = new VirtualMcpServer(chart, 'gateway', {
    group,
    oidc: {
      config: new McpOidcConfig(chart, 'sso', {
        provider: OidcProvider.issuer({ issuer: 'https://sso.example.com/realms/company' }),
      }),
    },
    sessionStorage: SessionStorage.redis('redis.cache.svc:6379', { password: secretValue('redis', 'password') }),
    resources: { cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(256) } },
    telemetry,
    monitoring,
  });
  gateway.autoscale({ minReplicas: 2, maxReplicas: 5 });
  // Its public address, https://mcp.example.com, is what tokens are asked for.
  gateway.exposeViaIngress('mcp.example.com', {
    className: 'nginx',
    controller: IngressController.NGINX,
    tlsSecret: SecretReference.named(chart, 'mcp-tls'),
  });

  return chart;
}
