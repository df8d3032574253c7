/**
 * How a strategic merge patch merges two lists, and in what order the items end up. Items are identified by the value of
 * a merge key, such as `name`; texts and numbers by themselves.
 */
import { fieldPath, shown } from '../findings';
import { isObject, JsonObject } from '../plain/objects';

const PATCH = '$patch';

/** Merges an item of the patch into the item of the same key. */
export type MergeItem = (original: JsonObject, patch: JsonObject, path: string) => JsonObject;

/** A merged list. */
export interface ListMerge {
  readonly items: unknown[];
  /** What counts as the order of the original for a `$setElementOrder` of the list. */
  readonly serverOrder: unknown[];
}

/** Merges a list of the patch into a list of the original. Throws an Error where Kubernetes refuses to. */
export function mergeLists(
  original: unknown[],
  patch: unknown[],
  mergeKey: string,
  path: string,
  mergeItem: MergeItem,
): ListMerge {
  if (original.length === 0 && patch.length === 0) return { items: original, serverOrder: original };
  if (!holdObjects(original, patch, path)) {
    const items = [...new Set([...original, ...patch])];
    return { items: orderItems(items, patch, original, mergeKey, path), serverOrder: original };
  }
  if (!mergeKey) throw new Error(`${path}: a list of objects without a merge key can't be merged`);

  const keyAt = (index: number) => keyOf(patch[index], mergeKey, fieldPath(path, index));
  const additions = patch.filter((item) => !directiveOf(item));
  const { kept, replace } = applyDirectives(original, patch, mergeKey, path);
  if (replace) return { items: orderItems(additions, [], additions, mergeKey, path), serverOrder: kept };

  const items = [...kept];
  patch.forEach((item, index) => {
    if (directiveOf(item)) return;
    const key = keyAt(index);
    const found = items.findIndex((other) => (other as JsonObject)[mergeKey] === key);
    if (found < 0) items.push(item);
    else items[found] = mergeItem(items[found] as JsonObject, item as JsonObject, fieldPath(path, index));
  });
  return {
    items: orderItems(items, additions, kept, mergeKey, path),
    // Kubernetes reuses the places of deleted items for new ones, and takes these for items of the original later.
    serverOrder: items.slice(0, original.length),
  };
}

/** The original without the items listed, if these are texts or numbers; undefined for lists of objects. */
export function deleteItems(original: unknown[], toDelete: unknown[], path: string): unknown[] | undefined {
  const isEmpty = original.length === 0 && toDelete.length === 0;
  if (!isEmpty && holdObjects(original, toDelete, path)) return undefined;
  return original.filter((item) => !toDelete.includes(item));
}

/**
 * Puts items in order: those in `patchOrder` by it, the others by `serverOrder`. An item of the
 * second sort goes before one of the first sort only if `serverOrder` has both and has them so.
 */
export function orderItems(
  items: unknown[],
  patchOrder: unknown[],
  serverOrder: unknown[],
  mergeKey: string,
  path: string,
): unknown[] {
  const key = (item: unknown) => keyOf(item, mergeKey, path);
  const patchKeys = patchOrder.map(key);
  const serverKeys = serverOrder.map(key);
  const fromPatch = sortByKeys(
    items.filter((item) => patchKeys.includes(key(item))),
    patchKeys,
    key,
  );
  const serverOnly = sortByKeys(
    items.filter((item) => !patchKeys.includes(key(item))),
    serverKeys,
    key,
  );

  const ordered: unknown[] = [];
  for (const item of fromPatch) {
    const place = serverKeys.indexOf(key(item));
    while (serverOnly.length > 0) {
      const serverPlace = serverKeys.indexOf(key(serverOnly[0]));
      if (serverPlace < 0 || serverPlace >= place) break;
      ordered.push(serverOnly.shift());
    }
    ordered.push(item);
  }
  return [...ordered, ...serverOnly];
}

/** Throws unless the items of the patch, apart from directives, come in the order that `$setElementOrder` gives. */
export function checkOrder(patch: unknown[], order: unknown[], mergeKey: string, path: string): void {
  if (patch.length === 0 || order.length === 0) return;
  const items = patch.filter((item) => directiveOf(item) !== 'delete');
  let next = 0;
  for (let place = 0; next < items.length && place < order.length;) {
    if (directiveOf(items[next])) {
      next++;
      continue;
    }
    if (keyOf(items[next], mergeKey, path) === keyOf(order[place], mergeKey, path)) next++;
    place++;
  }
  if (next < items.length) throw new Error(`${path}: the items don't match the order that $setElementOrder gives`);
}

/** `$patch` in the items of the patch: which items of the original are kept, and whether the list is replaced. */
function applyDirectives(original: unknown[], patch: unknown[], mergeKey: string, path: string) {
  let kept = original;
  let replace = false;
  patch.forEach((item, index) => {
    const directive = directiveOf(item);
    if (!directive) return;
    const at = fieldPath(path, index);
    if (directive === 'replace') {
      replace = true;
    } else if (directive === 'delete') {
      const key = keyOf(item, mergeKey, at);
      kept = kept.filter((other) => (other as JsonObject)[mergeKey] !== key);
    } else {
      throw new Error(`${at}: $patch is ${shown(directive)}, but a list item allows only "replace" and "delete"`);
    }
  });
  return { kept, replace };
}

/** Whether the items of both lists are objects; throws if they aren't all of one type that can be merged. */
function holdObjects(original: unknown[], patch: unknown[], path: string): boolean {
  const types = new Set([...original, ...patch].map((item) => (isObject(item) ? 'map' : typeof item)));
  if (types.size === 1 && !types.has('object')) return types.has('map');
  throw new Error(`${path}: the items can't be merged, as they aren't all objects, or all texts, or all numbers`);
}

/** What identifies an item: the value of its merge key, or itself if there is none. */
function keyOf(item: unknown, mergeKey: string, path: string): unknown {
  if (mergeKey && (!isObject(item) || !Object.hasOwn(item, mergeKey))) {
    throw new Error(`${path}: got ${shown(item)}, but each item needs '${mergeKey}', by which the list is merged`);
  }
  const key = mergeKey ? (item as JsonObject)[mergeKey] : item;
  if (typeof key !== 'object' || key === null) return key;
  throw new Error(`${path}: ${shown(key)} can't tell one item of a list from another`);
}

function directiveOf(item: unknown): unknown {
  return isObject(item) && Object.hasOwn(item, PATCH) ? (item[PATCH] ?? 'null') : undefined;
}

/** Sorts by place among the keys. As in Kubernetes, an item without a place goes before all that it meets. */
function sortByKeys(items: unknown[], keys: unknown[], key: (item: unknown) => unknown): unknown[] {
  const sorted: unknown[] = [];
  for (const item of items) {
    const place = keys.indexOf(key(item));
    let at = sorted.length;
    while (at > 0) {
      const placeBefore = keys.indexOf(key(sorted[at - 1]));
      if (place >= 0 && placeBefore >= 0 && place >= placeBefore) break;
      at--;
    }
    sorted.splice(at, 0, item);
  }
  return sorted;
}
