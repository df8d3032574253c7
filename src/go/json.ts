/**
 * JSON as Go's encoding/json prints it, byte for byte. Checksums and arguments that Go programs make from JSON change
 * with every byte, and JSON.stringify differs in what it escapes and in the order of keys that look like numbers.
 */
import { JsonObject } from '../plain/objects';

/** Prints JSON as Go's json.Marshal does. Keys must be in the right order already; `undefined` members are left out. */
export function goJson(value: unknown): string {
  return (isOrdinary(value) ? ordinary(JSON.stringify(value)) : undefined) ?? print(value, '', '');
}

/** Prints JSON as Go's json.MarshalIndent does with two spaces; no newline at the end. */
export function goJsonIndent(value: unknown): string {
  return (isOrdinary(value) ? ordinary(JSON.stringify(value, null, 2)) : undefined) ?? print(value, '\n', '  ');
}

/** The same value with all keys sorted as Go sorts the keys of a map, on every level. Drops `undefined` members. */
export function sortKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(sortKeys) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = definedEntries(value)
    .sort(([a], [b]) => compareKeys(a, b))
    .map(([key, item]) => [key, sortKeys(item)]);
  return Object.fromEntries(entries) as T;
}

/** Compares two texts by their UTF-8 bytes, as Go sorts. */
export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Whether JavaScript prints a value as Go does, but for what `ordinary` sees in the outcome. It does so many times as fast. */
function isOrdinary(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0);
    case 'object':
      if (value === null) return true;
      if (Array.isArray(value)) return value.every(isOrdinary);
      for (const key of Object.keys(value)) {
        const item = (value as JsonObject)[key];
        if (item !== undefined && (startsWithDigit(key) || !isOrdinary(item))) return false;
      }
      return true;
    default:
      return false;
  }
}

function startsWithDigit(key: string): boolean {
  const code = key.charCodeAt(0);
  return code >= 48 && code <= 57;
}

/** Undefined where half a character may be in it, which JavaScript escapes, and Go has read as U+FFFD. */
function ordinary(json: string): string | undefined {
  return json.includes('\\ud') ? undefined : escaped(json);
}

/** Go escapes these in texts, and nothing else in JSON can hold them. */
function escaped(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `newline` is what starts a line (empty: all on one line), including the indentation so far. */
function print(value: unknown, newline: string, step: string): string {
  switch (typeof value) {
    case 'string':
      return printString(value);
    case 'number':
      return printNumber(value);
    case 'boolean':
      return String(value);
    case 'object':
      break;
    default:
      throw new TypeError(`JSON can't hold a ${typeof value}`);
  }
  if (value === null) return 'null';
  const inner = newline + step;
  if (Array.isArray(value)) {
    const items = value.map((item) => inner + print(item, inner, step));
    return items.length === 0 ? '[]' : `[${items.join(',')}${newline}]`;
  }
  const colon = step ? ': ' : ':';
  const members = orderedEntries(value).map(([k, v]) => inner + printString(k) + colon + print(v, inner, step));
  return members.length === 0 ? '{}' : `{${members.join(',')}${newline}}`;
}

/**
 * JavaScript moves keys that are whole numbers to the front, whatever the order they were set in. No Go struct has
 * such a field, so the object represents a map, which Go prints sorted.
 */
function orderedEntries(value: object): [string, unknown][] {
  const entries = definedEntries(value);
  const moved = entries.some(([key]) => /^\d+$/.test(key));
  return moved ? entries.sort(([a], [b]) => compareKeys(a, b)) : entries;
}

function definedEntries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

function printString(text: string): string {
  // A lone surrogate can't be written in UTF-8; Go has read it as U+FFFD already.
  return escaped(JSON.stringify(text.replace(/\p{Surrogate}/gu, '\ufffd')));
}

function printNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`JSON can't hold the number ${value}`);
  return Object.is(value, -0) ? '-0' : String(value);
}
