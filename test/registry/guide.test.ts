/**
 * ToolHive's deployment guide, point by point: every manifest in it against what RegistryApi makes of a
 * LegacyRegistryConfig with the same content. Every field of the guide's is there with its value; where it isn't, the
 * difference is listed here and explained in docs/registry.md.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { parse, parseAllDocuments } from 'yaml';
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
import { canonicalQuantity } from '../../src/kubernetes/quantity';
import { Obj } from '../../src/plain/objects';
import { chartIn, objects } from '../util';

const GUIDE = join(__dirname, '..', '..', '..', 'shared', 'reference', 'registry-api-deployment-guide.md');
const describeGuide = existsSync(GUIDE) ? describe : describe.skip;
// Comments in shell code look like headings.
const guide = existsSync(GUIDE) ? readFileSync(GUIDE, 'utf8').replace(/```bash\n[\s\S]*?```/g, '') : '';

/** The manifests and fragments of the guide's section. */
function section(title: string): Obj[] {
  const [, text = ''] = guide.split(new RegExp(`^#+ ${title}$`, 'm'));
  const body = text.split(/^#+ /m)[0];
  return [...body.matchAll(/```yaml\n([\s\S]*?)```/g)].flatMap(([, yaml]) =>
    parseAllDocuments(yaml, { version: '1.1' }).map((document) => document.toJS()),
  );
}

const found = (title: string, kind?: string): Obj => {
  const manifest = section(title).find((candidate) => kind === undefined || candidate.kind === kind);
  if (!manifest) throw new Error(`the guide has no ${kind} under "${title}"`);
  return manifest;
};

/** What the guide says and ours doesn't, as `path: value`. Lists are compared by name where their items have one. */
function missing(theirs: unknown, ours: unknown, path = ''): string[] {
  if (Array.isArray(theirs)) {
    return theirs.flatMap((item, i) => {
      const name = (item as Obj | null)?.name;
      const same = Array.isArray(ours) ? (name ? ours.find((other) => other?.name === name) : ours[i]) : undefined;
      return missing(item, same, `${path}[${name ?? i}]`);
    });
  }
  if (typeof theirs === 'object' && theirs !== null) {
    return Object.entries(theirs).flatMap(([key, value]) => {
      const isText = key === 'config.yaml';
      const other = (ours as Obj | undefined)?.[key];
      return isText && other
        ? missing(parse(value as string), parse(other), path)
        : missing(value, other, path ? `${path}.${key}` : key);
    });
  }
  // Amounts are held as Kubernetes stores them.
  const isSame = theirs === ours || (typeof theirs === 'string' && canonicalQuantity(theirs) === ours);
  return isSame ? [] : [`${path}: ${JSON.stringify(theirs)}`];
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

describeGuide("the guide's", () => {
  test.each(['ConfigMap', 'Deployment', 'Service'])('minimal %s', (kind) => {
    const theirs = found('Minimal Example \\(File-based Registry\\)', kind);
    expect(missing(theirs, made({ config: minimal })[`${kind}/${theirs.metadata.name}`])).toEqual([]);
  });

  test('ConfigMap with a database', () => {
    const theirs = found('ConfigMap with Database');
    expect(missing(theirs, made({})['ConfigMap/registry-api-config'])).toEqual([]);
  });

  test('Deployment with a database, except that the group may read the pgpass file: a root-owned 0600 is unreadable', () => {
    const theirs = found('Deployment with Database');
    expect(missing(theirs, made({ replicas: 2 })['Deployment/registry-api'])).toEqual([
      `spec.template.spec.volumes[pgpass].secret.defaultMode: ${0o600}`,
    ]);
  });

  test('Job, which is there under a name of its own for each image and configuration', () => {
    const { metadata, ...theirs } = found('Optional: Pre-Migration Job');
    expect(metadata).toEqual({ name: 'registry-migrate', namespace: 'toolhive' });
    const objectsMade = made({ migration: RegistryMigration.job() });
    const [key] = Object.keys(objectsMade).filter((name) => /^Job\/registry-api-migrate-[0-9a-f]{8}$/.test(name));
    expect(missing(theirs, objectsMade[key])).toEqual([
      `spec.template.spec.volumes[pgpass].secret.defaultMode: ${0o600}`,
    ]);
    expect(objectsMade[key].metadata.namespace).toBe(metadata.namespace);
  });

  test.each(['ServiceAccount', 'Role', 'RoleBinding'])('%s, which its server never needed, on request', (kind) => {
    const theirs = found('Service Account', kind);
    expect(missing(theirs, made({ configurationRole: true })[`${kind}/registry-api`])).toEqual([]);
  });

  test('rolling update', () => {
    expect(missing(found('High Availability'), made({ replicas: 3 })['Deployment/registry-api'])).toEqual([]);
  });

  test('disruption budget', () => {
    expect(
      missing(found('Pod Disruption Budget'), made({ replicas: 3 })['PodDisruptionBudget/registry-api-pdb']),
    ).toEqual([]);
  });

  test('autoscaler', () => {
    const all = made({}, (registry) => registry.autoscale());
    expect(missing(found('Horizontal Pod Autoscaler'), all['HorizontalPodAutoscaler/registry-api-hpa'])).toEqual([]);
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
    expect(missing(found('Network Policy'), all['NetworkPolicy/registry-api-netpol'])).toEqual([]);
  });

  test('annotations for Prometheus, once its server has metrics', () => {
    const config = LegacyRegistryConfig.fromParts({
      registries: [toolhive],
      auth: RegistryAuth.anonymous(),
      telemetry: RegistryTelemetry.otlp({ metrics: true }),
    });
    const all = made({ config, pgpassSecret: undefined, monitoring: ServerMonitoring.scrapeAnnotations() });
    expect(missing(found('Monitoring').template, all['Deployment/registry-api'].spec.template)).toEqual([]);
  });

  test('resources', () => {
    const [container] = made({})['Deployment/registry-api'].spec.template.spec.containers;
    expect(missing(found('Resource Limits'), container)).toEqual([]);
  });

  test('Secret is referred to by name and key, and made by whoever has the passwords', () => {
    const secret = section('Database Secret \\(pgpass file\\)').find(({ kind }) => kind === 'Secret')!;
    const { volumes } = made({})['Deployment/registry-api'].spec.template.spec;
    const [key] = Object.keys(secret.data);
    expect(volumes).toContainEqual({
      name: 'pgpass',
      secret: expect.objectContaining({ secretName: secret.metadata.name, items: [{ key, path: 'pgpass' }] }),
    });
  });
});
