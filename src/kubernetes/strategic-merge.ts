/**
 * Kubernetes' strategic merge patch, as k8s.io/apimachinery applies it to pod templates. Objects merge field by field,
 * some lists merge item by item (merge-lists.ts), everything else is replaced, and directives in the patch change that.
 */
import { fieldPath, shown } from '../findings';
import { checkOrder, deleteItems, mergeLists, orderItems } from './merge-lists';
import { findField, GoField, GoType } from './schema';
import { sortKeys } from '../go/json';
import { isObject, JsonObject } from '../plain/objects';

const PATCH = '$patch';
const RETAIN_KEYS = '$retainKeys';
const SET_ORDER = '$setElementOrder';
const DELETE_FROM_LIST = '$deleteFromPrimitiveList';

/**
 * Applies a strategic merge patch. Changes neither argument; the result has sorted keys, as Go prints it. Neither the
 * patch nor the result is checked against the types: decodeTyped does that.
 *
 * @param type the struct whose tags define how lists merge
 * @throws Error if Kubernetes refuses the patch, for instance since a list item lacks the key to merge by
 */
export function strategicMerge(original: JsonObject, patch: JsonObject, type = 'PodTemplateSpec'): JsonObject {
  // Sorted copies: nothing is shared with the arguments, and of several errors it is always the same that is thrown.
  const merge = new ObjectMerge(sortKeys(original), sortKeys(patch), { kind: 'struct', name: type }, '');
  return sortKeys(merge.run());
}

/** The merging of one object of the patch into one object of the original. */
class ObjectMerge {
  private readonly merged: Map<string, unknown>;
  /** What of the patch is still to be merged. */
  private readonly todo: Map<string, unknown>;

  constructor(
    original: JsonObject,
    patch: JsonObject,
    private readonly type: GoType,
    private readonly path: string,
  ) {
    this.merged = new Map(Object.entries(original));
    this.todo = new Map(Object.entries(patch));
  }

  run(): JsonObject {
    if (this.todo.has(PATCH)) return this.directed();
    this.retainKeys();
    for (const key of [...this.todo.keys()].filter((k) => k.startsWith(SET_ORDER))) this.mergeInOrder(key);
    for (const [key, value] of this.todo) {
      const isDeletion = key.startsWith(DELETE_FROM_LIST);
      this.mergeField(isDeletion ? this.directedKey(key) : key, value, isDeletion);
    }
    return Object.fromEntries(this.merged);
  }

  /** `$patch` in an object: the rest of it replaces what was there, or nothing is left. */
  private directed(): JsonObject {
    const directive = this.todo.get(PATCH);
    this.todo.delete(PATCH);
    if (directive === 'replace') return Object.fromEntries(this.todo);
    if (directive === 'delete') return {};
    throw this.problem(`$patch is ${shown(directive)}, but an object allows only "replace" and "delete"`);
  }

  /** `$retainKeys` lists the only fields that stay, and must list all that the patch sets. */
  private retainKeys(): void {
    if (!this.todo.has(RETAIN_KEYS)) return;
    const keys = this.todo.get(RETAIN_KEYS);
    this.todo.delete(RETAIN_KEYS);
    if (!Array.isArray(keys)) throw this.problem(`$retainKeys must be a list, got ${shown(keys)}`);
    for (const [key, value] of this.todo) {
      const isDirective = key.startsWith(SET_ORDER) || key.startsWith(DELETE_FROM_LIST);
      if (value !== null && !isDirective && !keys.includes(key)) {
        throw this.problem(`'${key}' is set, but missing in $retainKeys`);
      }
    }
    for (const key of [...this.merged.keys()]) {
      if (!keys.includes(key)) this.merged.delete(key);
    }
  }

