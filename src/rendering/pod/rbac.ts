/** Bodies of ServiceAccount, Role and RoleBinding, which share one name in every kind. */
import { SecretReference } from './image-pull-secrets';
import { Obj, pruned } from '../../plain/objects';

export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export const READ = ['get', 'list', 'watch'];
export const WRITE = [...READ, 'create', 'update', 'patch', 'delete'];

/** Whether Roles hold what is used and no more, in place of what ToolHive's operator grants. */
export function hasLeastPrivilege(extras: Obj = {}): boolean {
  return extras.leastPrivilege === true;
}

export function rule(apiGroup: string, resources: readonly string[], verbs: readonly string[]): PolicyRule {
  return { apiGroups: [apiGroup], resources, verbs };
}

export function serviceAccountBody(imagePullSecrets: readonly SecretReference[] | undefined, labels?: Obj): Obj {
  return { metadata: { labels }, ...pruned({ imagePullSecrets }) };
}

export function roleBody(rules: readonly PolicyRule[], labels?: Obj): Obj {
  return { metadata: { labels }, rules };
}

export function roleBindingBody(name: string, namespace: string, labels?: Obj): Obj {
  return {
    metadata: { labels },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  };
}
