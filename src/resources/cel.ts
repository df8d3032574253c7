/**
 * The CRDs' rules in CEL. They are evaluated by a CEL library, loaded when the first rule is due: most of what ToolHive
 * refuses across fields is in these rules, and none of it has to be written twice.
 */
import { fieldPath, Findings } from '../findings';
import { isObject, JsonObject } from '../plain/objects';
import { CelRule, fieldOf, RuleShape } from './crd/types';
import { VersionSchema as Schema } from './of-version';

/** Reports the rules that `value`, which the schema accepts, breaks. */
export function checkRules(schema: Schema, value: unknown, path: string, findings: Findings): void {
  if (value === null || value === undefined || !hasRules(schema)) return;
  let self: unknown;
  for (const rule of schema.rules ?? []) {
    if (isObject(value) && holdsAtAGlance(rule.shape, value)) continue;
    const broken = violation(rule, (self ??= celValue(schema, value)));
    if (broken) findings.error(placeOf(rule, path), broken);
  }
  if (Array.isArray(value)) {
    value.forEach((item, i) => checkRules(schema.items ?? {}, item, fieldPath(path, i), findings));
  } else if (typeof value === 'object') {
    for (const key of Object.keys(value)) {
      const field = fieldOf(schema, key);
      if (field && hasRules(field)) checkRules(field, (value as JsonObject)[key], fieldPath(path, key), findings);
    }
  }
}

/**
 * Sees at a glance that a rule holds, by its shape. Most do, and CEL is not even loaded where no others are due.
 *
 * @returns true where it holds; false means nothing
 */
export function holdsAtAGlance(shape: RuleShape | undefined, self: JsonObject): boolean {
  if (!shape) return false;
  if ('holdsWithout' in shape) return self[shape.holdsWithout] === undefined;
  const { of, value, needs, elseNot = false } = shape;
  if (typeof self[of] !== 'string') return false;
  return self[of] === value ? self[needs] !== undefined : !elseNot || self[needs] === undefined;
}

/** The message when the rule doesn't hold; like the API server, a rule that fails for want of a field doesn't hold. */
function violation(rule: CelRule, self: unknown): string | undefined {
  try {
    return programOf(rule.rule)({ self }) === true ? undefined : messageOf(rule, self);
  } catch (error) {
    const { summary, message } = error as { summary?: string; message: string };
    return `${rule.message ?? rule.rule} (not decided: ${summary ?? message})`;
  }
}

type Program = (variables: { self: unknown }) => unknown;

const programs = new Map<string, Program>();
let parse: ((expression: string) => Program) | undefined;

/** Parses a rule, once. */
export function programOf(rule: string): Program {
  let program = programs.get(rule);
  if (!program) {
    parse ??= loadParser();
    programs.set(rule, (program = parse(rule)));
  }
  return program;
}

function loadParser(): (expression: string) => Program {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an ES module, and costs time to load
  const { Environment } = require('@marcbachmann/cel-js');
  const environment = new Environment().registerVariable('self', 'dyn');
  return (expression) => environment.parse(expression);
}

const withRules = new WeakMap<Schema, boolean>();

/** Whether there is a rule in the schema or anywhere below. */
function hasRules(schema: Schema): boolean {
  let known = withRules.get(schema);
  if (known === undefined) {
    const below = [...Object.values(schema.properties ?? {}), schema.additionalProperties, schema.items];
    known = Boolean(schema.rules?.length) || below.some((child) => child !== undefined && hasRules(child));
    withRules.set(schema, known);
  }
  return known;
}

/** The value as CEL knows it: whole numbers of the schema are ints, which JavaScript's numbers are not. */
function celValue(schema: Schema, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => celValue(schema.items ?? {}, item));
  if (typeof value === 'object' && value !== null) {
    const members: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(value)) {
      const field = fieldOf(schema, key);
      members[key] = field ? celValue(field, member) : member;
    }
    return members;
  }
  return schema.type === 'integer' && typeof value === 'number' ? BigInt(value) : value;
}

function messageOf({ rule, message, messageExpression }: CelRule, self: unknown): string {
  const expressed = messageExpression && programOf(messageExpression)({ self });
  return typeof expressed === 'string' ? expressed : (message ?? `breaks the rule ${rule}`);
}

function placeOf({ fieldPath: below }: CelRule, path: string): string {
  return below ? `${path}${below}` : path;
}

/** What is wrong with the syntax of an expression that a user wrote; undefined when nothing is. */
export function expressionError(expression: string): string | undefined {
  try {
    programOf(expression);
    return undefined;
  } catch (error) {
    const { summary, message } = error as { summary?: string; message: string };
    return summary ?? message;
  }
}
