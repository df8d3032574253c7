/** PostgreSQL for registries, by TLS. Its data is in the pod: a test of the pod's own restart is nobody's promise here. */
import { Cluster } from './cluster';
import { POSTGRES_IMAGE } from './images';
import { kubectl } from './kubectl';
import { addToWorld, tlsSecret, Workload } from './world';

/** The password of the superuser `postgres`. */
export const ADMIN_PASSWORD = 'admin-password';

/** The server's own folder; its socket is there as well. */
const FOLDER = '/tmp';

// A user whom the image doesn't know has no name, and PostgreSQL starts for nobody without one.
const START = `set -e
export PGDATA=${FOLDER}/data HOME=${FOLDER}
if [ ! -e $PGDATA/PG_VERSION ]; then
  echo "$POSTGRES_PASSWORD" > ${FOLDER}/password
  initdb --username=postgres --auth-local=trust --auth-host=scram-sha-256 --pwfile=${FOLDER}/password --locale=C --encoding=UTF8 > ${FOLDER}/initdb.log
  cp /tls/tls.crt /tls/tls.key $PGDATA/
  chmod 600 $PGDATA/tls.key
  printf "ssl=on\\nssl_cert_file='tls.crt'\\nssl_key_file='tls.key'\\nlisten_addresses='*'\\nunix_socket_directories='${FOLDER}'\\nfsync=off\\n" >> $PGDATA/postgresql.conf
  echo "host all all all scram-sha-256" >> $PGDATA/pg_hba.conf
fi
exec postgres`;

const PASSWD = 'root:x:0:0:root:/root:/bin/sh\npostgres:x:1000:1000::/tmp:/bin/sh\n';

/** Makes the server `postgres`. @param statements each is run once by a superuser: users and databases */
export async function makeDatabase(cluster: Cluster, namespace: string, statements: readonly string[]): Promise<void> {
  const metadata = { name: 'passwd', namespace };
  await cluster.apply([
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { passwd: PASSWD } },
    tlsSecret(namespace),
  ]);
  const postgres: Workload = {
    image: POSTGRES_IMAGE,
    command: ['sh', '-c', START],
    env: { POSTGRES_PASSWORD: ADMIN_PASSWORD },
    ports: [5432],
    tls: true,
    file: { configMap: 'passwd', key: 'passwd', path: '/etc/passwd' },
  };
  await addToWorld({ postgres }, namespace);
  for (const statement of statements) await sql(namespace, statement);
}

/** What a superuser's SQL returns. */
export function sql(namespace: string, statement: string, name = 'postgres'): Promise<string> {
  const psql = ['psql', '--host', FOLDER, '--username', 'postgres', '--no-align', '--tuples-only'];
  const exec = ['-n', namespace, 'exec', 'deploy/postgres', '--', ...psql, '--dbname', name, '--command', statement];
  return kubectl(exec);
}
