import fc from 'fast-check';
import { parse } from 'yaml';
import { goYaml } from '../../src/kubernetes/go-yaml';

/** What go.yaml.in/yaml/v3 was seen to read as a number, although YAML 1.1 does not. */
test.each(['0o17', '-0o17', '0o+2', '0O7', '0X1F', '0B11', '.5e3', '1e_3', '6.e_84', '-_7'])(
  '%s is text, and quoted',
  (text) => {
    expect(goYaml({ a: text })).toBe(`a: "${text}"\n`);
  },
);

test.each(['on', 'No', '~', '0x1F', '1_000', '12:30:45', '2024-01-01'])('%s is quoted as YAML 1.1 asks', (text) => {
  expect(goYaml({ a: text })).toBe(`a: "${text}"\n`);
});

test.each(['10.0.0.1', '30m', 'v1.5.1', '1.2.3', '0.0.0.0/0', 'a_b', '--x'])('%s needs no quotes', (text) => {
  expect(goYaml({ a: text })).toBe(`a: ${text}\n`);
});

test('a key that would merge maps is a key', () => {
  expect(goYaml({ '<<': ['x'] })).toBe('"<<":\n  - x\n');
});

test('what Go takes for the end of a line is escaped', () => {
  expect(goYaml({ a: 'x\u0085y\u2028z\ufeff' })).toBe('a: "x\\u0085y\\u2028z\\ufeff"\n');
});

test('every text stays what it is, in every version of YAML', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'0123456789_.+-eExXoOb:<'), maxLength: 6 }),
  );
  fc.assert(
    fc.property(text, text, (key, value) => {
      const given = [{ [`k${key}`]: value, [key]: [value] }];
      for (const version of ['1.1', '1.2'] as const) {
        expect(parse(goYaml(given), { version, merge: false })).toEqual(given);
      }
    }),
  );
});
