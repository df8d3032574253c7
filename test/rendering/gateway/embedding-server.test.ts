import { render } from '../render';

const server = (spec: string) => `
kind: EmbeddingServer
metadata: {name: e}
spec: ${spec}
`;

test('a cache that is switched off is made all the same, as the operator does, and a warning says so', () => {
  const { objects, warnings } = render(server('{modelCache: {enabled: false, size: 5Gi}}'));
  const { volumeClaimTemplates, template } = objects['StatefulSet/e'].spec;
  expect(volumeClaimTemplates[0].spec.resources).toEqual({ requests: { storage: '5Gi' } });
  expect(template.spec.containers[0].volumeMounts).toEqual([{ name: 'model-cache', mountPath: '/data' }]);
  expect(warnings).toEqual([
    expect.stringContaining('spec.modelCache.enabled: false has no effect'),
    expect.stringContaining('breaks the restricted Pod Security Standard'),
  ]);
});

test('what is empty is what the CRD has for it', () => {
  const { objects } = render(server('{model: "", image: "", modelCache: {size: ""}}'));
  const { volumeClaimTemplates, template } = objects['StatefulSet/e'].spec;
  expect(volumeClaimTemplates[0].spec.resources.requests.storage).toBe('10Gi');
  expect(template.spec.containers[0]).toMatchObject({
    image: 'ghcr.io/huggingface/text-embeddings-inference:cpu-latest',
    args: ['--model-id', 'BAAI/bge-small-en-v1.5', '--port', '8080'],
  });
});

test("labels for the pods are labels of the selector and the StatefulSet too, which a warning says; the user's win", () => {
  const { objects, warnings } = render(
    server(`
  resourceOverrides:
    statefulSet:
      labels: {team: a, app.kubernetes.io/managed-by: me}
      annotations: {note: sts}
      podTemplateMetadataOverrides:
        labels: {app.kubernetes.io/component: mine, tier: x}
        annotations: {note: pod}
    service:
      labels: {team: b}
      annotations: {note: svc}
    persistentVolumeClaim:
      labels: {team: c}
      annotations: {note: pvc}
  modelCache: {}`),
  );
  const base = {
    'app.kubernetes.io/name': 'embeddingserver',
    'app.kubernetes.io/instance': 'e',
    'app.kubernetes.io/component': 'embedding-server',
    'app.kubernetes.io/managed-by': 'toolhive-operator',
  };
  const pods = { ...base, 'app.kubernetes.io/component': 'mine', tier: 'x' };
  const { metadata, spec } = objects['StatefulSet/e'];
  expect(spec.selector.matchLabels).toEqual(pods);
  expect(spec.template.metadata).toEqual({ labels: pods, annotations: { note: 'pod' } });
  expect(metadata).toMatchObject({
    labels: { ...pods, team: 'a', 'app.kubernetes.io/managed-by': 'me' },
    annotations: { note: 'sts' },
  });
  expect(spec.volumeClaimTemplates[0].metadata).toEqual({
    name: 'model-cache',
    labels: { ...base, team: 'c' },
    annotations: { note: 'pvc' },
  });
  expect(objects['Service/e'].metadata).toMatchObject({
    labels: { ...base, team: 'b' },
    annotations: { note: 'svc' },
  });
  expect(objects['Service/e'].spec.selector).toEqual(base);
  expect(warnings).toEqual([
    expect.stringContaining('Service no longer finds its pods; set it in podTemplateSpec.metadata.labels'),
    expect.stringContaining("labels.tier: becomes part of the StatefulSet's selector"),
    expect.stringContaining('breaks the restricted Pod Security Standard'),
  ]);
});

test('the pod template goes over the pod, and may mount the cache elsewhere', () => {
  const { objects, errors } = render(
    server(`
  modelCache: {}
  podTemplateSpec:
    metadata: {labels: {tier: x}}
    spec:
      securityContext: {fsGroup: 1000}
      containers:
        - name: embedding
          resources: {limits: {nvidia.com/gpu: 1}}
          volumeMounts: [{name: model-cache, mountPath: /models}]`),
  );
  expect(errors).toEqual([]);
  const { metadata, spec } = objects['StatefulSet/e'].spec.template;
  expect(metadata.labels).toMatchObject({ tier: 'x', 'app.kubernetes.io/name': 'embeddingserver' });
  expect(spec.securityContext).toEqual({ fsGroup: 1000 });
  expect(spec.containers[0].resources).toEqual({ limits: { 'nvidia.com/gpu': '1' } });
  expect(spec.containers[0].volumeMounts.map(({ mountPath }: any) => mountPath)).toEqual(['/models', '/data']);
});

test.each([
  ['a size that is no quantity', '{modelCache: {size: big}}', 'spec.modelCache.size: "big" is no quantity'],
  ['an amount that is none', '{resources: {limits: {cpu: lots}}}', 'spec.resources.limits.cpu: "lots" is no quantity'],
  ['an image with white space', '{image: "a b"}', 'spec.image: "a b" contains white space'],
  [
    'a selector label changed by the template',
    '{podTemplateSpec: {metadata: {labels: {app.kubernetes.io/name: other}}}}',
    'replaces a label that the pods are selected by',
  ],
  [
    'a label that is none',
    '{resourceOverrides: {service: {labels: {a: "b c"}}}}',
    'spec.resourceOverrides.service.labels',
  ],
])('is refused with %s', (_, spec, message) => {
  expect(render(server(spec)).errors).toEqual([expect.stringContaining(message)]);
});
