/** Secrets don't belong in code, wherever in a document they are. */
import { isObject, JsonObject } from '../plain/objects';

/** Whether a document is a Secret, or holds one, as templates and lists of lists do. Aliases may make cycles. */
export function isSecret(document: JsonObject): boolean {
  const seen = new Set<unknown>();
  const holds = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return false;
    seen.add(value);
    return isOne(value) || Object.values(value).some(holds);
  };
  return (document.kind === 'Secret' && document.apiVersion === 'v1') || holds(document);
}

/** What refers to a Secret has its kind too, but no data. */
function isOne(value: object): boolean {
  if (!isObject(value) || typeof value.kind !== 'string' || value.kind.toLowerCase() !== 'secret') return false;
  return value.data !== undefined || value.stringData !== undefined;
}
