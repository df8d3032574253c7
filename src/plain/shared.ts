/**
 * Parts that many objects have: made once, and looked at once. A fleet has the same probes, ports and rules in every server.
 */
import { remembered } from './remembered';

const shared = new WeakSet<object>();

/**
 * Plain data that goes into many objects, frozen, so that nobody changes it in all of them.
 *
 * @param value nothing that a user gave, which stays the user's own
 */
export function share<T extends object>(value: T): T {
  freeze(value);
  shared.add(value);
  return value;
}

/** Parts that differ by a short text, each made once. */
export function sharedBy<T extends object>(make: (text: string) => T): (text: string) => T {
  return remembered((text) => share(make(text)));
}

/** Whether a value is such a part; those within it are not known by themselves. */
export function isShared(value: object): boolean {
  return shared.has(value);
}

function freeze(value: object): void {
  Object.freeze(value);
  for (const member of Object.values(value)) if (typeof member === 'object' && member !== null) freeze(member);
}
