/** What one spec has that another doesn't. */
import { isDeepStrictEqual } from 'node:util';
import { isObject, JsonObject } from '../plain/objects';

export interface Difference {
  readonly path: readonly string[];
  /** Undefined where the field is to be absent. */
  readonly wanted: unknown;
  readonly said: unknown;
}

/** Maps are compared member by member, lists and everything else as a whole. */
export function differences(wanted: JsonObject, said: JsonObject, path: readonly string[] = []): Difference[] {
  const keys = [...new Set([...Object.keys(wanted), ...Object.keys(said)])];
  return keys.flatMap((key) => {
    const [a, b] = [wanted[key], said[key]];
    const own = [...path, key];
    if (isObject(a) && isObject(b)) return differences(a, b, own);
    return isDeepStrictEqual(a, b) ? [] : [{ path: own, wanted: a, said: b }];
  });
}

/** The value at a path; undefined where there is none. */
export function valueAt(spec: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), spec);
}
