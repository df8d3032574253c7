import { vectors } from './vectors';
import { Findings } from '../../src/findings';
import { goJson } from '../../src/go/json';
import { decodeTyped, TypedOptions } from '../../src/kubernetes/typed';
import { Obj } from '../../src/plain/objects';

interface DecodeVector {
  readonly name: string;
  readonly input: unknown;
  readonly result?: string;
  readonly error?: string;
}

function decode(type: string, value: unknown, options?: TypedOptions) {
  const findings = new Findings();
  const result = decodeTyped(type, value, 'spec.podTemplateSpec', findings, options);
  return { result, findings: findings.list, errors: findings.errors };
}

describe('decodes pod templates as Go does', () => {
  const all = vectors<DecodeVector>('typed');

  test.each(all.filter((v) => v.error === undefined))('$name', ({ input, result }) => {
    const decoded = decode('PodTemplateSpec', input);
    expect(decoded.errors).toEqual([]);
    expect(goJson(decoded.result)).toBe(result);
  });

  test.each(all.filter((v) => v.error !== undefined))('$name: refused', ({ input }) => {
    expect(decode('PodTemplateSpec', input).errors).not.toEqual([]);
  });
});

test('decoding what was decoded changes nothing', () => {
  for (const { input, error } of vectors<DecodeVector>('typed')) {
    if (error !== undefined) continue;
    const once = decode('PodTemplateSpec', input).result;
    expect(goJson(decode('PodTemplateSpec', once).result)).toBe(goJson(once));
  }
});

test('an unknown field is dropped with a warning that names the nearest field', () => {
  const { result, findings } = decode('Container', { name: 'a', imagePulPolicy: 'Always' });
  expect(result).toEqual({ name: 'a', resources: {} });
  expect(findings).toEqual([
    {
      severity: 'warning',
      id: 'pod-template-field-dropped',
      field: 'spec.podTemplateSpec.imagePulPolicy',
      message:
        "Kubernetes 1.35 doesn't know the field 'imagePulPolicy' in Container, and it is dropped. " +
        "Did you mean 'imagePullPolicy'?",
    },
  ]);
});

test('no field is suggested where none is near', () => {
  const { findings } = decode('Container', { name: 'a', replicas: 1 });
  expect(findings[0].message).toMatch(/and it is dropped$/);
});

test('a field in the wrong case is taken, with a warning that says the right spelling', () => {
  const { result, findings } = decode('Container', { Name: 'a' });
  expect(result).toEqual({ name: 'a', resources: {} });
  expect(findings).toEqual([
    {
      severity: 'warning',
      id: 'pod-template-field-case',
      field: 'spec.podTemplateSpec.Name',
      message: "'Name' is taken as 'name': write it so, since upper and lower case count elsewhere",
    },
  ]);
});

test('the same field in two spellings is refused', () => {
  const { errors } = decode('Container', { name: 'a', Name: 'b' });
  expect(errors).toEqual([
    {
      severity: 'error',
      field: 'spec.podTemplateSpec',
      message: "'name' and 'Name' are the same field to Kubernetes: keep 'name' only",
    },
  ]);
});

test('errors say where, what was given and what is expected', () => {
  const { errors } = decode('PodTemplateSpec', {
    metadata: { labels: { 'a.b/c': 1 } },
    spec: {
      hostNetwork: 'yes',
      containers: [{ name: 'a', args: 'x', ports: [{ containerPort: '80' }, { containerPort: 2 ** 31 }] }],
      volumes: [{ name: 'a', emptyDir: { sizeLimit: 'big' } }, 'b'],
      securityContext: [],
    },
  });
  expect(errors.map((e) => `${e.field.replace('spec.podTemplateSpec.', '')}: ${e.message}`)).toEqual([
    'metadata.labels["a.b/c"]: got 1, expected a text: put it in quotes',
    'spec.volumes[0].emptyDir.sizeLimit: got "big", expected a quantity such as "500m" or "1Gi"',
    'spec.volumes[1]: got "b", expected an object',
    'spec.containers[0].args: got "x", expected a list',
    'spec.containers[0].ports[0].containerPort: got "80", expected a whole number',
    'spec.containers[0].ports[1].containerPort: got 2147483648, expected a whole number from -2147483648 to 2147483647',
    'spec.hostNetwork: got "yes", expected true or false',
    'spec.securityContext: got [], expected an object',
  ]);
});

test('the directives of a patch are dropped without a warning if it is decoded as one', () => {
  const patch = {
    metadata: { labels: { $patch: 'replace', a: 'b' } },
    spec: { $retainKeys: ['containers'], '$setElementOrder/containers': [{ name: 'a' }] },
  };
  expect(decode('PodTemplateSpec', patch, { patch: true }).findings).toEqual([]);
  expect(decode('PodTemplateSpec', patch).findings).toHaveLength(2);
});

test('undefined members count as absent', () => {
  expect(decode('EnvVar', { name: 'A', value: undefined, other: undefined })).toMatchObject({
    result: { name: 'A' },
    findings: [],
  });
});

test('the result shares nothing with the value', () => {
  const value = { metadata: { managedFields: [{ fieldsV1: { a: {} } }] } };
  const { result } = decode('PodTemplateSpec', value);
  (result as Obj).metadata.managedFields[0].fieldsV1.a.b = 1;
  expect(value).toEqual({ metadata: { managedFields: [{ fieldsV1: { a: {} } }] } });
});

test('a type that no pod template has is a mistake of the program', () => {
  expect(() => decode('Deployment', {})).toThrow("'Deployment' is no type of a pod template");
});
