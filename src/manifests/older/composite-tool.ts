/** Composite tools of ToolHive up to 0.6, by themselves or in a virtual server. */
import { Fields, manifest, noteOf, ReadOlder, renamed } from './common';
import { fieldPath, Findings, shown } from '../../findings';
import { isObject, Obj } from '../../plain/objects';

export function isEarlyCompositeTool({ failureMode, steps }: Obj): boolean {
  const hasRetries = (step: unknown) => isObject(step) && isObject(step.onError) && 'maxRetries' in step.onError;
  return failureMode !== undefined || (Array.isArray(steps) && steps.some(hasRetries));
}

export function readCompositeTool({ metadata, spec }: Obj): ReadOlder {
  const kind = 'VirtualMCPCompositeToolDefinition';
  const findings = new Findings();
  const read: string[] = [];
  const fields: Fields = {};
  const tool = compositeToolOf(spec ?? {}, 'spec', read, fields, findings);
  return { manifests: [manifest(kind, metadata, tool)], fields: [fields], note: noteOf(kind, read), findings };
}

/**
 * The tool with the fields of today.
 *
 * @param at its path today
 * @param given its older path, if it is another
 */
export function compositeToolOf(
  tool: Obj,
  at: string,
  read: string[],
  fields: Fields,
  findings: Findings,
  given = at,
): Obj {
  const { failureMode, ...rest } = tool;
  if (failureMode === 'abort') {
    read.push('failureMode as what happens anyhow');
  } else if (failureMode !== undefined) {
    findings.error(
      `${given}.failureMode`,
      `${shown(failureMode)} is no longer in ToolHive; write onError: {action: continue} in each step that others shall not wait for, and drop it`,
    );
  }
  if (!Array.isArray(rest.steps)) return rest;
  rest.steps = rest.steps.map((step: unknown, i: number) => {
    if (!isObject(step) || !isObject(step.onError)) return step;
    const path = (stood: string) => `${fieldPath(`${stood}.steps`, i)}.onError`;
    return {
      ...step,
      onError: renamed(step.onError, { maxRetries: 'retryCount' }, read, fields, path(at), path(given)),
    };
  });
  return rest;
}
