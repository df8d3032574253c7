/**
 * What a walk over a value asks of a schema, found out once. A schema has a few of many members, so that nearly each has a
 * shape of its own: to ask it for a member that it lacks takes V8 many times as long as one that is always there.
 */
import { fieldOf } from './crd/types';
import { VersionSchema as Schema } from './of-version';

/** Members that limit a single value. */
const LIMITS = [
  'enum',
  'format',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'pattern',
] as const;

export class Plan {
  readonly type: string | undefined;
  readonly isNullable: boolean;
  readonly isIntOrString: boolean;
  /** Whether a value of the type may still be wrong. */
  readonly hasLimits: boolean;
  /** Whether an object may have fields that the schema names. */
  readonly hasFields: boolean;
  readonly preservesUnknown: boolean;
  readonly required: readonly string[];
  readonly defaults: readonly (readonly [field: string, value: unknown])[];
  /** Whether no two items of a list may be the same, as a whole or in some of their members. */
  readonly hasUniqueItems: boolean;

  private readonly named = new Map<string, Plan>();
  private readonly other: Schema | undefined;

  constructor(readonly schema: Schema) {
    const { type, properties = {} } = schema;
    this.type = type;
    this.isNullable = schema.nullable === true;
    this.isIntOrString = schema.intOrString === true;
    // A number may be too large for any limit.
    const mayBeInfinite = type === undefined || type === 'number';
    this.hasLimits = mayBeInfinite || LIMITS.some((limit) => schema[limit] !== undefined);
    this.hasFields = Boolean(schema.properties ?? schema.additionalProperties);
    this.preservesUnknown = schema.preserveUnknown === true;
    this.required = schema.required ?? [];
    const fields = Object.entries(properties);
    this.defaults = fields.flatMap(([name, field]) => (field.default === undefined ? [] : [[name, field.default]]));
    this.hasUniqueItems = Boolean(schema.set ?? schema.mapKeys);
    this.other = schema.additionalProperties;
  }

  /** Of a field; undefined when the schema doesn't know it. */
  field(key: string): Plan | undefined {
    const known = this.named.get(key);
    if (known) return known;
    const schema = fieldOf(this.schema, key);
    if (!schema) return undefined;
    const plan = planOf(schema);
    // Keys of a map are the user's own, and without end.
    if (schema !== this.other) this.named.set(key, plan);
    return plan;
  }

  /** Of the items of a list. */
  get items(): Plan | undefined {
    return this.schema.items && planOf(this.schema.items);
  }
}

const plans = new WeakMap<Schema, Plan>();

export function planOf(schema: Schema): Plan {
  let plan = plans.get(schema);
  if (!plan) plans.set(schema, (plan = new Plan(schema)));
  return plan;
}
