/**
 * What is left of a JSON value once Go has decoded it into one of Kubernetes' structs. ToolHive's operator does so with
 * every pod template: unknown fields vanish silently there, and a wrong type makes it refuse the whole resource.
 */
import { fieldPath, Findings, shown } from '../findings';
import { PodTemplate } from './objects';
import { POD_SCHEMA_VERSION } from './pod-schema';
import { canonicalQuantity } from './quantity';
import { fieldsOf, findField, GoField, GoType } from './schema';
import { canonicalTime } from './time';
import { compareKeys } from '../go/json';
import { nearest } from '../plain/nearest';
import { isObject, JsonObject } from '../plain/objects';

/** How to decode. */
export interface TypedOptions {
  /**
   * Whether the value is a strategic merge patch. Its directives, such as `$patch`, are then dropped without a warning.
   * Default: false.
   */
  readonly patch?: boolean;
}

/** The id of the warning about a field that Kubernetes doesn't know. */
export const FIELD_DROPPED = 'pod-template-field-dropped';

/** The id of the warning about a field whose name has the wrong upper and lower case. */
export const FIELD_CASE = 'pod-template-field-case';

const DIRECTIVE = /^\$(patch$|retainKeys$|setElementOrder\/|deleteFromPrimitiveList\/)/;

const INTEGER_RANGES = {
  int32: { fits: (n: number) => n >= -(2 ** 31) && n < 2 ** 31, text: 'from -2147483648 to 2147483647' },
  int64: { fits: (n: number) => n >= -(2 ** 63) && n < 2 ** 63, text: 'of 64 bits' },
};

/**
 * Decodes a value as Go's encoding/json does, and gives the data that json.Marshal would print of the outcome: keys in
 * Go's order, empty fields left out or written as the struct tags define, quantities in canonical form. It shares no
 * objects with the value.
 *
 * @param type the struct, such as `PodTemplateSpec`, `Container` or `Volume`
 * @param path where the value is in the resource, for the findings
 * @param findings is given an error for each value that Go refuses, a warning for each field that is dropped, and a
 * warning for each field that is taken in spite of a wrong upper or lower case. After an error the result is of use for
 * going on checking only.
 */
export function decodeTyped(
  type: 'PodTemplateSpec',
  value: unknown,
  path: string,
  findings: Findings,
  options?: TypedOptions,
): PodTemplate;
export function decodeTyped(
  type: string,
  value: unknown,
  path: string,
  findings: Findings,
  options?: TypedOptions,
): JsonObject;
export function decodeTyped(
  type: string,
  value: unknown,
  path: string,
  findings: Findings,
  options?: TypedOptions,
): JsonObject {
  return new Decoder(findings, options?.patch ?? false).struct(type, value, path);
}

class Decoder {
  constructor(
    private readonly findings: Findings,
    private readonly isPatch: boolean,
  ) {}

  struct(type: string, value: unknown, path: string): JsonObject {
    const given = this.match(type, value, path);
    const members: Record<string, unknown> = {};
    for (const field of fieldsOf(type)) {
      const { name } = field;
      const said = given.get(name);
      if (!said && isLeftOut(field)) continue;
      const [key, item] = said ?? [name, null];
      const decoded = this.value(field.type, item, fieldPath(path, key));
      if (!(field.leftOutWhenEmpty && isEmpty(field.type, decoded))) members[name] = decoded;
    }
    return members;
  }

  /** Finds out which field each key means: `[key, value]` by field name. */
  private match(type: string, value: unknown, path: string): Map<string, [string, unknown]> {
    const given = new Map<string, [string, unknown]>();
    if (value === null || value === undefined) return given;
    if (!isObject(value)) {
      this.refuse(path, value, 'an object');
      return given;
    }
    for (const key of Object.keys(value)) {
      const item = value[key];
      if (item === undefined) continue;
      const field = findField(type, key);
      const earlier = field && given.get(field.name);
      if (!field) {
        this.reportDropped(type, key, path);
      } else if (earlier) {
        this.findings.error(
          path,
          `'${earlier[0]}' and '${key}' are the same field to Kubernetes: keep '${field.name}' only`,
        );
      } else {
        given.set(field.name, [key, item]);
        if (key !== field.name) this.reportCase(key, field, path);
      }
    }
    return given;
  }

