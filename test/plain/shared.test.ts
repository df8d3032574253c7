import { YamlWriter } from '../../src/kubernetes/yaml-writer';
import { isShared, share, sharedBy } from '../../src/plain/shared';

const written = (value: object, isSorted = true) => {
  let text = '';
  new YamlWriter((piece) => (text += piece)).plainDocument([value], { isSorted });
  return text;
};

test('a shared part is frozen, with all that is in it', () => {
  const part = share({ list: [{ name: 'a' }] });
  expect(isShared(part)).toBe(true);
  expect(Object.isFrozen(part.list[0])).toBe(true);
});

test('a part that differs by a text is made once for each', () => {
  const portsOf = sharedBy((port) => [{ port: Number(port) }]);
  expect(portsOf('8080')).toBe(portsOf('8080'));
  expect(portsOf('8080')).not.toBe(portsOf('9090'));
});

test('a part is written the same whether it is shared or not, in each place and order', () => {
  const part = () => ({ verbs: ['get'], 'a b': { deep: [[1], { x: 'y' }], text: 'two\nlines' } });
  const shared = share(part());
  const document = (one: object) => ({ z: one, list: [one, [one, { one }]], a: { b: { c: one } } });
  for (const isSorted of [true, false]) {
    const first = written(document(shared), isSorted);
    expect(first).toBe(written(document(part()), isSorted));
    expect(written(document(shared), isSorted)).toBe(first);
  }
});
