/** Bodies of ServiceAccount, Role and RoleBinding, which share one name in every kind. */
import { SecretReference } from './image-pull-secrets';
import { ObjectBody, Texts } from '../../kubernetes/objects';
import { pruned } from '../../plain/objects';
import { ConstructOptions } from '../../resources/construct-options';

export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export const READ = ['get', 'list', 'watch'];
export const WRITE = [...READ, 'create', 'update', 'patch', 'delete'];

/** Whether Roles hold what is used and no more, in place of what ToolHive's operator grants. */
export function hasLeastPrivilege({ leastPrivilege }: ConstructOptions = {}): boolean {
  return leastPrivilege === true;
}

export function rule(apiGroup: string, resources: readonly string[], verbs: readonly string[]): PolicyRule {
  return { apiGroups: [apiGroup], resources, verbs };
}

export function serviceAccountBody(
  imagePullSecrets: readonly SecretReference[] | undefined,
  labels?: Texts,
): ObjectBody {
  return { metadata: { labels }, ...pruned({ imagePullSecrets }) };
}

export function roleBody(rules: readonly PolicyRule[], labels?: Texts): ObjectBody {
  return { metadata: { labels }, rules };
}

export function roleBindingBody(name: string, namespace: string, labels?: Texts): ObjectBody {
  return {
    metadata: { labels },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  };
}
