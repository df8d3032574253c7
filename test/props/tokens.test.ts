import { Lazy } from 'cdk8s';
import { entries, propsOf } from '../../src/props/read-table';
import { checkOf } from '../../src/props/type-checks';

const structs = [...entries().values()].filter(({ kind }) => kind === 'struct').map(({ name }) => name);
const types = new Set(structs.flatMap((name) => propsOf(name).map(({ type }) => type)));

/** What a resolver of the app turns into a value, as `Token` of other libraries has it. */
const token = new (class {
  public resolve(): string {
    return 'later';
  }
})();
const lazy = Lazy.any({ produce: () => 'later' });

test('what is known later passes as a prop of any type', () => {
  const refused = [...types].filter((type) => ![lazy, token].every((value) => checkOf(type).accepts(value)));
  expect(refused).toEqual([]);
  expect(types.size).toBeGreaterThan(50);
});

test('what is known later passes in a list and in a map', () => {
  expect(checkOf('[string]').accepts(['a', lazy, token])).toBe(true);
  expect(checkOf('{number}').accepts({ a: 1, b: lazy, c: token })).toBe(true);
});

test('fails on what only looks like it', () => {
  expect(checkOf('string').accepts({ later: () => 'text' })).toBe(false);
  expect(checkOf('number').accepts(() => 1)).toBe(false);
});
