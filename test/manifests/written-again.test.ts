/** What the reader takes, the writer prints so that every reader of YAML has the same of it. */
import { load, YAML11_SCHEMA } from 'js-yaml';
import { parse } from 'yaml';
import { toYaml } from '../../src/kubernetes/yaml-writer';
import { readManifests } from '../../src/manifests/read';
import fc, { runs } from '../random';

const READERS: Record<string, (text: string) => unknown> = {
  'yaml, 1.1': (text) => parse(text, { version: '1.1' }),
  'yaml, 1.2': (text) => parse(text, { version: '1.2' }),
  'js-yaml, 1.1': (text) => load(text, { schema: YAML11_SCHEMA }),
  'js-yaml, 1.2': (text) => load(text),
};

/** A manifest that has a scalar where all forms of it stand: as a value, in lists, in a list of one line, below an anchor. */
const manifest = (scalar: string) => `apiVersion: example.com/v1
kind: Example
metadata: {name: x}
spec:
  value: ${scalar}
  list:
    - ${scalar}
    - [${scalar}, "b"]
  base: &base
    inner: ${scalar}
  again: *base
`;

/** What was read; undefined where the reader refuses it. */
function read(text: string): unknown {
  try {
    return readManifests(text, 'a.yaml')[0].value;
  } catch {
    return undefined;
  }
}

/** What all readers have of a value that is printed; each must have the value itself. */
function expectSame(value: unknown): void {
  const text = toYaml(value);
  // A zero has no sign there.
  const asJson: unknown = JSON.parse(JSON.stringify(value));
  for (const [name, reader] of Object.entries(READERS)) {
    expect({ name, value: reader(text) }).toEqual({ name, value: asJson });
  }
}

/** Forms that YAML 1.1, YAML 1.2 and Go take for different things. */
test.each([
  ...['yes', 'No', 'on', 'OFF', 'y', 'N', 'True', 'FALSE', '~', 'null', 'Null'],
  ...['017', '0o17', '0O17', '08', '0x1F', '0b11', '+1', '-0', '1_000', '190:20:30', '12:30', '1:30:45.5'],
  ...['1e3', '1E+3', '.5', '1.', '1.50', '6.e3', '1e21', '849e3463', '685_230.15', '-1.5e-7'],
  ...['2026-01-02', '2026-01-02T03:04:05Z', '2026-01-02 03:04:05 +1', '1.0.4', '=', '<<', '8080/tcp', 'v1'],
])('%s without quotes, in quotes and as a text of lines', (scalar) => {
  const plain = read(manifest(scalar));
  expect(plain).toBeDefined();
  expectSame(plain);
  for (const quoted of [`'${scalar}'`, JSON.stringify(scalar)]) {
    const value = read(manifest(quoted));
    expect(value).toMatchObject({ spec: { value: scalar } });
    expectSame(value);
  }
  expectSame(read(`apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  lines: |\n    ${scalar}\n    b\n`));
});

test('a scalar of any letters and digits', () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.stringMatching(/^[-+.~]?[0-9a-zA-Z_.+-]{1,12}$/), (scalar) => {
      const value = read(manifest(scalar)) as { spec: { value: unknown } } | undefined;
      // A whole number that JavaScript can't hold stays one, and is none of what these readers have.
      if (value === undefined || typeof value.spec.value === 'bigint') return;
      taken++;
      expectSame(value);
    }),
    { numRuns: runs(1000) },
  );
  expect(taken).toBeGreaterThan(runs(1000) / 2);
});
