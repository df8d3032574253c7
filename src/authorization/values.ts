/**
 * Values of claims and arguments as ToolHive gives them to Cedar.
 * Source: ToolHive pkg/authz/authorizers/cedar/entity.go; cedar-go types/decimal.go.
 */
import { isObject, JsonObject } from '../plain/objects';

/** What is nested deeper is dropped. */
const DEPTH = 10;

/** A record, without the members that Cedar has no value for. */
export function cedarRecord(given: JsonObject, depth = 0): JsonObject {
  const members = Object.entries(given).map(([key, value]) => [key, cedarValue(value, depth)] as const);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

function cedarValue(value: unknown, depth: number): unknown {
  if (depth > DEPTH) return undefined;
  if (typeof value === 'number') return decimal(value);
  // What ToolHive makes up itself, and no JSON is.
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) {
    return value.map((item) => cedarValue(item, depth + 1)).filter((item) => item !== undefined);
  }
  return isObject(value) ? cedarRecord(value, depth + 1) : undefined;
}

const PLACES = 10_000;
const LARGEST = 2 ** 63;

/** A number of JSON is a decimal with four places there, the rest cut off; never a whole number. */
function decimal(value: number): unknown {
  const units = value * PLACES;
  if (!(Math.abs(units) < LARGEST)) return undefined;
  const digits = BigInt(Math.trunc(units));
  const [sign, size] = digits < 0n ? ['-', -digits] : ['', digits];
  const fraction = String(size % BigInt(PLACES)).padStart(4, '0');
  return { __extn: { fn: 'decimal', arg: `${sign}${size / BigInt(PLACES)}.${fraction}` } };
}
