/**
 * ToolHive's deployment guide, point by point: every manifest in it against what RegistryApi makes of a
 * LegacyRegistryConfig with the same content. Every field of the guide's is there with its value; where it isn't, the
 * difference is listed here and explained in docs/registry.md.
 */
import { Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { parse } from 'yaml';
import { withConfig } from '../../scripts/outlines/guide';
import { outlineOf } from '../../scripts/outlines/outline';
import {
  LegacyRegistry,
  LegacyRegistryConfig,
  ServerMonitoring,
  NetworkIsolation,
  OAuthProvider,
  RegistryApi,
  RegistryApiProps,
  RegistryAuth,
  RegistryDatabase,
  RegistryFormat,
  RegistryMigration,
  RegistryTelemetry,
  SslMode,
} from '../../src';
import { Obj } from '../../src/plain/objects';
import { readOutlines } from '../outlines/read';
import { chartIn, objects } from '../util';

const guide = readOutlines('registry-guide');

/** Paths of what the guide says and ours doesn't. @param at the part of the guide's fragment that ours is */
function missing(title: string, ours: unknown, at = ''): string[] {
  const own = outlineOf(withConfig(ours));
  const theirs = Object.entries(guide[title])
    .filter(([path]) => path.startsWith(at))
    .map(([path, digest]) => [path.slice(at.length), digest]);
  if (!theirs.length) throw new Error(`the guide has no ${at} under ${JSON.stringify(title)}`);
  return theirs.filter(([path, digest]) => own[path] !== digest).map(([path]) => path);
}

const toolhive = LegacyRegistry.git({
  format: RegistryFormat.TOOLHIVE,
  name: 'toolhive',
  repository: 'https://github.com/stacklok/toolhive.git',
  branch: 'main',
  path: 'pkg/registry/data/registry.json',
  interval: Duration.minutes(15),
});

const minimal = LegacyRegistryConfig.fromParts({
  registryName: 'my-registry',
  registries: [toolhive],
  auth: RegistryAuth.anonymous(),
});

/** The guide's own provider, which the older server takes as it is. */
const KUBERNETES = {
  name: 'kubernetes',
  issuerUrl: 'https://kubernetes.default.svc',
  audience: 'https://kubernetes.default.svc',
  caCertPath: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt',
};

function withDatabase(scope: kplus.ISecret): LegacyRegistryConfig {
  const typed = LegacyRegistryConfig.fromParts({
    registryName: 'my-registry',
    registries: [toolhive],
    auth: RegistryAuth.oauth({
      resourceUrl: 'https://registry.example.com',
      providers: [OAuthProvider.issuer({ name: 'p', issuerUrl: 'https://p.example.com', audience: 'a' })],
    }),
    database: RegistryDatabase.pgpass({
      host: 'postgres.database.svc.cluster.local',
      port: 5432,
      user: 'db_app',
      migrationUser: 'db_migrator',
      database: 'toolhive_registry',
      sslMode: SslMode.REQUIRE,
      maxOpenConns: 25,
      maxIdleConns: 5,
      connMaxLifetime: Duration.minutes(5),
      pgpass: { secret: scope, key: 'pgpass' },
    }),
  });
  const config = parse(typed._text());
  config.auth.oauth.providers = [KUBERNETES];
  return LegacyRegistryConfig.fromYaml(JSON.stringify(config));
}

function made(
  given: Partial<RegistryApiProps> | ((chart: Chart) => Partial<RegistryApiProps>),
  then: (registry: RegistryApi) => unknown = () => undefined,
): Record<string, Obj> {
  const chart = chartIn(undefined, { namespace: 'toolhive' });
  const props = typeof given === 'function' ? given(chart) : given;
  const secret = kplus.Secret.fromSecretName(chart, 'pgpass', 'registry-db-pgpass');
  const config = props.config ?? withDatabase(secret);
  const pgpassSecret = config === minimal ? undefined : { secret, key: 'pgpass' };
  then(new RegistryApi(chart, 'registry-api', { config, pgpassSecret, ...props }));
  return objects(chart);
}

describe("the guide's", () => {
  test.each([
    ['ConfigMap', 'registry-api-config'],
    ['Deployment', 'registry-api'],
    ['Service', 'registry-api'],
  ])('minimal %s', (kind, name) => {
    const ours = made({ config: minimal })[`${kind}/${name}`];
    expect(missing(`Minimal Example (File-based Registry): ${kind}`, ours)).toEqual([]);
  });

  test('ConfigMap with a database', () => {
    expect(missing('ConfigMap with Database: ConfigMap', made({})['ConfigMap/registry-api-config'])).toEqual([]);
  });

  test('Deployment with a database, except that the group may read the pgpass file: a root-owned 0600 is unreadable', () => {
    const ours = made({ replicas: 2 })['Deployment/registry-api'];
    expect(missing('Deployment with Database: Deployment', ours)).toEqual([
      'spec.template.spec.volumes[pgpass].secret.defaultMode',
    ]);
  });

  test('Job, which is there under a name of its own for each image and configuration', () => {
    const objectsMade = made({ migration: RegistryMigration.job() });
    const [key] = Object.keys(objectsMade).filter((name) => /^Job\/registry-api-migrate-[0-9a-f]{8}$/.test(name));
    expect(missing('Optional: Pre-Migration Job: Job', objectsMade[key])).toEqual([
      'metadata.name',
      'spec.template.spec.volumes[pgpass].secret.defaultMode',
    ]);
  });

  test.each(['ServiceAccount', 'Role', 'RoleBinding'])('%s, which its server never needed, on request', (kind) => {
    const ours = made({ configurationRole: true })[`${kind}/registry-api`];
    expect(missing(`Service Account: ${kind}`, ours)).toEqual([]);
  });

  test('rolling update', () => {
    expect(missing('High Availability', made({ replicas: 3 })['Deployment/registry-api'])).toEqual([]);
  });

  test('disruption budget', () => {
    const ours = made({ replicas: 3 })['PodDisruptionBudget/registry-api-pdb'];
    expect(missing('Pod Disruption Budget: PodDisruptionBudget', ours)).toEqual([]);
  });

  test('autoscaler', () => {
    const all = made({}, (registry) => registry.autoscale());
    const ours = all['HorizontalPodAutoscaler/registry-api-hpa'];
    expect(missing('Horizontal Pod Autoscaler: HorizontalPodAutoscaler', ours)).toEqual([]);
  });

  test('NetworkPolicy, with namespaces labelled as it takes them for', () => {
    const all = made((chart) => {
      const labelled = (name: string) => [kplus.Namespaces.select(chart, `${name}-pods`, { labels: { name } })];
      return {
        networkIsolation: NetworkIsolation.on({
          clients: labelled('toolhive'),
          dns: labelled('kube-system'),
          database: labelled('database'),
          externalHosts: [kplus.Namespaces.all(chart, 'everywhere')],
        }),
      };
    });
    expect(missing('Network Policy: NetworkPolicy', all['NetworkPolicy/registry-api-netpol'])).toEqual([]);
  });

  test('annotations for Prometheus, once its server has metrics', () => {
    const config = LegacyRegistryConfig.fromParts({
      registries: [toolhive],
      auth: RegistryAuth.anonymous(),
      telemetry: RegistryTelemetry.otlp({ metrics: true }),
    });
    const all = made({ config, pgpassSecret: undefined, monitoring: ServerMonitoring.scrapeAnnotations() });
    const { template } = all['Deployment/registry-api'].spec;
    expect(missing('Monitoring', template, 'template.')).toEqual([]);
  });

  test('resources', () => {
    const [container] = made({})['Deployment/registry-api'].spec.template.spec.containers;
    expect(missing('Resource Limits', container)).toEqual([]);
  });

  test('Secret is referred to by name and key, and made by whoever has the passwords', () => {
    const theirs = guide['Database Secret (pgpass file): Secret'];
    const all = made({});
    const { volumes } = all['Deployment/registry-api'].spec.template.spec;
    const { secret } = volumes.find(({ name }: Obj) => name === 'pgpass');
    expect(outlineOf({ metadata: { name: secret.secretName } })['metadata.name']).toBe(theirs['metadata.name']);
    expect(Object.keys(theirs)).toContain(`data.${secret.items[0].key}`);
    expect(Object.keys(all).filter((name) => name.startsWith('Secret/'))).toEqual([]);
  });
});
