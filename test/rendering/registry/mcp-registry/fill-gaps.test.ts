import { fillGaps } from '../../../../src/rendering/registry/mcp-registry/fill-gaps';
import fc from '../../../random';

const defaults = {
  metadata: { labels: { app: 'x' }, annotations: { hash: '1' } },
  spec: {
    serviceAccountName: 'own',
    imagePullSecrets: [{ name: 'a' }],
    initContainers: [{ name: 'setup', image: 'busybox' }],
    containers: [
      {
        name: 'api',
        image: 'api:1',
        args: ['serve'],
        ports: [{ name: 'http', containerPort: 8080 }],
        env: [{ name: 'A', value: '1' }],
        resources: { limits: { cpu: '1' } },
        volumeMounts: [{ name: 'config', mountPath: '/config' }],
        livenessProbe: { httpGet: { path: '/health', port: 8081 } },
      },
    ],
    volumes: [{ name: 'config', configMap: { name: 'c' } }],
  },
};
const filled = (spec: object, metadata?: object) => fillGaps(defaults, { metadata, spec } as any);

test('without a template the defaults stand', () => {
  expect(fillGaps(defaults, undefined)).toBe(defaults);
});

test("labels and annotations are joined, and the user's win", () => {
  expect(filled({}, { labels: { app: 'mine', team: 't' } }).metadata).toEqual({
    labels: { app: 'mine', team: 't' },
    annotations: { hash: '1' },
  });
});

test("in every list the user's items come first", () => {
  const { spec } = filled({
    containers: [{ name: 'sidecar' }],
    initContainers: [{ name: 'wait' }],
    volumes: [{ name: 'data', emptyDir: {} }],
  });
  expect(spec.containers!.map((c: any) => c.name)).toEqual(['sidecar', 'api']);
  expect(spec.initContainers!.map((c: any) => c.name)).toEqual(['wait', 'setup']);
  expect(spec.volumes!.map((v: any) => v.name)).toEqual(['data', 'config']);
});

test("a container of the same name keeps the user's members and gets the others", () => {
  const { spec } = filled({ containers: [{ name: 'api', image: 'mine', args: [], env: [{ name: 'B', value: '2' }] }] });
  expect(spec.containers).toEqual([
    {
      ...defaults.spec.containers[0],
      image: 'mine',
      env: [
        { name: 'B', value: '2' },
        { name: 'A', value: '1' },
      ],
    },
  ]);
});

test('resources are taken whole: a user who sets a limit sets all of them', () => {
  const { spec } = filled({ containers: [{ name: 'api', resources: { requests: { memory: '1Gi' } } }] });
  expect(spec.containers![0].resources).toEqual({ requests: { memory: '1Gi' } });
});

test.each([
  ['name', { name: 'http', containerPort: 9000 }],
  ['number', { name: 'web', containerPort: 8080 }],
])('a default port whose %s is taken is left out', (_, port) => {
  expect(filled({ containers: [{ name: 'api', ports: [port] }] }).spec.containers![0].ports).toEqual([port]);
});

test('a list of pull secrets replaces the default, an empty one does not', () => {
  expect(filled({ imagePullSecrets: [{ name: 't' }] }).spec.imagePullSecrets).toEqual([{ name: 't' }]);
  expect(filled({ imagePullSecrets: [] }).spec.imagePullSecrets).toEqual([{ name: 'a' }]);
});

test('nothing is lost: every item of both sides is in the outcome, each name once', () => {
  const names = fc.uniqueArray(fc.constantFrom('config', 'a', 'b', 'c'), { maxLength: 4 });
  fc.assert(
    fc.property(names, names, (volumes, env) => {
      const { spec } = filled({
        volumes: volumes.map((name) => ({ name })),
        containers: [{ name: 'api', env: env.map((name) => ({ name })) }],
      });
      expect(spec.volumes!.map((v) => v.name)).toEqual([...new Set([...volumes, 'config'])]);
      expect(spec.containers![0].env!.map((e) => e.name)).toEqual([...new Set([...env, 'A'])]);
    }),
  );
});
