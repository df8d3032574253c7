/**
 * What a composite tool gives. The operator looks only for what templates refer to; a server doesn't start with the rest.
 * Source: ToolHive pkg/vmcp/composer/output_validator.go.
 */
import { maySkip } from './dependencies';
import { FAILS_WHEN_CALLED, templateError, Text } from './template-check';
import { fieldPath, Findings, shown } from '../../../findings';
import { isObject, JsonObject } from '../../../plain/objects';
import { Output, Step } from '../../../resources/spec/shared';
import { REFUSED_BY_PROXY } from '../../model/without-effect';

/** Which kinds of values a default may be, by the type of the property. A text is converted. */
const DEFAULTS: Record<string, readonly string[]> = {
  string: [],
  integer: ['number', 'string'],
  number: ['number', 'string'],
  boolean: ['boolean', 'string'],
  object: ['object', 'string'],
  array: ['list', 'string'],
};

const MAX_DEPTH = 10;

/** Checks the output of a tool. */
export function checkOutput(output: Output | undefined, steps: readonly Step[], at: string, findings: Findings): void {
  if (!output) return;
  const { properties, required = [] } = output;
  const refused = (field: string, message: string) => findings.warning(REFUSED_BY_PROXY, field, message);
  if (!Object.keys(properties).length) {
    refused(
      `${at}.properties`,
      'must have at least one property; without output, the tool gives what its last step gave',
    );
  }
  required.forEach((name, i) => {
    if (Object.hasOwn(properties, name)) return;
    refused(fieldPath(`${at}.required`, i), `${shown(name)} is none of the properties; add it, or drop it here`);
  });
  checkProperties(properties, `${at}.properties`, 0, { refused, findings });
  for (const { field, text } of outputTexts(output, at)) {
    const wrong = templateError(text);
    const message = `${shown(text)} is no Go template: ${wrong}`;
    // Only where a step may be skipped does the operator read these templates.
    if (wrong && steps.some(maySkip)) findings.error(field, message);
    else if (wrong) findings.warning(FAILS_WHEN_CALLED, field, message);
  }
}

/** The templates of an output. */
export function outputTexts(output: { readonly properties?: unknown } | undefined, at: string): Text[] {
  const { properties } = output ?? {};
  if (!isObject(properties)) return [];
  return Object.entries(properties).flatMap(([name, property]) => {
    const field = fieldPath(`${at}.properties`, name);
    if (!isObject(property)) return [];
    const own = typeof property.value === 'string' ? [{ field: `${field}.value`, text: property.value }] : [];
    return [...own, ...outputTexts(property, field)];
  });
}

interface Report {
  readonly refused: (field: string, message: string) => void;
  readonly findings: Findings;
}

function checkProperties(properties: JsonObject, at: string, depth: number, report: Report): void {
  if (depth > MAX_DEPTH) {
    report.refused(at, `is nested more than ${MAX_DEPTH} levels deep; make it flatter`);
    return;
  }
  for (const [name, property] of Object.entries(properties)) {
    checkProperty(property, fieldPath(at, name), depth, report);
  }
}

function checkProperty(property: unknown, at: string, depth: number, report: Report): void {
  const { refused, findings } = report;
  // The CRD has no types for what is nested.
  if (!isObject(property)) {
    findings.error(at, `must be an object with type, description and value, not ${shown(property)}`);
    return;
  }
  const { type, description, value, properties = {} }: JsonObject = property;
  if (typeof type !== 'string' || !Object.hasOwn(DEFAULTS, type)) {
    refused(`${at}.type`, `${shown(type)} is no type; use one of ${Object.keys(DEFAULTS).map(shown).join(', ')}`);
  }
  if (!description) refused(`${at}.description`, 'is required: say what the value means');
  const isNested = isObject(properties) && Object.keys(properties).length > 0;
  if (value && isNested) refused(at, 'has both value and properties; keep one');
  else if (isNested && type !== 'object') refused(at, `has properties, which only type "object" can have`);
  else if (!value && !isNested) refused(at, 'has no value; write a template such as {{.steps.a.output.text}}');
  if (isNested) checkProperties(properties, `${at}.properties`, depth + 1, report);
  checkDefault(property, at, refused);
}

function checkDefault({ type, default: given }: JsonObject, at: string, refused: Report['refused']): void {
  const kinds = DEFAULTS[String(type)] ?? [];
  if (given === undefined || given === null || !kinds.length) return;
  const isEmpty = typeof given === 'object' && !Object.keys(given).length;
  const kind = Array.isArray(given) ? 'list' : typeof given;
  if (isEmpty || kinds.includes(kind)) return;
  refused(`${at}.default`, `${shown(given)} must be of type ${shown(type)}`);
}
