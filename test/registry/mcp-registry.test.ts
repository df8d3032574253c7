import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  DeployTarget,
  McpRegistry,
  McpRegistryProps,
  ToolhivePlatform,
  PodSecurity,
  PodTemplate,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistryFile,
  RegistrySource,
  ToolhiveChartProps,
  ToolhiveVersion,
  Warnings,
} from '../../src';
import { chartIn, objects } from '../util';

const CONFIG = `sources: [{name: a, managed: {}}]
registries: [{name: default, sources: [a]}]
database: {host: h, port: 5432, user: u, database: d}
auth: {mode: anonymous}
`;

function registry(
  props: Partial<McpRegistryProps> = {},
  settings: ToolhiveChartProps = {},
  chart: Chart = chartIn(undefined, settings),
) {
  const construct = new McpRegistry(chart, 'reg', { config: RegistryConfig.fromYaml(CONFIG), ...props });
  const made = objects(chart);
  return { construct, made, pod: made['Deployment/reg-api'].spec.template.spec };
}

test("has the operator's objects, names and selector, and the user's text byte for byte", () => {
  const { made, construct } = registry();
  expect(Object.keys(made)).toEqual([
    'ConfigMap/reg-registry-server-config',
    'ServiceAccount/reg-registry-api',
    'Role/reg-registry-api',
    'RoleBinding/reg-registry-api',
    'Deployment/reg-api',
    'Service/reg-api',
  ]);
  expect(made['ConfigMap/reg-registry-server-config'].data['config.yaml']).toBe(CONFIG);
  expect(made['Deployment/reg-api'].spec.selector.matchLabels).toEqual({
    'app.kubernetes.io/name': 'reg-api',
    'app.kubernetes.io/component': 'registry-api',
  });
  expect(construct.url).toBe('http://reg-api.ns:8080');
});

test.each([
  [ToolhiveVersion.V0_44_0, DeployTarget.CUSTOM_RESOURCES, []],
  [ToolhiveVersion.V0_63_0, DeployTarget.CUSTOM_RESOURCES, ['registry-deprecated']],
  [ToolhiveVersion.V0_63_0, DeployTarget.WORKLOADS, []],
])('under %s and %s it is said to be deprecated where ToolHive removes it: %j', (toolhiveVersion, target, ids) => {
  const chart = chartIn(undefined, { toolhiveVersion, target });
  new McpRegistry(chart, 'reg', { config: RegistryConfig.fromYaml(CONFIG) });
  Testing.synth(chart);
  const found = Warnings.of(chart).map(({ id }) => id);
  expect(found.filter((id) => id === 'registry-deprecated')).toEqual(ids);
});

test('is restricted, unlike what the operator makes of it', () => {
  const { pod } = registry();
  expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(pod.containers[0].securityContext).toMatchObject({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
  });
  const plain = registry({}, { podSecurity: PodSecurity.OPERATOR });
  expect(plain.pod).not.toHaveProperty('securityContext');
  expect(plain.made['Deployment/reg-api'].metadata).not.toHaveProperty('annotations');
});

test('files can be read where the server is not root and no group owns them, as in the pods of the operator', () => {
  const chart = (settings: ToolhiveChartProps) => {
    const made = chartIn(undefined, settings);
    const secret = kplus.Secret.fromSecretName(made, 's', 'creds');
    const files = { '/etc/x/token': RegistryFile.fromSecret({ secret, key: 'token' }) };
    return registry({ config: RegistryConfig.fromYaml(CONFIG, { files }) }, settings, made);
  };
  const mode = (settings: ToolhiveChartProps) =>
    chart(settings).pod.volumes.find(({ projected }: any) => projected).projected.defaultMode;
  expect(mode({ podSecurity: PodSecurity.OPERATOR })).toBe(0o444);
  expect(mode({})).toBe(0o440);
});

test('has a token only where a source asks the Kubernetes API', () => {
  expect(registry().pod.automountServiceAccountToken).toBe(false);
  const kubernetes = RegistryConfig.fromYaml(CONFIG.replace('managed: {}', 'kubernetes: {}'));
  expect(registry({ config: kubernetes }).pod).not.toHaveProperty('automountServiceAccountToken');
});

test('init container and server run as one user, so that the copied pgpass file can be read', () => {
  const chart = chartIn();
  const pgpassSecret = { secret: kplus.Secret.fromSecretName(chart, 's', 'db'), key: '.pgpass' };
  const { pod } = registry({ pgpassSecret }, {}, chart);
  expect(pod.initContainers[0].name).toBe('setup-pgpass');
  expect(pod.securityContext.runAsUser).toBe(65535);
  expect(pod.initContainers[0].securityContext).not.toHaveProperty('runAsUser');
  expect(pod.containers[0].securityContext).not.toHaveProperty('runAsUser');
});

