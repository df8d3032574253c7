import { ApiObject, Chart, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  EmbeddingServer,
  EmbeddingServerProps,
  ToolhivePlatform,
  PodSecurity,
  PodTemplate,
  Toolhive,
  Warnings,
} from '../../src';
import { Obj } from '../../src/plain/objects';
import { Dependent, EVERY_OPERATION, chartIn, objects } from '../util';

const secret = (chart: Chart, name: string) => kplus.Secret.fromSecretName(chart, `secret-${name}`, name);
const statefulSet = (chart: Chart, name = 'e') => objects(chart)[`StatefulSet/${name}`];
const podOf = (chart: Chart): Obj => statefulSet(chart).spec.template.spec;

const restricted = {
  privileged: false,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

describe('an embedding server with nothing said', () => {
  const chart = chartIn();
  const server = new EmbeddingServer(chart, 'e');

  test('is a StatefulSet and its Service', () => {
    expect(Object.keys(objects(chart))).toEqual(['StatefulSet/e', 'Service/e']);
  });

  test('hands out its parts and its address', () => {
    expect(server.statefulSet).toBe(ApiObject.of(server));
    expect(server.service!.name).toBe('e');
    expect(server.url).toBe('http://e.ns.svc.cluster.local:8080');
    expect(server).toMatchObject({ port: 8080, replicas: undefined });
  });

  test('takes a variable later, as if the props had said it, and fails on one that is there', () => {
    const later = chartIn();
    const plain = new EmbeddingServer(later, 'e');
    plain.addEnv('A', kplus.EnvValue.fromValue('1'));
    const at = chartIn();
    new EmbeddingServer(at, 'e', { env: { A: kplus.EnvValue.fromValue('1') } });
    expect(objects(later)).toEqual(objects(at));
    expect(() => plain.addEnv('A', kplus.EnvValue.fromValue('2'))).toThrow('addEnv: there is a variable "A" already');
  });

  test('is hardened, without a token, and writes to two empty directories', () => {
    const { containers, ...pod } = podOf(chart);
    expect(pod).toEqual({
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        runAsGroup: 1000,
        fsGroup: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      volumes: [
        { name: 'writable-tmp', emptyDir: {} },
        { name: 'writable-data', emptyDir: {} },
      ],
    });
    expect(containers).toHaveLength(1);
    expect(containers[0]).toMatchObject({
      name: 'embedding',
      securityContext: { ...restricted, runAsUser: 1000, runAsGroup: 1000 },
      volumeMounts: [
        { name: 'writable-tmp', mountPath: '/tmp' },
        { name: 'writable-data', mountPath: '/data' },
      ],
    });
  });

  test('gives no warning', () => {
    expect(Warnings.of(chart)).toEqual([]);
  });
});

test('on OpenShift users and groups are left to the cluster', () => {
  const chart = chartIn(undefined, { platform: ToolhivePlatform.OPENSHIFT });
  new EmbeddingServer(chart, 'e');
  const { securityContext, containers } = podOf(chart);
  expect(securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(containers[0].securityContext).toEqual(restricted);
});

test("under PodSecurity.OPERATOR the pod is the operator's", () => {
  const chart = chartIn(undefined, { podSecurity: PodSecurity.OPERATOR });
  new EmbeddingServer(chart, 'e');
  expect(Object.keys(podOf(chart))).toEqual(['containers']);
  expect(podOf(chart).containers[0]).not.toHaveProperty('securityContext');
});

test('what the user decided of the pod stands', () => {
  const chart = chartIn();
  new EmbeddingServer(chart, 'e', {
    podTemplateSpec: PodTemplate.fromJson({
      metadata: { labels: { tier: 'a' } },
      spec: {
        automountServiceAccountToken: true,
        securityContext: { runAsUser: 7 },
        volumes: [{ name: 'big', emptyDir: { sizeLimit: '20Gi' } }],
        containers: [
          { name: 'embedding', volumeMounts: [{ name: 'big', mountPath: '/data' }] },
          { name: 'sidecar', image: 's:1' },
        ],
      },
    }),
  });
  const pod = podOf(chart);
  expect(pod.automountServiceAccountToken).toBe(true);
  expect(pod.securityContext).toMatchObject({ runAsUser: 7, runAsGroup: 1000 });
  expect(pod.volumes.map(({ name }: Obj) => name)).toEqual(['big', 'writable-tmp']);
  const [embedding, sidecar] = [...pod.containers].sort((a: Obj, b: Obj) => a.name.localeCompare(b.name));
  expect(embedding.volumeMounts.map(({ mountPath }: Obj) => mountPath)).toEqual(['/data', '/tmp']);
  expect(sidecar.securityContext).toMatchObject({ runAsNonRoot: true, capabilities: { drop: ['ALL'] } });
});

test('a model cache is a volume of its own at /data, in the amount that was given', () => {
  const chart = chartIn();
  const accessMode = kplus.PersistentVolumeAccessMode.READ_WRITE_MANY;
  new EmbeddingServer(chart, 'e', {
    modelCache: { size: Size.gibibytes(20), accessMode, storageClassName: 'fast' },
  });
  expect(statefulSet(chart).spec.volumeClaimTemplates[0].spec).toEqual({
    accessModes: ['ReadWriteMany'],
    resources: { requests: { storage: '20Gi' } },
    storageClassName: 'fast',
  });
  expect(podOf(chart).volumes).toEqual([{ name: 'writable-tmp', emptyDir: {} }]);
});

test('environment: plain values and those of Secrets and others', () => {
  const chart = chartIn();
  const token = secret(chart, 'token');
  new EmbeddingServer(chart, 'e', {
    env: {
      PLAIN: kplus.EnvValue.fromValue('1'),
      KEY: token.envValue('key'),
      NODE: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.NODE_NAME),
    },
    hfToken: { secret: token, key: 'hf' },
  });
  expect(podOf(chart).containers[0].env).toEqual(
    expect.arrayContaining([
      { name: 'PLAIN', value: '1' },
      { name: 'KEY', valueFrom: { secretKeyRef: { name: 'token', key: 'key' } } },
      { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      { name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: 'token', key: 'hf' } } },
    ]),
  );
});

