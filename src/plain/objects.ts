/** Plain objects, as JSON has them. */

/** A plain object as JSON has it. */
export type Obj = Record<string, any>;

/** An object of JSON of which nothing more is known. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Members that some of these types have; all are optional. */
export type AnyOf<Types> = {
  readonly [Key in Types extends unknown ? keyof Types : never]?: Types extends unknown
    ? Key extends keyof Types
      ? Types[Key]
      : never
    : never;
};

/** Whether a JSON value is an object, which a list is not. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is an object that no class but Object made, in whichever realm. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether an object's class is Object itself, in whichever realm. An object without a prototype has no class. */
export function isOfClassObject(value: object): boolean {
  return Object.getPrototypeOf(Object.getPrototypeOf(value) ?? {}) === null;
}

/** Leaves out undefined members only; an empty map may mean something. */
export function defined<T extends object>(members: T): Partial<T> {
  const kept: Partial<T> = {};
  for (const key of Object.keys(members) as (keyof T)[]) if (members[key] !== undefined) kept[key] = members[key];
  return kept;
}

/** Leaves out undefined members, and empty maps and lists, which are to be optional in `T` therefore. */
export function pruned<T extends object>(members: T): T {
  const kept = {} as T;
  for (const key of Object.keys(members) as (keyof T)[]) {
    const value = members[key];
    if (value === undefined) continue;
    if (Array.isArray(value) ? value.length === 0 : isEmptyObject(value)) continue;
    kept[key] = value;
  }
  return kept;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
