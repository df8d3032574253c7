/**
 * A company's registry: behind single sign-on, with several replicas, and isolated from all but its clients.
 *
 * Must exist: PostgreSQL with the users `db_app` and `db_migrator`, the Secrets `registry-db-pgpass`
 * (keys `pgpass` and `ca.crt`), `postgres-admin` (key `password`), `catalog-token` (key `token`) and `registry-tls`, an
 * ingress controller in namespace `ingress`, and Prometheus and a collector in namespace `monitoring`.
 */
import { Duration } from 'cdk8s';
import { Namespaces } from 'cdk8s-plus-28';
import {
  ServerMonitoring,
  NetworkIsolation,
  OAuthProvider,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistryFile,
  RegistryMigration,
  RegistrySource,
  RegistryTelemetry,
  SecretReference,
  SslMode,
  ToolhiveChart,
} from 'cdk8s-toolhive';
import { Construct } from 'constructs';

/** Those who may read, and those who may publish. Names of claims are lower case. */
const READERS = [{ name: 'groups', values: ['employees', 'platform'] }];
const PLATFORM = { claims: [{ name: 'groups', values: ['platform'] }] };

export function productionRegistry(scope: Construct): ToolhiveChart {
  const chart = new ToolhiveChart(scope, 'production-registry', {
    namespace: 'mcp',
    imagePullSecrets: [SecretReference.named(scope, 'regcred')],
    images: { registryApi: 'registry.example.com/stacklok/thv-registry-api:v1.5.3' },
  });
  const namespaces = (name: string) =>
    Namespaces.select(chart, name, { labels: { 'kubernetes.io/metadata.name': name } });
  const [ingress, monitoring] = ['ingress', 'monitoring'].map(namespaces);
  const pgpass = SecretReference.named(chart, 'registry-db-pgpass');
  const token = SecretReference.key(chart, 'catalog-token', 'token');
  const admin = SecretReference.key(chart, 'postgres-admin', 'password');

  const catalog = RegistrySource.git({
    name: 'catalog',
    repository: 'https://git.example.com/mcp/catalog.git',
    branch: 'main',
    path: 'servers/registry.json',
    auth: { username: 'registry', password: token },
    interval: Duration.minutes(15),
    claims: READERS,
  });
  const published = RegistrySource.managed({ name: 'published', claims: READERS });

  const registry = new RegistryApi(chart, 'registry', {
    config: RegistryConfig.fromParts({
      sources: [published, catalog],
      registries: [{ name: 'default', sources: [published, catalog], claims: READERS }],
      database: RegistryDatabase.pgpass({
        host: 'postgres.database.svc.cluster.local',
        database: 'registry',
        user: 'db_app',
        migrationUser: 'db_migrator',
        sslMode: SslMode.VERIFY_CA,
        caCertificate: RegistryFile.fromSecret({ secret: pgpass, key: 'ca.crt' }),
        maxOpenConns: 25,
        pgpass: { secret: pgpass, key: 'pgpass' },
      }),
      auth: RegistryAuth.oauth({
        resourceUrl: 'https://registry.example.com',
        providers: [
          OAuthProvider.issuer({ name: 'sso', issuerUrl: 'https://auth.example.com', audience: 'registry' }),
          // Workloads of the cluster, by a token that is made out to the registry.
          OAuthProvider.kubernetes({ audience: 'registry' }),
        ],
        roles: { superAdmin: [PLATFORM], manageEntries: [PLATFORM] },
      }),
      telemetry: RegistryTelemetry.otlp({
        endpoint: 'otel-collector.monitoring.svc:4318',
        insecure: true,
        tracing: true,
        metrics: true,
      }),
      audit: { excludeEventTypes: ['server.list', 'server.version.read'] },
    }),
    // Grants, migrations and the server, one after the other, by Argo CD's waves.
    migration: RegistryMigration.argoCd({ grants: { adminUser: 'postgres', adminPassword: admin } }),
    shutdownDelay: Duration.seconds(10), // Kubernetes 1.30
    priorityClassName: 'business',
    networkIsolation: NetworkIsolation.on({ gateways: [ingress], metrics: [monitoring] }),
    monitoring: ServerMonitoring.serviceMonitor({ labels: { release: 'prometheus' } }),
  });
  registry.autoscale({ minReplicas: 3 });
  registry.exposeViaIngress('registry.example.com', {
    className: 'nginx',
    tlsSecret: SecretReference.named(chart, 'registry-tls'),
  });

  return chart;
}
