import { readManifests, ReadError } from '../../src/manifests/read';

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

describe('reads as Go does', () => {
  test('integers of every notation, and such that JavaScript would round', () => {
    expect(values('a: 0o400\nb: -0o7\nc: 0x1F\nd: 12345678901234567890\ne: 9007199254740993')).toEqual([
      { a: 256, b: -7, c: 31, d: 12345678901234567890n, e: 9007199254740993n },
    ]);
  });

  test('keys that are numbers or truths, as texts', () => {
    expect(values('a: {1: x, on: w, 1.5: z, 0o7: o, __proto__: p}')).toEqual([
      { a: JSON.parse('{"1": "x", "true": "w", "1.5": "z", "7": "o", "__proto__": "p"}') },
    ]);
  });

  test('tags: binary is what it encodes, a set is a map', () => {
    expect(values('a: !!binary aGVsbG8=\nb: !!set {x, z}\nc: !!str 1\nd: !!int "3"\ne: !mine z')).toEqual([
      { a: 'hello', b: { x: null, z: null }, c: '1', d: 3, e: 'z' },
    ]);
  });

  test('anchors, aliases and merges', () => {
    expect(values('a: &a {x: 1, z: 2}\nb: *a\nc: {<<: *a, z: 3}\nd: {<<: [{x: 4}, *a]}')).toEqual([
      { a: { x: 1, z: 2 }, b: { x: 1, z: 2 }, c: { x: 1, z: 3 }, d: { x: 4, z: 2 } },
    ]);
  });

  test('lists in lists', () => {
    expect(values('kind: List\napiVersion: v1\nitems: [{kind: List, items: [{kind: A}]}]')).toEqual([{ kind: 'A' }]);
  });
});

describe('what passes through can be read by kubectl', () => {
  const text = (input: string) => readManifests(input, 'f')[0].text;

  test('without the mark that some editors begin a file with', () => {
    expect(text('\ufeffa: 1\n')).toBe('a: 1\n');
    expect(text('\ufeff# note\n---\na: &x 1\nb: *x\n')).toBe('a: &x 1\nb: *x\n');
  });

  test.each([
    '--- &a\nx: 1\n',
    '--- !!map\nx: 1\n',
    '%TAG !e! tag:e,2000:\n---\nx: !e!a 1\n',
    '%YAML 1.1\n---\nx: 1\n',
  ])('is written anew where its own lines would say something else: %j', (input) => expect(text(input)).toBe(''));
});

test.each([
  [
    'an alias without an anchor',
    'a: 1\nb: [*txt]',
    "f.yaml:2:5: can't be read: there is no anchor &txt before the alias *txt; if a text begins with *, put it in quotes",
  ],
  [
    'an alias of what it stands in',
    'a: &a {x: *a}',
    "f.yaml:1:11: can't be read: *a stands within what &a marks, so it holds itself",
  ],
  [
    'a template that was not rendered',
    'a:\n  b: {{ .Values.x }}',
    "f.yaml:2:7: can't be read: a key must be text, not a map or a list: it looks like a template that was not rendered; render the chart first, or put the text in quotes if ToolHive is to read it",
  ],
  ['a key that is null', 'a: {~: 1}', "f.yaml:1:5: can't be read: a key must be text, not null; give a text"],
  [
    'a number that JSON lacks',
    'a: [.nan]',
    "f.yaml:1:5: can't be read: .nan is a number that JSON doesn't have; put it in quotes if it is a text",
  ],
  ['a tag that says something else', 'a: !!int x', `f.yaml:1:10: can't be read: "x" is not what !!int says`],
  ['bytes that are none', 'a: !!binary "%"', "f.yaml:1:13: can't be read: !!binary takes base64"],
  ['a merge of a text', 'a: {<<: b}', "f.yaml:1:9: can't be read: << takes a map, or a list of maps"],
])('fails on %s, with line and column', (_, input, message) => {
  expect(() => values(input)).toThrow(new ReadError(message));
});

test.each([
  ['maps', `${'{a: '.repeat(5000)}1${'}'.repeat(5000)}`],
  ['lists', `a: ${'['.repeat(20000)}${']'.repeat(20000)}`],
  ['blocks', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')],
])('fails on %s that are nested without end', (_, input) => {
  expect(() => values(input)).toThrow('is nested too deeply');
});

test('fails on aliases that come to millions of values', () => {
  const levels = Array.from({ length: 9 }, (_, i) => `l${i}: &l${i} [${Array(9).fill(i ? `*l${i - 1}` : 'x')}]\n`);
  expect(() => values(levels.join(''))).toThrow("can't be read: its aliases expand to too many values");
});

test('fails with a word about templates where one makes the file unreadable', () => {
  expect(() => values('a: 1\n{{- if .Values.on }}\nb: 2\n{{- end }}\n')).toThrow(/f\.yaml:\d+:\d+: .*not rendered/);
});
