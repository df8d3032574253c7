import { PodTemplate } from '../../src';

test.each([
  ['a list', [], 'an empty list'],
  ['a list of templates', [{ spec: {} }], 'a list'],
  ['text', 'spec: {}', 'text'],
  ['a number', 8080, 'the number 8080'],
  ['true', true, 'true'],
  ['null', null, 'null'],
])('fails on %s in place of a pod template', (_, template, given) => {
  expect(() => PodTemplate.fromJson(template)).toThrow(
    `PodTemplate.fromJson: must be the map of a pod template, such as { spec: { … } }, not ${given}`,
  );
});
