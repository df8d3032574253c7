import { printable, shown } from '../src/findings';

describe('printable', () => {
  test.each([
    ['a line end, which would begin a line of its own', 'a\nerror: forged', 'a\\nerror: forged'],
    ['what a terminal obeys', '\x1b]0;title\x07\x1b[31m', '\\u001b]0;title\\u0007\\u001b[31m'],
    ['the same in one character', '\x9b31m', '\\u009b31m'],
    ['line ends of Unicode', 'a\u2028b\u2029c\u0085d', 'a\\u2028b\\u2029c\\u0085d'],
    ['what turns the direction of text', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['what nobody sees', 'a\u200bb\ufeffc\u{e0041}', 'a\\u200bb\\ufeffc\\udb40\\udc41'],
    ['half a character', 'a\ud800', 'a\\ud800'],
  ])('escapes %s', (_, text, expected) => expect(printable(text)).toBe(expected));

  test('leaves every other text as it is', () => {
    const text = 'Größe "日本語" \\n 😀 — a/b';
    expect(printable(text)).toBe(text);
  });
});

test('a value in a message is JSON that does nothing to a terminal, of any type that YAML can say', () => {
  expect(shown({ a: 12345678901234567890n, b: '\x9b\u202e' })).toBe(
    '{"a":"12345678901234567890","b":"\\u009b\\u202e"}',
  );
  expect(shown(undefined)).toBe('undefined');
});
