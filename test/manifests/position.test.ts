import { problemLine } from '../../src/manifests/problem';
import { readManifests } from '../../src/manifests/read';
import { renderManifests } from '../../src/manifests/render-manifests';
import { DEFAULT_SETTINGS } from '../../src/rendering/model/settings';

const SERVER = `# a server
apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPServer
metadata:
  name: s
  labels:
    "a.b/c": x
spec:
  env:
    - name: A
      value: b

    - value: c
      name: B
  resources: {limits: {cpu: 1}}
`;

const position = (text: string, index = 0) => readManifests(text, 'f.yaml')[index].position;

describe.each([
  ['plain', ''],
  ['with an anchor, which is read with care,', 'z: &z {}\n'],
])('a document that is %s', (_, more) => {
  test.each([
    ['', 2],
    ['metadata', 4],
    ['metadata.labels["a.b/c"]', 7],
    ['spec.env[1]', 13],
    ['spec.env[1].name', 14],
    ['spec.env[1].valueFrom.secretKeyRef', 13],
    ['spec.env[7].name', 9],
    ['spec.resources.limits.cpu', 15],
    ['spec.image', 8],
    ['status', 2],
    ['metadata.labels["no JSON]', 6],
  ])('has its field %j in line %i, or the field around it', (field, line) => {
    expect(position(SERVER + more).of(field)).toBe(`f.yaml:${line}`);
    expect(position((SERVER + more).replaceAll('\n', '\r\n')).of(field)).toBe(`f.yaml:${line}`);
    expect(position(`${SERVER}${more}---\n# next\n\n---\n${SERVER}${more}`, 1).of(field)).toBe(
      `f.yaml:${line + (more ? 20 : 19)}`,
    );
  });
});

test('items of lists have their own lines, in lists of lists too', () => {
  const text = `apiVersion: v1
kind: List
items:
- kind: A
  apiVersion: v1
- apiVersion: v1
  kind: List
  items:
  - kind: B
    apiVersion: v1
    spec: {x: [1,
      2]}
`;
  expect([0, 1].map((i) => position(text, i).of(''))).toEqual(['f.yaml:4', 'f.yaml:9']);
  expect(position(text, 1).of('spec.x[1]')).toBe('f.yaml:12');
  expect(position(text, 1).of('spec.y')).toBe('f.yaml:11');
});

test('what an alias or a merge brings stands where it was written', () => {
  const text = 'base: &base\n  a: 1\n  b: 2\nspec:\n  <<: *base\n  b: 3\n  c: *base\n';
  expect(['spec.a', 'spec.b', 'spec.c', 'spec.c.b'].map((field) => position(text).of(field))).toEqual([
    'f.yaml:2',
    'f.yaml:6',
    'f.yaml:7',
    'f.yaml:3',
  ]);
});

test('JSON, and documents on the line of their mark', () => {
  expect(position('{"a":\n{"b":\n1}}').of('a.b')).toBe('f.yaml:2');
  expect(position('a: 1\n--- {b: 2,\n  c: 3}\n', 1).of('c')).toBe('f.yaml:3');
  expect(position('%YAML 1.1\n---\na: 1\nb: 2\n').of('b')).toBe('f.yaml:4');
});

test('a key with a path of its own in its name is found as a whole', () => {
  expect(position('metadata:\n  a: 1\n  b.c[0]: 2\n').of('metadata.b.c[0]')).toBe('f.yaml:3');
});

test('errors, warnings and notes have the line of their field, of an early document that of the field as it was written', () => {
  const text = `apiVersion: toolhive.stacklok.dev/v1alpha1
kind: MCPServer
metadata: {name: s}
spec:
  image: "i:1.0"
  port: x
  oidcConfig:
    type: inline
    inline:
      issuer: https://sso.example.com
      audience: a
      jwksURL: https://sso.example.com/keys
---
apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPServer
metadata: {name: t}
spec:
  image: "i:1.0"
  groupRef: {name: g}
`;
  const { problems } = renderManifests(readManifests(text, '-'), { namespace: 'default', settings: DEFAULT_SETTINGS });
  expect(problems.map(problemLine)).toEqual([
    'note: -:1: MCPServer "s": read as MCPServer of toolhive.stacklok.dev/v1beta1: port as proxyPort, oidcConfig as MCPOIDCConfig "s-oidc" and a reference to it',
    'error: -:6: MCPServer "s": spec.port: must be a whole number, not "x"',
    'error: -:12: MCPServer "s": spec.oidcConfig.inline.jwksURL: is not a field of MCPOIDCConfig; did you mean "jwksUrl"?',
    'warning: -:19: MCPServer "t": spec.groupRef: there is no MCPGroup "g" in namespace "default"; it belongs to no group until there is one [group-missing]',
  ]);
});
