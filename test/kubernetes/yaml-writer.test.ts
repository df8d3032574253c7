import { load, YAML11_SCHEMA } from 'js-yaml';
import { parse } from 'yaml';
import { isOtherThanText } from '../../src/go/yaml-scalars';
import { toYaml, YamlWriter } from '../../src/kubernetes/yaml-writer';
import fc, { runs } from '../random';

const PARSERS: Record<string, (text: string) => unknown> = {
  'yaml, 1.1': (text) => parse(text, { version: '1.1' }),
  'yaml, 1.2': (text) => parse(text, { version: '1.2' }),
  'js-yaml, 1.1': (text) => load(text, { schema: YAML11_SCHEMA }),
  'js-yaml, 1.2': (text) => load(text),
};

/** Texts that are, or nearly are, something else in some YAML, and texts of lines that are hard to keep. */
const PIECES = [
  ...[
    'y',
    'N',
    'yes',
    'Off',
    'TRUE',
    'null',
    '~',
    '',
    '<<',
    '=',
    '-',
    '?',
    ':',
    '---',
    '...',
    '%YAML 1.1',
    '@a',
    '`a`',
  ],
  ...[
    '0',
    '-0',
    '+1',
    '017',
    '0o17',
    '0x1F',
    '0b1',
    '1_000',
    '1:30',
    '12:30:45',
    '1e3',
    '1e21',
    '.5',
    '1.',
    '.inf',
    '-.INF',
  ],
  ...[
    '.nan',
    '2026-01-02',
    '2026-01-02 03:04:05',
    '8.8e3',
    '849e3463',
    'E0',
    'e-1',
    '1.0.4',
    'v1',
    'ghcr.io/a/b:1.0',
    'http://a.b:80/x',
  ],
  ...[
    '#',
    ' #',
    'a #b',
    'a: b',
    'a:',
    ':a',
    '- a',
    '-a',
    '? a',
    '[a]',
    '{a: 1}',
    'a, b',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    "'",
    '"',
  ],
  ...[
    '\n',
    '\n\n',
    ' ',
    '\t',
    '\r',
    '\r\n',
    'a',
    '\\',
    '\\n',
    '\u0000',
    '\u0007',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u2028',
    '\u2029',
  ],
  ...[
    '\ufeff',
    '\ufffd',
    '\ufffe',
    '\uffff',
    'é',
    '日本',
    '🙂',
    '{{ .Values.a }}',
    '$(A)',
    'permit(a, b) when { c == "d" };',
  ],
];

const text = fc.oneof(
  fc.constantFrom(...PIECES),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join('')),
  fc.array(fc.constantFrom(...PIECES, 'line', '  indented'), { maxLength: 6 }).map((pieces) => pieces.join('\n')),
  fc.string({ unit: 'binary' }).filter((s) => !/\p{Surrogate}/u.test(s)),
);

const scalar = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true }).map((n) => n + 0),
  fc.boolean(),
  fc.constant(null),
);

const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(text, tie('value'), { maxKeys: 4 }),
}));

test.each(Object.entries(PARSERS))('%s reads what is written as what it was', (_, read) => {
  fc.assert(
    fc.property(json, (value) => expect(read(toYaml(value))).toEqual(value)),
    { numRuns: runs(500) },
  );
});

test.each(PIECES)('every parser reads %j as a text, and as a key', (piece) => {
  for (const read of Object.values(PARSERS)) {
    expect(read(toYaml({ text: piece, list: [piece], lines: `${piece}\n${piece}\n` }))).toEqual({
      text: piece,
      list: [piece],
      lines: `${piece}\n${piece}\n`,
    });
    expect(read(toYaml({ [piece]: 1 }))).toEqual({ [piece]: 1 });
  }
});

test('what people read often stands without quotes, and lines stand as lines', () => {
  const value = {
    image: 'ghcr.io/a/b:v1.0.4',
    args: ['run', '--port=80', '--patch={"a":"it\'s"}', { nested: [[1, 2], [], {}] }],
    data: { 'config.json': '{\n  "a": 1\n}\n' },
    on: 'yes',
    gone: undefined,
    none: { gone: undefined },
  };
  expect(toYaml(value)).toBe(`image: ghcr.io/a/b:v1.0.4
args:
  - run
  - "--port=80"
  - '--patch={"a":"it''s"}'
  - nested:
      - - 1
        - 2
      - []
      - {}
data:
  config.json: |
    {
      "a": 1
    }
"on": "yes"
none: {}
`);
});

