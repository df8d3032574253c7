import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, Include, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { byName, chartObjects, digestsOf, NAMESPACE } from '../../scripts/outlines/operator-chart';
import {
  OperatorScope,
  ToolhivePlatform,
  PodTemplate,
  ToolhiveChart,
  ToolhiveChartProps,
  ToolhiveOperator,
  ToolhiveOperatorProps,
  ToolhiveVersion,
} from '../../src';
import { Obj } from '../../src/plain/objects';
import { readOutlines } from '../outlines/read';
import { shared } from '../shared';

const app = Testing.app();
let ids = 0;
const secret = (name: string) => kplus.Secret.fromSecretName(new Construct(app, name + ids++), 'secret', name);

interface Given {
  readonly props?: ToolhiveOperatorProps;
  readonly settings?: ToolhiveChartProps;
  readonly more?: (operator: ToolhiveOperator) => void;
}

function operatorIn(chart: Chart, { props, more }: Given = {}): ToolhiveOperator {
  const operator = new ToolhiveOperator(chart, 'toolhive-operator', props);
  more?.(operator);
  return operator;
}

/** The objects of an operator by `Kind/namespace/name`. */
function operatorObjects(given: Given = {}): Record<string, Obj> {
  const chart = new ToolhiveChart(Testing.app(), 'operator', { namespace: NAMESPACE, ...given.settings });
  operatorIn(chart, given);
  return byName(Testing.synth(chart));
}

const DEPLOYMENT = `Deployment/${NAMESPACE}/toolhive-operator`;
const ACCOUNT = `ServiceAccount/${NAMESPACE}/toolhive-operator`;

const podOf = (made: Record<string, Obj>): Obj => made[DEPLOYMENT].spec.template.spec;
const envOf = (made: Record<string, Obj>): Obj =>
  Object.fromEntries(podOf(made).containers[0].env.map(({ name, value }: Obj) => [name, value]));

/** What the chart of each version renders. That of 0.44.0 has an older registry server than this library. */
const CHARTS = [
  { version: ToolhiveVersion.V0_44_0, chart: shared('operator-chart'), registryApi: 'v1.3.0' },
  { version: ToolhiveVersion.V0_63_0, chart: shared('toolhive-0.63.0/operator-chart'), registryApi: 'v1.5.3' },
];

