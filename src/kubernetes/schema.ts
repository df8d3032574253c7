/**
 * Reads the generated table of pod types: which fields a struct has, of what type, and how they merge. Decoded struct by
 * struct on first use, since few programs touch more than a handful of the types.
 */
import { POD_TYPES } from './pod-schema';

/** The types that hold no other types. `Opaque` is any JSON, kept as it is. */
export type ScalarKind = 'string' | 'bool' | 'int32' | 'int64' | 'Quantity' | 'IntOrString' | 'Time' | 'Opaque';

/** A Go type. Maps have texts as keys. */
export type GoType =
  | { readonly kind: ScalarKind }
  | { readonly kind: 'pointer' | 'list' | 'map'; readonly of: GoType }
  | { readonly kind: 'struct'; readonly name: string };

/** One field of a struct. */
export interface GoField {
  /** The name in JSON. */
  readonly name: string;
  readonly type: GoType;
  /** Whether Go's json.Marshal leaves the field out when it is empty. */
  readonly leftOutWhenEmpty: boolean;
  /** `merge` and `retainKeys`, from the struct tag patchStrategy. */
  readonly patchStrategies: readonly string[];
  /** The key that identifies items of a merged list. Empty: none. */
  readonly mergeKey: string;
}

const PREFIXES: readonly (readonly [string, 'pointer' | 'list' | 'map'])[] = [
  ['*', 'pointer'],
  ['[]', 'list'],
  ['{}', 'map'],
];

const SCALARS = new Set<string>(['string', 'bool', 'int32', 'int64', 'Quantity', 'IntOrString', 'Time', 'Opaque']);

let lines: Map<string, string> | undefined;
const decoded = new Map<string, readonly GoField[]>();

/** The fields of a struct type such as `PodSpec`, in Go's order. */
export function fieldsOf(struct: string): readonly GoField[] {
  const known = decoded.get(struct);
  if (known) return known;
  lines ??= new Map(
    POD_TYPES.trim()
      .split('\n')
      .map((line) => [line.split(' ', 1)[0], line]),
  );
  const line = lines.get(struct);
  if (line === undefined) throw new Error(`'${struct}' is no type of a pod template`);
  const fields = line.split(' ').slice(1).map(parseField);
  decoded.set(struct, fields);
  return fields;
}

/**
 * The field that a JSON key means to Go's encoding/json: the one of that very name, else one whose name differs only in
 * upper and lower case.
 */
export function findField(struct: string, key: string): GoField | undefined {
  const fields = fieldsOf(struct);
  for (const field of fields) if (field.name === key) return field;
  const folded = key.toLowerCase();
  return fields.find((f) => f.name.toLowerCase() === folded);
}

/** Reads `name:type`, then `?` if left out when empty, then `|strategies|merge key` if the struct tags have them. */
function parseField(text: string): GoField {
  const [head, strategies, mergeKey] = text.split('|');
  const [name, type] = head.split(':');
  return {
    name,
    type: parseType(type.replace('?', '')),
    leftOutWhenEmpty: type.endsWith('?'),
    patchStrategies: strategies ? strategies.split(',') : [],
    mergeKey: mergeKey ?? '',
  };
}

function parseType(text: string): GoType {
  for (const [prefix, kind] of PREFIXES) {
    if (text.startsWith(prefix)) return { kind, of: parseType(text.slice(prefix.length)) };
  }
  return SCALARS.has(text) ? { kind: text as ScalarKind } : { kind: 'struct', name: text };
}
