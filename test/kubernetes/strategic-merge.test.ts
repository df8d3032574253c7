import fc from '../random';
import { vectors } from './vectors';
import { Findings } from '../../src/findings';
import { goJson, sortKeys } from '../../src/go/json';
import { strategicMerge } from '../../src/kubernetes/strategic-merge';
import { decodeTyped } from '../../src/kubernetes/typed';
import { Obj } from '../../src/plain/objects';

interface MergeVector {
  readonly name: string;
  readonly original: Obj;
  readonly patch: Obj | null;
  readonly merged?: unknown;
  readonly result?: string;
  readonly error?: string;
}

/** Merges and decodes as an operator does; throws at an error of either. */
function apply(original: Obj, patch: Obj | null): string {
  if (Array.isArray(patch)) throw new Error('a patch is an object');
  const findings = new Findings();
  const result = decodeTyped('PodTemplateSpec', strategicMerge(original, patch ?? {}), '', findings);
  if (findings.errors.length > 0) throw new Error(findings.errors[0].message);
  return goJson(result);
}

describe('merges as Kubernetes does', () => {
  const all = vectors<MergeVector>('strategic-merge');

  test.each(all.filter((v) => v.error === undefined))('$name', ({ original, patch, merged, result }) => {
    const before = JSON.stringify([original, patch]);
    expect(apply(original, patch)).toBe(result);
    if (merged) expect(goJson(strategicMerge(original, patch ?? {}))).toBe(goJson(merged));
    expect(JSON.stringify([original, patch])).toBe(before);
  });

  test.each(all.filter((v) => v.error !== undefined))('$name: refused', ({ original, patch }) => {
    expect(() => apply(original, patch)).toThrow();
  });
});

test('an error names the path and the key that is missing', () => {
  const original = { spec: { containers: [{ name: 'a', volumeMounts: [{ name: 'v', mountPath: '/v' }] }] } };
  const patch = { spec: { containers: [{ name: 'b' }, { name: 'a', volumeMounts: [{ name: 'w' }] }] } };
  expect(() => strategicMerge(original, patch)).toThrow(
    `spec.containers[1].volumeMounts[0]: got {"name":"w"}, but each item needs 'mountPath', by which the list is merged`,
  );
});

test('an error about a directive names the path and what is allowed', () => {
  expect(() => strategicMerge({ spec: {} }, { spec: { $patch: 'merge' } })).toThrow(
    'spec: $patch is "merge", but an object allows only "replace" and "delete"',
  );
  expect(() => strategicMerge({ spec: {} }, { spec: { $retainKeys: ['a'], b: 1 } })).toThrow(
    "spec: 'b' is set, but missing in $retainKeys",
  );
});

test('other structs merge as well', () => {
  const original = { name: 'a', env: [{ name: 'A', value: '1' }] };
  expect(strategicMerge(original, { env: [{ name: 'B' }] }, 'Container')).toEqual({
    name: 'a',
    env: [{ name: 'B' }, { name: 'A', value: '1' }],
  });
});

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const named = (rest: Record<string, fc.Arbitrary<unknown>> = {}) =>
  fc.uniqueArray(fc.record({ name, ...rest }, { requiredKeys: ['name'] }), { selector: (item) => item.name as string });
const text = fc.constantFrom('x', 'y', 'z');
const podTemplate = fc.record(
  {
    metadata: fc.record({ labels: fc.dictionary(name, text) }, { requiredKeys: [] }),
    spec: fc.record(
      {
        containers: named({ image: text, args: fc.array(text), env: named({ value: text }) }),
        volumes: named({ emptyDir: fc.constant({}) }),
        imagePullSecrets: named(),
        tolerations: fc.array(fc.record({ key: text })),
        hostNetwork: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Obj>;

const names = (items: Obj[] | undefined) => (items ?? []).map((item) => item.name as string);

const volumesOf = ({ spec }: Obj) => names(spec?.volumes);

test('an empty patch changes nothing', () => {
  fc.assert(
    fc.property(podTemplate, (original) => {
      expect(goJson(strategicMerge(original, {}))).toBe(goJson(sortKeys(original)));
    }),
  );
});

test('a patch without directives has no further effect the second time', () => {
  fc.assert(
    fc.property(podTemplate, podTemplate, (original, patch) => {
      const once = strategicMerge(original, patch);
      expect(goJson(strategicMerge(once, patch))).toBe(goJson(once));
    }),
  );
});

test('no item is lost unless the patch says so, and both orders are kept', () => {
  fc.assert(
    fc.property(podTemplate, podTemplate, (original, patch) => {
      const merged = volumesOf(strategicMerge(original, patch));
      const before = names(original.spec?.volumes);
      const wanted = names(patch.spec?.volumes);
      expect(new Set(merged)).toEqual(new Set([...before, ...wanted]));
      expect(merged.filter((n) => wanted.includes(n))).toEqual(wanted);
      expect(merged.filter((n) => !wanted.includes(n))).toEqual(before.filter((n) => !wanted.includes(n)));
    }),
  );
});

test('$patch: delete takes out that item and no other', () => {
  fc.assert(
    fc.property(podTemplate, name, (original, gone) => {
      const before = original.spec?.volumes as Obj[] | undefined;
      fc.pre(before !== undefined);
      const patch = { spec: { volumes: [{ name: gone, $patch: 'delete' }] } };
      expect(volumesOf(strategicMerge(original, patch))).toEqual(names(before).filter((n) => n !== gone));
    }),
  );
});
