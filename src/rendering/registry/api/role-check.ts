/**
 * An init container that stops before migrations which would fail half-way: where a role is missing and the user may not
 * make it, the first one marks the database as dirty permanently. Facts: docs/decisions/0009-registry-migrations.md.
 */
import { covers, serverContainer } from './pod';
import { psqlContainer } from './psql';
import { RegistryApiSpec } from './spec';
import { Container, EnvVar, PodSpec, VolumeMount } from '../../../kubernetes/objects';
import { roleCheckSql } from '../config/grants';
import { CheckedDatabase } from '../config/needs';

const ROLE_CHECK_CONTAINER = 'check-database-role';

/** Variables that would lead the server to another database, or user, than those that psql gets. */
export const OTHER_DATABASE = /^THV_REGISTRY_DATABASE_(HOST|PORT|USER|MIGRATIONUSER|DATABASE|SSLMODE)$/;

const HOME_VOLUME = 'psql-home';
const HOME_FOLDER = '/tmp';
/** The server takes a pgpass file that its group may read. psql passes over such a file without a word. */
const WITH_PRIVATE_PGPASS = `umask 077; cp "$PGPASSFILE" ${HOME_FOLDER}/pgpass; export PGPASSFILE=${HOME_FOLDER}/pgpass; exec psql "$@"`;

/** Whether psql can log in as the user who migrates: with a password, and not with a token that the server makes. */
export function canCheckRole(spec: RegistryApiSpec, database: CheckedDatabase): boolean {
  return loginOf(spec, database) !== undefined;
}

/**
 * A pod whose containers begin when the role is there, or can be made.
 *
 * @param pod the server's, or one with its volumes
 */
export function afterRoleCheck(pod: PodSpec, spec: RegistryApiSpec, database: CheckedDatabase): PodSpec {
  const login = loginOf(spec, database);
  if (!login) return pod;
  const { env = [], volumeMounts = [] } = serverContainer(pod);
  const container = psqlContainer({
    name: ROLE_CHECK_CONTAINER,
    image: spec.migration!.psqlImage,
    database,
    user: migrationUserOf(database),
    login: [login],
    sql: roleCheckSql(database),
    server: { env, volumeMounts },
  });
  const isFile = login.name === 'PGPASSFILE';
  return {
    ...pod,
    initContainers: [
      ...(pod.initContainers ?? []),
      isFile ? withPrivatePgpass(container, volumeMounts, login.value!) : container,
    ],
    volumes: [...(pod.volumes ?? []), ...(isFile ? [{ name: HOME_VOLUME, emptyDir: { medium: 'Memory' } }] : [])],
  };
}

/** The pod before `afterRoleCheck`, its lists written out. */
export function withoutRoleCheck({ initContainers = [], volumes = [], ...pod }: PodSpec): PodSpec {
  return {
    ...pod,
    initContainers: initContainers.filter(({ name }) => name !== ROLE_CHECK_CONTAINER),
    volumes: volumes.filter(({ name }) => name !== HOME_VOLUME),
  };
}

function withPrivatePgpass(container: Container, volumeMounts: readonly VolumeMount[], file: string): Container {
  const mounts = container.volumeMounts ?? [];
  const ofFile = volumeMounts.filter((mount) => covers(mount, file) && !mounts.includes(mount));
  return {
    ...container,
    command: ['sh', '-ec', WITH_PRIVATE_PGPASS, 'psql'],
    volumeMounts: [...mounts, ...ofFile, { name: HOME_VOLUME, mountPath: HOME_FOLDER }],
  };
}

/** The variable by which the user who migrates logs in, as the server would. */
function loginOf({ env = [], pgpass }: RegistryApiSpec, database: CheckedDatabase): EnvVar | undefined {
  if (database.dynamicAuth || env.some(({ name }) => OTHER_DATABASE.test(name))) return undefined;
  const named = (name: string) => env.find((member) => member.name === `THV_REGISTRY_DATABASE_${name}`);
  const isOne = migrationUserOf(database) === database.user;
  const password = named('MIGRATIONPASSWORD') ?? (isOne ? named('PASSWORD') : undefined);
  if (password) return { ...password, name: 'PGPASSWORD' };
  return pgpass && { name: 'PGPASSFILE', value: '/secrets/pgpass' };
}

function migrationUserOf({ user, migrationUser }: CheckedDatabase): string {
  return migrationUser || user;
}
