/**
 * Objects the way Go writes a struct: members in declaration order, and zero values left out where the struct's tags have
 * `omitempty`. Order matters because the text enters a checksum.
 */

/** Keeps the order of the literal and drops Go's zero values, save for the members named in `always`. */
export function goStruct<T extends object, Always extends keyof T = never>(
  members: T,
  always: readonly Always[] = [],
): Partial<T> & Pick<T, Always> {
  return goStructOf(Object.keys(members) as (keyof T)[], members, always);
}

/** The same in an order of its own: members that it doesn't name are left out. */
export function goStructOf<T extends object, Always extends keyof T = never>(
  order: readonly (keyof T)[],
  members: T,
  always: readonly Always[] = [],
): Partial<T> & Pick<T, Always> {
  const kept: Partial<T> = {};
  for (const key of order) {
    const value = members[key];
    if (!isZero(value) || (value !== undefined && (always as readonly (keyof T)[]).includes(key))) kept[key] = value;
  }
  return kept as Partial<T> & Pick<T, Always>;
}

function isZero(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return false;
}

/** A Go map: written with its keys sorted, and not at all when it is empty. */
export function goMap<V>(map: Readonly<Record<string, V>> | undefined): Record<string, V> | undefined {
  const keys = Object.keys(map ?? {}).sort();
  return keys.length ? Object.fromEntries(keys.map((key) => [key, map![key]])) : undefined;
}
