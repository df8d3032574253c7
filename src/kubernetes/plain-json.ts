/** Data as JSON has it, from other values that users pass. */
import { fieldPath } from '../findings';
import { isOfClassObject } from '../plain/objects';

const HOW_TO_WRITE: Readonly<Record<string, string>> = {
  Date: '; write its toISOString()',
  Map: '; write Object.fromEntries() of it',
  Set: '; write a list of its members',
  Size: '; write its asString(), such as "1Gi"',
  Duration: '; write text such as "30s"',
  Lazy: '; what is known later can stand in props, and not here',
};

/** The name of an object's class. */
export function className(value: object): string {
  return Object.getPrototypeOf(value)?.constructor?.name ?? 'Object';
}

/** Why a value is no plain data, to be read after the name of its field. */
export function unplain(value: unknown): string {
  if (typeof value !== 'object' || value === null) return `must be plain data, not a ${typeof value}`;
  const name = className(value);
  const what = name === 'Object' ? 'map with a prototype of its own' : name;
  return `must be plain data, not a ${what}${HOW_TO_WRITE[name] ?? ''}`;
}

/** The number or text in one of cdk8s' union classes. */
export function unionValue(value: object): string | number | undefined {
  return ['Quantity', 'IntOrString'].includes(className(value))
    ? (value as { value: string | number }).value
    : undefined;
}

/**
 * A copy of plain data, members that are undefined left out. Amounts and ports of cdk8s-plus-28's typed structs become what
 * they stand for.
 *
 * @param what is shown before the path in errors
 * @throws when it holds what JSON has not
 */
export function plainJson(value: unknown, what: string, field = '', within: readonly unknown[] = []): unknown {
  const wrong = (message: string) => new Error(`${[what, field].filter(Boolean).join(': ')}: ${message}`);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw wrong(`must be a number that JSON has, not ${value}`);
    return value;
  }
  if (typeof value !== 'object') throw wrong(unplain(value));
  if (within.includes(value)) throw wrong('holds itself');
  const inner = [...within, value];
  if (Array.isArray(value)) return value.map((item, i) => plainJson(item, what, fieldPath(field, i), inner));
  const union = unionValue(value);
  if (union !== undefined) return union;
  if (!isOfClassObject(value)) throw wrong(unplain(value));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, m]) => [key, plainJson(m, what, fieldPath(field, key), inner)]));
}
