/** Steps that call a tool for each item of a list. The CRD has no types for the inner step, so they are checked too. */
import { checkArguments, checkOnError, checkTemplate, checkTool } from './steps';
import { Findings, shown } from '../../../findings';
import { isObject, JsonObject } from '../../../plain/objects';
import { Step } from '../../../resources/spec/shared';
import { REFUSED_BY_PROXY, warnWithoutEffect } from '../../model/without-effect';

/** The most that a server takes. */
const LIMITS = [
  ['maxParallel', 50],
  ['maxIterations', 1000],
] as const;

/** Fields of a step that a server doesn't read of an inner one. */
const UNREAD = ['condition', 'dependsOn', 'timeout', 'message', 'schema', 'onDecline', 'onCancel', 'defaultResults'];

/** Checks what only a `forEach` has. */
export function checkForEach(step: Step, at: string, findings: Findings): void {
  for (const field of ['tool', 'message'] as const) {
    if (!step[field]) continue;
    findings.error(`${at}.${field}`, `${shown(step[field])} does not go with type "forEach"; write the call to step`);
  }
  if (step.collection) {
    checkTemplate(step.collection, `${at}.collection`, findings);
  } else {
    findings.error(
      `${at}.collection`,
      'is required: a template whose result is a JSON list, such as {{json .params.urls}}',
    );
  }
  checkItemVar(step.itemVar, `${at}.itemVar`, findings);
  for (const [field, most] of LIMITS) {
    const given = step[field] ?? 0;
    if (given >= 0 && given <= most) continue;
    findings.error(`${at}.${field}`, `${shown(given)} must be from 0 to ${most}; 0 leaves it to the server`);
  }
  if (!step.step) {
    findings.error(`${at}.step`, 'is required: the call for each item');
  } else {
    checkInner(step.step, `${at}.step`, findings);
  }
}

function checkItemVar(itemVar: string | undefined, field: string, findings: Findings): void {
  if (!itemVar) return;
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(itemVar)) {
    findings.error(field, `${shown(itemVar)} must be a name of letters, digits and "_", the first of them no digit`);
  } else if (itemVar === 'index') {
    findings.error(field, '"index" is the number of the item; choose another name');
  }
}

function checkInner(inner: JsonObject, at: string, findings: Findings): void {
  const type = inner.type || 'tool';
  if (type !== 'tool') {
    findings.error(`${at}.type`, `${shown(type)} must be "tool": a forEach can only call tools`);
    return;
  }
  checkTool(inner.tool, at, findings);
  const args = inner.arguments ?? {};
  if (isObject(args)) checkArguments(args, `${at}.arguments`, findings);
  else findings.error(`${at}.arguments`, `must be an object, not ${shown(args)}`);
  if (!inner.id) findings.warning(REFUSED_BY_PROXY, `${at}.id`, 'is required: give the inner step an id too');
  if (isObject(inner.onError)) checkOnError(inner.onError, false, `${at}.onError`, findings);
  for (const field of UNREAD) {
    if (!(field in inner)) continue;
    warnWithoutEffect(`${at}.${field}`, 'has no effect on the inner step; write it at the forEach itself', findings);
  }
}
