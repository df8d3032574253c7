import { goJson, goJsonIndent, sortKeys } from '../../src/go/json';
import { vectors } from '../kubernetes/vectors';
import fc from '../random';

interface JsonVector {
  readonly value: unknown;
  readonly compact: string;
  readonly indent: string;
}

test.each(vectors<JsonVector>('go-json'))('prints %j as Go does', ({ value, compact, indent }) => {
  expect(goJson(sortKeys(value))).toBe(compact);
  expect(goJsonIndent(sortKeys(value))).toBe(indent);
});

test('keeps the order of keys', () => {
  expect(goJson({ b: 1, a: { d: 2, c: 3 } })).toBe('{"b":1,"a":{"d":2,"c":3}}');
});

test('sorts keys that look like numbers, which JavaScript would put first', () => {
  expect(goJson({ x: 1, 9: 2, 10: 3 })).toBe('{"10":3,"9":2,"x":1}');
});

test('sorts keys by their bytes, on every level', () => {
  const sorted = sortKeys({ b: [{ d: 1, c: 2 }], '\u{1f600}': 1, '\ue000': 2, a: 3 });
  expect(goJson(sorted)).toBe('{"a":3,"b":[{"c":2,"d":1}],"\ue000":2,"\u{1f600}":1}');
});

test('leaves out undefined members', () => {
  expect(goJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  expect(Object.keys(sortKeys({ b: 1, a: undefined }))).toEqual(['b']);
});

test('prints a value alone as it does beside a number that JavaScript prints differently', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      expect(`[-0,${goJson(value)}]`).toBe(goJson([-0, value]));
    }),
  );
  expect(goJson(['\ud800', '\\ud800', '<'])).toBe('["\ufffd","\\\\ud800","\\u003c"]');
});

test('refuses what JSON has no form for', () => {
  expect(() => goJson(NaN)).toThrow('NaN');
  expect(() => goJson([() => 1])).toThrow('function');
  expect(() => goJson(1n)).toThrow('bigint');
});