test('a typed configuration brings its pgpass Secret, or its password, along', () => {
  const chart = chartIn();
  const secret = kplus.Secret.fromSecretName(chart, 's', 'db');
  const options = { host: 'h', database: 'd', user: 'u' };
  const of = (database: RegistryDatabase) =>
    RegistryConfig.fromParts({
      sources: [RegistrySource.managed({ name: 'a' })],
      database,
      auth: RegistryAuth.anonymous(),
    });
  const { pod } = registry(
    { config: of(RegistryDatabase.pgpass({ ...options, pgpass: { secret, key: 'file' } })) },
    {},
    chart,
  );
  expect(pod.volumes).toContainEqual({
    name: 'pgpass-secret',
    secret: { secretName: 'db', items: [{ key: 'file', path: '.pgpass' }] },
  });
  const other = registry({
    config: of(RegistryDatabase.password({ ...options, password: { secret, key: 'password' } })),
  });
  expect(other.pod.containers[0].env).toEqual([
    { name: 'THV_REGISTRY_DATABASE_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
    { name: 'PGCONNECT_TIMEOUT', value: '10' },
  ]);
});

test('volumes, display name, pull secrets and template find their places', () => {
  const chart = chartIn();
  const data = kplus.ConfigMap.fromConfigMapName(chart, 'cm', 'data');
  const volume = kplus.Volume.fromConfigMap(chart, 'v', data, { name: 'data' });
  const props = {
    displayName: 'Ours',
    volumes: [{ path: '/data', volume, readOnly: true }],
    imagePullSecrets: [kplus.Secret.fromSecretName(chart, 'r', 'regcred')],
    podTemplateSpec: PodTemplate.fromJson({ spec: { priorityClassName: 'high' } }),
  };
  const { pod, made } = registry(props, {}, chart);
  expect(pod.volumes).toContainEqual({ name: 'data', configMap: { name: 'data' } });
  expect(pod.containers[0].volumeMounts).toContainEqual({ name: 'data', mountPath: '/data', readOnly: true });
  expect(pod.imagePullSecrets).toEqual([{ name: 'regcred' }]);
  expect(pod.priorityClassName).toBe('high');
  const hash = (m: typeof made) =>
    m['Deployment/reg-api'].spec.template.metadata.annotations['toolhive.stacklok.dev/config-hash'];
  expect(hash(made)).not.toBe(hash(registry().made));
});

test('on OpenShift users and groups are left to the cluster', () => {
  const { pod } = registry({}, { platform: ToolhivePlatform.OPENSHIFT });
  expect(pod.securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
});

test('takes such a configuration unchecked, with a warning', () => {
  const chart = chartIn();
  const added = new McpRegistry(chart, 'r', { config: RegistryConfig.unchecked('database: {host: db}\n') });
  const { data } = objects(chart)['ConfigMap/r-registry-server-config'];
  expect(Object.values(data)).toEqual(['database: {host: db}\n']);
  expect(added.node.metadata.map((entry) => entry.data.id)).toContain('registry-config-refused-by-server');
});

test('fails on a configuration that the server would refuse, which the operator would deploy', () => {
  expect(() => registry({ config: RegistryConfig.fromYaml('auth: {mode: anonymous}') })).toThrow(
    'McpRegistry "reg": config: sources: is required; describe at least one source',
  );
});

test('fails on a volume name that is reserved', () => {
  const chart = chartIn();
  const volume = kplus.Volume.fromEmptyDir(chart, 'v', 'registry-server-config');
  expect(() => registry({ volumes: [{ path: '/x', volume }] }, {}, chart)).toThrow(
    'volumes[0].name: "registry-server-config" is reserved',
  );
});

test('fails on a template label that breaks the selector', () => {
  const chart = chartIn();
  const podTemplateSpec = PodTemplate.fromJson({ metadata: { labels: { 'app.kubernetes.io/name': 'mine' } } });
  new McpRegistry(chart, 'reg', { config: RegistryConfig.fromYaml(CONFIG), podTemplateSpec });
  expect(() => Testing.synth(chart)).toThrow(
    /McpRegistry "reg": podTemplateSpec\.metadata\.labels\["app\.kubernetes\.io\/name"\]: "mine"/,
  );
});
