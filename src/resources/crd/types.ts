/**
 * The shape of the generated tables: the facts of the CRDs of all versions in the window about a resource's spec, without
 * descriptions. A schema has the facts of the newest version; `since`, `until` and `before` have the others'.
 */
import { VersionName } from '../versions';

/** One kind of ToolHive resource. */
export interface Crd {
  readonly kind: string;
  readonly plural: string;
  /** API versions that ToolHive serves, the newest first. */
  readonly versions: readonly string[];
  readonly spec: Schema;
}

/** A structural schema; names are those of OpenAPI where it has one. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly pattern?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  /** Keys that no two items of the list may share the values of. */
  readonly mapKeys?: readonly string[];
  /** The list may have no duplicates. */
  readonly set?: boolean;
  /** Fields that the schema doesn't name are kept. */
  readonly preserveUnknown?: boolean;
  readonly intOrString?: boolean;
  readonly rules?: readonly CelRule[];
  /** First version that has the field. Default: every version of the window. */
  readonly since?: VersionName;
  /** First version that has the field no more. */
  readonly until?: VersionName;
  /** What was different in earlier versions, the oldest first. */
  readonly before?: readonly Before[];
}

/** What a field was like before a version; null where it had no limit. */
export interface Before {
  readonly until: VersionName;
  readonly said: Readonly<Record<string, unknown>>;
}

/** A rule in CEL that the object must meet. */
export interface CelRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly fieldPath?: string;
  /** How to see without CEL that the rule holds. Undefined: only CEL can tell. */
  readonly shape?: RuleShape;
  /** First version that has the rule. Default: every version of the window. */
  readonly since?: VersionName;
  /** First version that has the rule no more. */
  readonly until?: VersionName;
}

/**
 * When a rule holds at a glance: without a field; or where the field `of` has the value and `needs` is there, and where it
 * has another, in which case `elseNot` wants `needs` absent.
 */
export type RuleShape =
  | { readonly holdsWithout: string }
  | { readonly of: string; readonly value: string; readonly needs: string; readonly elseNot?: true };

/** The schema of a field; undefined when the schema doesn't know it. A field may be called `constructor`. */
export function fieldOf<S extends Pick<Schema, 'properties' | 'additionalProperties'>>(
  { properties, additionalProperties }: S,
  key: string,
): S['additionalProperties'] {
  return properties && Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
}
