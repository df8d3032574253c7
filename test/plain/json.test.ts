import { jsonObject } from '../../src/plain/json';

test('an object is read from its text', () => {
  expect(jsonObject('{"a": [1]}')).toEqual({ a: [1] });
});

test.each([
  ['no JSON', '{'],
  ['a list', '[]'],
  ['null', 'null'],
  ['a number', '1'],
  ['nothing', undefined],
  ['no text', {}],
])('%s is none', (_, text) => {
  expect(jsonObject(text)).toBeUndefined();
});
