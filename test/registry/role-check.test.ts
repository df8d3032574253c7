/** The check before migrations that would fail half-way. The SQL has run on PostgreSQL 15 (docs/decisions/0009). */
import { configIn, DATABASE, madeWithJobs, passwordOf, podOf, Props, secretIn } from './util';
import { RegistryDatabase, RegistryMigration } from '../../src';
import { Obj } from '../../src/plain/objects';

const OWNER = { host: 'postgres', database: 'registry', user: 'registry' };
const byPassword: Props = (chart) => ({
  config: configIn(chart, { database: RegistryDatabase.password({ ...OWNER, password: passwordOf(chart) }) }),
});
const byPgpass: Props = (chart) => {
  const database = RegistryDatabase.pgpass({
    ...DATABASE,
    pgpass: { secret: secretIn(chart, 'pgpass'), key: 'pgpass' },
  });
  return { config: configIn(chart, { database }) };
};
const checkIn = (pod: Obj): Obj | undefined =>
  (pod.initContainers ?? []).find(({ name }: Obj) => name === 'check-database-role');

test('the migration Job stops before the first migration where the role is missing and the user may not make it', () => {
  const check = checkIn(podOf(madeWithJobs(byPassword).job))!;
  expect(check).toMatchObject({
    image: 'docker.io/library/postgres:17-alpine',
    command: ['psql'],
    terminationMessagePolicy: 'FallbackToLogsOnError',
  });
  expect(check.env.slice(0, 5)).toEqual([
    { name: 'PGHOST', value: 'postgres' },
    { name: 'PGPORT', value: '5432' },
    { name: 'PGDATABASE', value: 'registry' },
    { name: 'PGUSER', value: 'registry' },
    { name: 'PGPASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
  ]);
  expect(check.args[1]).toContain('(rolsuper OR rolcreaterole)');
  expect(check.args[1]).toContain(
    'run once: CREATE ROLE toolhive_registry_server; GRANT toolhive_registry_server TO "registry";',
  );
});

test('the server checks as well where nothing makes it wait for the Job, and nowhere else', () => {
  const serverOf = (migration?: RegistryMigration) =>
    podOf(madeWithJobs((chart) => ({ ...byPassword(chart), migration })).byName['Deployment/r']);
  expect(checkIn(serverOf(RegistryMigration.job()))).toBeDefined();
  expect(checkIn(serverOf(RegistryMigration.argoCd()))).toBeUndefined();
  expect(checkIn(serverOf(RegistryMigration.helm()))).toBeUndefined();
  expect(checkIn(serverOf())).toBeUndefined();
});

test('psql gets a private copy of the pgpass file, and logs in as the user who migrates', () => {
  const { job, grants } = madeWithJobs((chart) => ({
    ...byPgpass(chart),
    migration: RegistryMigration.job({
      grants: { adminUser: 'postgres', adminPassword: { secret: secretIn(chart, 'admin'), key: 'password' } },
    }),
  }));
  const pod = podOf(job);
  const check = checkIn(pod)!;
  expect(check.command.slice(0, 2)).toEqual(['sh', '-ec']);
  expect(check.env).toContainEqual({ name: 'PGUSER', value: 'db_migrator' });
  expect(check.env).toContainEqual({ name: 'PGPASSFILE', value: '/secrets/pgpass' });
  expect(check.volumeMounts.map(({ mountPath }: Obj) => mountPath)).toEqual(['/secrets', '/tmp']);
  expect(pod.volumes).toContainEqual({ name: 'psql-home', emptyDir: { medium: 'Memory' } });
  expect(checkIn(podOf(grants))).toBeUndefined();
});

test('nothing is checked with tokens of AWS, which psql does not have', () => {
  const { job, byName } = madeWithJobs((chart) => ({
    config: configIn(chart, { database: RegistryDatabase.awsRdsIam(OWNER) }),
  }));
  expect(podOf(job)).not.toHaveProperty('initContainers');
  expect(podOf(byName['Deployment/r'])).not.toHaveProperty('initContainers');
});

test('the check and the grants take an image of your own', () => {
  const { job, grants } = madeWithJobs((chart) => ({
    ...byPassword(chart),
    migration: RegistryMigration.argoCd({
      psqlImage: 'mirror/psql:1',
      grants: { adminUser: 'postgres', adminPassword: { secret: secretIn(chart, 'admin'), key: 'password' } },
    }),
  }));
  expect([checkIn(podOf(job))!.image, podOf(grants).containers[0].image]).toEqual(['mirror/psql:1', 'mirror/psql:1']);
});

test('the server gives up a database that does not answer after ten seconds', () => {
  const { env } = podOf(madeWithJobs(byPassword).byName['Deployment/r']).containers[0];
  expect(env).toContainEqual({ name: 'PGCONNECT_TIMEOUT', value: '10' });
});
