import { PodTemplate } from '../../../src/kubernetes/objects';
import { Obj } from '../../../src/plain/objects';
import { FaultlessPods } from '../../../src/rendering/pod/likeness';

function podOf(name: string): Obj {
  return {
    metadata: { labels: { 'app.kubernetes.io/instance': name }, annotations: { 'example.com/note': name } },
    spec: {
      serviceAccountName: `${name}-sa`,
      nodeSelector: { env: 'production', args: 'none' },
      initContainers: [{ name: 'init', image: 'init:1' }],
      containers: [
        {
          name: 'mcp',
          image: 'server:1',
          args: ['run', name],
          env: [
            { name: 'LEVEL', value: `of ${name}` },
            { name: 'TOKEN', valueFrom: { secretKeyRef: { name, key: 'token' } } },
          ],
          ports: [{ containerPort: 8080 }],
          resources: undefined,
        },
      ],
    },
  };
}

/** Which of some pods are looked at, one after the other. */
function looked(pods: readonly Obj[], { about = pods.map(() => ''), isFaulty = false } = {}): number[] {
  const faultless = new FaultlessPods();
  const found: string[] = [];
  const seen: number[] = [];
  pods.forEach((pod, i) =>
    faultless.unlessKnown(pod as PodTemplate, about[i], found, () => {
      seen.push(i);
      if (isFaulty) found.push('wrong');
    }),
  );
  return seen;
}

test('pods that differ in names and values are looked at once', () => {
  expect(looked([podOf('a-1'), podOf('a-2'), podOf('b-3')])).toEqual([0]);
});

test('pods with something wrong are looked at each time', () => {
  expect(looked([podOf('a-1'), podOf('a-2')], { isFaulty: true })).toEqual([0, 1]);
});

test('of several outlines each is known', () => {
  const other = (name: string) => ({ ...podOf(name), spec: { ...podOf(name).spec, hostNetwork: true } });
  expect(looked([podOf('a-1'), other('a-2'), podOf('a-3'), other('a-4')])).toEqual([0, 1]);
});

test('what else the checks go by counts', () => {
  expect(looked([podOf('a-1'), podOf('a-2'), podOf('a-3')], { about: ['x', 'y', 'x'] })).toEqual([0, 1]);
});

test.each<[string, (pod: Obj) => void]>([
  ['another image', ({ spec }) => (spec.containers[0].image = 'a b')],
  ['no image', ({ spec }) => delete spec.containers[0].image],
  ['an image of an initContainer', ({ spec }) => (spec.initContainers[0].image = '')],
  ['one container more', ({ spec }) => spec.containers.push({ name: 'mcp' })],
  ['no initContainers', ({ spec }) => delete spec.initContainers],
  ['args that are no list', ({ spec }) => (spec.containers[0].args = 'run')],
  ['another port', ({ spec }) => (spec.containers[0].ports[0].containerPort = 0)],
  ['a port more', ({ spec }) => spec.containers[0].ports.push({ containerPort: 8080 })],
  ['a member more', ({ spec }) => (spec.containers[0].stdin = true)],
  ['a member less', ({ spec }) => delete spec.containers[0].ports],
  ['a map in place of a list', ({ spec }) => (spec.containers[0].ports = { 0: { containerPort: 8080 } })],
  ['another variable', ({ spec }) => (spec.containers[0].env[0].name = 'LEV=L')],
  ['an empty value', ({ spec }) => (spec.containers[0].env[0].value = '')],
  ['a value beside its source', ({ spec }) => (spec.containers[0].env[1].value = 'x')],
  ['another key', ({ spec }) => (spec.containers[0].env[1].valueFrom.secretKeyRef.key = 'a b')],
  ['another name than its own', ({ spec }) => (spec.serviceAccountName = 'A-9-sa')],
  ['a selector called like a member of containers', ({ spec }) => (spec.nodeSelector.env = 'a b')],
  [
    'what a container may do',
    ({ metadata }) => {
      metadata.annotations['container.apparmor.security.beta.kubernetes.io/mcp'] = 'unconfined';
    },
  ],
  ['a longer name', ({ metadata }) => (metadata.labels['app.kubernetes.io/instance'] += '-longer')],
])('%s is looked at', (_, change) => {
  const pod = podOf('a-2');
  change(pod);
  expect(looked([podOf('a-1'), pod])).toEqual([0, 1]);
});

test('an object that was changed after it was looked at is looked at again', () => {
  const faultless = new FaultlessPods();
  const pod = podOf('a-1');
  let looks = 0;
  const look = () => faultless.unlessKnown(pod as PodTemplate, '', [], () => looks++);
  look();
  pod.spec.containers[0].image = 'a b';
  look();
  expect(looks).toBe(2);
});
