import { asStored } from '../../../src/rendering/model/as-stored';

const pod = (spec: object) => ({ metadata: { labels: {} }, spec: { template: { spec } } });

test('amounts are written as the API server stores them, wherever a pod has some', () => {
  const resources = {
    limits: { cpu: '1000m', memory: '1024Mi' },
    requests: { cpu: 0.5, 'ephemeral-storage': '0.5Gi' },
  };
  const stored = { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m', 'ephemeral-storage': '512Mi' } };
  const claim = (of: object) => ({ metadata: {}, spec: { resources: of } });
  const given = (of: object, size: string) =>
    pod({
      containers: [{ name: 'a', resources: of }, { name: 'b' }],
      initContainers: [{ name: 'c', resources: of }],
      volumes: [
        { name: 'd', emptyDir: { sizeLimit: size } },
        { name: 'e', ephemeral: { volumeClaimTemplate: claim(of) } },
        { name: 'f', emptyDir: {} },
      ],
    });
  expect(asStored(given(resources, '2048Ki'))).toEqual(given(stored, '2Mi'));
  const claims = (of: object) => ({ spec: { volumeClaimTemplates: [claim(of)] } });
  expect(asStored(claims(resources))).toEqual(claims(stored));
});

test('of a variable that is empty, the name alone is written', () => {
  const env = (...variables: object[]) => pod({ containers: [{ name: 'a', env: variables }] });
  const source = { name: 'C', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } };
  expect(asStored(env({ name: 'A', value: '' }, { name: 'B', value: '0' }, source))).toEqual(
    env({ name: 'A' }, { name: 'B', value: '0' }, source),
  );
});

test('what is stored as it is, and what has no pod, is not copied', () => {
  const same = pod({ containers: [{ name: 'a', resources: { limits: { cpu: '1' } } }], volumes: [] });
  expect(asStored(same)).toBe(same);
  const service = { spec: { ports: [] } };
  expect(asStored(service)).toBe(service);
});
