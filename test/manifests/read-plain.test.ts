import { toYaml } from '../../src/kubernetes/yaml-writer';
import { PlainText } from '../../src/manifests/plain-positions';
import { Part } from '../../src/manifests/position';
import { readCarefully } from '../../src/manifests/read';
import { readPlain } from '../../src/manifests/read-plain';
import { isObject } from '../../src/plain/objects';
import { inputOf } from '../parity/compare';
import { recordingsOf } from '../parity/recordings';
import fc, { runs } from '../random';

const INPUTS = [...recordingsOf('cases'), ...recordingsOf('refused')].map(inputOf);

/** The line of a part, and those of all that it holds. */
function linesOf(part: Part | undefined, value: unknown): unknown {
  if (!isObject(value) && !Array.isArray(value)) return part?.line;
  const parts = Object.entries(value).map(([key, held]) =>
    linesOf(part?.child(Array.isArray(value) ? Number(key) : key), held),
  );
  return [part?.line, ...parts];
}

/** Either reader may be asked; whatever the fast one reads, the careful one reads too, and the same. */
function expectSame(text: string): void {
  const found = readPlain(text);
  if (!found) return;
  const careful = readCarefully(text, 'f');
  expect(found).toEqual(careful.map(({ written, ...document }) => document));
  // Where things are, too: no field is another's, or in another line.
  found.forEach(({ line, value, text: own }, i) => {
    const [fast, sure] = [new PlainText(own, line), careful[i].written].map((written) => written.partIn(line));
    expect(linesOf(fast, value)).toEqual(linesOf(sure, value));
  });
}

test('recorded inputs are read as fast as they are read right', () => {
  for (const text of INPUTS) expectSame(text);
  const careful = INPUTS.filter((text) => !readPlain(text));
  expect(careful.length).toBeLessThan(INPUTS.length / 20);
});

test('so are recorded inputs with a few characters changed', () => {
  const change = fc.tuple(
    fc.nat(),
    fc.constantFrom(...' \n\t:-#"\'{}[],|>&*!?%~0a', '  ', '\n---\n', '\n...\n', ': ', '- ', ' #'),
  );
  fc.assert(
    fc.property(fc.constantFrom(...INPUTS), fc.array(change, { minLength: 1, maxLength: 4 }), (input, changes) => {
      let text = input;
      for (const [at, piece] of changes) {
        const place = at % text.length;
        text = text.slice(0, place) + piece + text.slice(place + (at % 3));
      }
      expectSame(text);
    }),
    { numRuns: runs(500) },
  );
});

test('so are lines that come together by chance', () => {
  const scalar = fc.constantFrom(
    ...[
      'a',
      'on',
      'NO',
      '0440',
      '0o17',
      '0x1F',
      '1_000',
      '1e3',
      '.5',
      '.inf',
      '.NaN',
      '-0',
      '+1',
      '12:30',
      '1:30:45',
      '~',
      '',
    ],
    ...[
      '2026-01-02',
      '"q\\n\\x41"',
      "'it''s'",
      '"a',
      'b"',
      '{a: 1, b}',
      '[a, {b: c}]',
      '[',
      '{on: 1}',
      '|',
      '>-',
      '|+',
      '|2',
      '# c',
    ],
    ...[
      'a # b',
      'a: b',
      'x:y',
      '- a',
      '&a b',
      '*a',
      '!!str 1',
      '! a',
      '<<',
      '99999999999999999999',
      '1.0.4',
      'false',
      'a\tb',
      '\ta',
    ],
  );
  const key = fc.constantFrom(
    'a: ',
    'b: ',
    'c:',
    'on: ',
    '1: ',
    '"a": ',
    '<<: ',
    '? ',
    '- ',
    '- a: ',
    '- - ',
    '',
    '~: ',
    '__proto__: ',
  );
  const line = fc.tuple(fc.constantFrom('', '', '  ', '    ', ' ', '\t'), key, scalar).map((parts) => parts.join(''));
  const lines = fc.array(
    fc.oneof(
      { weight: 8, arbitrary: line },
      fc.constantFrom('---', '--- ', '--- a: 1', '---\t', '...', '%YAML 1.1', '', '# c', '  # c'),
    ),
    { maxLength: 7 },
  );
  fc.assert(
    fc.property(lines, fc.constantFrom('', '\n', '\n\n'), (parts, end) => expectSame(parts.join('\n') + end)),
    { numRuns: runs(3000) },
  );
});

test('so are documents one after the other, of which one may end in the middle of something', () => {
  const value = fc.constantFrom(
    ...['x', '1', 'on', "'a", "b'", '"a', 'b"', '[', '[a', 'b]', '{a: 1', 'c}', '[a,\n  b]', '"m\n  n"', 'm\n  n'],
    ...['|\n  text', '|+\n  t\n\n', '>-\n  f\n  g', '|', '', '- z', 'a: b', '? q', "it's"],
  );
  const document = fc
    .array(value, { minLength: 1, maxLength: 3 })
    .map((values) => values.map((text, i) => `k${i}: ${text}`).join('\n'));
  fc.assert(
    fc.property(fc.array(document, { maxLength: 4 }), fc.constantFrom('\n---\n', '\n\n---\n'), (documents, mark) =>
      expectSame(documents.join(mark)),
    ),
    { numRuns: runs(2000) },
  );
});

test('and whatever the library writes itself', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), { maxLength: 3 }), (values) => {
      const text = values.map((value) => `---\n${toYaml(value)}`).join('');
      const read = (readPlain(text) ?? readCarefully(text, 'f')).map(({ value }) => value);
      // JSON knows no -0.
      expect(read).toEqual(JSON.parse(JSON.stringify(values)));
      expectSame(text);
    }),
  );
});

test.each([
  ['an anchor', 'a: &x 1\nb: *x'],
  ['a tag', 'a: !!str 1'],
  ['a merge', 'a: {<<: {b: 1}}'],
  ['a key that is no text', 'on: 1'],
  ['a directive', '%YAML 1.1\n---\na: 1'],
  ['the end of a document', 'a: 1\n...\n'],
  ['Windows lines', 'a: 1\r\n'],
  ['a comment at the end', 'a: 1\n# b\n'],
  ['a document on the line of its mark', '--- {a: 1}'],
  ['no map', '- a'],
  ['a mistake', 'a: [\n'],
])('%s is left to the careful reader', (_, text) => {
  expect(readPlain(text)).toBeUndefined();
});
