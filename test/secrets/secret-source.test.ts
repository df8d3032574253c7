import { ApiObject, App, Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  DeployTarget,
  ExternalSecretsOptions,
  McpServer,
  SecretReference,
  SecretSource,
  SecretStoreKind,
  Toolhive,
  ToolhiveApp,
  ToolhiveChart,
  ToolhiveChartProps,
} from '../../src';
import { chartIn } from '../util';

const vault = (options: Partial<ExternalSecretsOptions> = {}) =>
  SecretSource.externalSecrets({ store: 'vault', ...options });

function server(chart: Chart, key = 'token', id = 'a'): McpServer {
  const env = { TOKEN: kplus.EnvValue.fromSecretValue(SecretReference.key(chart, 'github', key)) };
  return new McpServer(chart, id, { image: 'i:1.0', env });
}

const external = (chart: Chart) =>
  Testing.synth(chart).filter(({ kind }: { kind: string }) => kind === 'ExternalSecret');
const specOf = (chart: Chart, name: string) =>
  external(chart).find(({ metadata }: { metadata: { name: string } }) => metadata.name === name)?.spec;

describe.each<[string, ToolhiveChartProps]>([
  ['Kubernetes objects', {}],
  ['custom resources', { target: DeployTarget.CUSTOM_RESOURCES }],
])('a source in the settings, with %s', (_, props) => {
  test('makes every Secret that is needed, with the keys that are read', () => {
    const chart = chartIn(Testing.app(), { ...props, secretSource: vault({ remoteKey: 'mcp/{namespace}/{name}' }) });
    server(chart);
    server(chart, 'other', 'b');
    expect(external(chart)).toEqual([
      {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        metadata: { name: 'github', namespace: 'ns' },
        spec: {
          refreshInterval: '1h',
          secretStoreRef: { name: 'vault', kind: 'SecretStore' },
          target: { name: 'github' },
          data: [
            { secretKey: 'other', remoteRef: { key: 'mcp/ns/github', property: 'other' } },
            { secretKey: 'token', remoteRef: { key: 'mcp/ns/github', property: 'token' } },
          ],
        },
      },
    ]);
  });

  test('leaves nothing to make by hand, before synthesis and after it, and is the same each time', () => {
    const chart = chartIn(Testing.app(), { ...props, secretSource: vault() });
    server(chart);
    expect(chart.requiredSecrets()).toEqual([]);
    expect(external(chart)).toEqual(external(chart));
    expect(chart.requiredSecrets()).toEqual([]);
  });
});

test('pull secrets and certificates get their type', () => {
  const app = Testing.app();
  const imagePullSecrets = [SecretReference.named(app, 'regcred')];
  const chart = chartIn(app, { secretSource: vault(), imagePullSecrets });
  server(chart).exposeViaIngress('mcp.example.com', { tlsSecret: SecretReference.named(chart, 'cert') });
  expect(specOf(chart, 'regcred')).toMatchObject({
    target: { name: 'regcred', template: { type: 'kubernetes.io/dockerconfigjson' } },
    data: [{ secretKey: '.dockerconfigjson', remoteRef: { key: 'regcred', property: '.dockerconfigjson' } }],
  });
  expect(specOf(chart, 'cert')).toMatchObject({
    target: { template: { type: 'kubernetes.io/tls' } },
    data: [{ secretKey: 'tls.crt' }, { secretKey: 'tls.key' }],
  });
});

test('a pull secret is made of user and password, which the controller fills in', () => {
  const app = Testing.app();
  const secrets = { regcred: { registry: 'ghcr.io', properties: { username: 'login' } } };
  const imagePullSecrets = [SecretReference.named(app, 'regcred')];
  const chart = chartIn(app, { secretSource: vault({ secrets }), imagePullSecrets });
  new McpServer(chart, 'a', { image: 'i:1.0' });
  expect(specOf(chart, 'regcred')).toMatchObject({
    target: {
      template: {
        type: 'kubernetes.io/dockerconfigjson',
        data: {
          '.dockerconfigjson':
            '{"auths":{"ghcr.io":{"username":{{ .username | toJson }},"password":{{ .password | toJson }}}}}',
        },
      },
    },
    data: [
      { secretKey: 'username', remoteRef: { key: 'regcred', property: 'login' } },
      { secretKey: 'password', remoteRef: { key: 'regcred', property: 'password' } },
    ],
  });
});

test('a Secret that is mounted as a whole has all that the store has', () => {
  const chart = chartIn(Testing.app(), { secretSource: vault() });
  const volume = kplus.Volume.fromSecret(chart, 'v', SecretReference.named(chart, 'files'));
  new McpServer(chart, 'a', { image: 'i:1.0', volumes: [{ path: '/files', volume }] });
  expect(specOf(chart, 'files')).toMatchObject({ dataFrom: [{ extract: { key: 'files' } }] });
  expect(specOf(chart, 'files')).not.toHaveProperty('data');
});

test('a store without properties has a value for each key', () => {
  const secretSource = vault({
    storeKind: SecretStoreKind.CLUSTER_SECRET_STORE,
    remoteKey: 'mcp-{name}-{key}',
    refreshInterval: Duration.minutes(5),
    secrets: { github: { properties: { token: 'pat' } } },
  });
  const chart = chartIn(Testing.app(), { secretSource });
  server(chart);
  expect(specOf(chart, 'github')).toEqual({
    refreshInterval: '5m',
    secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
    target: { name: 'github' },
    data: [{ secretKey: 'token', remoteRef: { key: 'mcp-github-pat' } }],
  });
});

