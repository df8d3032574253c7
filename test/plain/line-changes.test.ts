import { patched, unifiedDiff } from '../../src/plain/line-changes';
import fc, { runs } from '../random';

const TEN = [...'abcdefghij'].join('\n');

test('changes are shown with the lines around them', () => {
  expect(unifiedDiff('main.ts', TEN, TEN.replace('e', 'E\nF'))).toBe(
    '--- main.ts\n+++ main.ts\n@@ -2,7 +2,8 @@\n b\n c\n d\n-e\n+E\n+F\n f\n g\n h\n',
  );
  expect(unifiedDiff('main.ts', TEN, TEN)).toBe('');
});

test('a text that was edited elsewhere is changed in the same way', () => {
  const edited = TEN.replace('a', 'A').replace('j', 'j\nk');
  expect(patched(edited, TEN, TEN.replace('e', 'E'))).toBe(edited.replace('e', 'E'));
});

test('a text that was edited in the same place is left alone', () => {
  expect(patched(TEN.replace('e', 'x'), TEN, TEN.replace('e', 'E'))).toBeUndefined();
});

test('whatever changes, the same text is changed to the same', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const result = patched(before, before, after);
      expect([after, undefined]).toContain(result);
      expect(unifiedDiff('x', before, after) === '').toBe(before === after);
    }),
    { numRuns: runs(500) },
  );
});
