import { Obj } from '../../../../src/plain/objects';
import { manifestOf } from '../../../../src/rendering/model/workload';
import { labelsOf } from '../../../../src/rendering/registry/api/names';
import { rbacParts } from '../../../../src/rendering/registry/api/rbac';
import { RegistryApiSpec } from '../../../../src/rendering/registry/api/spec';

const config = (...sources: string[]) => `
sources: [${sources.map((source, i) => `{name: s${i}, ${source}}`).join(', ')}]
registries: [{name: default, sources: [s0]}]
database: {host: h, port: 5432, user: u, database: d}
auth: {mode: anonymous}
`;
const watch = (namespace: string) => `kubernetes: {namespaces: [${namespace}]}`;

function rbac(spec: Pick<RegistryApiSpec, 'config'> & Partial<RegistryApiSpec>, name = 'reg', namespace = 'ns'): Obj[] {
  const resource = { kind: 'RegistryApi', name, namespace, spec: { replicas: 1, ...spec } };
  return rbacParts(resource).map((part) => manifestOf(part, resource, {} as any));
}

const roles = (objects: Obj[]) =>
  objects
    .filter(({ kind }) => kind === 'Role')
    .map(({ metadata, rules }) => ({ [`${metadata.namespace}/${metadata.name}`]: rules }));

const READS = {
  apiGroups: ['toolhive.stacklok.dev'],
  resources: ['mcpservers', 'mcpremoteproxies', 'virtualmcpservers'],
  verbs: ['get', 'list', 'watch'],
};
const ELECTS = [
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update'] },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
];

test('without a kubernetes source there are no rights', () => {
  expect(rbac({ config: config('managed: {}') })).toEqual([]);
});

test('a source of its own namespace is read there, where leaders are elected', () => {
  expect(roles(rbac({ config: config(watch('ns')) }))).toEqual([{ 'ns/reg': [READS, ...ELECTS] }]);
});

test('a source of another namespace is read there, and leaders are elected at home', () => {
  expect(roles(rbac({ config: config(watch('other')) }))).toEqual([{ 'ns/reg': ELECTS }, { 'other/reg.ns': [READS] }]);
});

test('each namespace has one Role, however many sources read it', () => {
  expect(roles(rbac({ config: config(watch('a'), watch('b'), watch('a'), watch('ns')) }))).toEqual([
    { 'ns/reg': [READS, ...ELECTS] },
    { 'a/reg.ns': [READS] },
    { 'b/reg.ns': [READS] },
  ]);
});

test('registries of one name in two namespaces do not collide where both read', () => {
  const names = ['x', 'y'].flatMap((namespace) =>
    rbac({ config: config(watch('shared')) }, 'reg', namespace)
      .filter(({ metadata }) => metadata.namespace === 'shared')
      .map(({ kind, metadata }) => `${kind}/${metadata.name}`),
  );
  expect(new Set(names).size).toBe(4);
});

test("each Role is bound to the pod's account, which is at home", () => {
  const bindings = (spec: Obj) => rbac({ config: config(watch('other')), ...spec }).filter(({ roleRef }) => roleRef);
  expect(bindings({}).map(({ metadata, roleRef, subjects }) => [metadata.namespace, roleRef.name, subjects])).toEqual([
    ['ns', 'reg', [{ kind: 'ServiceAccount', name: 'reg', namespace: 'ns' }]],
    ['other', 'reg.ns', [{ kind: 'ServiceAccount', name: 'reg', namespace: 'ns' }]],
  ]);
  const [own] = bindings({ serviceAccount: 'mine' });
  expect(own.subjects).toEqual([{ kind: 'ServiceAccount', name: 'mine', namespace: 'ns' }]);
});

test("the guide's Role is there for those who ask for it, alone or with the others", () => {
  const guide = { apiGroups: [''], resources: ['configmaps', 'secrets'], verbs: ['get', 'list'] };
  const spec = { configurationRole: true };
  expect(roles(rbac({ ...spec, config: config('managed: {}') }))).toEqual([{ 'ns/reg': [guide] }]);
  expect(roles(rbac({ ...spec, config: config(watch('ns')) }))).toEqual([{ 'ns/reg': [READS, ...ELECTS, guide] }]);
});

test('all of it carries the labels of the registry', () => {
  for (const { metadata } of rbac({ config: config(watch('other')) })) expect(metadata.labels).toEqual(labelsOf('reg'));
});
