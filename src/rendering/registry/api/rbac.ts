/**
 * What the registry server may do in the cluster: nothing, unless a source lists ToolHive's resources. Source:
 * toolhive-registry-server, its controllers' RBAC, as far as the server uses it.
 */
import { RegistryApiModel } from './model';
import { labelsOf } from './names';
import { needsOfSpec } from './server';
import { RegistryApi, RegistryApiSpec } from './spec';
import { Part } from '../../model/workload';
import { READ, roleBody, rule } from '../../pod/rbac';

const READS = [rule('toolhive.stacklok.dev', ['mcpservers', 'mcpremoteproxies', 'virtualmcpservers'], READ)];

/** A kubernetes source elects a leader, in the server's own namespace. */
const ELECTS = [
  rule('coordination.k8s.io', ['leases'], ['get', 'create', 'update']),
  rule('', ['events'], ['create', 'patch']),
];

/** What the deployment guide's Role allows; today's server reads neither. */
const GUIDE = [rule('', ['configmaps', 'secrets'], ['get', 'list'])];

/** A Role and its binding in each namespace where the server has a right. */
export function rbacParts({ name, namespace, spec }: RegistryApi): Part<RegistryApiModel, RegistryApiSpec>[] {
  const watched = needsOfSpec(spec).watchedNamespaces.filter(Boolean);
  const own = [
    ...(watched.includes(namespace) ? READS : []),
    ...(watched.length ? ELECTS : []),
    ...(spec.configurationRole ? GUIDE : []),
  ];
  const roles = [
    { id: '', namespace, role: name, rules: own },
    // Another registry may watch the namespace too, and may have the same name in a namespace of its own.
    ...watched
      .filter((other) => other !== namespace)
      .map((other) => ({ id: `-${other}`, namespace: other, role: `${name}.${namespace}`, rules: READS })),
  ];
  return roles
    .filter(({ rules }) => rules.length)
    .flatMap(({ id, namespace: where, role, rules }): Part<RegistryApiModel, RegistryApiSpec>[] => [
      {
        id: `Role${id}`,
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        name: () => role,
        namespace: where,
        body: () => roleBody(rules, labelsOf(name)),
      },
      {
        id: `RoleBinding${id}`,
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        name: () => role,
        namespace: where,
        body: () => ({
          metadata: { labels: labelsOf(name) },
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
          subjects: [{ kind: 'ServiceAccount', name: spec.serviceAccount ?? name, namespace }],
        }),
      },
    ]);
}
