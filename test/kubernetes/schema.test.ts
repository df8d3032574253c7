import { fieldsOf, findField, GoType } from '../../src/kubernetes/schema';

test('fields come in the order of the Go struct', () => {
  expect(fieldsOf('PodTemplateSpec').map((f) => f.name)).toEqual(['metadata', 'spec']);
  expect(fieldsOf('EnvVar').map((f) => f.name)).toEqual(['name', 'value', 'valueFrom']);
});

test('the fields of an embedded struct stand in place', () => {
  expect(fieldsOf('Volume').slice(0, 3)).toMatchObject([{ name: 'name' }, { name: 'hostPath' }, { name: 'emptyDir' }]);
});

test('a field knows its type, what an empty value does, and how its list merges', () => {
  expect(findField('PodSpec', 'volumes')).toEqual({
    name: 'volumes',
    type: { kind: 'list', of: { kind: 'struct', name: 'Volume' } },
    leftOutWhenEmpty: true,
    patchStrategies: ['merge', 'retainKeys'],
    mergeKey: 'name',
  });
  expect(findField('PodSpec', 'containers')).toMatchObject({ leftOutWhenEmpty: false });
});

test('a field is found by another case, but by its own first', () => {
  expect(findField('PodSpec', 'HostNetwork')?.name).toBe('hostNetwork');
  expect(findField('PodSpec', 'hostNetworks')).toBeUndefined();
});

test('every struct that a field refers to is described', () => {
  const seen = new Set<string>();
  const visit = (type: GoType): void => {
    if ('of' in type) visit(type.of);
    if (type.kind !== 'struct' || seen.has(type.name)) return;
    seen.add(type.name);
    fieldsOf(type.name).forEach((f) => visit(f.type));
  };
  visit({ kind: 'struct', name: 'PodTemplateSpec' });
  expect(seen.size).toBeGreaterThan(90);
});
