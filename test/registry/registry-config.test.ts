import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { parse } from 'yaml';
import {
  McpRegistry,
  OAuthProvider,
  RegistryApi,
  RegistryApiProps,
  RegistryAuth,
  RegistryConfig,
  RegistryConfigOptions,
  RegistryDatabase,
  RegistryFile,
  RegistrySource,
  RegistryTelemetry,
  SslMode,
  Warnings,
} from '../../src';
import { chartIn, objects } from '../util';

const chart = () => {
  const made = chartIn();
  return { made, secret: kplus.Secret.fromSecretName(made, 'secret', 'creds') };
};
const DATABASE = { host: 'postgres', database: 'registry', user: 'app' };
const managed = RegistrySource.managed({ name: 'own' });
const oauth = (provider: OAuthProvider) =>
  RegistryAuth.oauth({ resourceUrl: 'https://registry.example.com', providers: [provider] });

/** A registry of some parts: its configuration, its pod and all else. */
function registry(
  parts: (secret: kplus.ISecret, scope: ReturnType<typeof chartIn>) => Partial<RegistryConfigOptions>,
  props: Partial<RegistryApiProps> = {},
) {
  const { made, secret } = chart();
  const config = RegistryConfig.fromParts({
    sources: [managed],
    database: RegistryDatabase.pgpass({ ...DATABASE, pgpass: { secret, key: 'pgpass' } }),
    auth: oauth(OAuthProvider.issuer({ name: 'sso', issuerUrl: 'https://sso.example.com', audience: 'registry' })),
    ...parts(secret, made),
  });
  new RegistryApi(made, 'r', { config, ...props });
  const all = objects(made);
  const pod = all['Deployment/r'].spec.template.spec;
  return { all, pod, container: pod.containers[0], config: parse(all['ConfigMap/r-config'].data['config.yaml']) };
}

const FILES = '/etc/registry-files';

describe('sources', () => {
  test('git logs in with a token from a Secret, mounted where the configuration says', () => {
    const { config, pod, container } = registry((secret) => ({
      sources: [
        RegistrySource.git({
          name: 'git',
          repository: 'https://example.com/r.git',
          tag: 'v1',
          path: 'data/r.json',
          auth: { username: 'bot', password: { secret, key: 'token' } },
          claims: [{ name: 'team', values: ['platform', 'data'] }],
        }),
      ],
    }));
    expect(config.sources).toEqual([
      {
        name: 'git',
        git: {
          repository: 'https://example.com/r.git',
          tag: 'v1',
          path: 'data/r.json',
          auth: { username: 'bot', passwordFile: `${FILES}/secrets/creds/token` },
        },
        syncPolicy: { interval: '30m' },
        claims: { team: ['platform', 'data'] },
      },
    ]);
    expect(container.volumeMounts).toContainEqual({
      name: 'files',
      mountPath: `${FILES}/secrets/creds`,
      readOnly: true,
    });
    expect(pod.volumes).toContainEqual({
      name: 'files',
      projected: {
        defaultMode: 0o440,
        sources: [{ secret: { name: 'creds', items: [{ key: 'token', path: 'token' }] } }],
      },
    });
  });

  test('a file comes from an address, a path, a ConfigMap or a volume', () => {
    const { config, container, pod } = registry((_, scope) => ({
      sources: [
        RegistrySource.url({ name: 'url', url: 'https://example.com/r.json', timeout: Duration.seconds(90) }),
        RegistrySource.path({ name: 'path', path: '/etc/registry-files/configmaps/data/other.json' }),
        RegistrySource.configMap({
          name: 'map',
          configMap: kplus.ConfigMap.fromConfigMapName(scope, 'data', 'data'),
          key: 'servers.json',
        }),
        RegistrySource.volume({
          name: 'claim',
          volume: kplus.Volume.fromPersistentVolumeClaim(
            scope,
            'v',
            kplus.PersistentVolumeClaim.fromClaimName(scope, 'pvc', 'registry-data'),
          ),
          path: 'sub/r.json',
        }),
      ],
    }));
    expect(config.sources.map(({ file }: any) => file)).toEqual([
      { url: 'https://example.com/r.json', timeout: '90s' },
      { path: `${FILES}/configmaps/data/other.json` },
      { path: `${FILES}/configmaps/data/servers.json` },
      { path: '/data/claim/sub/r.json' },
    ]);
    expect(container.volumeMounts).toContainEqual(
      expect.objectContaining({ mountPath: '/data/claim', readOnly: true }),
    );
    expect(pod.volumes).toContainEqual(
      expect.objectContaining({ persistentVolumeClaim: expect.objectContaining({ claimName: 'registry-data' }) }),
    );
  });

  test('an API may take its time, and a namespace is watched by one source', () => {
    const { config } = registry(() => ({
      sources: [
        RegistrySource.api({ name: 'api', endpoint: 'https://registry.example.com', timeout: Duration.minutes(1) }),
        RegistrySource.kubernetes({ name: 'tools', namespace: 'tools' }),
      ],
    }));
    expect(config.sources[0].api).toEqual({ endpoint: 'https://registry.example.com', timeout: '1m' });
    expect(config.sources[1]).toEqual({ name: 'tools', kubernetes: { namespaces: ['tools'] } });
  });
});