describe.each(CHARTS)('version $version', ({ version, chart, registryApi }) => {
  describe("the Helm chart's own output", () => {
    const digests = readOutlines(`operator-chart-${version}`);

    /** The release was called `op`. */
    const release: ToolhiveOperatorProps = { instance: 'op' };
    const settings: ToolhiveChartProps = {
      toolhiveVersion: version,
      images: { registryApi: `ghcr.io/stacklok/thv-registry-api:${registryApi}` },
    };

    /** What says the same as each values file. */
    const SAME: Record<string, Given> = {
      'operator-default.yaml': { props: { ...release, scope: OperatorScope.cluster() }, settings },
      'operator-namespace-scope.yaml': {
        props: { ...release, scope: OperatorScope.namespacesByClusterRole('team-a', 'team-b') },
        settings,
      },
      'operator-all-on.yaml': {
        props: {
          ...release,
          scope: OperatorScope.cluster(),
          experimental: true,
          storageVersionMigrator: true,
          imagePullSecrets: [secret('op-pull')],
          defaultImagePullSecrets: [secret('regcred'), secret('other')],
          imageDiscovery: true,
          imageDiscoveryResources: {
            cpu: { request: kplus.Cpu.millis(1), limit: kplus.Cpu.millis(1) },
            memory: { request: Size.mebibytes(1), limit: Size.mebibytes(1) },
          },
          env: { TOOLHIVE_SKIP_UPDATE_CHECK: kplus.EnvValue.fromValue('true') },
          // `y` in the values file is YAML 1.1's true.
          serviceAccountAnnotations: { x: 'true' },
          serviceAccountLabels: { l: 'm' },
          volumes: [
            {
              path: '/etc/foo',
              readOnly: true,
              volume: kplus.Volume.fromSecret(app, `foo-${version}`, secret('s'), { name: 'foo' }),
            },
          ],
          podTemplateSpec: PodTemplate.fromJson({
            metadata: { annotations: { a: 'b' }, labels: { c: 'd' } },
            spec: {
              nodeSelector: { 'kubernetes.io/os': 'linux' },
              tolerations: [{ operator: 'Exists' }],
              affinity: { nodeAffinity: {} },
            },
          }),
        },
        settings: {
          ...settings,
          redis: {
            address: 'redis.svc:6379',
            passwordSecret: { secret: secret('redis-credentials'), key: 'password' },
          },
        },
        more: (operator) =>
          operator.autoscale({ minReplicas: 2, maxReplicas: 5, cpuUtilization: 70, memoryUtilization: 80 }),
      },
      ...(version === ToolhiveVersion.V0_63_0 && {
        'operator-redis-tls.yaml': {
          props: { ...release, scope: OperatorScope.cluster() },
          settings: {
            ...settings,
            redis: {
              address: 'redis.svc:6379',
              passwordSecret: { secret: secret('redis-credentials'), key: 'password' },
              tls: { caCert: { secret: secret('redis-ca'), key: 'root.pem' } },
            },
          },
        },
      }),
    };

    test('is known for every values file', () => {
      expect(Object.keys(digests).sort()).toEqual(Object.keys(SAME).sort());
    });

    test.each(Object.entries(SAME))('%s is ours, by the digest of each object', (file, given) => {
      expect(digestsOf(operatorObjects(given))).toEqual(digests[file]);
    });

    chart.tests('as the chart beside the project prints it', () => {
      test.each(Object.entries(SAME))('%s is ours, object by object', (file, given) => {
        expect(operatorObjects(given)).toEqual(chartObjects(join(chart.path, file)));
      });
    });

    test('with Roles in place of its ClusterRole, for rights on the same, but for the CRDs', () => {
      const expected = operatorObjects(SAME['operator-namespace-scope.yaml']);
      const clusterRole = expected['ClusterRole//toolhive-operator-manager-role'];
      delete expected['ClusterRole//toolhive-operator-manager-role'];
      const rules = clusterRole.rules.filter(({ apiGroups }: Obj) => apiGroups[0] !== 'apiextensions.k8s.io');
      for (const namespace of ['team-a', 'team-b']) {
        const metadata = { ...clusterRole.metadata, namespace };
        expected[`Role/${namespace}/toolhive-operator-manager-role`] = {
          ...clusterRole,
          kind: 'Role',
          metadata,
          rules,
        };
        expected[`RoleBinding/${namespace}/toolhive-operator-manager-rolebinding`].roleRef.kind = 'Role';
      }
      const props = { ...release, scope: OperatorScope.namespaces('team-a', 'team-b') };
      expect(operatorObjects({ props, settings })).toEqual(expected);
    });
  });
});

test.each<[string, ToolhiveChartProps, string]>([
  ['before 0.63.0', { toolhiveVersion: ToolhiveVersion.V0_44_0, redis: { address: 'r', tls: {} } }, 'speaks no TLS'],
  [
    'without a check of the certificate',
    { toolhiveVersion: ToolhiveVersion.V0_63_0, redis: { address: 'r', tls: { insecureSkipVerify: true } } },
    'insecureSkipVerify',
  ],
])('a default Redis with TLS fails %s', (_, settings, message) => {
  expect(() => operatorObjects({ settings })).toThrow(message);
});

describe('by default', () => {
  const made = operatorObjects();

  test('the operator looks after its own namespace, and no object belongs to the whole cluster', () => {
    expect(Object.keys(made)).toEqual([
      ACCOUNT,
      `Role/${NAMESPACE}/toolhive-operator-manager-role`,
      `RoleBinding/${NAMESPACE}/toolhive-operator-manager-rolebinding`,
      `Role/${NAMESPACE}/toolhive-operator-leader-election-role`,
      `RoleBinding/${NAMESPACE}/toolhive-operator-leader-election-rolebinding`,
      DEPLOYMENT,
    ]);
    expect(envOf(made)).toMatchObject({
      WATCH_NAMESPACE: NAMESPACE,
      TOOLHIVE_ENABLE_STORAGE_VERSION_MIGRATOR: 'false',
    });
  });

  test('a Role grants nothing that only the whole cluster has', () => {
    const [role] = Object.values(made).filter(({ kind }) => kind === 'Role');
    expect(role.rules.flatMap(({ resources }: Obj) => resources).join()).not.toContain('customresourcedefinitions');
  });

  test('resources are rendered with the images of this library', () => {
    expect(envOf(made)).toMatchObject({
      TOOLHIVE_RUNNER_IMAGE: 'ghcr.io/stacklok/toolhive/proxyrunner:v0.63.0',
      TOOLHIVE_REGISTRY_API_IMAGE: 'ghcr.io/stacklok/thv-registry-api:v1.5.3',
    });
  });

  test('there are neither pull secrets nor a Redis', () => {
    expect(podOf(made)).not.toHaveProperty('imagePullSecrets');
    expect(made[ACCOUNT]).not.toHaveProperty('imagePullSecrets');
    expect(Object.keys(envOf(made)).filter((name) => name.startsWith('TOOLHIVE_DEFAULT_'))).toEqual([]);
  });
});

