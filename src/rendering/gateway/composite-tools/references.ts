/** How templates use the outputs of steps. */
import { levelsOf, maySkip, noSuchStep } from './dependencies';
import { outputTexts } from './output';
import { argumentTexts, FAILS_WHEN_CALLED, nestedTexts, templateOf, Text } from './template-check';
import { fieldPath, Findings, shown } from '../../../findings';
import { nearest } from '../../../plain/nearest';
import { isObject, JsonObject } from '../../../plain/objects';
import { Step } from '../../../resources/spec/shared';
import { CompositeTool } from '../../../resources/spec/virtualmcpserver';

/** The templates of a step that ToolHive looks for references in. */
function checkedTexts(step: Step, at: string): Text[] {
  const texts = (['condition', 'message'] as const).map((field) => ({
    field: `${at}.${field}`,
    text: step[field] ?? '',
  }));
  return [...texts, ...argumentTexts(step.arguments, `${at}.arguments`)];
}

/** All templates of a step. */
function allTexts(step: Step, at: string): Text[] {
  const { collection = '', arguments: args, step: inner } = step;
  const innerArguments = isObject(inner?.arguments) ? inner.arguments : undefined;
  return [
    ...checkedTexts(step, at),
    { field: `${at}.collection`, text: collection },
    ...nestedTexts(args, `${at}.arguments`),
    ...argumentTexts(innerArguments, `${at}.step.arguments`),
    ...nestedTexts(innerArguments, `${at}.step.arguments`),
  ];
}

/** A step that may be skipped needs a result for each field that a template refers to. */
export function checkDefaultResults({ steps, output }: CompositeTool, at: string, findings: Findings): void {
  if (!steps.some(maySkip)) return;
  const users: (readonly [string, Text[]])[] = [
    ...steps.map((step, i) => [`step ${shown(step.id)}`, checkedTexts(step, fieldPath(`${at}.steps`, i))] as const),
    ['the output', outputTexts(output, `${at}.output`)],
  ];
  const references = users.flatMap(([user, texts]) =>
    texts.flatMap((text) => referencesOf(text, findings).map((reference) => ({ user, reference }))),
  );
  steps.forEach((step, i) => {
    if (!maySkip(step)) return;
    const given = isObject(step.defaultResults) ? step.defaultResults : {};
    const asked = new Map<string, Set<string>>();
    for (const { user, reference } of references) {
      const [, root, id, member, field] = reference.split('.');
      if (root !== 'steps' || id !== step.id || member !== 'output' || field === undefined) continue;
      if (!Object.hasOwn(given, field)) asked.set(field, (asked.get(field) ?? new Set()).add(user));
    }
    const why = step.condition ? 'has a condition' : 'goes on after an error';
    for (const [field, by] of asked) {
      findings.error(
        fieldPath(`${fieldPath(`${at}.steps`, i)}.defaultResults`, field),
        `is required: step ${shown(step.id)} ${why}, and ${[...by].join(' and ')} ${by.size > 1 ? 'refer' : 'refers'} to ` +
          `.steps.${step.id}.output.${field}; give the value that stands for it when there is none`,
      );
    }
  });
}

function referencesOf({ text, field }: Text, findings: Findings): readonly string[] {
  const template = templateOf(text);
  if (template?.hasBareCall) {
    findings.error(
      field,
      `${shown(text)} calls a template without data, with which ToolHive's operator crashes; write {{template "name" .}}`,
    );
  }
  return template?.references ?? [];
}

/** What a template may start from. Source: ToolHive pkg/vmcp/composer/template_expander.go. */
const ROOTS = ['params', 'steps', 'vars', 'workflow'];

/** Go's templates write "<no value>" for what isn't there, so that the tool gets that in place of an argument. */
function checkRoots(
  { text, field }: Text,
  roots: readonly string[],
  parameters: JsonObject | undefined,
  findings: Findings,
): void {
  const declared = isObject(parameters?.properties) ? Object.keys(parameters.properties) : undefined;
  const seen = new Set<string>();
  for (const path of templateOf(text)?.fromRoot ?? []) {
    const [, root, name] = path.split('.');
    const isRoot = roots.includes(root);
    const isKnown = isRoot && (root !== 'params' || name === undefined || !declared || declared.includes(name));
    const shownPath = isRoot ? `.${root}.${name}` : `.${root}`;
    if (!root || isKnown || seen.has(shownPath)) continue;
    seen.add(shownPath);
    const known = isRoot ? declared! : roots;
    const near = nearest(isRoot ? name : root, known);
    const what = isRoot ? 'is no parameter of the tool' : 'is nothing that templates know';
    const hint = near === undefined ? `known: ${known.join(', ') || 'none'}` : `did you mean ${shown(near)}?`;
    findings.warning(FAILS_WHEN_CALLED, field, `refers to ${shownPath}, which ${what}; ${hint}`);
  }
}

/** Templates that refer to what is not there, or to steps that are not done yet, fail when the tool is called. */
export function checkReferences({ steps, output, parameters }: CompositeTool, at: string, findings: Findings): void {
  steps.forEach((step, i) => {
    const roots = step.type === 'forEach' ? [...ROOTS, 'forEach'] : ROOTS;
    for (const text of allTexts(step, fieldPath(`${at}.steps`, i))) checkRoots(text, roots, parameters, findings);
  });
  for (const text of outputTexts(output, `${at}.output`)) checkRoots(text, ROOTS, parameters, findings);
  const ids = steps.map(({ id }) => id);
  const levels = levelsOf(steps);
  steps.forEach((step, i) => {
    for (const { field, text } of allTexts(step, fieldPath(`${at}.steps`, i))) {
      for (const id of stepsIn(text)) {
        const [own, other] = [levels.get(step.id), levels.get(id)];
        if (!ids.includes(id)) {
          unknown(id, ids, field, findings);
        } else if (own !== undefined && other !== undefined && other >= own) {
          const todo = id === step.id ? 'a step has no output before it is done' : `add ${shown(id)} to dependsOn`;
          findings.warning(
            FAILS_WHEN_CALLED,
            field,
            `refers to step ${shown(id)}, which step ${shown(step.id)} does not wait for; ${todo}`,
          );
        }
      }
    }
  });
  for (const { field, text } of outputTexts(output, `${at}.output`)) {
    stepsIn(text).forEach((id) => ids.includes(id) || unknown(id, ids, field, findings));
  }
}

function unknown(id: string, ids: string[], field: string, findings: Findings): void {
  findings.warning(FAILS_WHEN_CALLED, field, `refers to step ${shown(id)}, but ${noSuchStep(id, ids)}`);
}

/** Ids of the steps whose results a template asks for. */
function stepsIn(text: string): string[] {
  const paths = (templateOf(text)?.fromRoot ?? []).map((path) => path.split('.'));
  return [...new Set(paths.flatMap(([, root, id]) => (root === 'steps' && id !== undefined ? [id] : [])))];
}