describe('auth', () => {
  test("the cluster's ServiceAccounts are let in with the API server's authority and a short-lived token, and no other", () => {
    const { config, pod, container, all } = registry(() => ({
      auth: oauth(OAuthProvider.kubernetes({ audience: 'registry' })),
    }));
    const account = '/var/run/secrets/kubernetes.io/serviceaccount';
    expect(config.auth.oauth.providers).toEqual([
      {
        name: 'kubernetes',
        issuerUrl: 'https://kubernetes.default.svc.cluster.local',
        audience: 'registry',
        jwksUrl: 'https://kubernetes.default.svc/openid/v1/jwks',
        caCertPath: `${account}/ca.crt`,
        authTokenFile: `${account}/token`,
        allowPrivateIP: true,
      },
    ]);
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(container.volumeMounts).toContainEqual({ name: 'files', mountPath: account, readOnly: true });
    expect(pod.volumes).toContainEqual({
      name: 'files',
      projected: {
        defaultMode: 0o440,
        sources: [
          { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
          { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } },
        ],
      },
    });
    expect(Object.keys(all).filter((key) => key.startsWith('Role'))).toEqual([]);
  });

  test('a provider has a client secret, a CA and a token of its own', () => {
    const { config, pod } = registry((secret, scope) => ({
      auth: oauth(
        OAuthProvider.issuer({
          name: 'sso',
          issuerUrl: 'https://sso.example.com',
          audience: 'registry',
          introspectionUrl: 'https://sso.example.com/introspect',
          clientId: 'registry',
          clientSecret: { secret, key: 'client-secret' },
          caCertificate: RegistryFile.fromConfigMap({
            configMap: kplus.ConfigMap.fromConfigMapName(scope, 'ca', 'ca'),
            key: 'ca.pem',
          }),
          authToken: RegistryFile.fromSecret({ secret, key: 'bearer' }),
          allowPrivateIp: true,
        }),
      ),
    }));
    expect(config.auth.oauth.providers[0]).toEqual({
      name: 'sso',
      issuerUrl: 'https://sso.example.com',
      audience: 'registry',
      introspectionUrl: 'https://sso.example.com/introspect',
      clientId: 'registry',
      clientSecretFile: `${FILES}/secrets/creds/client-secret`,
      caCertPath: `${FILES}/configmaps/ca/ca.pem`,
      authTokenFile: `${FILES}/secrets/creds/bearer`,
      allowPrivateIP: true,
    });
    expect(pod.volumes.filter(({ name }: any) => name.startsWith('files'))).toHaveLength(2);
  });

  test('roles, public paths, a realm and claims of registries', () => {
    const org = { name: 'org', values: ['acme'] };
    const { config } = registry(() => {
      const source = RegistrySource.managed({ name: 'own', claims: [org] });
      return {
        sources: [source],
        registries: [{ name: 'default', sources: [source], claims: [org] }],
        auth: RegistryAuth.oauth({
          resourceUrl: 'https://registry.example.com',
          realm: 'corp',
          publicPaths: ['/registry/default'],
          roles: {
            superAdmin: [{ claims: [{ name: 'role', values: ['admin'] }] }],
            manageEntries: [{ claims: [org, { name: 'role', values: ['writer', 'admin'] }] }],
          },
          providers: [
            OAuthProvider.issuer({ name: 'sso', issuerUrl: 'https://sso.example.com', audience: 'registry' }),
          ],
        }),
      };
    });
    expect(config.auth).toMatchObject({
      mode: 'oauth',
      publicPaths: ['/registry/default'],
      oauth: { realm: 'corp' },
      authz: {
        roles: { superAdmin: [{ role: ['admin'] }], manageEntries: [{ org: ['acme'], role: ['writer', 'admin'] }] },
      },
    });
    expect(config.registries).toEqual([{ name: 'default', sources: ['own'], claims: { org: ['acme'] } }]);
  });

  test('fails on a claim that is named twice, of which the server would see one', () => {
    const twice = [
      { name: 'org', values: ['acme'] },
      { name: 'org', values: ['other'] },
    ];
    expect(() => registry(() => ({ sources: [RegistrySource.managed({ name: 'own', claims: twice })] }))).toThrow(
      'registry source "own": claims: "org" is named twice; give it once, with all values',
    );
    const providers = [OAuthProvider.issuer({ name: 's', issuerUrl: 'https://sso.example.com', audience: 'a' })];
    const roles = { manageEntries: [{ claims: [] }, { claims: twice }] };
    const auth = RegistryAuth.oauth({ resourceUrl: 'https://registry.example.com', providers, roles });
    expect(() => registry(() => ({ auth }))).toThrow(
      'RegistryAuth.oauth: roles.manageEntries[1]: claims: "org" is named twice',
    );
  });
});

