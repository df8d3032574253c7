import { cedarVectors } from './vectors';
import { checkCedarEntities } from '../../src/cedar/entities';
import { Findings } from '../../src/findings';

function errorsOf(text?: string): string[] {
  const findings = new Findings();
  checkCedarEntities(text, 'entitiesJson', findings);
  return findings.list.map(({ field, message }) => `${field}: ${message}`);
}

const messages = (text: string) => errorsOf(text).map((error) => error.replace('entitiesJson: ', ''));

const attribute = (value: string) => `[{"uid": {"type": "Tool", "id": "a"}, "attrs": {"x": ${value}}}]`;

describe('takes and refuses entities as ToolHive does', () => {
  const all = cedarVectors('entities');

  test.each(all.filter((v) => !v.error && !v.stricter))('$text', ({ text }) => {
    expect(errorsOf(text)).toEqual([]);
  });

  test.each(all.filter((v) => v.error))('$text: refused', ({ text }) => {
    expect(errorsOf(text)).not.toEqual([]);
  });

  test.each(all.filter((v) => v.stricter))('$text: refused here only, because $stricter', ({ text, error }) => {
    expect(error).toBeUndefined();
    expect(errorsOf(text)).not.toEqual([]);
  });
});

test.each([undefined, ''])('%p is no entities', (text) => expect(errorsOf(text)).toEqual([]));

describe('fails', () => {
  test.each([
    ['a comma too many', '[\n  {},\n]', 'line 3, column 1: is no JSON: value expected'],
    ['a comma too few', '[{} {}]', 'line 1, column 5: is no JSON: comma expected'],
    ['single quotes', "[{'uid': 1}]", 'line 1, column 3: is no JSON: invalid symbol'],
    ['an end too early', '[{"uid": {', 'line 1, column 11: is no JSON: close brace expected'],
    ['an object in place of the list', '{}', 'got an object, expected a list of entities: [...]'],
  ])('on %s', (_, text, message) => {
    expect(messages(text)[0]).toBe(message);
  });

  test('on each wrong entity, by its index and place', () => {
    const text = `[
  {"uid": {"type": "Tool", "id": "a"}, "attrs": {}, "parents": []},
  {"uid": "Tool::b", "attrs": {}, "parents": []},
  {"attrs": {}, "parents": {}},
  7
]`;
    expect(messages(text)).toEqual([
      'line 3, column 3: in entity [1]: in uid field of <unknown entity>, expected a literal entity reference, but got `"Tool::b"`; literal entity references can be made with `{ "type": "SomeType", "id": "SomeId" }`',
      'line 4, column 3: in entity [2]: has no uid; write {"uid": {"type": "Tool", "id": "search"}, ...}',
      'line 4, column 28: in entity [2]: parents: got an object, expected an array',
      'line 5, column 3: in entity [3]: got a number, expected an object with uid, attrs and parents',
    ]);
  });

  test.each([
    ['a fraction', '1.5', 'column 54: in entity [0]: 1.5 is no whole number; write a text, or {"__extn"'],
    ['a number of more than 64 bits', '9223372036854775808', 'column 54: in entity [0]: 9223372036854775808 is out of'],
    ['null', 'null', 'column 2: in entity [0]: in attribute `x` on `Tool::"a"`, found a `null`'],
    ['a wrong address', '{"__extn": {"fn": "ip", "arg": "1.2.3"}}', 'invalid IP address: 1.2.3'],
    [
      'a call in a form that ToolHive lacks',
      '{"__extn": {"fn": "ip", "args": ["::1"]}}',
      'ToolHive needs "fn" and "arg"',
    ],
    ['a name said twice', '{"a": 1, "a": 2}', 'column 63: in entity [0]: "a" is there twice'],
  ])('on an attribute with %s', (_, value, message) => {
    expect(messages(attribute(value))).toEqual([expect.stringContaining(message)]);
  });

  test('on entities that are in order each for itself, but not together', () => {
    const entity = (id: string, parent: string, x: number) =>
      `{"uid": {"type": "G", "id": "${id}"}, "attrs": {"x": ${x}}, "parents": [{"type": "G", "id": "${parent}"}]}`;
    expect(messages(`[${entity('a', 'b', 1)}, ${entity('b', 'a', 1)}]`)).toEqual([
      expect.stringMatching(/^the parents of `G::"[ab]"` lead back to it$/),
    ]);
    expect(messages(`[${entity('a', 'b', 1)}, ${entity('a', 'b', 2)}]`)).toEqual([
      '`G::"a"` is in the list twice, and not the same',
    ]);
  });
});
