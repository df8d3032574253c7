/** The Secrets of a cluster, compared with those that have to exist. Values are never looked at. */
import { namespaceOf } from './required';
import { RequiredSecret } from './required-secret';
import { OPAQUE, PULL_SECRET, TLS_SECRET } from './types';
import { isObject } from '../plain/objects';

/** A Secret of the cluster. */
export interface ExistingSecret {
  readonly name: string;
  readonly namespace: string;
  readonly type: string;
  readonly keys: readonly string[];
}

/** What a kubelet takes besides the type of today. */
const OLDER_PULL_SECRET = 'kubernetes.io/dockercfg';

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  [PULL_SECRET]: [PULL_SECRET, OLDER_PULL_SECRET],
  [TLS_SECRET]: [TLS_SECRET],
};

/**
 * Secrets as `kubectl get secret -o json` prints them.
 *
 * @returns undefined for a text that is something else
 */
export function existingSecrets(text: string): ExistingSecret[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // What is wrong with it may be beside a value, so it isn't shown.
  }
  if (!isObject(value)) return undefined;
  const items: unknown[] = Array.isArray(value.items) ? value.items : [value];
  const secrets = items.flatMap((item) => existing(item) ?? []);
  return secrets.length === items.length ? secrets : undefined;
}

function existing(item: unknown): ExistingSecret | undefined {
  if (!isObject(item) || item.kind !== 'Secret' || !isObject(item.metadata)) return undefined;
  const { metadata, type = OPAQUE, data } = item;
  return {
    name: String(metadata.name),
    namespace: namespaceOf(metadata),
    type: String(type),
    keys: isObject(data) ? Object.keys(data) : [],
  };
}

/** What is wrong with the Secrets that exist, a line each. */
export function secretProblems(required: readonly RequiredSecret[], found: readonly ExistingSecret[]): string[] {
  const byId = new Map(found.map((one) => [`${one.namespace}/${one.name}`, one]));
  return required.flatMap(({ name, namespace, type, keys, usedBy, command }) => {
    const id = `Secret ${namespace}/${name}`;
    const users = usedBy.join(', ');
    const secret = byId.get(`${namespace}/${name}`);
    if (!secret) return [`${id} is missing, which ${users} needs; make it: ${command}`];
    const allowed = ALLOWED[type];
    const wrongType =
      allowed && !allowed.includes(secret.type)
        ? [`${id} has the type ${secret.type}, and ${users} needs ${type}; delete it, and make it again: ${command}`]
        : [];
    const missing = keys.filter((key) => !secret.keys.includes(key));
    const wrongKeys = missing.length
      ? [`${id} lacks ${missing.join(', ')}, which ${users} needs; it has ${secret.keys.join(', ') || 'no keys'}`]
      : [];
    return [...wrongType, ...wrongKeys];
  });
}