  private value(type: GoType, value: unknown, path: string): unknown {
    // To Go null is no value: it leaves the zero value standing.
    const given = value ?? null;
    switch (type.kind) {
      case 'pointer':
        return given === null ? null : this.value(type.of, given, path);
      case 'struct':
        return this.struct(type.name, given, path);
      case 'list':
        return this.list(type.of, given, path);
      case 'map':
        return this.map(type.of, given, path);
      case 'Opaque':
        return structuredClone(given);
      case 'string':
      case 'bool':
        return this.plain(type.kind, given, path);
      case 'int32':
      case 'int64':
        return this.integer(type.kind, given, path);
      case 'IntOrString':
        return typeof given === 'string' ? given : this.integer('int32', given, path, 'a text or a whole number');
      case 'Quantity':
        return this.quantity(given, path);
      case 'Time':
        return this.time(given, path);
    }
  }

  private list(of: GoType, value: unknown, path: string): unknown[] | null {
    if (Array.isArray(value)) return value.map((item, i) => this.value(of, item, fieldPath(path, i)));
    if (value !== null) this.refuse(path, value, 'a list');
    return null;
  }

  private map(of: GoType, value: unknown, path: string): JsonObject | null {
    if (!isObject(value)) {
      if (value !== null) this.refuse(path, value, 'an object');
      return null;
    }
    const entries = Object.entries(value)
      .filter(([key, item]) => item !== undefined && !(this.isPatch && DIRECTIVE.test(key)))
      .sort(([a], [b]) => compareKeys(a, b))
      .map(([key, item]) => [key, this.value(of, item, fieldPath(path, key))]);
    return Object.fromEntries(entries);
  }

  private plain(kind: 'string' | 'bool', value: unknown, path: string): string | boolean {
    if (typeof value === (kind === 'bool' ? 'boolean' : 'string')) return value as string | boolean;
    const quotes = typeof value === 'number' || typeof value === 'boolean' ? ': put it in quotes' : '';
    if (value !== null) this.refuse(path, value, kind === 'bool' ? 'true or false' : `a text${quotes}`);
    return kind === 'bool' ? false : '';
  }

  private integer(kind: 'int32' | 'int64', value: unknown, path: string, expected = 'a whole number'): number {
    if (value === null) return 0;
    const range = INTEGER_RANGES[kind];
    if (!Number.isInteger(value)) this.refuse(path, value, expected);
    else if (!range.fits(value as number)) this.refuse(path, value, `${expected} ${range.text}`);
    // Adding zero turns -0 into 0.
    else return (value as number) + 0;
    return 0;
  }

  private quantity(value: unknown, path: string): string {
    if (value === null) return '0';
    const isText = typeof value === 'string' || typeof value === 'number';
    const canonical = isText ? canonicalQuantity(String(value).trim()) : undefined;
    if (canonical === undefined) this.refuse(path, value, 'a quantity such as "500m" or "1Gi"');
    return canonical ?? '0';
  }

  private time(value: unknown, path: string): string | null {
    if (value === null) return null;
    const canonical = typeof value === 'string' ? canonicalTime(value) : undefined;
    if (canonical === undefined) this.refuse(path, value, 'a time such as "2025-01-31T12:00:00Z"');
    return canonical ?? null;
  }

  private refuse(path: string, got: unknown, expected: string): void {
    this.findings.error(path, `got ${shown(got)}, expected ${expected}`);
  }

  private reportDropped(type: string, key: string, path: string): void {
    if (this.isPatch && DIRECTIVE.test(key)) return;
    const names = fieldsOf(type).map((f) => f.name);
    const near = nearest(key, names);
    const hint = near === undefined ? '' : `. Did you mean '${near}'?`;
    const message = `Kubernetes ${POD_SCHEMA_VERSION} doesn't know the field '${key}' in ${type}, and it is dropped${hint}`;
    this.findings.warning(FIELD_DROPPED, fieldPath(path, key), message);
  }

  private reportCase(key: string, field: GoField, path: string): void {
    const message = `'${key}' is taken as '${field.name}': write it so, since upper and lower case count elsewhere`;
    this.findings.warning(FIELD_CASE, fieldPath(path, key), message);
  }
}

/** Whether a field that was not given is not written: most are, so it is worth knowing before anything is made of them. */
function isLeftOut({ type, leftOutWhenEmpty }: GoField): boolean {
  return leftOutWhenEmpty && isEmpty(type, null);
}

/** Go's notion of empty, for a decoded value. Structs and what encodes itself are never empty. */
function isEmpty(type: GoType, value: unknown): boolean {
  switch (type.kind) {
    case 'list':
    case 'map':
      return value === null || Object.keys(value as object).length === 0;
    case 'struct':
    case 'Quantity':
    case 'IntOrString':
      return false;
    case 'pointer':
      return value === null;
    default:
      return value === null || value === '' || value === 0 || value === false;
  }
}
