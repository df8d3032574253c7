import { Findings } from '../../src/findings';
import { checkManifest, namespaceOf } from '../../src/manifests/metadata';

function problems(metadata: unknown, type: object = {}): string[] {
  const findings = new Findings();
  const isRight = checkManifest({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, ...type }, findings);
  expect(isRight).toBe(findings.list.length === 0);
  return findings.errors.map(({ field, message }) => `${field}: ${message}`);
}

test('takes metadata as the API server does', () => {
  expect(
    problems({
      name: 'system:auth',
      namespace: '',
      labels: { 'app.kubernetes.io/name': 'x', tier: '' },
      annotations: { 'Example.com/Note': 'any text\n', none: null },
      generation: 3,
      creationTimestamp: null,
    }),
  ).toEqual([]);
  expect(problems(undefined)).toEqual([]);
  expect(problems({ generateName: 'job-' }, { apiVersion: 'v1', kind: 'Pod' })).toEqual([]);
});

test('an empty namespace is none', () => {
  expect(namespaceOf({ namespace: '' }, 'mcp')).toBe('mcp');
  expect(namespaceOf({}, 'mcp')).toBe('mcp');
  expect(namespaceOf({ namespace: 'a' }, 'mcp')).toBe('a');
});

test.each<[string, unknown, string]>([
  [
    'a namespace that YAML takes for false',
    { namespace: false },
    'metadata.namespace: must be text, not false; quote it: "false"',
  ],
  ['a namespace that is a number', { namespace: 2024 }, 'metadata.namespace: must be text, not 2024; quote it: "2024"'],
  ['a name that is a number', { name: 42 }, 'metadata.name: must be text, not 42; quote it: "42"'],
  [
    'a name that is a path',
    { name: '../x' },
    `metadata.name: "../x" is no name that Kubernetes takes: must not hold '/', '%' or controls`,
  ],
  [
    'a namespace of several words',
    { namespace: 'a b' },
    'metadata.namespace: "a b" is no namespace: must be lower case letters, digits and \'-\', and start and end with a letter or digit',
  ],
  ['labels that are a list', { labels: ['a', 'b'] }, 'metadata.labels: must be a map of texts, not ["a","b"]'],
  ['a label that is a number', { labels: { tier: 1 } }, 'metadata.labels.tier: must be text, not 1; quote it: "1"'],
  ['a label that is a map', { labels: { tier: {} } }, 'metadata.labels.tier: must be text, not {}'],
  [
    'a label of several words',
    { labels: { tier: 'a b' } },
    `metadata.labels.tier: "a b" is no value of a label: it must be empty or letters, digits, '-', '_' and '.', and start and end with a letter or digit`,
  ],
  [
    'a key that is none',
    { annotations: { 'a b': 'x' } },
    `metadata.annotations["a b"]: is no key that Kubernetes takes: the key must be letters, digits, '-', '_' and '.', and start and end with a letter or digit`,
  ],
  [
    'an annotation that is a truth',
    { annotations: { on: true } },
    'metadata.annotations.on: must be text, not true; quote it: "true"',
  ],
  ['a generation that is text', { generation: '3' }, 'metadata.generation: must be a whole number, not "3"'],
  ['metadata that is a list', [], 'metadata: must be a map, not []'],
])('fails for %s', (_, metadata, expected) => expect(problems(metadata)).toEqual([expected]));

test.each<[string, object, string]>([
  [
    'apiVersion as a map',
    { apiVersion: { toString: 1 } },
    'apiVersion: must be a version, or a group and a version such as apps/v1, not {"toString":1}',
  ],
  [
    'apiVersion with a path',
    { apiVersion: 'a/../v1' },
    'apiVersion: must be a version, or a group and a version such as apps/v1, not "a/../v1"',
  ],
  ['a kind that is no word', { kind: 'X\x1b[31m' }, 'kind: must be a kind such as Deployment, not "X\\u001b[31m"'],
  ['a kind that is a number', { kind: 1 }, 'kind: must be a kind such as Deployment, not 1'],
])('fails for %s', (_, type, expected) => expect(problems({}, type)).toEqual([expected]));