describe('database', () => {
  test('a pool, and a CA that the server finds by its variable', () => {
    const { config, container } = registry((secret) => ({
      database: RegistryDatabase.pgpass({
        ...DATABASE,
        sslMode: SslMode.VERIFY_CA,
        caCertificate: RegistryFile.fromSecret({ secret, key: 'ca.crt' }),
        maxOpenConns: 25,
        maxIdleConns: 5,
        connMaxLifetime: Duration.minutes(5),
        maxMetaSize: 1024,
        pgpass: { secret, key: 'pgpass' },
      }),
    }));
    expect(config.database).toEqual({
      host: 'postgres',
      database: 'registry',
      user: 'app',
      port: 5432,
      sslMode: 'verify-ca',
      maxOpenConns: 25,
      maxIdleConns: 5,
      connMaxLifetime: '5m',
      maxMetaSize: 1024,
    });
    expect(container.env).toContainEqual({ name: 'PGSSLROOTCERT', value: `${FILES}/secrets/creds/ca.crt` });
  });

  test('passwords of two users, each by its variable', () => {
    const { container } = registry((secret) => ({
      database: RegistryDatabase.password({
        ...DATABASE,
        migrationUser: 'migrator',
        password: { secret, key: 'app' },
        migrationPassword: { secret, key: 'migrator' },
      }),
    }));
    expect(container.env).toEqual([
      { name: 'PGCONNECT_TIMEOUT', value: '10' },
      { name: 'THV_REGISTRY_DATABASE_PASSWORD', valueFrom: { secretKeyRef: { name: 'creds', key: 'app' } } },
      {
        name: 'THV_REGISTRY_DATABASE_MIGRATIONPASSWORD',
        valueFrom: { secretKeyRef: { name: 'creds', key: 'migrator' } },
      },
    ]);
  });

  test("AWS' tokens, for which the account is given its role", () => {
    const { config, all } = registry(
      () => ({ database: RegistryDatabase.awsRdsIam({ ...DATABASE, region: 'eu-central-1' }) }),
      {
        serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/registry' },
      },
    );
    expect(config.database.dynamicAuth).toEqual({ awsRdsIam: { region: 'eu-central-1' } });
    expect(all['ServiceAccount/r'].metadata.annotations).toEqual({
      'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/registry',
    });
  });
});

