import { vectors } from './vectors';
import * as names from '../../src/kubernetes/names';

type Rule = keyof typeof names;

test.each(Object.keys(names) as Rule[])('%s accepts what Kubernetes accepts', (rule) => {
  const all = vectors<[Rule, string, boolean]>('names').filter(([name]) => name === rule);
  expect(all.length).toBeGreaterThan(50);
  expect(all.map(([, text]) => [rule, text, names[rule](text) === undefined])).toEqual(all);
});

test('says what is wrong with a name', () => {
  expect(names.isDnsLabel('My_Name')).toBe(
    "must be lower case letters, digits and '-', and start and end with a letter or digit",
  );
  expect(names.isDnsLabel('a'.repeat(64))).toBe('must be no longer than 63 characters');
  expect(names.isDnsLabel('')).toBe('must not be empty');
  expect(names.isDnsLabelRfc1035('1a')).toContain('start with a letter');
  expect(names.isQualifiedName('A.B/c')).toContain("before '/', which must be lower case");
  expect(names.isQualifiedName('a.b/')).toBe("has a wrong part after '/', which must not be empty");
  expect(names.isQualifiedName('a/b/c')).toBe("must have at most one '/'");
  expect(names.isEnvVarName('..a')).toContain("'..'");
});