test('the whole cluster is said by name, and its objects are in no namespace', () => {
  const made = operatorObjects({ props: { scope: OperatorScope.cluster() } });
  expect(Object.keys(made)).toEqual(
    expect.arrayContaining([
      'ClusterRole//toolhive-operator-manager-role',
      'ClusterRoleBinding//toolhive-operator-manager-rolebinding',
    ]),
  );
  expect(envOf(made)).not.toHaveProperty('WATCH_NAMESPACE');
  expect(envOf(made).TOOLHIVE_ENABLE_STORAGE_VERSION_MIGRATOR).toBe('true');
});

test('a namespace that is named twice is bound once', () => {
  const made = operatorObjects({ props: { scope: OperatorScope.namespaces('a', 'b', 'a') } });
  expect(envOf(made).WATCH_NAMESPACE).toBe('a,b');
});

describe('settings of the chart', () => {
  const settings: ToolhiveChartProps = {
    imagePullSecrets: [secret('inherited')],
    images: { proxyRunner: 'mirror/proxyrunner:1', vmcp: 'mirror/vmcp:1', registryApi: 'mirror/registry:1' },
    proxyHost: '127.0.0.1',
    redis: { address: 'redis:6379' },
  };

  test('hold for the operator, and for the resources that it renders', () => {
    const made = operatorObjects({ settings });
    expect(envOf(made)).toMatchObject({
      TOOLHIVE_RUNNER_IMAGE: 'mirror/proxyrunner:1',
      VMCP_IMAGE: 'mirror/vmcp:1',
      TOOLHIVE_REGISTRY_API_IMAGE: 'mirror/registry:1',
      TOOLHIVE_PROXY_HOST: '127.0.0.1',
      TOOLHIVE_DEFAULT_IMAGE_PULL_SECRETS: 'inherited',
      TOOLHIVE_DEFAULT_REDIS_ADDR: 'redis:6379',
    });
    expect(envOf(made)).not.toHaveProperty('TOOLHIVE_DEFAULT_REDIS_SECRET_NAME');
    expect(podOf(made).imagePullSecrets).toEqual([{ name: 'inherited' }]);
    expect(made[ACCOUNT].imagePullSecrets).toEqual([{ name: 'inherited' }]);
  });

  test("the operator's own pull secrets come before them, and are for no resource", () => {
    const made = operatorObjects({ settings, props: { imagePullSecrets: [secret('own')], imageDiscovery: true } });
    const both = [{ name: 'own' }, { name: 'inherited' }];
    expect(podOf(made).imagePullSecrets).toEqual(both);
    expect(made[ACCOUNT].imagePullSecrets).toEqual(both);
    const discovery = made[`Deployment/${NAMESPACE}/toolhive-operator-image-discovery`];
    expect(discovery.spec.template.spec.imagePullSecrets).toEqual(both);
    expect(envOf(made).TOOLHIVE_DEFAULT_IMAGE_PULL_SECRETS).toBe('inherited');
  });

  test.each([
    [['other'], 'other'],
    [[], undefined],
  ])('resources can have others: %j', (names, expected) => {
    const made = operatorObjects({ settings, props: { defaultImagePullSecrets: names.map(secret) } });
    expect(envOf(made).TOOLHIVE_DEFAULT_IMAGE_PULL_SECRETS).toBe(expected);
    expect(podOf(made).imagePullSecrets).toEqual([{ name: 'inherited' }]);
  });

  test('on OpenShift the operator is told so, and no user is fixed', () => {
    const made = operatorObjects({
      settings: { platform: ToolhivePlatform.OPENSHIFT },
      props: { imageDiscovery: true },
    });
    expect(envOf(made).OPERATOR_OPENSHIFT).toBe('true');
    expect(JSON.stringify(made)).not.toContain('runAsUser');
    expect(podOf(made).containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });
});

test("a ServiceAccount of the user's own is bound to the rights", () => {
  const serviceAccount = kplus.ServiceAccount.fromServiceAccountName(app, 'account', 'mine');
  const made = operatorObjects({ props: { serviceAccount, scope: OperatorScope.namespaces('team-a') } });
  expect(made).not.toHaveProperty([ACCOUNT]);
  expect(podOf(made).serviceAccountName).toBe('mine');
  const bindings = Object.values(made).filter(({ kind }) => kind === 'RoleBinding');
  expect(bindings.map(({ subjects }) => subjects)).toEqual(
    [1, 2].map(() => [{ kind: 'ServiceAccount', name: 'mine', namespace: NAMESPACE }]),
  );
});

test('two operators with names of their own share no object, and select no pods of each other', () => {
  const one = new App();
  const [a, b] = ['a', 'b'].map((id) => new ToolhiveChart(one, id, { namespace: id }));
  new ToolhiveOperator(a, 'first', { scope: OperatorScope.cluster() });
  new ToolhiveOperator(b, 'second', { scope: OperatorScope.cluster() });
  const objects = [a, b].flatMap((chart) => Testing.synth(chart));
  const selectors = objects.filter(({ kind }) => kind === 'Deployment').map(({ spec }) => spec.selector.matchLabels);
  expect(selectors.map((labels) => labels['app.kubernetes.io/instance'])).toEqual(['first', 'second']);
  expect(Object.keys(byName(objects))).toHaveLength(objects.length);
});

test('two operators of one name fail where both have a ClusterRole', () => {
  const one = new App();
  const charts = ['a', 'b'].map((id) => new ToolhiveChart(one, id, { namespace: id }));
  for (const chart of charts) operatorIn(chart, { props: { scope: OperatorScope.cluster() } });
  expect(() => Testing.synth(charts[0])).toThrow(
    'ClusterRole "toolhive-operator-manager-role" is made twice, at a/toolhive-operator/ClusterRole and at b/toolhive-operator/ClusterRole; rename one',
  );
});

test.each([
  ['registry.example.com:5000/operator:v0.45.0', 'v0.45.0'],
  ['registry.example.com:5000/operator', undefined],
  ['mirror/operator:v1@sha256:0123456789abcdef', 'v1'],
  ['mirror/operator@sha256:0123456789abcdef', undefined],
])('%s is labelled with version %s', (image, version) => {
  const { metadata, spec } = operatorObjects({ props: { image } })[DEPLOYMENT];
  expect(metadata.labels['app.kubernetes.io/version']).toBe(version);
  expect(spec.selector.matchLabels).not.toHaveProperty(['app.kubernetes.io/version']);
});

test("limits of Go's memory, replicas, pull policy and resources are as they are given", () => {
  const made = operatorObjects({
    props: {
      gomemlimit: Size.gibibytes(1),
      gogc: 100,
      replicas: 2,
      imagePullPolicy: kplus.ImagePullPolicy.ALWAYS,
      resources: { memory: { limit: Size.mebibytes(1200) } },
    },
  });
  expect(envOf(made)).toMatchObject({ GOMEMLIMIT: '1024MiB', GOGC: '100' });
  expect(made[DEPLOYMENT].spec.replicas).toBe(2);
  expect(podOf(made).containers[0]).toMatchObject({
    imagePullPolicy: 'Always',
    resources: { limits: { memory: '1200Mi' } },
  });
});

test('a sidecar of the pod template is hardened', () => {
  const podTemplateSpec = PodTemplate.fromJson({ spec: { containers: [{ name: 'sidecar', image: 'i' }] } });
  const { containers } = podOf(operatorObjects({ props: { podTemplateSpec } }));
  expect(containers).toHaveLength(2);
  expect(containers.find(({ name }: Obj) => name === 'sidecar').securityContext).toMatchObject({
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
  });
});

test('CRDs come from a file of the user, and are in no namespace', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crds-'));
  try {
    const url = join(folder, 'crds.yaml');
    const crd = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'c' } };
    writeFileSync(url, JSON.stringify(crd));
    const one = new App({ outdir: folder });
    const crds = new Chart(one, 'crds');
    new Include(crds, 'toolhive', { url });
    const chart = new ToolhiveChart(one, 'operator', { namespace: NAMESPACE });
    chart.addDependency(crds);
    operatorIn(chart);
    expect(Testing.synth(crds)).toEqual([crd]);
    expect(one.synthYaml().indexOf('CustomResourceDefinition')).toBeLessThan(one.synthYaml().indexOf('Deployment'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const account = kplus.ServiceAccount.fromServiceAccountName(app, 'other-account', 'mine');

test.each<[string, ToolhiveOperatorProps, string]>([
  [
    'a scope without namespaces',
    { scope: OperatorScope.namespaces() },
    'ToolhiveOperator "toolhive-operator": scope: names no namespace; name those of the resources, or drop scope for the operator\'s own',
  ],
  ['a wrong namespace', { scope: OperatorScope.namespaces('Team A') }, 'scope: "Team A" is no namespace'],
  [
    'a migrator without rights on CRDs',
    { storageVersionMigrator: true },
    'storageVersionMigrator: needs rights on CRDs, which belong to the whole cluster; set scope to OperatorScope.cluster(), or drop it',
  ],
  [
    "a variable that is the operator's own",
    { env: { WATCH_NAMESPACE: kplus.EnvValue.fromValue('a') } },
    "env.WATCH_NAMESPACE: is the operator's own variable; use scope, which gives the rights as well",
  ],
  ['an image with white space', { image: 'a b' }, 'image: "a b" contains white space'],
  ['replicas below zero', { replicas: -1 }, 'replicas: -1 must be a whole number of at least 0'],
  ['a growth of zero', { gogc: 0 }, 'gogc: 0 must be a whole number of at least 1, in percent'],
  ['no memory for Go', { gomemlimit: Size.mebibytes(0) }, 'gomemlimit: must be at least Size.mebibytes(1)'],
  ['an instance that is no label', { instance: 'a b' }, 'instance: "a b" is no value of a label'],
  [
    "annotations of an account that isn't ours",
    { serviceAccount: account, serviceAccountAnnotations: { a: 'b' } },
    "serviceAccountAnnotations: can't be added to \"mine\", which isn't the construct's; give them there, or drop serviceAccount",
  ],
  [
    'resources without image discovery',
    { imageDiscoveryResources: { cpu: { limit: kplus.Cpu.millis(1) } } },
    'imageDiscoveryResources: has no containers to go to; set imageDiscovery, or drop it',
  ],
  [
    'a pod template that Kubernetes would not decode',
    { podTemplateSpec: PodTemplate.fromJson({ spec: { nodeSelector: ['a'] } }) },
    'podTemplateSpec.spec.nodeSelector',
  ],
])('fails on %s', (_, props, message) => {
  expect(() => operatorObjects({ props })).toThrow(message);
});

test('fails on everything at once', () => {
  const props = { scope: OperatorScope.namespaces(), gogc: 0, image: '' };
  expect(() => operatorObjects({ props })).toThrow(/scope: .*\n.*image: .*\n.*gogc: /);
});

test('fails on replicas beside an autoscaler, and on a second autoscaler', () => {
  expect(() => operatorObjects({ props: { replicas: 2 }, more: (operator) => operator.autoscale() })).toThrow(
    'replicas: 2 and autoscale exclude each other',
  );
  const twice = (operator: ToolhiveOperator) => [operator.autoscale(), operator.autoscale()];
  expect(() => operatorObjects({ more: twice })).toThrow('scale was called before; say all in one call');
});

test('fails on a template label that breaks the selector', () => {
  const podTemplateSpec = PodTemplate.fromJson({ metadata: { labels: { 'app.kubernetes.io/instance': 'x' } } });
  expect(() => operatorObjects({ props: { podTemplateSpec } })).toThrow(
    'podTemplateSpec.metadata.labels["app.kubernetes.io/instance"]: "x" replaces a label',
  );
});