describe('telemetry and audit', () => {
  test('traces and metrics go to a collector, and a pod that stops has time to send the last of them', () => {
    const { config, pod } = registry(() => ({
      telemetry: RegistryTelemetry.otlp({
        endpoint: 'otel.monitoring.svc:4318',
        insecure: true,
        serviceName: 'registry',
        serviceVersion: '1',
        tracing: true,
        sampling: 0.5,
        metrics: true,
      }),
    }));
    expect(config.telemetry).toEqual({
      enabled: true,
      endpoint: 'otel.monitoring.svc:4318',
      insecure: true,
      serviceName: 'registry',
      serviceVersion: '1',
      tracing: { enabled: true, sampling: 0.5 },
      metrics: { enabled: true },
    });
    expect(pod.terminationGracePeriodSeconds).toBe(65);
  });

  test('an audit log goes to standard output, or to a file whose folder is there and writable', () => {
    const options = { eventTypes: ['entry.publish'], excludeEventTypes: ['server.list'], includeRequestData: true };
    const stdout = registry(() => ({ audit: { ...options, maxDataSize: 4096 } }));
    expect(stdout.config.audit).toEqual({ enabled: true, ...options, maxDataSize: 4096 });
    const file = registry(() => ({ audit: { logFile: '/var/log/registry/audit.log' } }));
    expect(file.config.audit).toEqual({ enabled: true, logFile: '/var/log/registry/audit.log' });
    expect(file.pod.volumes).toContainEqual({ name: 'audit-log', emptyDir: {} });
    expect(file.container.volumeMounts).toContainEqual({ name: 'audit-log', mountPath: '/var/log/registry' });
    const kept = registry((_, scope) => ({
      audit: { logFile: '/var/log/registry/audit.log', volume: kplus.Volume.fromEmptyDir(scope, 'log', 'log') },
    }));
    expect(kept.container.volumeMounts).toContainEqual({ name: 'log', mountPath: '/var/log/registry' });
    expect(kept.pod.volumes.map(({ name }: any) => name)).not.toContain('audit-log');
  });

  test('an audit log fails on a volume without a file in it', () => {
    expect(() =>
      registry((_, scope) => ({ audit: { volume: kplus.Volume.fromEmptyDir(scope, 'log', 'log') } })),
    ).toThrow('audit.volume: keeps the folder of the logFile, and there is none; give logFile, or drop volume');
  });
});

