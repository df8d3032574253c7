import { readManifests } from '../../src/manifests/read';

const values = (text: string) => readManifests(text, 'f.yaml').map(({ value }) => value);

test('reads scalars as kubectl does: YAML 1.1 booleans and octals, but no dates and no base 60', () => {
  expect(values('a: on\nb: "on"\nc: 0440\nd: 2026-01-02\ne: 12:30:45\nf: 1:30\ng: y')).toEqual([
    { a: true, b: 'on', c: 0o440, d: '2026-01-02', e: '12:30:45', f: '1:30', g: true },
  ]);
});

test('reads as texts what only looks like a number', () => {
  expect(values('a: e1\nb: 849e3463\nc: .\nd: 1e3\ne: .5')).toEqual([
    { a: 'e1', b: '849e3463', c: '.', d: 1000, e: 0.5 },
  ]);
});

test('reads several documents, skips empty ones, and says where each begins', () => {
  const documents = readManifests('# top\n---\n---\na: 1\n---\n\n# note\nb: 2\n', 'f.yaml');
  expect(documents.map(({ source, value }) => [source, value])).toEqual([
    ['f.yaml:4', { a: 1 }],
    ['f.yaml:8', { b: 2 }],
  ]);
});

test('keeps the text of a document, indented and flow ones included', () => {
  expect(readManifests('---\n  a: 1\n  b: |\n    x\n---\n{c: 3}\n--- {d: 4}\n', 'f').map(({ text }) => text)).toEqual([
    '  a: 1\n  b: |\n    x\n',
    '{c: 3}\n',
    '{d: 4}\n',
  ]);
});

test('reads JSON', () => {
  expect(values('{"kind": "A", "list": [1, null]}')).toEqual([{ kind: 'A', list: [1, null] }]);
});

test('takes lists apart, as kubectl get prints them', () => {
  expect(values('kind: List\napiVersion: v1\nitems: [{kind: A}, {kind: B}]')).toEqual([{ kind: 'A' }, { kind: 'B' }]);
  expect(values('kind: MCPServerList\napiVersion: g/v1\nitems: [{metadata: {name: a}}]')).toEqual([
    { apiVersion: 'g/v1', kind: 'MCPServer', metadata: { name: 'a' } },
  ]);
});

test.each([
  ['broken YAML', 'a: 1\nb: [', /^f\.yaml:2:\d+: is not YAML: /],
  ['a duplicate key', 'a: 1\na: 2', /^f\.yaml:2:1: is not YAML: /],
  ['a document that is no map', 'a: 1\n---\nhello', /^f\.yaml:3: a manifest must be a map/],
])('fails on %s, with the place', (_, text, message) => {
  expect(() => values(text)).toThrow(message);
});
