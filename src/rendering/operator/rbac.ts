/** Roles of the operator, and what binds them. */
import { OperatorModel } from './model';
import { BINDING_LABELS, names } from './names';
import { LEADER_ELECTION_RULES, MANAGER_RULES, NAMESPACE_RULES } from './rules';
import { Operator, OperatorSpec } from './spec';
import { ObjectBody, Texts } from '../../kubernetes/objects';
import { Part } from '../model/workload';
import { roleBody } from '../pod/rbac';

const RBAC = { apiVersion: 'rbac.authorization.k8s.io/v1' };

/** Rights on resources, in the namespaces of the scope. */
export function managerParts({ spec: { scope } }: Operator): Part<OperatorModel, OperatorSpec>[] {
  const namespaces = scope.namespaces ?? [];
  if (scope.rights === 'roles') {
    return namespaces.flatMap((namespace) => [
      {
        ...RBAC,
        id: `Role-${namespace}`,
        kind: 'Role',
        namespace,
        name: names.managerRole,
        body: () => roleBody(NAMESPACE_RULES),
      },
      boundIn(namespace, 'Role'),
    ]);
  }
  const clusterRole: Part<OperatorModel, OperatorSpec> = {
    ...RBAC,
    id: 'ClusterRole',
    kind: 'ClusterRole',
    isClusterScoped: true,
    name: names.managerRole,
    body: () => roleBody(MANAGER_RULES),
  };
  if (scope.rights !== 'cluster') {
    return [clusterRole, ...namespaces.map((namespace) => boundIn(namespace, 'ClusterRole'))];
  }
  return [
    clusterRole,
    {
      ...RBAC,
      id: 'ClusterRoleBinding',
      kind: 'ClusterRoleBinding',
      isClusterScoped: true,
      name: names.managerRoleBinding,
      body: ({ resource }) => bindingBody(resource, 'ClusterRole', names.managerRole(resource.name), BINDING_LABELS),
    },
  ];
}

/** Rights in the operator's own namespace. */
export const leaderElectionParts: Part<OperatorModel, OperatorSpec>[] = [
  {
    ...RBAC,
    id: 'LeaderElectionRole',
    kind: 'Role',
    name: names.leaderElectionRole,
    body: ({ labels }) => roleBody(LEADER_ELECTION_RULES, labels),
  },
  {
    ...RBAC,
    id: 'LeaderElectionRoleBinding',
    kind: 'RoleBinding',
    name: names.leaderElectionRoleBinding,
    body: ({ resource, labels }) => bindingBody(resource, 'Role', names.leaderElectionRole(resource.name), labels),
  },
];

function boundIn(namespace: string, roleKind: string): Part<OperatorModel, OperatorSpec> {
  return {
    ...RBAC,
    id: `RoleBinding-${namespace}`,
    kind: 'RoleBinding',
    namespace,
    name: names.managerRoleBinding,
    body: ({ resource }) => bindingBody(resource, roleKind, names.managerRole(resource.name), BINDING_LABELS),
  };
}

/** The subject is in the operator's namespace, wherever the binding is. */
function bindingBody({ name, namespace, spec }: Operator, kind: string, role: string, labels: Texts): ObjectBody {
  return {
    metadata: { labels },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: role },
    subjects: [{ kind: 'ServiceAccount', name: spec.serviceAccount ?? name, namespace }],
  };
}