describe('a configuration as it stands in a file', () => {
  const text = `
sources:
  - {name: git, git: {repository: "https://example.com/r.git", auth: {username: bot, passwordFile: /run/git/token}},
     syncPolicy: {interval: 1h}}
registries: [{name: default, sources: [git]}]
database: {host: h, port: 5432, user: u, database: d}
auth: {mode: anonymous}
`;

  test('finds its files mounted where it names them', () => {
    const { made, secret } = chart();
    const config = RegistryConfig.fromYaml(text, {
      files: { '/run/git/token': RegistryFile.fromSecret({ secret, key: 'git' }) },
    });
    new RegistryApi(made, 'r', { config });
    const pod = objects(made)['Deployment/r'].spec.template.spec;
    expect(pod.containers[0].volumeMounts).toContainEqual({ name: 'files', mountPath: '/run/git', readOnly: true });
    expect(pod.volumes).toContainEqual({
      name: 'files',
      projected: {
        defaultMode: 0o440,
        sources: [{ secret: { name: 'creds', items: [{ key: 'git', path: 'token' }] } }],
      },
    });
    expect(Warnings.of(made)).toEqual([]);
  });

  test('is warned of when a file that it names is mounted nowhere', () => {
    const { made } = chart();
    new RegistryApi(made, 'r', { config: RegistryConfig.fromYaml(text) });
    objects(made);
    expect(Warnings.of(made)).toEqual([
      {
        path: 'chart/r',
        id: 'registry-file-not-mounted',
        message:
          'RegistryApi "r": config.sources[0].git.auth.passwordFile: "/run/git/token" is in no volume of the server\'s; give it with files, from a Secret or a ConfigMap, or with volumes',
      },
    ]);
  });
});

test('an McpRegistry has the files of its configuration too, and no more token than they ask for', () => {
  const { made, secret } = chart();
  const config = RegistryConfig.fromParts({
    sources: [
      RegistrySource.git({
        name: 'git',
        repository: 'https://example.com/r.git',
        auth: { username: 'bot', password: { secret, key: 'token' } },
      }),
    ],
    database: RegistryDatabase.pgpass({ ...DATABASE, pgpass: { secret, key: 'pgpass' } }),
    auth: oauth(OAuthProvider.kubernetes({ audience: 'registry' })),
  });
  new McpRegistry(made, 'm', { config });
  const pod = objects(made)['Deployment/m-api'].spec.template.spec;
  expect(pod.containers[0].volumeMounts.map(({ mountPath }: any) => mountPath)).toEqual(
    expect.arrayContaining([`${FILES}/secrets/creds`, '/var/run/secrets/kubernetes.io/serviceaccount']),
  );
  expect(pod.automountServiceAccountToken).toBe(false);
});

test.each(['token', '/token', '/etc/x/../token', '/etc/x//token', '/etc/x/'])('fails on a file at %s', (path) => {
  const { secret } = chart();
  const files = { [path]: RegistryFile.fromSecret({ secret, key: 'token' }) };
  expect(() => RegistryConfig.fromYaml('', { files })).toThrow(
    `registry file "${path}": must be an absolute path in a folder`,
  );
});

test('the order in which options are given changes nothing, for other languages have one of their own', () => {
  const textOf = (order: <T extends object>(options: T) => T) => {
    const scope = chartIn();
    const secret = kplus.Secret.fromSecretName(scope, 's', 's');
    const source = RegistrySource.managed({ name: 'own' });
    const config = RegistryConfig.fromParts(
      order({
        sources: [source],
        registries: [order({ name: 'all', sources: [source] })],
        database: RegistryDatabase.password(
          order({ ...DATABASE, migrationUser: 'm', maxOpenConns: 5, maxIdleConns: 2, password: { secret, key: 'k' } }),
        ),
        auth: RegistryAuth.oauth(
          order({
            resourceUrl: 'https://registry.example.com',
            providers: [
              OAuthProvider.issuer(
                order({ name: 'sso', issuerUrl: 'https://sso.example.com', audience: 'r', clientId: 'c' }),
              ),
            ],
            realm: 'r',
          }),
        ),
        telemetry: RegistryTelemetry.otlp(order({ endpoint: 'c:4318', insecure: true, metrics: true, sampling: 0.5 })),
        audit: order({ maxDataSize: 10, includeRequestData: true, eventTypes: ['a'] }),
      }),
    );
    new RegistryApi(scope, 'r', { config });
    return objects(scope)['ConfigMap/r-config'].data['config.yaml'];
  };
  const backwards = <T extends object>(options: T) => Object.fromEntries(Object.entries(options).reverse()) as T;
  expect(textOf(backwards)).toBe(textOf((options) => options));
});
