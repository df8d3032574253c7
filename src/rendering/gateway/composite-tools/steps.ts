/** Steps of a composite tool, each on its own. */
import { checkJsonSchema } from './json-schema';
import { argumentTexts, FAILS_WHEN_CALLED, nestedTexts, templateError } from './template-check';
import { Findings, shown } from '../../../findings';
import { parseDuration } from '../../../go/duration';
import { isObject, JsonObject } from '../../../plain/objects';
import { Step } from '../../../resources/spec/shared';
import { REFUSED_BY_PROXY, warnWithoutEffect } from '../../model/without-effect';

const TOOL = /^[a-zA-Z0-9][a-zA-Z0-9._-]*$/;
const ACTIONS = ['abort', 'continue', 'retry'];
/** The most repetitions of a call. */
const MAX_RETRIES = 10;

/** Checks what all steps have, and what is a call's or a question's alone. */
export function checkStep(step: Step, at: string, findings: Findings): void {
  const type = step.type || 'tool';
  if (type === 'tool') checkTool(step.tool, at, findings);
  if (type === 'elicitation') checkElicitation(step, at, findings);
  for (const field of ['condition', 'message'] as const) {
    const text = step[field];
    if (text) checkTemplate(text, `${at}.${field}`, findings);
  }
  checkArguments(step.arguments, `${at}.arguments`, findings);
  if (step.schema) checkJsonSchema(step.schema, `${at}.schema`, findings);
  if (step.defaultResults !== undefined && !isObject(step.defaultResults)) {
    findings.error(`${at}.defaultResults`, `must be an object of fields, not ${shown(step.defaultResults)}`);
  }
  checkOnError(step.onError, type === 'forEach', `${at}.onError`, findings);
}

/** Checks the name of a tool. */
export function checkTool(tool: unknown, at: string, findings: Findings): void {
  if (!tool) {
    findings.error(`${at}.tool`, 'is required: name the tool to call, as MEMBER.TOOL');
  } else if (typeof tool !== 'string' || !TOOL.test(tool)) {
    findings.error(
      `${at}.tool`,
      `${shown(tool)} is no name of a tool: letters, digits, ".", "_" and "-", the first of them a letter or digit`,
    );
  }
}

/** Checks a template. */
export function checkTemplate(text: string, field: string, findings: Findings): void {
  const wrong = templateError(text);
  if (wrong) findings.error(field, `${shown(text)} is no Go template: ${wrong}`);
}

/** Checks the templates among arguments. */
export function checkArguments(args: JsonObject | undefined, at: string, findings: Findings): void {
  for (const { field, text } of argumentTexts(args, at)) checkTemplate(text, field, findings);
  for (const { field, text } of nestedTexts(args, at)) {
    const wrong = templateError(text);
    if (wrong) findings.warning(FAILS_WHEN_CALLED, field, `${shown(text)} is no Go template: ${wrong}`);
  }
}

function checkElicitation({ message, schema }: Step, at: string, findings: Findings): void {
  if (!message) findings.error(`${at}.message`, 'is required: the question to the user');
  if (!schema || !Object.keys(schema).length) {
    findings.warning(
      REFUSED_BY_PROXY,
      `${at}.schema`,
      'is required: say what an answer looks like, by a JSON schema of an object',
    );
  }
}

/** What happens when a call fails. The CRD has no type for an inner step's. */
type StepErrorHandling = { readonly [Field in 'action' | 'retryCount' | 'retryDelay']?: unknown };

/** Checks what happens when a call fails. */
export function checkOnError(
  onError: StepErrorHandling | undefined,
  isLoop: boolean,
  at: string,
  findings: Findings,
): void {
  if (!onError?.action) return;
  const { action, retryCount = 0, retryDelay } = onError;
  if (typeof action !== 'string' || !ACTIONS.includes(action)) {
    findings.error(`${at}.action`, `${shown(action)} is no action; use one of ${ACTIONS.map(shown).join(', ')}`);
  }
  if (retryDelay !== undefined && parseDuration(String(retryDelay)) === undefined) {
    findings.error(`${at}.retryDelay`, `${shown(retryDelay)} is no duration; write one such as "500ms"`);
  }
  if (action !== 'retry') return;
  if (typeof retryCount !== 'number' || retryCount < 1) {
    findings.error(`${at}.retryCount`, `${shown(retryCount)} must be at least 1 where action is "retry"`);
  } else if (retryCount > MAX_RETRIES) {
    warnWithoutEffect(
      `${at}.retryCount`,
      `${shown(retryCount)} is more than a server does, which repeats a call ${MAX_RETRIES} times at most`,
      findings,
    );
  }
  if (isLoop) {
    warnWithoutEffect(
      `${at}.action`,
      'has no effect on a forEach: a server repeats single calls only; write it at step.onError',
      findings,
    );
  }
}
