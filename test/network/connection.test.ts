import { connection } from '../../src/network/connection';
import { Place, podsOf } from '../../src/network/place';
import { Obj } from '../../src/plain/objects';

const a: Place = { name: 'a', namespace: 'one', labels: { app: 'a' }, ports: [8080], portNames: { http: 8080 } };
const b: Place = { name: 'b', namespace: 'two', labels: { app: 'b', tier: 'gold' }, ports: [] };

const policy = (spec: Obj, metadata: Obj = {}): Obj => ({
  kind: 'NetworkPolicy',
  metadata: { name: 'p', namespace: 'one', ...metadata },
  spec: { podSelector: {}, ...spec },
});

const opens = (spec: Obj, port = 8080, others: Obj[] = []) => connection([policy(spec), ...others], b, a, port).isOpen;

test('a policy without types is about what comes in, and about what goes out where it has rules', () => {
  expect(opens({})).toBe(false);
  expect(connection([policy({})], a, b, 80).isOpen).toBe(true);
  expect(connection([policy({ egress: [] })], a, b, 80).isOpen).toBe(false);
});

test('an empty rule is about everything', () => {
  expect(opens({ ingress: [{}] })).toBe(true);
  expect(opens({ ingress: [] })).toBe(false);
});

test('ports are numbers, ranges and names, of TCP where nothing is said', () => {
  const rule = (port: Obj) => ({ ingress: [{ ports: [port] }] });
  expect(opens(rule({ port: 8080 }))).toBe(true);
  expect(opens(rule({ port: 8081 }))).toBe(false);
  expect(opens(rule({ port: 8000, endPort: 8080 }))).toBe(true);
  expect(opens(rule({ port: 'http' }))).toBe(true);
  expect(opens(rule({ port: 'other' }))).toBe(false);
  expect(opens(rule({ protocol: 'UDP', port: 8080 }))).toBe(false);
  expect(opens(rule({ protocol: 'TCP' }))).toBe(true);
});

test.each<[Obj, boolean]>([
  [{ matchLabels: { app: 'b' } }, true],
  [{ matchLabels: { app: 'c' } }, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'In', values: ['gold'] }] }, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['gold'] }] }, false],
  [{ matchExpressions: [{ key: 'none', operator: 'NotIn', values: ['gold'] }] }, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, false],
])('peers are selected by %j', (podSelector, expected) => {
  expect(opens({ ingress: [{ from: [{ namespaceSelector: {}, podSelector }] }] })).toBe(expected);
});

test('a pod selector alone is about the namespace of the policy', () => {
  expect(opens({ ingress: [{ from: [{ podSelector: {} }] }] })).toBe(false);
});

test('namespaces have the labels of those that are among the objects', () => {
  const spec = { ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'x' } } }] }] };
  expect(opens(spec)).toBe(false);
  expect(opens(spec, 8080, [{ kind: 'Namespace', metadata: { name: 'two', labels: { team: 'x' } } }])).toBe(true);
});

test('an exception of a range of addresses is closed', () => {
  const host: Place = { name: 'host', address: '10.1.2.3', ports: [] };
  const spec = (except: string[]) => ({ egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except } }] }] });
  expect(connection([policy(spec([]))], a, host, 80).isOpen).toBe(true);
  expect(connection([policy(spec(['10.1.0.0/16']))], a, host, 80).isOpen).toBe(false);
  expect(connection([policy(spec([]))], a, { ...host, address: '2001:db8::1' }, 80).isOpen).toBe(false);
});

test('both ends are asked, and each that refuses says so', () => {
  const both = [policy({ policyTypes: ['Egress'] }, { name: 'out' }), policy({}, { name: 'in', namespace: 'two' })];
  expect(connection(both, a, b, 80)).toEqual({
    isOpen: false,
    reasons: ['no egress rule of NetworkPolicy out lets a out to it', 'no ingress rule of NetworkPolicy in lets it in'],
  });
});

test('names of ports are those of containers', () => {
  const containers = [{ name: 'x', image: 'i', ports: [{ name: 'http', containerPort: 8080 }, { containerPort: 9 }] }];
  const deployment = { kind: 'Deployment', metadata: { name: 'a' }, spec: { template: { spec: { containers } } } };
  expect(podsOf([deployment])).toEqual([
    { name: 'a', namespace: 'default', labels: {}, ports: [8080, 9], portNames: { http: 8080 } },
  ]);
});
