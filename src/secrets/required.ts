/** The Secrets that have to exist before an app works, read off all that refers to one. */
import { GivenObject, isProvider, providedBy } from './provided';
import { RequiredSecret } from './required-secret';
import { OPAQUE, PULL_SECRET, TLS_SECRET } from './types';
import { FieldReference, fieldReferences } from '../graph/field-references';
import { commandFor } from '../kubernetes/secret-command';
import { isObject } from '../plain/objects';
import { podPatchesIn } from '../rendering/model/pod-patches';

/** Something that may refer to Secrets. */
export interface SecretUser {
  /** Kind and name, as people know it. */
  readonly label: string;
  readonly namespace: string;
  /** A spec, or a whole object. */
  readonly value: object;
}

/** Namespace of what names none. */
const DEFAULT_NAMESPACE = 'default';

/** An object as a user, under the label of the resource that it was made for. */
export function userOf(object: GivenObject, owner?: string): SecretUser[] {
  const { kind, metadata } = object;
  // What a cluster-scoped object names is in a namespace that it says as well, or that only its controller knows.
  if (isProvider(object) || /^(Cluster|CustomResourceDefinition$|ConfigMap$)/.test(String(kind))) return [];
  return [{ label: owner ?? labelOf(kind, metadata), namespace: namespaceOf(metadata), value: object }];
}

/**
 * @param users all that may refer to Secrets
 * @param objects those that may make some
 */
export function requiredSecrets(users: readonly SecretUser[], objects: readonly GivenObject[]): RequiredSecret[] {
  const provided = new Set(
    objects.flatMap((object) => providedBy(object).map((name) => secretId(namespaceOf(object.metadata), name))),
  );
  const found = new Map<string, Need>();
  for (const user of users) {
    const { label, namespace, value } = user;
    for (const { name, keys, field } of secretsOf(user)) {
      const id = secretId(namespace, name);
      if (provided.has(id)) continue;
      const need = found.get(id) ?? { name, namespace, types: new Set(), keys: new Set(), usedBy: new Set() };
      found.set(id, need);
      need.types.add(typeOf(value, field));
      need.usedBy.add(label);
      for (const key of keys) need.keys.add(key);
    }
  }
  return [...found.keys()].sort().map((id) => required(found.get(id)!));
}

/** What tells a Secret from all others. */
export function secretId(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

/** References of a user to Secrets. */
export function secretsOf({ value }: SecretUser): FieldReference[] {
  // A proxy that makes the pod of its MCP server has the Secrets of that pod in an argument.
  return [value, ...podPatchesIn(value)]
    .flatMap((part) => fieldReferences(part, ''))
    .filter(({ kind }) => kind === 'Secret');
}

interface Need {
  readonly name: string;
  readonly namespace: string;
  readonly types: Set<string>;
  readonly keys: Set<string>;
  readonly usedBy: Set<string>;
}

function required({ name, namespace, types, ...need }: Need): RequiredSecret {
  const type = [PULL_SECRET, TLS_SECRET].find((one) => types.has(one)) ?? OPAQUE;
  const [keys, usedBy] = [[...need.keys].sort(), [...need.usedBy].sort()];
  return { name, namespace, type, keys, usedBy, command: commandFor(type, { name, namespace, keys }) };
}

/** What the field is for decides the type: a kubelet and an Ingress controller read one type only. */
function typeOf(value: object, field: string): string {
  if (/(^|\.)imagePullSecrets\b/.test(field)) return PULL_SECRET;
  const isCertificate = (value as GivenObject).kind === 'Ingress' && /(^|\.)tls\b/.test(field);
  return isCertificate ? TLS_SECRET : OPAQUE;
}

export function namespaceOf(metadata: unknown): string {
  return (isObject(metadata) && (metadata.namespace as string | undefined)) || DEFAULT_NAMESPACE;
}

function labelOf(kind: unknown, metadata: unknown): string {
  return `${String(kind)} ${String(isObject(metadata) ? metadata.name : undefined)}`;
}