test('fails where it has a value for each key, and nobody says which', () => {
  const chart = chartIn(Testing.app(), { secretSource: vault({ remoteKey: '{name}-{key}' }) });
  const volume = kplus.Volume.fromSecret(chart, 'v', SecretReference.named(chart, 'files'));
  new McpServer(chart, 'a', { image: 'i:1.0', volumes: [{ path: '/files', volume }] });
  expect(() => Testing.synth(chart)).toThrow("so give its keys: secrets: { 'files': { keys: ['token'] } }");
});

test('what the app makes in another way is left alone, and so is what is excepted', () => {
  const app = Testing.app();
  const chart = chartIn(app, { secretSource: vault() });
  server(chart);
  const other = new Chart(app, 'other', { namespace: 'ns' });
  new kplus.Secret(other, 's', { metadata: { name: 'github' } });
  expect(external(chart)).toEqual([]);
  const excepting = chartIn(Testing.app(), { secretSource: vault({ except: ['github'] }) });
  server(excepting);
  expect(external(excepting)).toEqual([]);
  expect(excepting.requiredSecrets()).toMatchObject([{ name: 'github' }]);
});

test('of a whole app, each Secret is made once in its namespace, with the first that needs it', () => {
  const app = Testing.app();
  Toolhive.configure(app, { secretSource: vault() });
  const [a, b, c] = ['a', 'b', 'c'].map((id) => new ToolhiveChart(app, id, { namespace: id === 'c' ? 'other' : 'ns' }));
  for (const chart of [a, b, c]) server(chart, 'token', chart.node.id);
  expect([a, b, c].map((chart) => external(chart).length)).toEqual([1, 0, 1]);
  expect(Toolhive.requiredSecrets(app)).toEqual([]);
});

test('the nearest source makes them, and a chart without one asks for them', () => {
  const app = Testing.app();
  const plain = chartIn(app);
  server(plain);
  const chart = new ToolhiveChart(app, 'sourced', { namespace: 'sourced', secretSource: vault({ store: 'near' }) });
  server(chart);
  expect(specOf(chart, 'github').secretStoreRef.name).toBe('near');
  expect(external(plain)).toEqual([]);
  expect(Toolhive.requiredSecrets(app)).toMatchObject([{ namespace: 'ns', name: 'github' }]);
});

test('objects of other libraries have theirs made, too', () => {
  const chart = chartIn(Testing.app(), { secretSource: vault() });
  server(chart);
  const spec = { containers: [], imagePullSecrets: [{ name: 'regcred' }] };
  new ApiObject(chart, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'ns' }, spec });
  expect(external(chart)).toHaveLength(2);
});

test.each([
  ['an App', App],
  ['a ToolhiveApp', ToolhiveApp],
])('%s writes them, also as one text', (_, Class) => {
  const app = new Class({ outdir: Testing.app().outdir });
  server(chartIn(app, { secretSource: vault() }));
  expect(app.synthYaml()).toContain('kind: ExternalSecret');
});

describe('one Secret', () => {
  test('is made where it is asked for, and is a Secret for props', () => {
    const chart = chartIn();
    const secret = vault().secret(chart, 'github', { remoteKey: 'teams/a/github' });
    new McpServer(chart, 's', { image: 'i:1.0', env: { TOKEN: secret.envValue('token') } });
    expect(specOf(chart, 'github')).toMatchObject({ dataFrom: [{ extract: { key: 'teams/a/github' } }] });
    expect(chart.requiredSecrets()).toEqual([]);
  });

  test('has the keys and the type that are given', () => {
    const chart = chartIn();
    vault().secret(chart, 'cert', { type: 'kubernetes.io/tls', keys: ['tls.crt'] });
    vault().secret(chart, 'regcred', { registry: 'ghcr.io' });
    expect(specOf(chart, 'cert')).toMatchObject({
      target: { template: { type: 'kubernetes.io/tls' } },
      data: [{ secretKey: 'tls.crt' }],
    });
    expect(specOf(chart, 'regcred').target.template.type).toBe('kubernetes.io/dockerconfigjson');
  });

  test('fails without keys where each is a value of its own', () => {
    expect(() => vault({ remoteKey: '{name}.{key}' }).secret(chartIn(), 's')).toThrow('so give the keys');
  });
});

test.each<[Partial<ExternalSecretsOptions>, string]>([
  [{ store: 'My Vault' }, 'store: "My Vault" is no name of a store'],
  [{ remoteKey: '' }, 'remoteKey: must not be empty'],
  [{ remoteKey: 'a/{Name}' }, 'remoteKey: "{Name}" is no place that is filled in; use {namespace}, {name}, {key}'],
  [{ secrets: { a: { registry: '"}}{{ .x' } } }, 'is no registry'],
  [{ secrets: { a: { remoteKey: '{secret}' } } }, 'secrets["a"].remoteKey: "{secret}" is no place'],
])('fails with %j', (options, message) => {
  expect(() => vault(options)).toThrow(message);
});
