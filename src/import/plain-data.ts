/** Values of a document that code can't have, because JSON, and so Kubernetes, has none such. */
import { fieldPath } from '../findings';

export interface Unplain {
  readonly field: string;
  readonly message: string;
}

/** The first value that JSON can't hold; undefined where there is none. */
export function unplainIn(value: unknown, field = '', within: readonly unknown[] = []): Unplain | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { field, message: `must be a number that JSON has, not ${value}` };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (within.includes(value)) {
    return { field, message: 'is an alias of what it stands in; write the value out' };
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) {
    const message = 'has a YAML tag such as !!binary or !!set, which JSON has not; write plain texts, lists and maps';
    return { field, message };
  }
  const inner = [...within, value];
  const members = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, item] of members) {
    const found = unplainIn(item, fieldPath(field, key), inner);
    if (found) return found;
  }
  return undefined;
}
