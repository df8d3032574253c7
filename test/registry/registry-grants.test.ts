import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { configIn, DATABASE, madeWithJobs, passwordOf, podOf, Props, registryIn, secretIn } from './util';
import {
  NetworkIsolation,
  RegistryConfig,
  RegistryDatabase,
  RegistryFile,
  RegistryGrants,
  RegistryMigration,
  RegistryMigrationOptions,
  SslMode,
  Warnings,
} from '../../src';
import { Obj } from '../../src/plain/objects';
import { chartIn } from '../util';

const grantsIn = (chart: Chart, more: Partial<RegistryGrants> = {}): RegistryGrants => ({
  adminUser: 'postgres',
  adminPassword: { secret: secretIn(chart, 'admin'), key: 'password' },
  ...more,
});
const caIn = (chart: Chart) => ({
  configMap: kplus.ConfigMap.fromConfigMapName(chart, 'ca', 'ca'),
  key: 'ca.crt',
});
const databaseIn = (chart: Chart) =>
  RegistryDatabase.password({ ...DATABASE, port: 5433, password: passwordOf(chart) });

describe('the Job with the grants', () => {
  const props: Props = (chart) => ({
    config: configIn(chart, { database: databaseIn(chart) }),
    migration: RegistryMigration.argoCd({ grants: grantsIn(chart) }),
  });

  test('runs the SQL that the database prints, as a user who may, with the password from a Secret', () => {
    const { grants, chart } = madeWithJobs(props);
    const [container] = podOf(grants).containers;
    expect(container).toMatchObject({
      name: 'grants',
      image: 'docker.io/library/postgres:17-alpine',
      command: ['psql'],
      args: ['--no-psqlrc', `--command=${databaseIn(chart).grantsSql()}`],
    });
    expect(container.env).toEqual([
      { name: 'PGHOST', value: 'postgres' },
      { name: 'PGPORT', value: '5433' },
      { name: 'PGDATABASE', value: 'registry' },
      { name: 'PGUSER', value: 'postgres' },
      { name: 'PGPASSWORD', valueFrom: { secretKeyRef: { name: 'admin', key: 'password' } } },
      { name: 'PGSSLMODE', value: 'require' },
      { name: 'PGCONNECT_TIMEOUT', value: '10' },
      { name: 'HOME', value: '/tmp' },
    ]);
  });

  test("is as hardened as the server, and has nothing of the server's secrets", () => {
    const { grants, byName } = madeWithJobs((chart) => ({
      ...props(chart),
      pgpassSecret: { secret: secretIn(chart, 'pgpass'), key: 'pgpass' },
      imagePullSecrets: [secretIn(chart, 'regcred')],
    }));
    const [pod, server] = [grants, byName['Deployment/r']].map(podOf);
    expect(pod.securityContext).toEqual(server.securityContext);
    expect(pod.containers[0].securityContext).toEqual(server.containers[0].securityContext);
    expect(pod).toMatchObject({ automountServiceAccountToken: false, imagePullSecrets: [{ name: 'regcred' }] });
    expect(pod).not.toHaveProperty('volumes');
    expect(grants.spec).toMatchObject({ backoffLimit: 3, template: { spec: { restartPolicy: 'OnFailure' } } });
  });

  test('checks the certificate of PostgreSQL where the server does', () => {
    const { grants } = madeWithJobs((chart) => {
      const caCertificate = RegistryFile.fromConfigMap(caIn(chart));
      const options = { ...DATABASE, sslMode: SslMode.VERIFY_CA, caCertificate };
      return {
        ...props(chart),
        config: configIn(chart, { database: RegistryDatabase.password({ ...options, password: passwordOf(chart) }) }),
      };
    });
    const { containers, volumes } = podOf(grants);
    const path = containers[0].env.find(({ name }: Obj) => name === 'PGSSLROOTCERT').value;
    expect(containers[0].env).toContainEqual({ name: 'PGSSLMODE', value: 'verify-ca' });
    expect(containers[0].volumeMounts).toHaveLength(1);
    expect(path.startsWith(`${containers[0].volumeMounts[0].mountPath}/`)).toBe(true);
    expect(volumes.map(({ name }: Obj) => name)).toEqual([containers[0].volumeMounts[0].name]);
  });

  test('is another Job when a user has another name, and the same for another configuration of the server', () => {
    const nameWith = (more: object) =>
      madeWithJobs((chart) => {
        const database = RegistryDatabase.password({ ...DATABASE, ...more, password: passwordOf(chart) });
        return { ...props(chart), config: configIn(chart, { database }) };
      }).grants.metadata.name;
    expect(nameWith({})).toMatch(/^r-grants-[0-9a-f]{8}$/);
    expect(nameWith({ user: 'other' })).not.toBe(nameWith({}));
    expect(nameWith({ maxOpenConns: 9 })).toBe(nameWith({}));
  });

  test('writes dollar signs so that Kubernetes leaves them', () => {
    const { grants } = madeWithJobs((chart) => ({
      ...props(chart),
      config: configIn(chart, {
        database: RegistryDatabase.password({ ...DATABASE, user: 'a$(b)', password: passwordOf(chart) }),
      }),
    }));
    expect(podOf(grants).containers[0].args[1]).toContain('TO "a$$(b)"');
  });

  test('takes an image of your own', () => {
    const { grants } = madeWithJobs((chart) => ({
      migration: RegistryMigration.helm({ grants: grantsIn(chart, { image: 'mirror/psql:1' }) }),
    }));
    expect(podOf(grants).containers[0].image).toBe('mirror/psql:1');
  });

  test.each<[string, Partial<RegistryGrants>, string]>([
    ['an image with white space', { image: 'a b' }, 'migration.grants.image: "a b" contains white space'],
    ['no user', { adminUser: '' }, 'migration.grants.adminUser: must not be empty; name a user who may create roles'],
  ])('fails on %s', (_, more, message) => {
    const chart = chartIn();
    const migration = RegistryMigration.argoCd({ grants: grantsIn(chart, more) });
    expect(() => registryIn(chart, { migration })).toThrow(`RegistryApi "r": ${message}`);
  });

  test('fails on a variable that leads the server to another database', () => {
    const chart = chartIn();
    const migration = RegistryMigration.argoCd({ grants: grantsIn(chart) });
    const env = { THV_REGISTRY_DATABASE_HOST: kplus.EnvValue.fromValue('other') };
    expect(() => registryIn(chart, { migration, env })).toThrow(
      'env.THV_REGISTRY_DATABASE_HOST: leads the server elsewhere than the Job with the grants; set it in the configuration',
    );
  });

  test('warns where nothing makes the migrations wait, not even a check for the role', () => {
    const aws = RegistryDatabase.awsRdsIam(DATABASE);
    const warned = (migration: (options: RegistryMigrationOptions) => RegistryMigration, database = aws) =>
      Warnings.of(
        madeWithJobs((chart) => ({
          config: configIn(chart, { database }),
          serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'account', 'account'),
          migration: migration({ grants: grantsIn(chart) }),
        })).chart,
      ).map(({ id }) => id);
    expect(warned((options) => RegistryMigration.job(options))).toEqual(['registry-grants-unordered']);
    const pgpass = RegistryDatabase.pgpass({
      ...DATABASE,
      pgpass: { secret: secretIn(chartIn(), 'pgpass'), key: 'pgpass' },
    });
    expect(warned((options) => RegistryMigration.job(options), pgpass)).toEqual([]);
    expect(warned((options) => RegistryMigration.argoCd(options))).toEqual([]);
    expect(warned((options) => RegistryMigration.helm(options))).toEqual([]);
  });
});

