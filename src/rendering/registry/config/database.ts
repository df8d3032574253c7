/** Rules about where data are kept. */
import { requireField, warnOfIgnored } from './rules';
import { Database } from './shape';
import { Findings, shown } from '../../../findings';

const SSL_MODES = ['disable', 'require', 'verify-ca'];
const INT32_MAX = 2 ** 31 - 1;

export function checkDatabase(config: { readonly database?: Database }, findings: Findings): void {
  if (!requireField(config, 'database', '', findings, 'the server keeps its data in PostgreSQL')) return;
  const { database } = config;
  for (const field of ['host', 'port', 'user', 'database'] as const) {
    requireField(database, field, 'database', findings);
  }
  const { host, port, database: name, sslMode } = database;
  if (port && !(port >= 1 && port <= 65535)) {
    findings.error('database.port', `${port} must be a number from 1 to 65535`);
  }
  if (host && /[@/?#\s]/.test(host)) findings.error('database.host', `${shown(host)} must be a host name alone`);
  if (name && /[/?#]/.test(name)) {
    findings.error('database.database', `${shown(name)} must be a name alone, without "/", "?" and "#"`);
  }
  checkSslMode(sslMode, findings);
  checkLogin(database, findings);
  checkPool(database, findings);
  if (database.maxMetaSize !== undefined && database.maxMetaSize <= 0) {
    findings.error('database.maxMetaSize', `${database.maxMetaSize} must be above 0; it is a number of bytes`);
  }
}

function checkSslMode(sslMode: string | undefined, findings: Findings): void {
  if (!sslMode || SSL_MODES.includes(sslMode)) return;
  const why =
    sslMode === 'verify-full'
      ? 'does not work: the server compares the certificate with the name "localhost", and never gets ready; use "verify-ca", with the authority\'s certificate in the file that PGSSLROOTCERT names'
      : `is not allowed; use one of ${SSL_MODES.map(shown).join(', ')}`;
  findings.error('database.sslMode', `${shown(sslMode)} ${why}`);
}

/** Exactly one way to log in. */
function checkLogin(database: Database, findings: Findings): void {
  const { dynamicAuth } = database;
  if (!dynamicAuth) return;
  for (const key of (['password', 'migrationPassword'] as const).filter((name) => database[name])) {
    findings.error(`database.${key}`, 'and database.dynamicAuth exclude each other; drop one');
  }
  if (!dynamicAuth.awsRdsIam) {
    findings.error(
      'database.dynamicAuth',
      'is empty, and as good as absent; write awsRdsIam with a region, or drop it',
    );
  } else if (!dynamicAuth.awsRdsIam.region) {
    findings.error(
      'database.dynamicAuth.awsRdsIam.region',
      'is required; write the region of the database, or "detect" on AWS',
    );
  }
}

function checkPool({ maxOpenConns, maxIdleConns }: Database, findings: Findings): void {
  for (const [key, value] of Object.entries({ maxOpenConns, maxIdleConns })) {
    if (value === undefined) continue;
    if (value > INT32_MAX) findings.error(`database.${key}`, `${value} is above the maximum ${INT32_MAX}`);
    if (value < 0 || (key === 'maxOpenConns' && value === 0)) {
      warnOfIgnored(`database.${key}`, `${value} is no number of connections; write 1 or more`, findings);
    }
  }
  if (maxOpenConns && maxIdleConns && maxOpenConns > 0 && maxIdleConns > maxOpenConns) {
    findings.warning(
      'registry-pool-settings',
      'database.maxIdleConns',
      `${maxIdleConns} connections are to be kept open, but maxOpenConns allows ${maxOpenConns}; lower maxIdleConns`,
    );
  }
}
