/** Templates in the fields of a composite tool. */
import { fieldPath } from '../../../findings';
import { parseTemplate, Template } from '../../../go/template/template';
import { TemplateError } from '../../../go/template/tokens';
import { JsonObject } from '../../../plain/objects';

/** Id of the warning about a composite tool that is taken, and fails when it is called. */
export const FAILS_WHEN_CALLED = 'composite-tool-fails';

/** What is wrong with a template, and where; undefined if nothing is. */
export function templateError(text: string): string | undefined {
  try {
    parseTemplate(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const before = text.slice(0, error.at).split('\n');
    return `line ${before.length}, column ${[...before.at(-1)!].length + 1}: ${error.message}`;
  }
}

/** A template, read; undefined if it is wrong, which is reported elsewhere. */
export function templateOf(text: string): Template | undefined {
  return templateError(text) === undefined ? parseTemplate(text) : undefined;
}

/** A text and the field that it is in. */
export interface Text {
  readonly field: string;
  readonly text: string;
}

/** The arguments that ToolHive takes for templates when it checks a step: those that are text. */
export function argumentTexts(args: JsonObject | undefined, at: string): Text[] {
  return Object.entries(args ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' ? [{ field: fieldPath(at, name), text: value }] : [],
  );
}

/** Texts within arguments that are lists or objects. They are templates too, but for the check. */
export function nestedTexts(args: JsonObject | undefined, at: string): Text[] {
  const within = (value: unknown, field: string): Text[] => {
    if (typeof value === 'string') return [{ field, text: value }];
    if (Array.isArray(value)) return value.flatMap((item, i) => within(item, fieldPath(field, i)));
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, item]) => within(item, fieldPath(field, key)));
  };
  return Object.entries(args ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' ? [] : within(value, fieldPath(at, name)),
  );
}
