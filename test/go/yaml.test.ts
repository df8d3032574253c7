import { GoFloat, goYaml, naturallySorted } from '../../src/go/yaml';
import { vectors } from '../kubernetes/vectors';

interface Vector {
  readonly input: unknown;
  readonly yaml: string;
}

/** JSON as Go holds it: every number is a float, and maps have no order. */
function asInGo(value: unknown): unknown {
  if (typeof value === 'number') return new GoFloat(value);
  if (Array.isArray(value)) return value.map(asInGo);
  if (typeof value !== 'object' || value === null) return value;
  return naturallySorted(Object.fromEntries(Object.entries(value).map(([k, v]) => [k, asInGo(v)])));
}

/** The library loses the newline that a text begins with, and so do we, for the sake of the checksum. */
test.each(vectors<Vector>('go-yaml').map(({ input, yaml }, i) => [i, input, yaml]))(
  'YAML is what ToolHive writes, byte for byte: vector %i',
  (_, input, yaml) => {
    expect(goYaml(asInGo(input))).toBe(yaml);
  },
);

test('whole numbers of a struct have no exponent', () => {
  expect(goYaml({ sessionDuration: 1000000 })).toBe('sessionDuration: 1000000\n');
});

test('members of a struct keep their order, and those that are undefined are left out', () => {
  expect(goYaml({ b: 1, a: { c: undefined, d: [] } })).toBe('b: 1\na:\n    d: []\n');
});

test('separators of lines that only some parsers know are escaped', () => {
  expect(goYaml({ a: 'x\u2028y' })).toBe('a: "x\\Ly"\n');
});
