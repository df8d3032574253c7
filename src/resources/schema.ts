/**
 * Holds a resource's spec against its CRD as the API server would: applies defaults, and reports every field that is
 * unknown, missing or wrong. Our own walk rather than a JSON Schema validator, because it must default, prune and name
 * what to write instead in one pass over thousands of resources (docs/decisions/0005-crd-facts.md).
 */
import { fieldPath, Findings, shown } from '../findings';
import { checkRules } from './cel';
import { limitViolation } from './limits';
import { hasKind, Span, spanOfKind, specSchema, VersionSchema as Schema } from './of-version';
import { Plan, planOf } from './plan';
import { sinceWhen, VersionName } from './versions';
import { nearest } from '../plain/nearest';
import { isObject, JsonObject } from '../plain/objects';

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
  if (!hasKind(kind, version)) {
    findings.error('kind', `${kind} ${isOfOthers(spanOfKind(kind), version)}`);
    return {};
  }
  const schema = specSchema(kind, version);
  const before = findings.errors.length;
  const checked = new Walk(kind, version, findings, root).value(planOf(schema), spec ?? {}) as JsonObject;
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
  /** To the value at hand; a text is made of it where something is found only. */
  private readonly keys: (string | number)[] = [];

  constructor(
    private readonly kind: string,
    private readonly version: VersionName,
    private readonly findings: Findings,
    private readonly root: string,
  ) {}

  value(plan: Plan, value: unknown): unknown {
    if (value === null && plan.isNullable) return null;
    if (!hasType(plan, value)) {
      this.refuseType(plan, value);
      return value;
    }
    if (plan.hasLimits) this.limits(plan, value);
    if (typeof value !== 'object' || value === null) return value;
    return Array.isArray(value) ? this.list(plan, value) : this.object(plan, value as JsonObject);
  }

  private refuseType({ type }: Plan, value: unknown): void {
    const quoted = type === 'string' && typeof value !== 'object' ? `; quote it: ${shown(String(value))}` : '';
    this.error(this.here(), `must be ${TYPE_NAMES[type!] ?? type}, not ${shown(value)}${quoted}`);
  }

  private object(plan: Plan, given: JsonObject): JsonObject {
    if (!plan.hasFields) {
      return plan.preservesUnknown ? structuredClone(given) : this.unknown(plan, given);
    }
    const checked: Record<string, unknown> = {};
    for (const key of Object.keys(given)) {
      const value = given[key];
      const field = plan.field(key);
      if (!field) {
        if (plan.preservesUnknown) set(checked, key, structuredClone(value));
        else this.unknownField(plan, key);
      } else if (value !== undefined && (value !== null || field.isNullable)) {
        this.keys.push(key);
        set(checked, key, this.value(field, value));
        this.keys.pop();
      }
    }
    for (const [key, value] of plan.defaults) {
      if (checked[key] === undefined) checked[key] = typeof value === 'object' ? structuredClone(value) : value;
    }
    for (const key of plan.required) {
      if (checked[key] === undefined) {
        this.error(this.at(key), `is required${requiredHint(plan.schema.properties?.[key])}`);
      }
    }
    return checked;
  }

  /** An object that the schema gives no fields at all. */
  private unknown(plan: Plan, given: JsonObject): JsonObject {
    for (const key of Object.keys(given)) this.unknownField(plan, key);
    return {};
  }

  private unknownField({ schema }: Plan, key: string): void {
    const other = schema.elsewhere && Object.hasOwn(schema.elsewhere, key) ? schema.elsewhere[key] : undefined;
    if (other) {
      this.error(this.at(key), isOfOthers(other, this.version));
      return;
    }
    const known = Object.keys(schema.properties ?? {});
    this.error(this.at(key), `is not a field of ${this.kind}${suggestion(key, known)}`);
  }

  private list(plan: Plan, given: unknown[]): unknown[] {
    const { items: plans } = plan;
    const items = !plans
      ? [...given]
      : given.map((item, i) => {
          this.keys.push(i);
          const checked = this.value(plans, item);
          this.keys.pop();
          return checked;
        });
    if (plan.hasUniqueItems && items.length > 1) this.refuseDuplicates(plan.schema, items);
    return items;
  }

  private refuseDuplicates({ set: isSet, mapKeys }: Schema, items: readonly unknown[]): void {
    const keyOf = (item: unknown): string | undefined => {
      if (isSet) return JSON.stringify(item);
      if (!mapKeys || typeof item !== 'object' || item === null) return undefined;
      return JSON.stringify(Object.fromEntries(mapKeys.map((key) => [key, (item as JsonObject)[key]])));
    };
    const seen = new Map<string, number>();
    items.forEach((item, i) => {
      const key = keyOf(item);
      if (key === undefined) return;
      if (seen.has(key)) {
        this.error(this.at(i), `duplicate of ${this.at(seen.get(key)!)}: ${key} is a duplicate; drop or rename one`);
      } else {
        seen.set(key, i);
      }
    });
  }

  private limits({ schema }: Plan, value: unknown): void {
    const wrong = limitViolation(schema, value);
    if (wrong) this.error(this.here(), wrong);
  }

  private error(path: string, message: string): void {
    this.findings.error(path, message);
  }

  private here(): string {
    return this.keys.reduce<string>(fieldPath, this.root);
  }

  private at(key: string | number): string {
    return fieldPath(this.here(), key);
  }
}

function hasType({ type, isIntOrString }: Plan, value: unknown): boolean {
  if (isIntOrString) return typeof value === 'string' || Number.isInteger(value);
  switch (type) {
    case undefined:
      return true;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/** What a version lacks, and others have. */
function isOfOthers({ since, until }: Span, version: VersionName): string {
  const span = until ? `until before ${until}` : sinceWhen(since!);
  return `is known to ToolHive ${span}; what is rendered is set to ${version} (toolhiveVersion, --toolhive-version)`;
}

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
