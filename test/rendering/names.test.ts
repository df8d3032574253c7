import { Findings } from '../../src/findings';
import { isDnsLabelRfc1035 } from '../../src/kubernetes/names';
import { Part } from '../../src/rendering/model/workload';
import { withOperationsParts } from '../../src/rendering/operations/operations';
import { checkResource, workloadOf } from '../../src/rendering/render';
import { TOOLHIVE_KINDS } from '../../src/resources/crd';

/** As long as names are whose objects' names are not looked at. */
const NAME = `a${'-0'.repeat(11)}z`;

/** The strictest rule of all: a Service's name, and no longer than that of a StatefulSet, whose pods get more behind it. */
const problemOf = (name: string) => isDnsLabelRfc1035(name) ?? (name.length > 52 ? 'too long' : undefined);

/** In the names of immutable objects. */
const HASH = '-01234567';

const kinds = [...TOOLHIVE_KINDS, 'ToolhiveOperator'].filter((kind) => {
  const workload = workloadOf(kind);
  return workload && typeof workload.parts !== 'function';
});

test.each(kinds)('%s: with a short plain name, every object has a name that any object can have', (kind) => {
  const workload = workloadOf(kind)!;
  const constructOptions = { availability: {}, exposure: {}, monitoring: {}, network: {} } as object;
  const resource = { kind, name: NAME, namespace: 'mcp', spec: { transport: 'sse' }, constructOptions };
  const parts = withOperationsParts(resource, workload.parts as readonly Part[]);
  const names = parts.map((part) => part.name(NAME) + (part.isImmutable ? HASH : ''));
  const atRunTime = workload.madeAtRunTime?.({ ...resource, constructOptions: {} }) ?? [];
  names.push(...atRunTime.map(({ name }) => name));
  expect(names.length).toBeGreaterThan(2);
  expect(names.map(problemOf).filter(Boolean)).toEqual([]);
});

test('fails for a name that only one of the objects could not have', () => {
  const findings = new Findings();
  const resource = {
    kind: 'MCPServer',
    name: 'a'.repeat(53),
    namespace: 'mcp',
    spec: { image: 'x', transport: 'sse' },
  };
  checkResource(resource, findings, '0.63.0');
  expect(findings.errors.map(({ message }) => message).join()).toContain('gives the StatefulSet the name');
});