test('long texts are never folded, and a long key is announced', () => {
  const [key, long] = ['k'.repeat(3000), 'word '.repeat(1000)];
  for (const read of Object.values(PARSERS)) {
    const value = { [key]: { a: long }, [`${key}2`]: [long], [`${key}3`]: long };
    expect(read(toYaml([value]))).toEqual([value]);
  }
});

test('text is passed on in pieces', () => {
  const pieces: string[] = [];
  const writer = new YamlWriter((piece) => pieces.push(piece));
  for (let i = 0; i < 2000; i++) writer.raw('---\n').document({ name: `n${i}`, text: 'x'.repeat(100) });
  writer.flush();
  expect(pieces.length).toBeGreaterThan(2);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(70000);
  expect(pieces.join('').split('---\n')).toHaveLength(2001);
});

/** What go.yaml.in/yaml/v3 was seen to read as a number, although YAML 1.1 does not. */
test.each(['0o17', '-0o17', '0o+2', '0O7', '0X1F', '0B11', '.5e3', '1e_3', '6.e_84', '-_7'])(
  '%s, a number for Go, is quoted',
  (number) => {
    expect(toYaml({ a: number })).toBe(`a: "${number}"\n`);
  },
);

test('a key that would merge maps is a key', () => {
  expect(toYaml({ '<<': ['x'] })).toBe('"<<":\n  - x\n');
});

test('what Go takes for the end of a line is escaped', () => {
  expect(toYaml({ a: 'x\u0085y\u2028z\ufeff' })).toBe('a: "x\\u0085y\\u2028z\\ufeff"\n');
});

describe('a document of plain data', () => {
  const written = (maps: object[], isSorted = true) => {
    let yaml = '';
    const writer = new YamlWriter((piece) => (yaml += piece)).raw('before\n');
    const isPlain = writer.plainDocument(maps, { isSorted });
    writer.flush();
    return { isPlain, yaml };
  };

  test('has the keys of each map sorted, on every level, and nothing that is null', () => {
    const maps = [
      { kind: 'K', a: 1 },
      { spec: { b: [{ d: null, c: {} }, null], a: undefined }, data: { x: null } },
    ];
    const spec = '  b:\n    - c: {}\n    - null\n';
    expect(written(maps)).toEqual({
      isPlain: true,
      yaml: `before\na: 1\nkind: K\ndata: {}\nspec:\n${spec}`,
    });
    expect(written(maps, false).yaml).toBe(`before\nkind: K\na: 1\nspec:\n${spec}data: {}\n`);
  });

  test.each<[string, unknown]>([
    ['a date', new Date()],
    ['a function', () => 1],
    ['an object of a class', new Map([[1, 2]])],
    [
      'an object of a class with members',
      new (class {
        a = 1;
      })(),
    ],
    ['no number', NaN],
    ['nothing in a list', [undefined]],
    ['what stands in an object without a class above it', Object.create(null)],
  ])('is not written at all where it holds %s', (_, value) => {
    expect(written([{ a: 1 }, { b: { c: value } }])).toEqual({ isPlain: false, yaml: 'before\n' });
  });
});

describe('for readers in Go, which kubectl, Argo CD and Flux are', () => {
  /** What stands there without quotes. */
  const plain = (value: string) => {
    const written = toYaml({ a: value }).slice('a: '.length, -1);
    return /^['"|]/.test(written) ? undefined : written;
  };

  test.each([
    ...['0o400', '0O400', '-0o7', '017', '0x1F', '0b1', '1_000', '1e3', '.5', '1.', '849e3463', '190:20:30'],
    ...['.nan', '.inf', '-.INF', '~', 'null', 'yes', 'y', 'Off', 'TRUE', '=', '<<', '', '-', '?'],
    ...['2026-01-02', '2026-01-02T03:04:05Z', '2026-01-02 03:04:05'],
  ])('a text that is something else to one of them is quoted, as value and as key: %j', (value) => {
    expect(plain(value)).toBeUndefined();
    expect(toYaml({ [value]: 1 })).toMatch(/^['"]/);
  });

  test('no text stands without quotes that yaml.v3 would take for anything else', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[-+.~=<]?[0-9a-zA-Z_.:+-]{0,12}$/), (value) => {
        const written = plain(value);
        expect(written === undefined || !isOtherThanText(written)).toBe(true);
      }),
      { numRuns: runs(2000) },
    );
  });
});
