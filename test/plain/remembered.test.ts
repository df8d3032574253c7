import { remembered } from '../../src/plain/remembered';

function counting(): { readonly asked: string[]; readonly length: (text: string) => number | undefined } {
  const asked: string[] = [];
  const length = remembered((text) => {
    asked.push(text);
    return text.length || undefined;
  });
  return { asked, length };
}

test('what was said of a text is said again, without asking', () => {
  const { asked, length } = counting();
  expect([length('ab'), length('ab'), length('')]).toEqual([2, 2, undefined]);
  expect(length('')).toBeUndefined();
  expect(asked).toEqual(['ab', '']);
});

test('long texts are not kept', () => {
  const { asked, length } = counting();
  const long = 'x'.repeat(65);
  expect([length(long), length(long)]).toEqual([65, 65]);
  expect(asked).toHaveLength(2);
});

test('so many short texts that they would fill the memory are forgotten', () => {
  const { asked, length } = counting();
  for (let i = 0; i < 10_000; i++) length(`${i}`);
  length('one more');
  length('0');
  expect(asked).toHaveLength(10_002);
});