describe('in waves of Argo CD', () => {
  const WAVE = 'argocd.argoproj.io/sync-wave';
  const { list } = madeWithJobs((chart) => ({
    migration: RegistryMigration.argoCd({ grants: grantsIn(chart) }),
    replicas: 2,
    networkIsolation: NetworkIsolation.on(),
    configurationRole: true,
  }));
  const waves = list.map(({ kind, metadata }) => [kind, metadata.name.slice(0, 9), metadata.annotations?.[WAVE]]);

  test('come first what Jobs need, then the Jobs, then the server and what waits for it', () => {
    expect(waves).toEqual([
      ['ConfigMap', 'r-config', undefined],
      ['ServiceAccount', 'r', undefined],
      ['Role', 'r', undefined],
      ['RoleBinding', 'r', undefined],
      ['NetworkPolicy', 'r-migrate', undefined],
      ['Job', 'r-grants-', '1'],
      ['Job', 'r-migrate', '2'],
      ['Deployment', 'r', '3'],
      ['Service', 'r', '3'],
      ['PodDisruptionBudget', 'r-pdb', '3'],
      ['NetworkPolicy', 'r-netpol', undefined],
    ]);
  });

  test('nothing is a hook', () => {
    expect(JSON.stringify(list)).not.toContain('hook');
  });

  test('what comes by a method later waits for the server, too', () => {
    const chart = chartIn();
    const registry = registryIn(chart, { migration: RegistryMigration.argoCd() });
    expect(registry.autoscale().toJson().metadata.annotations).toEqual({ [WAVE]: '3' });
  });
});

