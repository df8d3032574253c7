/**
 * Objects the way Go writes a struct: members in declaration order, and zero values left out where the struct says
 * `omitempty`. Order matters because the text enters a checksum.
 */
import { Obj } from '../plain/objects';

/** Keeps the order of the literal and drops Go's zero values, save for the members named in `always`. */
export function goStruct(members: Obj, always: readonly string[] = []): Obj {
  return goStructOf(Object.keys(members), members, always);
}

/** The same in an order of its own: members that it doesn't name are left out. */
export function goStructOf(order: readonly string[], members: Obj, always: readonly string[] = []): Obj {
  const kept: Obj = {};
  for (const key of order) {
    const value = members[key];
    if (!isZero(value) || (value !== undefined && always.includes(key))) kept[key] = value;
  }
  return kept;
}

function isZero(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return false;
}

/** A Go map: written with its keys sorted, and not at all when it is empty. */
export function goMap<V>(map: Record<string, V> | undefined): Record<string, V> | undefined {
  const keys = Object.keys(map ?? {}).sort();
  return keys.length ? Object.fromEntries(keys.map((key) => [key, map![key]])) : undefined;
}
