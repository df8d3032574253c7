import { Findings } from '../../../src/findings';
import { checkPod } from '../../../src/rendering/pod/pod-checks';

const FIELDS = { metadata: 'm', volumes: 'v', env: 'e', containers: 'c' };

test.each([
  ['an image with white space', { containers: [{ name: 'a', image: 'a b' }] }, '"a b" contains white space'],
  [
    'a volume name twice',
    { volumes: [{ name: 'a' }, { name: 'a' }] },
    'volume name "a" is used twice in the pod; rename one',
  ],
  [
    'a container name twice',
    { containers: [{ name: 'a' }], initContainers: [{ name: 'a' }] },
    'two containers are named "a"',
  ],
  [
    'a mount of a volume that is not there',
    { containers: [{ name: 'c', volumeMounts: [{ name: 'v', mountPath: '/v' }] }] },
    `container "c": "/v" mounts volume "v", which the pod doesn't have; add it`,
  ],
  [
    'two mounts at one path',
    {
      volumes: [{ name: 'a' }, { name: 'b' }],
      containers: [
        {
          name: 'c',
          volumeMounts: [
            { name: 'a', mountPath: '/v' },
            { name: 'b', mountPath: '/v' },
          ],
        },
      ],
    },
    'container "c": duplicate mount path "/v"; choose another path',
  ],
  [
    'a variable that can have no such name',
    { containers: [{ name: 'c', env: [{ name: 'A=B' }] }] },
    'environment variable "A=B"',
  ],
])('fails on %s', (_, spec, message) => {
  const findings = new Findings();
  checkPod({ spec }, FIELDS, findings);
  expect(findings.errors.map((e) => e.message)).toEqual([expect.stringContaining(message)]);
});

test('names the field that a wrong variable comes from', () => {
  const findings = new Findings();
  checkPod({ spec: { containers: [{ name: 'c', env: [{ name: 'A=B' }] }] } }, FIELDS, findings);
  expect(findings.errors.map(({ field }) => field)).toEqual(['e']);
});

test('fails on labels and annotations that Kubernetes refuses', () => {
  const findings = new Findings();
  checkPod(
    {
      metadata: { labels: { a: 'b c', 'x y': 'z' }, annotations: { 'Fine.example/Key': '', 'no good': '' } },
      spec: {},
    },
    FIELDS,
    findings,
  );
  const found = findings.errors.map(({ field, message }) => `${field} ${message}`);
  expect(found.map((text) => text.replace(/(is no \w+).*/, '$1'))).toEqual([
    'm.labels.a "b c" is no value',
    'm.labels["x y"] is no key',
    'm.annotations["no good"] is no key',
  ]);
});

test('takes a pod in which everything fits', () => {
  const findings = new Findings();
  const mount = { name: 'v', mountPath: '/v' };
  checkPod(
    {
      spec: {
        volumes: [{ name: 'v' }],
        containers: [
          { name: 'a', volumeMounts: [mount] },
          { name: 'b', volumeMounts: [mount] },
        ],
      },
    },
    FIELDS,
    findings,
  );
  expect(findings.list).toEqual([]);
});
