/** Whether an object has what is expected of it, and where it differs. */
import { fieldPath, shown } from '../findings';
import { counted } from '../plain/counted';
import { isObject, Obj } from '../plain/objects';

/** Where two values differ first. Of lists it may be their length. */
export interface Difference {
  readonly at: string;
  readonly given: unknown;
  readonly expected: unknown;
  readonly isLength?: boolean;
}

/**
 * Where a value differs from what is expected; undefined where it doesn't. Lists are compared item by item, and have as many.
 *
 * @param isExact whether members that nobody expects are a difference
 */
export function firstDifference(given: unknown, expected: unknown, isExact: boolean, at = ''): Difference | undefined {
  if (Array.isArray(given) && Array.isArray(expected)) {
    if (given.length !== expected.length) {
      return { at, given: given.length, expected: expected.length, isLength: true };
    }
    return first(expected.map((item, i) => () => firstDifference(given[i], item, isExact, fieldPath(at, i))));
  }
  if (isObject(given) && isObject(expected)) {
    const keys = [...Object.keys(expected), ...(isExact ? Object.keys(given) : [])];
    return first(
      [...new Set(keys)].map((key) => () => firstDifference(given[key], expected[key], isExact, fieldPath(at, key))),
    );
  }
  return Object.is(given, expected) ? undefined : { at, given, expected };
}

function first<T>(looks: readonly (() => T | undefined)[]): T | undefined {
  for (const look of looks) {
    const found = look();
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is not as it is to be, in words. */
export function differenceText({ at, given, expected, isLength }: Difference): string {
  if (isLength) return `${at} has ${counted(Number(given), 'item')}, not ${String(expected)}`;
  return `${at} is ${given === undefined ? 'missing' : shown(given)}, not ${shown(expected)}`;
}

/** What changed, in words. */
export function changeOf({ at, given, expected, isLength }: Difference): string {
  if (isLength) return `${at} had ${counted(Number(given), 'item')}, and has ${String(expected)}`;
  if (given === undefined) return `${at} is new`;
  return expected === undefined ? `${at} is gone` : `${at} was ${shown(given)}, and is ${shown(expected)}`;
}

/** Kind, namespace and name of an object, for messages. */
export function objectText({ kind, metadata }: Obj): string {
  return [kind, [metadata?.namespace, metadata?.name].filter(Boolean).join('/')].join(' ');
}
