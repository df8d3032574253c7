/** Fields of a spec that a user sets in place of the props' values. */
import { shown } from '../findings';
import { isObject, JsonObject } from '../plain/objects';
import { refused } from '../props/language';

/** One field, and what it is to be; undefined where it is to be absent. */
export interface SpecOverride {
  readonly path: readonly string[];
  readonly value: unknown;
}

/**
 * `a.b` is the member `b` of `a`; a dot, or backslash, in a name has a backslash before it.
 *
 * @throws when a name is empty
 */
export function parsePath(path: string): string[] {
  const names = [''];
  let isEscaped = false;
  for (const char of path) {
    if (!isEscaped && char === '.') names.push('');
    else if (isEscaped || char !== '\\') names[names.length - 1] += char;
    isEscaped = !isEscaped && char === '\\';
  }
  if (isEscaped || names.includes('')) {
    throw refused(
      `addSpecOverride: ${shown(path)} is no path; write names with dots between them, such as "resources.limits", and \\. for a dot in a name`,
    );
  }
  return names;
}

/** The reverse of `parsePath`. */
export function pathText(names: readonly string[]): string {
  return names.map((name) => name.replace(/[\\.]/g, '\\$&')).join('.');
}

/**
 * The spec with one field replaced; the given one stays as it is.
 *
 * @throws when the path leads through something that is no map
 */
export function withOverride(spec: JsonObject, { path, value }: SpecOverride): JsonObject {
  return replaced(spec, path, 0, value);
}

function replaced(map: JsonObject, path: readonly string[], depth: number, value: unknown): JsonObject {
  const [name, isLast] = [path[depth], depth === path.length - 1];
  if (isLast && value === undefined) {
    return Object.fromEntries(Object.entries(map).filter(([key]) => key !== name));
  }
  if (isLast) return { ...map, [name]: value };
  const inner = Object.hasOwn(map, name) ? map[name] : undefined;
  if (inner !== undefined && !isObject(inner)) {
    const parent = pathText(path.slice(0, depth + 1));
    throw refused(
      `addSpecOverride: ${shown(pathText(path))} leads into ${shown(parent)}, which is ${Array.isArray(inner) ? 'a list' : 'no map'}; replace ${shown(parent)} as a whole`,
    );
  }
  if (inner === undefined && value === undefined) return map;
  return { ...map, [name]: replaced(inner ?? {}, path, depth + 1, value) };
}

/** Whether a finding's field, such as `spec.env[0].name`, is in what an override sets. */
export function isIn(field: string, { path }: SpecOverride): boolean {
  const text = path.join('.');
  const inSpec = field.replace(/^spec\.?/, '').replace(/\["((?:[^"\\]|\\.)*)"\]/g, '.$1');
  return inSpec === text || (inSpec.startsWith(text) && /^[.[]/.test(inSpec.slice(text.length)));
}