test('pull secrets: own, then those of the template, then inherited ones, each once', () => {
  const chart = chartIn();
  Toolhive.configure(chart, { imagePullSecrets: [secret(chart, 'inherited'), secret(chart, 'own')] });
  const podTemplateSpec = PodTemplate.fromJson({ spec: { imagePullSecrets: [{ name: 'template' }] } });
  new EmbeddingServer(chart, 'e', { imagePullSecrets: [secret(chart, 'own-2')], podTemplateSpec });
  const names = podOf(chart).imagePullSecrets.map(({ name }: Obj) => name);
  expect(names).toEqual(['own-2', 'template', 'inherited', 'own']);
});

test('labels for the pods are on the pods, and in no selector', () => {
  const chart = chartIn();
  const podTemplateMetadataOverrides = { labels: { team: 'a' }, annotations: { note: 'pod' } };
  new EmbeddingServer(chart, 'e', {
    resourceOverrides: { statefulSet: { podTemplateMetadataOverrides, annotations: { note: 'set' } } },
  });
  const { metadata, spec } = statefulSet(chart);
  expect(spec.template.metadata).toMatchObject(podTemplateMetadataOverrides);
  expect(spec.selector.matchLabels).not.toHaveProperty('team');
  expect(metadata.annotations).toMatchObject({ note: 'set' });
  expect(Warnings.of(chart)).toEqual([]);
});

/** For every prop something that is not its default. A prop that is added has to be added here. */
const everyProp: {
  [prop in Exclude<keyof EmbeddingServerProps, Dependent>]-?: (chart: Chart) => EmbeddingServerProps;
} = {
  ...EVERY_OPERATION,
  serviceType: () => ({ serviceType: kplus.ServiceType.LOAD_BALANCER }),
  model: () => ({ model: 'BAAI/bge-large-en-v1.5' }),
  image: () => ({ image: 'registry.example.com/tei:1' }),
  imagePullPolicy: () => ({ imagePullPolicy: kplus.ImagePullPolicy.ALWAYS }),
  port: () => ({ port: 9000 }),
  args: () => ({ args: ['--max-batch-requests', '64'] }),
  env: () => ({ env: { A: kplus.EnvValue.fromValue('1') } }),
  hfToken: (chart) => ({ hfToken: { secret: secret(chart, 'hf'), key: 'token' } }),
  modelCache: () => ({ modelCache: {} }),
  resources: () => ({ resources: { cpu: { limit: kplus.Cpu.units(2) } } }),
  replicas: () => ({ replicas: 2 }),
  imagePullSecrets: (chart) => ({ imagePullSecrets: [secret(chart, 'regcred')] }),
  podTemplateSpec: () => ({ podTemplateSpec: PodTemplate.fromJson({ spec: { nodeSelector: { a: 'b' } } }) }),
  resourceOverrides: () => ({ resourceOverrides: { service: { labels: { a: 'b' } } } }),
  name: () => ({ name: 'other' }),
};

test.each(Object.entries(everyProp))('the prop %s changes the YAML', (_, props) => {
  const plain = chartIn();
  new EmbeddingServer(plain, 'e');
  const changed = chartIn();
  new EmbeddingServer(changed, 'e', props(changed));
  expect(Testing.synth(changed)).not.toEqual(Testing.synth(plain));
});

test.each<[string, EmbeddingServerProps, string]>([
  ['no replica', { replicas: 0 }, 'EmbeddingServer "e": replicas: 0'],
  ['a port that is none', { port: 70000 }, 'EmbeddingServer "e": port: 70000'],
  ['an image with blanks', { image: 'a b' }, 'EmbeddingServer "e": image: "a b" contains white space'],
])('is refused with %s', (_, props, message) => {
  expect(() => new EmbeddingServer(chartIn(), 'e', props)).toThrow(message);
});