  /** `$setElementOrder/<field>`: merges the list and puts it in that order. Both are done then. */
  private mergeInOrder(directive: string): void {
    const order = this.todo.get(directive);
    this.todo.delete(directive);
    const key = this.directedKey(directive);
    const path = fieldPath(this.path, key);
    if (!Array.isArray(order)) throw this.problem(`${directive} must be a list, got ${shown(order)}`);
    const before = this.listAt(this.merged, key);
    const patch = this.listAt(this.todo, key);
    const field = this.field(key);
    if (field.type.kind !== 'list') throw this.problem(`${directive} is for a list, and '${key}' is none`);
    if (!before && !patch) return;

    checkOrder(patch ?? [], order, field.mergeKey, path);
    if (!before?.length && !patch?.length) throw this.problem(`${directive} has no items to put in order`);
    let items = before ?? (withoutDirectives(patch) as unknown[]);
    let serverOrder = before ?? [];
    if (before && patch) ({ items, serverOrder } = this.lists(field, before, patch));
    this.merged.set(key, orderItems(items, order, serverOrder, field.mergeKey, path));
    this.todo.delete(key);
  }

  private mergeField(key: string, value: unknown, isDeletion: boolean): void {
    const before = this.merged.get(key);
    if (value === null) {
      this.merged.delete(key);
    } else if (isObject(before) && isObject(value)) {
      this.merged.set(key, this.objects(before, value, this.field(key).type, fieldPath(this.path, key)));
    } else if (Array.isArray(before) && Array.isArray(value)) {
      const field = this.field(key);
      const items = isDeletion ? deleteItems(before, value, fieldPath(this.path, key)) : undefined;
      this.merged.set(key, items ?? this.lists(field, before, value, isDeletion).items);
    } else if (!isDeletion || (typeof before === typeof value && typeof value !== 'object')) {
      const fresh = withoutDirectives(withoutNulls(value));
      if (fresh === undefined) this.merged.delete(key);
      else this.merged.set(key, fresh);
    }
  }

  private lists(field: GoField, before: unknown[], patch: unknown[], always = false) {
    if (!always && !field.patchStrategies.includes('merge')) return { items: patch, serverOrder: before };
    const itemType = field.type.kind === 'list' ? field.type.of : field.type;
    const mergeItem = (a: JsonObject, b: JsonObject, path: string) => this.objects(a, b, itemType, path);
    return mergeLists(before, patch, field.mergeKey, fieldPath(this.path, field.name), mergeItem);
  }

  private objects(before: JsonObject, patch: JsonObject, type: GoType, path: string): JsonObject {
    return new ObjectMerge(before, patch, type.kind === 'pointer' ? type.of : type, path).run();
  }

  private field(key: string): GoField {
    const field = this.type.kind === 'struct' ? findField(this.type.name, key) : undefined;
    if (!field) throw this.problem(`'${key}' can't be merged: Kubernetes knows no such field here`);
    return field;
  }

  private listAt(from: Map<string, unknown>, key: string): unknown[] | undefined {
    const value = from.get(key);
    if (value === undefined || Array.isArray(value)) return value;
    throw this.problem(`'${key}' must be a list to be put in order, got ${shown(value)}`);
  }

  /** The field that `$setElementOrder/<field>` or `$deleteFromPrimitiveList/<field>` is about. */
  private directedKey(directive: string): string {
    const [name, ...rest] = directive.split('/');
    if ((name !== SET_ORDER && name !== DELETE_FROM_LIST) || rest.length === 0) {
      throw this.problem(`'${directive}' names no field: write '<directive>/<field>'`);
    }
    return rest.join('/');
  }

  private problem(message: string): Error {
    return new Error(this.path ? `${this.path}: ${message}` : message);
  }
}

/** Without the members that are null, on all levels. Null items of lists stay. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNulls(item)]));
}

/** Without the objects that hold a `$patch`: there is nothing for them to act on. Undefined if the value is one. */
function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives).filter((item) => item !== undefined);
  if (!isObject(value)) return value;
  if (Object.hasOwn(value, PATCH)) return undefined;
  const entries = Object.entries(value).map(([key, item]) => [key, withoutDirectives(item)]);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}
