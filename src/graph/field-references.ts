/** Objects of Kubernetes' own that a resource refers to, read off its fields by their names, which are the same in all kinds. */
import { fieldPath } from '../findings';
import { isObject, isPlain, JsonObject } from '../plain/objects';
import { remembered } from '../plain/remembered';

/** A field that names an object, in the resource's own namespace. */
export interface FieldReference {
  readonly kind: 'Secret' | 'ConfigMap' | 'ServiceAccount';
  readonly name: string;
  /** Keys of the object that are to be there. */
  readonly keys: readonly string[];
  /** Path of the field that names it. */
  readonly field: string;
}

/** Fields that name a Secret, pods' own among them; `secrets` are an MCPServer's, `pgpass` a RegistryApi's. */
export const SECRET_FIELD =
  /^(?:imagePullSecrets|initialAccessTokenRef|password|passwordRef|passwordSecret|pgpass|secret|secrets|\w*[sS]ecret(?:Key)?Refs?)$/;

const CONFIG_MAP_FIELD = /^(?:configMap|\w*[cC]onfigMap(?:Key)?Ref)$/;

/** Fields that hold a name alone. */
const NAMES: ReadonlyMap<string, FieldReference['kind']> = new Map([
  ['secretName', 'Secret'],
  ['tlsSecret', 'Secret'],
  ['serviceAccount', 'ServiceAccount'],
  ['serviceAccountName', 'ServiceAccount'],
]);

/** All fields below a path that name an object. What names its own namespace, or may be absent, is left out. */
export function fieldReferences(value: unknown, path: string): FieldReference[] {
  const found: FieldReference[] = [];
  if (typeof value === 'object' && value !== null) walk(value, [path], found);
  return found;
}

/** The path to begin at, and the keys from there; a text is made of it where something is found only. */
type Path = (string | number)[];

function textOf([start, ...keys]: Path): string {
  return keys.reduce<string>(fieldPath, String(start));
}

/** What fields refer to by their names: a fleet has few of them, and uses them often. */
const kindOf = remembered((key): FieldReference['kind'] | undefined => {
  if (SECRET_FIELD.test(key)) return 'Secret';
  return CONFIG_MAP_FIELD.test(key) ? 'ConfigMap' : undefined;
});

function walk(value: object, path: Path, found: FieldReference[]): void {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) walkInto(i, value[i], path, found);
    return;
  }
  // It may hold constructs, which are no data.
  if (!isPlain(value)) return;
  for (const key in value) {
    const member: unknown = value[key];
    if (typeof member === 'string') {
      const kind = NAMES.get(key);
      // The name next to the keys of a volume belongs to the field around it.
      if (kind && member && !value.namespace && !isVolume(path)) {
        found.push(reference(kind, member, [], [...path, key]));
      }
      continue;
    }
    if (typeof member !== 'object' || member === null) continue;
    const isProfile = key === 'permissionProfile' && isPlain(member) && member.type === 'configmap';
    const kind = isProfile ? 'ConfigMap' : kindOf(key);
    if (kind) addAll(kind, member, [...path, key], found);
    walkInto(key, member, path, found);
  }
}

function walkInto(key: string | number, value: unknown, path: Path, found: FieldReference[]): void {
  if (typeof value !== 'object' || value === null) return;
  path.push(key);
  walk(value, path, found);
  path.pop();
}

const isVolume = (path: Path) => path.length > 1 && path[path.length - 1] === 'secret';

function addAll(kind: FieldReference['kind'], value: unknown, at: Path, found: FieldReference[]): void {
  if (Array.isArray(value)) value.forEach((item, i) => addOne(kind, item, [...at, i], found));
  else addOne(kind, value, at, found);
}

function addOne(kind: FieldReference['kind'], item: unknown, at: Path, found: FieldReference[]): void {
  if (!isObject(item) || item.optional === true || item.namespace) return;
  const name = item.name ?? item.secretName;
  if (typeof name === 'string' && name) found.push(reference(kind, name, keysOf(item), at));
}

/** Most references are right, and nobody asks for the text of their path. */
function reference(kind: FieldReference['kind'], name: string, keys: readonly string[], at: Path): FieldReference {
  return {
    kind,
    name,
    keys,
    get field() {
      return textOf(at);
    },
  };
}

function keysOf({ key, items }: JsonObject): string[] {
  const listed: unknown[] = Array.isArray(items) ? items.map((item) => item?.key) : [];
  return [key, ...listed].filter((text): text is string => typeof text === 'string' && text !== '');
}
