import { ApiObject, Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { parse } from 'yaml';
import {
  ToolhivePlatform,
  OAuthProvider,
  PodTemplate,
  RegistryApi,
  RegistryApiProps,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistrySource,
  SslMode,
} from '../../src';
import { chartIn, objects } from '../util';

const git = RegistrySource.git({
  name: 'toolhive',
  repository: 'https://example.com/r.git',
  branch: 'main',
  path: 'registry.json',
  interval: Duration.minutes(15),
});
const secret = (chart: Chart, name: string) => kplus.Secret.fromSecretName(chart, name, name);

function config(chart: Chart, auth = RegistryAuth.anonymous()) {
  const options = { host: 'postgres', database: 'registry', user: 'db_app', migrationUser: 'db_migrator' };
  const database = RegistryDatabase.pgpass({
    ...options,
    pgpass: { secret: secret(chart, 'pgpass-secret'), key: 'pgpass' },
  });
  return RegistryConfig.fromParts({ sources: [git], database, auth });
}

function registry(props: Partial<RegistryApiProps> = {}, chart = chartIn()) {
  const construct = new RegistryApi(chart, 'registry-api', { ...props, config: props.config ?? config(chart) });
  const made = objects(chart);
  return { chart, construct, made, pod: made['Deployment/registry-api'].spec.template.spec };
}

describe("the guide's minimal example, on the current server", () => {
  const { made, pod, construct } = registry();

  test('is a ConfigMap, a ServiceAccount, a Deployment and a Service', () => {
    expect(Object.keys(made)).toEqual([
      'ConfigMap/registry-api-config',
      'ServiceAccount/registry-api',
      'Deployment/registry-api',
      'Service/registry-api',
    ]);
    expect(construct.url).toBe('http://registry-api.ns.svc.cluster.local');
    expect(construct.deployment).toBe(ApiObject.of(construct));
  });

  test('has the configuration in the shape of the server of today', () => {
    expect(parse(made['ConfigMap/registry-api-config'].data['config.yaml'])).toEqual({
      sources: [
        {
          name: 'toolhive',
          git: { repository: 'https://example.com/r.git', branch: 'main', path: 'registry.json' },
          syncPolicy: { interval: '15m' },
        },
      ],
      registries: [{ name: 'default', sources: ['toolhive'] }],
      database: {
        host: 'postgres',
        port: 5432,
        user: 'db_app',
        migrationUser: 'db_migrator',
        database: 'registry',
        sslMode: 'require',
      },
      auth: { mode: 'anonymous' },
    });
  });

  test('answers probes on its internal port, which no Service publishes', () => {
    const [container] = pod.containers;
    const port = container.ports.find((p: any) => p.containerPort === 8081).name;
    expect(container.livenessProbe.httpGet).toEqual({ path: '/health', port });
    expect(container.readinessProbe.httpGet).toEqual({ path: '/readiness', port });
    expect(made['Service/registry-api'].spec.ports).toEqual([
      { name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' },
    ]);
  });

  test('reads the pgpass file as a user that is not root, without an init container', () => {
    expect(pod).not.toHaveProperty('initContainers');
    expect(pod.securityContext).toMatchObject({ fsGroup: 65535, runAsUser: 65535, runAsNonRoot: true });
    expect(pod.volumes).toContainEqual({
      name: 'pgpass',
      secret: { secretName: 'pgpass-secret', defaultMode: 0o440, items: [{ key: 'pgpass', path: 'pgpass' }] },
    });
    expect(pod.containers[0].env).toEqual([
      { name: 'PGPASSFILE', value: '/secrets/pgpass' },
      { name: 'PGCONNECT_TIMEOUT', value: '10' },
    ]);
  });

  test('has no token, no Role and a read-only root file system', () => {
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(made['ServiceAccount/registry-api'].automountServiceAccountToken).toBe(false);
    expect(pod.containers[0].securityContext.readOnlyRootFilesystem).toBe(true);
    expect(Object.keys(made).filter((key) => key.startsWith('Role'))).toEqual([]);
  });

  test('restarts when its configuration changes', () => {
    const hash = (r: ReturnType<typeof registry>) =>
      r.made['Deployment/registry-api'].spec.template.metadata.annotations['toolhive.stacklok.dev/config-hash'];
    const chart = chartIn();
    const oauth = RegistryAuth.oauth({
      resourceUrl: 'https://r.example.com',
      providers: [OAuthProvider.issuer({ name: 'sso', issuerUrl: 'https://sso.example.com', audience: 'r' })],
    });
    expect(hash(registry({ config: config(chart, oauth) }, chart))).not.toBe(hash(registry()));
  });
});

test('a password comes from a Secret by reference, and is in no ConfigMap', () => {
  const chart = chartIn();
  const database = RegistryDatabase.password({
    host: 'h',
    port: 5433,
    database: 'd',
    user: 'u',
    sslMode: SslMode.VERIFY_CA,
    password: { secret: secret(chart, 'db'), key: 'password' },
  });
  const { pod, made } = registry(
    { config: RegistryConfig.fromParts({ sources: [git], database, auth: RegistryAuth.anonymous() }) },
    chart,
  );
  expect(pod.containers[0].env).toEqual([
    { name: 'PGCONNECT_TIMEOUT', value: '10' },
    { name: 'THV_REGISTRY_DATABASE_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
  ]);
  expect(parse(made['ConfigMap/registry-api-config'].data['config.yaml']).database).not.toHaveProperty('password');
});

test('a pod template is laid over as a strategic merge patch, and its sidecars are hardened', () => {
  const { pod } = registry({
    podTemplateSpec: PodTemplate.fromJson({
      metadata: { annotations: { note: 'x' } },
      spec: {
        nodeSelector: { disk: 'ssd' },
        containers: [
          { name: 'registry-api', env: [{ name: 'LOG_LEVEL', value: 'debug' }] },
          { name: 'side', image: 'side:1' },
        ],
      },
    }),
  });
  expect(pod.nodeSelector).toEqual({ disk: 'ssd' });
  const [side, server] = ['side', 'registry-api'].map((name) => pod.containers.find((c: any) => c.name === name));
  expect(side.securityContext.capabilities).toEqual({ drop: ['ALL'] });
  expect(server.image).toBe('ghcr.io/stacklok/thv-registry-api:v1.5.3');
  expect(server.env.map((e: any) => e.name)).toEqual(['LOG_LEVEL', 'PGPASSFILE', 'PGCONNECT_TIMEOUT']);
  expect(server.resources.limits).toEqual({ cpu: '1', memory: '1Gi' });
});

test('every other prop finds its place', () => {
  const chart = chartIn();
  const { pod, made } = registry(
    {
      image: 'mirror/registry:1',
      replicas: 3,
      env: { THV_REGISTRY_LOG_LEVEL: kplus.EnvValue.fromValue('debug') },
      volumes: [{ path: '/data', volume: kplus.Volume.fromEmptyDir(chart, 'v', 'data') }],
      resources: { cpu: { request: kplus.Cpu.millis(10) } },
      serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'sa', 'mine'),
      imagePullSecrets: [secret(chart, 'regcred')],
      pgpassSecret: { secret: secret(chart, 'other'), key: 'file' },
    },
    chart,
  );
  expect(made['Deployment/registry-api'].spec.replicas).toBe(3);
  expect(made).not.toHaveProperty('ServiceAccount/registry-api');
  expect(pod).toMatchObject({ serviceAccountName: 'mine', imagePullSecrets: [{ name: 'regcred' }] });
  expect(pod.containers[0]).toMatchObject({ image: 'mirror/registry:1', resources: { requests: { cpu: '10m' } } });
  expect(pod.containers[0].env).toContainEqual({ name: 'THV_REGISTRY_LOG_LEVEL', value: 'debug' });
  expect(pod.volumes).toContainEqual({ name: 'data', emptyDir: {} });
  expect(pod.volumes.find((v: any) => v.name === 'pgpass').secret.secretName).toBe('other');
});

test('on OpenShift users and groups are left to the cluster', () => {
  const { pod } = registry({}, chartIn(undefined, { platform: ToolhivePlatform.OPENSHIFT }));
  expect(pod.securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
});

describe('fails on a configuration that the server would refuse', () => {
  const refused = (text: string) => () => new RegistryApi(chartIn(), 'r', { config: RegistryConfig.fromYaml(text) });
  const valid = `
sources: [{name: a, managed: {}}]
registries: [{name: default, sources: [a]}]
database: {host: h, port: 5432, user: u, database: d}
auth: {mode: anonymous}
`;

  test('and takes one that it would not', () => {
    expect(refused(valid)).not.toThrow();
  });

  test.each([
    ['no YAML', 'a: [', 'RegistryApi "r": config: is not YAML'],
    ['a text', 'hello', 'config: must be a map with sources, registries, database and auth, not "hello"'],
    [
      'a source of several namespaces',
      valid.replace('managed: {}', 'kubernetes: {namespaces: [a, b]}'),
      'config.sources[0].kubernetes.namespaces: names more than one namespace; the server then lists the one alone',
    ],
    [
      'a password',
      valid.replace('host: h', 'host: h, password: x'),
      'config.database.password: is a credential, which everybody can read there',
    ],
    ['no auth', valid.replace(/auth:.*/, ''), 'config.auth: is required'],
    [
      'no such mode',
      valid.replace('anonymous', 'none'),
      'config.auth.mode: "none" is not allowed; use "oauth", or "anonymous" for development',
    ],
    [
      'no database',
      valid.replace(/database: \{.*/, ''),
      'config.database: is required; the server keeps its data in PostgreSQL',
    ],
    [
      'a source that is two',
      valid.replace('managed: {}', 'managed: {}, api: {endpoint: "https://a"}'),
      'config.sources[0]: must have one of git, api, file, managed, kubernetes, not api and managed',
    ],
    [
      'an unknown source',
      valid.replace('sources: [a]', 'sources: [b]'),
      'config.registries[0].sources[0]: references unknown source "b"; known: a',
    ],
    ['a name with a dot', valid.replace('name: a,', 'name: a.b,'), 'config.sources[0].name: "a.b"'],
    [
      'days',
      valid.replace('managed: {}', 'file: {path: /r.json}, syncPolicy: {interval: 1d}'),
      'config.sources[0].syncPolicy.interval: "1d" is no duration',
    ],
    [
      'the shape of the older server',
      'registryName: x\nregistries: [{name: a, format: toolhive}]',
      'config.registryName: is of a configuration of the registry server before 1.0',
    ],
  ])('%s', (_, text, message) => {
    expect(refused(text)).toThrow(message);
  });

  test('an interval that the server never keeps', () => {
    expect(() => RegistrySource.api({ name: 'a', endpoint: 'https://a', interval: Duration.seconds(30) })).toThrow(
      'registry source "a": interval must be 2 minutes or more, but 30 seconds was given',
    );
  });

  test('two of branch, tag and commit', () => {
    const source = RegistrySource.git({ name: 'g', repository: 'https://g', branch: 'b', tag: 't' });
    const chart = chartIn();
    const database = RegistryDatabase.password({
      host: 'h',
      database: 'd',
      user: 'u',
      password: { secret: secret(chart, 's'), key: 'k' },
    });
    const typed = RegistryConfig.fromParts({ sources: [source], database, auth: RegistryAuth.anonymous() });
    expect(() => new RegistryApi(chart, 'r', { config: typed })).toThrow(
      'only one of branch, tag and commit may be given, not branch and tag',
    );
  });
});

test('filters, views and every kind of source are written as the server reads them', () => {
  const chart = chartIn();
  const api = RegistrySource.api({
    name: 'up',
    endpoint: 'https://registry.example.com',
    filter: { includeNames: ['io.github.*'], excludeTags: ['experimental'] },
  });
  const url = RegistrySource.url({ name: 'url', url: 'https://example.com/r.json' });
  const managed = RegistrySource.managed({ name: 'own' });
  const database = RegistryDatabase.password({
    host: 'h',
    database: 'd',
    user: 'u',
    password: { secret: secret(chart, 's'), key: 'k' },
  });
  new RegistryApi(chart, 'r', {
    config: RegistryConfig.fromParts({
      sources: [api, url, managed],
      registries: [{ name: 'all', sources: [managed, api] }],
      database,
      auth: RegistryAuth.anonymous(),
    }),
  });
  const { sources, registries } = parse(objects(chart)['ConfigMap/r-config'].data['config.yaml']);
  expect(sources).toEqual([
    {
      name: 'up',
      api: { endpoint: 'https://registry.example.com' },
      syncPolicy: { interval: '30m' },
      filter: { names: { include: ['io.github.*'] }, tags: { exclude: ['experimental'] } },
    },
    { name: 'url', file: { url: 'https://example.com/r.json' }, syncPolicy: { interval: '30m' } },
    { name: 'own', managed: {} },
  ]);
  expect(registries).toEqual([{ name: 'all', sources: ['own', 'up'] }]);
});

test.each<[string, Partial<RegistryApiProps>, string]>([
  [
    'replicas below zero',
    { replicas: -1 },
    'RegistryApi "registry-api": replicas: -1 must be a whole number of at least 0',
  ],
  ['an image with white space', { image: 'a b' }, 'image: "a b" contains white space; write registry/name:tag'],
])('fails on %s', (_, props, message) => {
  expect(() => registry(props)).toThrow(message);
});

test('a template label that breaks the selector fails, and names it', () => {
  const chart = chartIn();
  new RegistryApi(chart, 'r', {
    config: config(chart),
    podTemplateSpec: PodTemplate.fromJson({ metadata: { labels: { app: 'mine' } } }),
  });
  expect(() => Testing.synth(chart)).toThrow(/podTemplateSpec\.metadata\.labels\["app"\]: "mine" replaces a label/);
});

describe('what is added later', () => {
  const variable = kplus.EnvValue.fromValue('debug');
  const volume = (chart: Chart) => ({ path: '/extra', volume: kplus.Volume.fromEmptyDir(chart, 'extra', 'extra') });

  test('is as if the props had said it', () => {
    const later = chartIn();
    const { construct } = registry({}, later);
    construct.addEnv('LEVEL', variable);
    construct.addVolume(volume(later));
    const at = chartIn();
    registry({ env: { LEVEL: variable }, volumes: [volume(at)] }, at);
    expect(objects(later)).toEqual(objects(at));
  });

  test('fails on a variable that is there', () => {
    const { construct } = registry({ env: { LEVEL: variable } });
    expect(() => construct.addEnv('LEVEL', variable)).toThrow(
      '[chart/registry-api] RegistryApi "registry-api": addEnv: there is a variable "LEVEL" already; give it once',
    );
  });
});
