/** Containers that run SQL in the registry's database by psql, as hardened as the server. */
import { CONNECT_TIMEOUT, covers } from './pod';
import { Container, EnvVar } from '../../../kubernetes/objects';
import { pruned } from '../../../plain/objects';
import { RESTRICTED_CONTAINER } from '../../pod/pod-security';
import { CheckedDatabase } from '../config/needs';

const RESOURCES = { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '100m', memory: '64Mi' } };

/** Has a shell and psql. */
export const PSQL_IMAGE = 'docker.io/library/postgres:17-alpine';

export interface PsqlInput {
  readonly name: string;
  readonly image: string;
  /** `database` of the configuration. */
  readonly database: CheckedDatabase;
  readonly user: string;
  /** Variables by which the user logs in. */
  readonly login: readonly EnvVar[];
  readonly sql: string;
  /** The server's container: psql trusts the certificates that the server trusts. */
  readonly server: Pick<Container, 'env' | 'volumeMounts'>;
}

export function psqlContainer({ name, image, database, user, login, sql, server }: PsqlInput): Container {
  const { env = [], volumeMounts = [] } = server;
  const certificate = env.find((member) => member.name === 'PGSSLROOTCERT');
  return pruned({
    name,
    image,
    command: ['psql'],
    // One command is one transaction. Kubernetes makes one dollar sign of two.
    args: ['--no-psqlrc', `--command=${sql.replaceAll('$', '$$$$')}`],
    env: [
      { name: 'PGHOST', value: database.host },
      { name: 'PGPORT', value: String(database.port) },
      { name: 'PGDATABASE', value: database.database },
      { name: 'PGUSER', value: user },
      ...login,
      { name: 'PGSSLMODE', value: database.sslMode || 'require' },
      ...(certificate ? [certificate] : []),
      CONNECT_TIMEOUT,
      // Of a user whom the image doesn't know.
      { name: 'HOME', value: '/tmp' },
    ],
    volumeMounts: volumeMounts.filter((mount) => certificate?.value && covers(mount, certificate.value)),
    resources: RESOURCES,
    // PostgreSQL's message is in the pod's status as well.
    terminationMessagePolicy: 'FallbackToLogsOnError',
    securityContext: { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true },
  });
}
