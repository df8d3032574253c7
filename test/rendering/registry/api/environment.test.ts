import { Findings } from '../../../../src/findings';
import { Obj } from '../../../../src/plain/objects';
import { checkEnvironment } from '../../../../src/rendering/registry/api/environment';

const CONFIG = {
  sources: [{ name: 'own', managed: {} }],
  registries: [{ name: 'default', sources: ['own'] }],
  database: { host: 'h', port: 5432, sslMode: 'require', dynamicAuth: { awsRdsIam: { region: 'detect' } } },
  auth: { mode: 'oauth', publicPaths: ['/health'] },
};

/** What is said of one variable. */
function said(name: string, value: Obj = { value: 'x' }): string {
  const findings = new Findings();
  checkEnvironment([{ name, ...value }], CONFIG, findings);
  return findings.list.map(({ severity, field, message }) => `${severity} ${field}: ${message}`).join('\n');
}

test.each([
  'THV_REGISTRY_DATABASE_HOST',
  'THV_REGISTRY_DATABASE_SSLMODE',
  'THV_REGISTRY_DATABASE_DYNAMICAUTH_AWSRDSIAM_REGION',
])('%s overrides a value that stands in the file', (name) => {
  expect(said(name)).toBe('');
});

test.each([
  'THV_REGISTRY_INSECURE_URL',
  'THV_REGISTRY_LOG_LEVEL',
  'THV_REGISTRY_WATCH_NAMESPACE',
  'THV_REGISTRY_COMPRESS_RESPONSE',
])('%s counts without the file', (name) => {
  expect(said(name)).toBe('');
});

test.each(['LOG_LEVEL', 'AWS_REGION', 'HTTPS_PROXY', 'PGSSLROOTCERT'])('%s is not of the configuration', (name) => {
  expect(said(name)).toBe('');
});

test('a variable for a value that is not in the file is ignored by the server, and warned of', () => {
  expect(said('THV_REGISTRY_DATABASE_MAXMETASIZE')).toBe(
    'warning env.THV_REGISTRY_DATABASE_MAXMETASIZE: is ignored: it only overrides a value that is in the configuration, and "database.maxmetasize" doesn\'t; set it there',
  );
});

test.each(['THV_REGISTRY_AUTH_PUBLICPATHS', 'THV_REGISTRY_SOURCES', 'THV_REGISTRY_DATABASE'])(
  'a list or a map has no variable: %s',
  (name) => {
    expect(said(name)).toContain('is ignored');
  },
);

test.each(['THV_REGISTRY_ADDRESS', 'THV_REGISTRY_REGISTRYNAME', 'CONFIG_FILE'])(
  'fails on a variable that documents name and the server never reads: %s',
  (name) => {
    expect(said(name)).toMatch(new RegExp(`^error env.${name}: is not read by the server: .*; drop it$`));
  },
);

test('fails on a variable that would open the registry', () => {
  expect(said('THV_REGISTRY_AUTH_MODE')).toBe(
    'error env.THV_REGISTRY_AUTH_MODE: would silently change who may use the registry; set auth in the configuration',
  );
});

describe.each(['THV_REGISTRY_DATABASE_PASSWORD', 'THV_REGISTRY_DATABASE_MIGRATIONPASSWORD'])('%s', (name) => {
  test('comes from a Secret', () => {
    expect(said(name, { valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } })).toBe('');
  });

  test.each([{ value: 'hunter2' }, { valueFrom: { configMapKeyRef: { name: 'db', key: 'password' } } }])(
    'fails as %j, which everybody may read',
    (value) => {
      expect(said(name, value)).toBe(
        `error env.${name}: stands there for everybody to read; take it from a Secret, with secret.envValue('key')`,
      );
    },
  );
});
