import { Findings } from '../../../src/findings';
import { checkPod, checkWholePod } from '../../../src/rendering/pod/pod-checks';

const OWN = { container: 'c', whose: 'the server' };
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
  checkPod(spec, FIELDS, findings);
  expect(findings.errors.map((e) => e.message)).toEqual([expect.stringContaining(message)]);
});

test('names the field that a wrong variable comes from', () => {
  const findings = new Findings();
  checkPod({ containers: [{ name: 'c', env: [{ name: 'A=B' }] }] }, FIELDS, findings);
  expect(findings.errors.map(({ field }) => field)).toEqual(['e']);
});

test('fails on labels and annotations that Kubernetes refuses', () => {
  const findings = new Findings();
  checkWholePod(
    {
      metadata: { labels: { a: 'b c', 'x y': 'z' }, annotations: { 'Fine.example/Key': '', 'no good': '' } },
      spec: {},
    },
    OWN,
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
      volumes: [{ name: 'v' }],
      containers: [
        { name: 'a', volumeMounts: [mount] },
        { name: 'b', volumeMounts: [mount] },
      ],
    },
    FIELDS,
    findings,
  );
  expect(findings.list).toEqual([]);
});

describe('in a fleet', () => {
  const pod = (name: string, container: Record<string, unknown>) => ({
    metadata: { labels: { 'app.kubernetes.io/instance': name } },
    spec: { containers: [{ name: 'c', image: `${name}:1`, args: [name], ...container }] },
  });
  const foundIn = (...args: Parameters<typeof pod>) => {
    const findings = new Findings();
    checkWholePod(pod(...args), OWN, FIELDS, findings);
    return findings.errors.map(({ message }) => message);
  };

  test('what is wrong is said of each server, however many like it were fine', () => {
    expect(foundIn('one', {})).toEqual([]);
    expect(foundIn('two', {})).toEqual([]);
    const wrong = { env: [{ name: 'A=B' }] };
    expect(foundIn('three', wrong)).toHaveLength(1);
    expect(foundIn('four', wrong)).toHaveLength(1);
  });

  test.each([
    ['a value beside a source of it', { value: 'x' }, 1],
    ['an empty value beside a source of it', { value: '' }, 0],
  ])('%s', (_, value, errors) => {
    const env = [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }];
    expect(foundIn('one', { env })).toEqual([]);
    expect(foundIn('two', { env: [{ ...env[0], ...value }] })).toHaveLength(errors);
  });

  test('a name that only a longer server makes too long is found', () => {
    const port = (name: string) => ({ ports: [{ name, containerPort: 80 }] });
    expect(foundIn('short', port('short'))).toEqual([]);
    expect(foundIn('long-long-long-long', port('long-long-long-long'))).toHaveLength(1);
  });
});
