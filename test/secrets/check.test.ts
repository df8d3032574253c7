import { existingSecrets, secretProblems } from '../../src/secrets/check';
import { RequiredSecret } from '../../src/secrets/required-secret';

const needed = (given: Partial<RequiredSecret>): RequiredSecret => ({
  name: 'token',
  namespace: 'mcp',
  type: 'Opaque',
  keys: [],
  usedBy: ['MCPServer github'],
  command: 'kubectl create …',
  ...given,
});

const cluster = (...items: object[]) => existingSecrets(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))!;

const secret = (given: object) => ({ kind: 'Secret', metadata: { name: 'token', namespace: 'mcp' }, ...given });

test('Secrets with all keys are well, whatever type of their own they have', () => {
  const existing = cluster(secret({ type: 'example.com/token', data: { a: '', b: '' } }));
  expect(secretProblems([needed({ keys: ['a'] })], existing)).toEqual([]);
});

test('one Secret may be given without a list', () => {
  const text = JSON.stringify(secret({ data: { a: 'dg==' } }));
  expect(existingSecrets(text)).toEqual([{ name: 'token', namespace: 'mcp', type: 'Opaque', keys: ['a'] }]);
});

test('an older pull secret is one', () => {
  const existing = cluster(secret({ type: 'kubernetes.io/dockercfg' }));
  expect(secretProblems([needed({ type: 'kubernetes.io/dockerconfigjson' })], existing)).toEqual([]);
});

test('fails for a Secret of another namespace', () => {
  const existing = cluster({ ...secret({}), metadata: { name: 'token', namespace: 'other' } });
  expect(secretProblems([needed({})], existing)).toEqual([
    'Secret mcp/token is missing, which MCPServer github needs; make it: kubectl create …',
  ]);
});

test('fails for missing keys, and says which there are', () => {
  expect(secretProblems([needed({ keys: ['a', 'b', 'c'] })], cluster(secret({ data: { b: '', d: '' } })))).toEqual([
    'Secret mcp/token lacks a, c, which MCPServer github needs; it has b, d',
  ]);
  expect(secretProblems([needed({ keys: ['a'] })], cluster(secret({})))).toEqual([
    'Secret mcp/token lacks a, which MCPServer github needs; it has no keys',
  ]);
});

test('fails for a type that the kubelet does not read', () => {
  const existing = cluster(secret({ type: 'Opaque', data: { '.dockerconfigjson': '' } }));
  expect(secretProblems([needed({ type: 'kubernetes.io/dockerconfigjson' })], existing)).toEqual([
    'Secret mcp/token has the type Opaque, and MCPServer github needs kubernetes.io/dockerconfigjson; delete it, and make it again: kubectl create …',
  ]);
});

test.each(['', 'NAME TYPE DATA', '[]', '{"kind":"Pod","metadata":{}}', '{"items":[1]}'])('fails to read %j', (text) =>
  expect(existingSecrets(text)).toBeUndefined(),
);
