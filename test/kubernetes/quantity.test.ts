import fc from '../random';
import { vectors } from './vectors';
import { canonicalQuantity, isQuantity } from '../../src/kubernetes/quantity';

test('reads and prints quantities as Go does', () => {
  const all = vectors<[string, string | null]>('quantity');
  expect(all.map(([text]) => [text, canonicalQuantity(text) ?? null])).toEqual(all);
});

test('prints the common quantities in canonical form', () => {
  expect(canonicalQuantity('1000m')).toBe('1');
  expect(canonicalQuantity('0.5')).toBe('500m');
  expect(canonicalQuantity('1024Mi')).toBe('1Gi');
  expect(canonicalQuantity('64Mi')).toBe('64Mi');
});

test('tells quantities from other texts', () => {
  expect(isQuantity('250m')).toBe(true);
  expect(isQuantity('1e3')).toBe(true);
  expect(isQuantity('250 m')).toBe(false);
  expect(isQuantity('1MB')).toBe(false);
  expect(isQuantity('')).toBe(false);
});

test('copes with an exponent that is far out', () => {
  expect(canonicalQuantity('1e-2000000000')).toBe('1e-9');
  expect(canonicalQuantity('1e99999999999999999999')).toBeUndefined();
});

// The quirks of what Go keeps as written need leading zeros, a sign or trailing zeros of a fraction.
const number = fc.tuple(fc.integer({ min: 1, max: 10_000_000 }), fc.integer({ min: 0, max: 3 })).map(([n, places]) => {
  const text = String(n / 10 ** places);
  return text.includes('e') ? String(n) : text;
});
const suffix = fc.constantFrom('', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3', 'E-3');

test('a canonical quantity is printed as it is', () => {
  fc.assert(
    fc.property(number, suffix, (n, s) => {
      // Go prints 53687.5Ki as 54976000, and that as 54976k.
      fc.pre(!(n.includes('.') && s.endsWith('i')));
      const once = canonicalQuantity(n + s) as string;
      expect(canonicalQuantity(once)).toBe(once);
    }),
  );
});

test('1024 of a unit are one of the next', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.constantFrom('Ki,Mi', 'Mi,Gi'), (n, units) => {
      const [small, large] = units.split(',');
      expect(canonicalQuantity(`${n * 1024}${small}`)).toBe(canonicalQuantity(`${n}${large}`));
    }),
  );
});

test('a minus sign changes nothing but the sign', () => {
  fc.assert(
    fc.property(number, suffix, (n, s) => {
      expect(canonicalQuantity(`-${n}${s}`)).toBe(`-${canonicalQuantity(n + s)}`);
    }),
  );
});
