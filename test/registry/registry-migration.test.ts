import { ApiObject, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { configIn, DATABASE, madeWithJobs, podOf, Props, registryIn, secretIn } from './util';
import {
  LegacyRegistry,
  LegacyRegistryConfig,
  OAuthProvider,
  ToolhivePlatform,
  PodTemplate,
  RegistryAuth,
  RegistryDatabase,
  RegistryFormat,
  RegistryMigration,
  RegistrySource,
  Toolhive,
  ToolhiveChartProps,
} from '../../src';
import { Obj } from '../../src/plain/objects';
import { chartIn } from '../util';

const made = madeWithJobs;
const nameOf = (props?: Props, settings?: ToolhiveChartProps) => made(props, settings).job.metadata.name;

describe('the migration Job', () => {
  const pgpass: Props = (chart) => {
    const database = RegistryDatabase.pgpass({
      ...DATABASE,
      pgpass: { secret: secretIn(chart, 'pgpass'), key: 'pgpass' },
    });
    return { config: configIn(chart, { database }) };
  };

  test('runs the migrations in the image of the server, with what the server has around it', () => {
    const { job, byName } = made(pgpass);
    const { containers, restartPolicy } = podOf(job);
    const [server] = podOf(byName['Deployment/r']).containers;
    expect(job.spec.backoffLimit).toBe(3);
    expect(restartPolicy).toBe('OnFailure');
    expect(containers).toEqual([
      {
        name: 'migrate',
        image: 'ghcr.io/stacklok/thv-registry-api:v1.5.3',
        args: ['migrate', 'up', '--config=/etc/registry/config.yaml', '--yes'],
        env: server.env,
        volumeMounts: server.volumeMounts,
        resources: server.resources,
        securityContext: server.securityContext,
      },
    ]);
    expect(podOf(job).volumes).toEqual(podOf(byName['Deployment/r']).volumes);
    expect(podOf(job).securityContext).toEqual(podOf(byName['Deployment/r']).securityContext);
    expect(podOf(job)).toMatchObject({ serviceAccountName: 'r', automountServiceAccountToken: false });
  });

  test('comes before the Deployment, and is asked for', () => {
    const kinds = made().list.map(({ kind }) => kind);
    expect(kinds.indexOf('Job')).toBeLessThan(kinds.indexOf('Deployment'));
    expect(made(() => ({ migration: undefined })).byName).not.toHaveProperty('Job/r-migrate');
  });

  test('is not selected by what selects the server', () => {
    const { job, byName } = made();
    const { labels } = job.spec.template.metadata;
    const selectors = [byName['Deployment/r'].spec.selector.matchLabels, byName['Service/r'].spec.selector];
    for (const selector of selectors) {
      expect(Object.entries(selector).every(([key, value]) => labels[key] === value)).toBe(false);
    }
  });

  test('never has the token of the ServiceAccount, not even the one that the server checks clients with', () => {
    const { job } = made((chart) => ({
      config: configIn(chart, {
        auth: RegistryAuth.oauth({
          resourceUrl: 'https://r.example.com',
          providers: [OAuthProvider.kubernetes({ audience: 'r' })],
        }),
      }),
    }));
    expect(podOf(job).automountServiceAccountToken).toBe(false);
    expect(JSON.stringify(podOf(job))).not.toContain('serviceAccountToken');
    const watching = made((chart) => ({
      config: configIn(chart, { sources: [RegistrySource.kubernetes({ name: 'k', namespace: 'ns' })] }),
    }));
    expect(podOf(watching.byName['Deployment/r']).automountServiceAccountToken).toBe(true);
    expect(podOf(watching.job).automountServiceAccountToken).toBe(false);
  });

  test("has what the server's pod template says of init containers, nodes and variables, and no sidecar", () => {
    const { job } = made((chart) => ({
      nodeSelector: { disk: 'ssd' },
      volumes: [{ path: '/scratch', volume: kplus.Volume.fromEmptyDir(chart, 'v', 'scratch') }],
      podTemplateSpec: PodTemplate.fromJson({
        spec: {
          tolerations: [{ key: 'db', operator: 'Exists' }],
          affinity: { nodeAffinity: {}, podAntiAffinity: {} },
          initContainers: [{ name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' }],
          containers: [
            { name: 'registry-api', env: [{ name: 'HTTPS_PROXY', value: 'http://proxy' }] },
            { name: 'side', image: 'side:1', volumeMounts: [{ name: 'side', mountPath: '/side' }] },
          ],
          volumes: [{ name: 'side', emptyDir: {} }],
        },
      }),
    }));
    const pod = podOf(job);
    expect(pod).toMatchObject({ nodeSelector: { disk: 'ssd' }, tolerations: [{ key: 'db', operator: 'Exists' }] });
    expect(pod.affinity ?? {}).not.toHaveProperty('podAntiAffinity');
    expect(pod.initContainers.map(({ name }: Obj) => name)).toEqual(['proxy', 'check-database-role']);
    expect(pod.containers.map(({ name }: Obj) => name)).toEqual(['migrate']);
    expect(pod.containers[0].env).toContainEqual({ name: 'HTTPS_PROXY', value: 'http://proxy' });
    expect(pod.volumes.map(({ name }: Obj) => name)).toEqual(['config', 'scratch']);
  });

  test("is the guide's for the older server, too", () => {
    const { job } = made((chart) => ({
      config: LegacyRegistryConfig.fromParts({
        registries: [
          LegacyRegistry.git({
            format: RegistryFormat.TOOLHIVE,
            name: 'm',
            repository: 'https://example.com/r.git',
          }),
        ],
        auth: RegistryAuth.anonymous(),
        database: RegistryDatabase.pgpass({
          ...DATABASE,
          pgpass: { secret: secretIn(chart, 'pgpass'), key: 'pgpass' },
        }),
      }),
    }));
    const [container] = podOf(job).containers;
    expect(container.image).toBe('ghcr.io/stacklok/toolhive/thv-registry-api:latest');
    expect(container.args.slice(0, 2)).toEqual(['migrate', 'up']);
    expect(container.env).toEqual([
      { name: 'PGPASSFILE', value: '/secrets/pgpass' },
      { name: 'PGCONNECT_TIMEOUT', value: '10' },
    ]);
  });

  test('fails where the older server has no database', () => {
    const config = LegacyRegistryConfig.fromParts({
      registries: [
        LegacyRegistry.git({
          format: RegistryFormat.TOOLHIVE,
          name: 'm',
          repository: 'https://example.com/r.git',
        }),
      ],
      auth: RegistryAuth.anonymous(),
    });
    expect(() => made(() => ({ config }))).toThrow(
      'RegistryApi "r": migration: there is nothing to migrate: config has no database; give it one, or drop migration',
    );
  });

  test('leaves users and groups to OpenShift', () => {
    const { job } = made(undefined, { platform: ToolhivePlatform.OPENSHIFT });
    expect(podOf(job).securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  });
});

describe("the Job's name", () => {
  test('ends in eight hexadecimal digits, the same in each synthesis, and is what the construct says', () => {
    const { registry, job } = made();
    const child = registry.node.findChild('Migration') as ApiObject;
    expect(job.metadata.name).toMatch(/^r-migrate-[0-9a-f]{8}$/);
    expect(child.name).toBe(job.metadata.name);
    expect(child.metadata.name).toBe(job.metadata.name);
    expect(nameOf()).toBe(job.metadata.name);
  });

  const mine = (chart: Chart, name: string) => [secretIn(chart, name)];
  test.each<[string, Props, ToolhiveChartProps]>([
    ['image', () => ({ image: 'mirror/registry:2' }), {}],
    ['image in the settings', () => ({}), { images: { registryApi: 'mirror/registry:2' } }],
    [
      'configuration',
      (chart) => ({ config: configIn(chart, { sources: [RegistrySource.managed({ name: 'm' })] }) }),
      {},
    ],
    ['variable', () => ({ env: { THV_REGISTRY_LOG_LEVEL: kplus.EnvValue.fromValue('debug') } }), {}],
    ['pull secret', (chart) => ({ imagePullSecrets: mine(chart, 'regcred') }), {}],
    [
      'ServiceAccount',
      (chart) => ({ serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'sa', 'sa') }),
      {},
    ],
    [
      'template',
      () => ({ podTemplateSpec: PodTemplate.fromJson({ spec: { tolerations: [{ operator: 'Exists' }] } }) }),
      {},
    ],
  ])('changes with the %s', (_, props, settings) => {
    expect(nameOf(props, settings)).not.toBe(nameOf());
  });

  test.each<[string, Props]>([
    ['number of replicas', () => ({ replicas: 3 })],
    ['rights', () => ({ configurationRole: true })],
    ['order', () => ({ migration: RegistryMigration.argoCd() })],
  ])('stays with another %s', (_, props) => {
    expect(nameOf(props)).toBe(nameOf());
  });

  test('follows settings that come after the construct', () => {
    const chart = chartIn();
    const job = registryIn(chart, { migration: RegistryMigration.job() }).node.findChild('Migration') as ApiObject;
    const before = job.name;
    Toolhive.configure(chart, { images: { registryApi: 'mirror/registry:2' } });
    expect(job.name).not.toBe(before);
    expect(job.name).toBe(nameOf(undefined, { images: { registryApi: 'mirror/registry:2' } }));
  });

  test('is short enough for the label that Kubernetes gives the pods', () => {
    const named = (length: number) => () =>
      registryIn(chartIn(), { name: 'a'.repeat(length), migration: RegistryMigration.job() });
    expect(named(46)).not.toThrow();
    expect(named(47)).toThrow(
      `gives the Job the name "${'a'.repeat(47)}-migrate-00000000", which Kubernetes refuses: must be no longer than 63 characters`,
    );
  });

  test('is there while the registry has errors, which are told by themselves', () => {
    const chart = chartIn();
    const podTemplateSpec = PodTemplate.fromJson({ metadata: { labels: { app: 'mine' } } });
    const registry = registryIn(chart, { migration: RegistryMigration.job(), podTemplateSpec });
    expect((registry.node.findChild('Migration') as ApiObject).name).toBe('r-migrate');
    expect(() => Testing.synth(chart)).toThrow(/^Validation failed[\s\S]*labels\["app"\]: "mine" replaces a label/);
  });

  test('takes part in dependencies like any other', () => {
    const chart = chartIn();
    const registry = registryIn(chart, { migration: RegistryMigration.job() });
    const other = new ApiObject(chart, 'first', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'first' } });
    registry.node.findChild('Migration').node.addDependency(other);
    const names = Testing.synth(chart).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    const at = (prefix: string) => names.findIndex((name) => name.startsWith(prefix));
    expect(at('ConfigMap/first')).toBeLessThan(at('Job/r-migrate-'));
  });
});
