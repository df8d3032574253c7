/**
 * Holds a resource's spec against its CRD as the API server would: applies defaults, and reports every field that is
 * unknown, missing or wrong. Our own walk rather than a JSON Schema validator, because it must default, prune and name
 * what to write instead in one pass over thousands of resources (docs/decisions/0005-crd-facts.md).
 */
import { fieldPath, Findings, shown } from '../findings';
import { checkRules } from './cel';
import { fieldOf } from './crd/types';
import { limitViolation } from './limits';
import { specSchema, VersionSchema as Schema } from './of-version';
import { sinceWhen, VersionName } from './versions';
import { nearest } from '../plain/nearest';
import { isObject, isOfClassObject, JsonObject } from '../plain/objects';

/**
 * Checks a spec.
 *
 * @param kind a ToolHive kind
 * @param version the version of ToolHive whose CRD it is held against
 * @param spec the spec as it was given; it isn't changed
 * @param findings is given an error for each violation of the schema, or, when there is none, of the CEL rules
 * @param root where the spec is in the resource
 * @returns a copy with the CRD's defaults; of use for going on checking only when there were errors
 */
export function checkSpec(
  kind: string,
  version: VersionName,
  spec: unknown,
  findings: Findings,
  root = 'spec',
): JsonObject {
  const schema = specSchema(kind, version);
  const before = findings.errors.length;
  const checked = new Walk(kind, version, findings).value(schema, spec ?? {}, root) as JsonObject;
  if (findings.errors.length === before) checkRules(schema, checked, root, findings);
  return checked;
}

const TYPE_NAMES: Record<string, string> = {
  object: 'an object',
  array: 'a list',
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

class Walk {
  constructor(
    private readonly kind: string,
    private readonly version: VersionName,
    private readonly findings: Findings,
  ) {}

  value(schema: Schema, value: unknown, path: string): unknown {
    if (value === null && schema.nullable) return null;
    if (!this.hasType(schema, value)) {
      const quoted = schema.type === 'string' && typeof value !== 'object' ? `; quote it: ${shown(String(value))}` : '';
      this.findings.error(path, `must be ${TYPE_NAMES[schema.type!] ?? schema.type}, not ${shown(value)}${quoted}`);
      return value;
    }
    this.limits(schema, value, path);
    if (Array.isArray(value)) return this.list(schema, value, path);
    if (typeof value === 'object' && value !== null) return this.object(schema, value as JsonObject, path);
    return value;
  }

  private hasType(schema: Schema, value: unknown): boolean {
    if (schema.intOrString) return typeof value === 'string' || Number.isInteger(value);
    switch (schema.type) {
      case undefined:
        return true;
      case 'array':
        return Array.isArray(value);
      case 'object':
        return isObject(value);
      case 'integer':
        return Number.isInteger(value);
      default:
        return typeof value === schema.type;
    }
  }

  private object(schema: Schema, given: JsonObject, path: string): JsonObject {
    const { properties, additionalProperties, required = [] } = schema;
    if (!properties && !additionalProperties) {
      return schema.preserveUnknown ? (copyOf(given) as JsonObject) : this.unknown(schema, given, path);
    }
    const checked: Record<string, unknown> = {};
    for (const key of Object.keys(given)) {
      const value = given[key];
      const field = fieldOf(schema, key);
      const at = fieldPath(path, key);
      if (!field) {
        if (schema.preserveUnknown) set(checked, key, copyOf(value));
        else this.unknownField(schema, key, at);
      } else if (value !== undefined && (value !== null || field.nullable)) {
        set(checked, key, this.value(field, value, at));
      }
    }
    for (const key of properties ? Object.keys(properties) : []) {
      const { default: value } = properties![key];
      if (value === undefined || checked[key] !== undefined) continue;
      checked[key] = typeof value === 'object' ? structuredClone(value) : value;
    }
    for (const key of required) {
      if (checked[key] === undefined) {
        this.findings.error(fieldPath(path, key), `is required${requiredHint(properties?.[key])}`);
      }
    }
    return checked;
  }

  /** An object that the schema gives no fields at all. */
  private unknown(schema: Schema, given: JsonObject, path: string): JsonObject {
    for (const key of Object.keys(given)) this.unknownField(schema, key, fieldPath(path, key));
    return {};
  }

  private unknownField(schema: Schema, key: string, at: string): void {
    const other = schema.elsewhere && Object.hasOwn(schema.elsewhere, key) ? schema.elsewhere[key] : undefined;
    if (other) {
      const span = other.until ? `until before ${other.until}` : sinceWhen(other.since!);
      this.findings.error(
        at,
        `is known to ToolHive ${span}; what is rendered is set to ${this.version} (toolhiveVersion, --toolhive-version)`,
      );
      return;
    }
    const known = Object.keys(schema.properties ?? {});
    this.findings.error(at, `is not a field of ${this.kind}${suggestion(key, known)}`);
  }

  private list(schema: Schema, given: unknown[], path: string): unknown[] {
    const items = given.map((item, i) => (schema.items ? this.value(schema.items, item, fieldPath(path, i)) : item));
    const keyOf = (item: unknown): string | undefined => {
      if (schema.set) return JSON.stringify(item);
      if (!schema.mapKeys || typeof item !== 'object' || item === null) return undefined;
      return JSON.stringify(Object.fromEntries(schema.mapKeys.map((key) => [key, (item as JsonObject)[key]])));
    };
    const seen = new Map<string, number>();
    items.forEach((item, i) => {
      const key = keyOf(item);
      if (key === undefined) return;
      if (seen.has(key)) {
        this.findings.error(
          fieldPath(path, i),
          `duplicate of ${fieldPath(path, seen.get(key)!)}: ${key} is a duplicate; drop or rename one`,
        );
      } else {
        seen.set(key, i);
      }
    });
    return items;
  }

  private limits(schema: Schema, value: unknown, path: string): void {
    const wrong = limitViolation(schema, value);
    if (wrong) this.findings.error(path, wrong);
  }
}

/** A copy of what the schema leaves open: many times as fast as `structuredClone`, which is for what isn't plain or very deep. */
function copyOf(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return structuredClone(value);
  if (Array.isArray(value)) return value.map((item) => copyOf(item, depth + 1));
  if (!isOfClassObject(value)) return structuredClone(value);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) set(copy, key, copyOf((value as JsonObject)[key], depth + 1));
  return copy;
}

const DEEPEST = 50;

/** Defines a key, which plain assignment would not do with `__proto__`. */
function set(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  } else {
    target[key] = value;
  }
}

function requiredHint(field: Schema | undefined): string {
  return field?.enum ? `; use one of ${field.enum.map(shown).join(', ')}` : '';
}

/** `; did you mean "x"?`, or the whole choice when it is short, or nothing. */
export function suggestion(given: string, known: readonly string[]): string {
  if (!known.length) return '; no field is known here';
  const best = nearest(given, known);
  if (best !== undefined) return `; did you mean ${shown(best)}?`;
  return known.length <= 8 ? `; known fields: ${known.join(', ')}` : '';
}
