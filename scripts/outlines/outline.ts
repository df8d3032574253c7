/**
 * The outline of a document that can't be committed: a digest of each thing that a test compares. It shows
 * whether ours is the same, and nothing of the document's content.
 */
import { createHash } from 'node:crypto';
import { canonicalQuantity } from '../../src/kubernetes/quantity';
import { isObject } from '../../src/plain/objects';

/** Digests by path. */
export type Outline = Readonly<Record<string, string>>;

/** The digest of a value of JSON, in whatever order its members come. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(sorted(value))).digest('hex').slice(0, 16);
}

/** The digests of all leaves of a value. Items of a list are identified by their names, if they have any. */
export function outlineOf(value: unknown, path = ''): Outline {
  if (Array.isArray(value) && value.length) {
    return merged(value.map((item, i) => outlineOf(item, `${path}[${isObject(item) && item.name ? item.name : i}]`)));
  }
  if (isObject(value) && Object.keys(value).length) {
    return merged(Object.entries(value).map(([key, member]) => outlineOf(member, path ? `${path}.${key}` : key)));
  }
  return { [path]: digestOf(asStored(value)) };
}

/** Amounts are held as Kubernetes stores them. */
function asStored(value: unknown): unknown {
  return typeof value === 'string' ? (canonicalQuantity(value) ?? value) : value;
}

function merged(outlines: readonly Outline[]): Outline {
  return Object.assign({}, ...outlines);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return Object.fromEntries(keys.sort().map((key) => [key, sorted(value[key])]));
}
