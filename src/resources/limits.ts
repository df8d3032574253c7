/**
 * The limits that a CRD sets to a single value: enum, range, length, pattern and format. Kept apart from the walk over
 * the fields, because these rules know nothing but the value; patterns are those of Go's regular expressions.
 */
import { shown } from '../findings';
import { Schema } from './crd/types';
import { parseDuration } from '../go/duration';

/** What a value that has the schema's type breaks of its limits, and what to do; undefined when it breaks none. */
export function limitViolation(schema: Schema, value: unknown): string | undefined {
  if (schema.enum && !schema.enum.includes(value)) {
    return `${shown(value)} is not allowed; use ${schema.enum.length > 1 ? 'one of ' : ''}${schema.enum.map(shown).join(', ')}`;
  }
  if (typeof value === 'number') return rangeViolation(schema, value);
  if (typeof value === 'string') return textViolation(schema, value);
  if (Array.isArray(value)) return countViolation(value.length, 'item', schema.minItems, schema.maxItems);
  if (typeof value === 'object' && value !== null) {
    return countViolation(Object.keys(value).length, 'entry', schema.minProperties, schema.maxProperties);
  }
  return undefined;
}

/** What a format of whole numbers can hold; where the schema sets closer limits, those count. */
const INT_LIMITS: Record<string, number> = { int32: 2 ** 31, int64: 2 ** 63 };

function rangeViolation({ format = '', minimum, maximum }: Schema, value: number): string | undefined {
  const size = INT_LIMITS[format] ?? Infinity;
  const from = minimum ?? -size;
  const to = maximum ?? size - 1;
  const advice =
    maximum === undefined && value < from && minimum !== undefined
      ? `of at least ${minimum}`
      : minimum === undefined && value > to
        ? `of at most ${to}`
        : `from ${from} to ${to}`;
  if (value < from) return `${value} is below the minimum ${from}; give a number ${advice}`;
  // 2^63 - 1 is no JavaScript number: rounded, it is 2^63 itself.
  if (value > to || value >= size) return `${value} is above the maximum ${to}; give a number ${advice}`;
  return undefined;
}

function textViolation({ format, pattern, minLength, maxLength }: Schema, value: string): string | undefined {
  // The API server counts characters; that is never more than the UTF-16 units, which cost nothing to count.
  if (minLength && (value.length < minLength || lengthOf(value) < minLength)) {
    return value
      ? `${shown(value)} has ${lengthOf(value)} characters; give at least ${minLength}`
      : 'must not be empty';
  }
  if (maxLength !== undefined && value.length > maxLength && lengthOf(value) > maxLength) {
    return `has ${lengthOf(value)} characters; at most ${maxLength} are allowed`;
  }
  if (pattern && !regExpOf(pattern).test(value)) {
    return `${shown(value)} does not match ${pattern}`;
  }
  const expected = format && FORMATS[format];
  if (expected && !expected.holds(value)) return `${shown(value)} is not ${expected.name}`;
  return undefined;
}

function lengthOf(text: string): number {
  return [...text].length;
}

function countViolation(count: number, what: 'item' | 'entry', least = 0, most = Infinity): string | undefined {
  const noun = count === 1 ? what : { item: 'items', entry: 'entries' }[what];
  if (count < least) return `has ${count} ${noun}; give at least ${least}`;
  if (count > most) return `has ${count} ${noun}; at most ${most} are allowed`;
  return undefined;
}

const regExps = new Map<string, RegExp>();

/** Go's pattern as a RegExp. JavaScript takes a POSIX class for its letters, and would refuse the URLs of ToolHive. */
function regExpOf(pattern: string): RegExp {
  let known = regExps.get(pattern);
  if (!known) {
    known = new RegExp(pattern.replaceAll('[:space:]', '\\t\\n\\v\\f\\r '));
    regExps.set(pattern, known);
  }
  return known;
}

/** The formats of text that ToolHive's CRDs use and the API server holds a value to. */
const FORMATS: Record<string, { name: string; holds: (text: string) => boolean }> = {
  // The API server would take "5 minutes" too; ToolHive, which reads it with Go's time.ParseDuration, would not.
  duration: {
    name: 'a duration; write it like "30s" or "1m30s"',
    holds: (text) => parseDuration(text) !== undefined,
  },
  uri: {
    name: 'a URI; write it with its scheme, like "https://host/path"',
    holds: (text) => isUri(text),
  },
};

/** As Go's url.ParseRequestURI has it, which the API server asks: an absolute URI or an absolute path. */
function isUri(text: string): boolean {
  const [, authority = '', rest] = /^(?:[A-Za-z][A-Za-z0-9+.-]*:(?:\/\/([^/?]*))?|(?=\/))([^\n]*)$/.exec(text) ?? [];
  if (rest === undefined || hasBadEscape(rest.split('?')[0])) return false;
  const [, user = '', host] = /^(?:(.*)@)?([^@]*)$/.exec(authority)!;
  if (!/^[\w.~:!$&'()*+,;=%@-]*$/.test(user) || hasBadEscape(user)) return false;
  return host.startsWith('[') ? /^\[[\w:.%~-]+\](:\d*)?$/.test(host) : /^[^\s#%:[\\^`{|}]*(:\d*)?$/.test(host);
}

function hasBadEscape(text: string): boolean {
  return /%(?![0-9A-Fa-f]{2})/.test(text);
}