describe('as hooks of Helm', () => {
  const migration = (chart: Chart) => RegistryMigration.helm({ grants: grantsIn(chart) });
  const { list, byName, job, grants } = madeWithJobs((chart) => ({ migration: migration(chart) }));

  test('run a copy of the ConfigMap, the grants and the migrations, in this order, before anything else', () => {
    const hooks = list.filter(({ metadata }) => metadata.annotations?.['helm.sh/hook']);
    expect(hooks.map(({ kind, metadata }) => [kind, metadata.annotations['helm.sh/hook-weight']])).toEqual([
      ['ConfigMap', '2'],
      ['Job', '3'],
      ['Job', '4'],
    ]);
    for (const { metadata } of hooks) {
      expect(metadata.annotations).toMatchObject({
        'helm.sh/hook': 'pre-install,pre-upgrade',
        'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
      });
    }
  });

  test('the Job reads the copy, and the server its own', () => {
    const configOf = (object: Obj) => podOf(object).volumes.find(({ name }: Obj) => name === 'config').configMap.name;
    expect(configOf(job)).toBe('r-migrate-config');
    expect(configOf(byName['Deployment/r'])).toBe('r-config');
    expect(byName['ConfigMap/r-migrate-config'].data).toEqual(byName['ConfigMap/r-config'].data);
  });

  test("no Job waits for the release's ServiceAccount, and each takes one that is given", () => {
    for (const { spec } of [job, grants]) expect(spec.template.spec).not.toHaveProperty('serviceAccountName');
    const given = madeWithJobs((chart) => ({
      migration: migration(chart),
      serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'sa', 'mine'),
    }));
    for (const object of [given.job, given.grants]) expect(podOf(object).serviceAccountName).toBe('mine');
  });

  test("no Job waits for the release's ConfigMaps", () => {
    const { job: withFiles } = madeWithJobs((chart) => ({
      migration: migration(chart),
      config: RegistryConfig.fromYaml(configIn(chart)._text(), {
        files: {
          '/ca/ca.crt': RegistryFile.fromConfigMap(caIn(chart)),
        },
      }),
    }));
    const files = podOf(withFiles).volumes.find(({ projected }: Obj) => projected);
    expect(files.projected.sources).toEqual([
      { configMap: { name: 'ca', items: [{ key: 'ca.crt', path: 'ca.crt' }], optional: true } },
    ]);
  });

  test('fails where AWS would give no token, because the ServiceAccount comes too late', () => {
    const aws: Props = (chart) => ({
      config: configIn(chart, { database: RegistryDatabase.awsRdsIam({ ...DATABASE, region: 'eu-west-1' }) }),
      migration: RegistryMigration.helm(),
    });
    expect(() => madeWithJobs(aws)).toThrow(
      'migration: a Helm hook runs before the ServiceAccount of the registry is there, and without it AWS gives no token; give a serviceAccount that is there before',
    );
    const given: Props = (chart) => ({
      ...aws(chart),
      serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'sa', 'mine'),
    });
    expect(() => madeWithJobs(given)).not.toThrow();
  });
});

describe('with a NetworkPolicy, the Jobs reach the database and nothing else', () => {
  const egressOf = (props: Props = () => ({})) => {
    const networkIsolation = NetworkIsolation.on();
    const { byName, job } = madeWithJobs((chart) => ({ networkIsolation, ...props(chart) }));
    const { spec } = byName['NetworkPolicy/r-migrate-netpol'];
    return { spec, job, ports: spec.egress.flatMap(({ ports }: Obj) => ports.map(({ port }: Obj) => port)) };
  };

  test('by name and port', () => {
    const { spec, ports, job } = egressOf();
    expect(ports).toEqual([53, 53, 5432]);
    expect(spec.ingress).toBeUndefined();
    expect(job.spec.template.metadata.labels).toMatchObject(spec.podSelector.matchLabels);
  });

  test('and AWS, where it gives the tokens', () => {
    const { ports } = egressOf((chart) => ({
      config: configIn(chart, { database: RegistryDatabase.awsRdsIam({ ...DATABASE, region: 'eu-west-1' }) }),
    }));
    expect(ports).toEqual([53, 53, 5432, 443, 80]);
  });
});
