/**
 * Composite tools: what ToolHive's operator checks of a tool that calls others in turn, what keeps a virtual server with it
 * from starting, and what fails when it is called.
 * Source: ToolHive pkg/vmcp/config/composite_validation.go, pkg/vmcp/server/workflow_converter.go, pkg/vmcp/composer.
 */
import { checkDependencies } from './dependencies';
import { checkForEach } from './for-each';
import { checkJsonSchema } from './json-schema';
import { checkOutput } from './output';
import { checkDefaultResults, checkReferences } from './references';
import { checkStep } from './steps';
import { fieldPath, Findings, isWarning, shown } from '../../../findings';
import { parseDuration } from '../../../go/duration';
import { JsonObject } from '../../../plain/objects';
import { Resource } from '../../../resources/resource';
import { VirtualMcpCompositeToolDefinitionSpec as CompositeTool } from '../../../resources/spec';
import { Step } from '../../../resources/spec/shared';
import { REFUSED_BY_PROXY } from '../../model/without-effect';

/** The most steps that a server takes. */
const MAX_STEPS = 100;

/** Checks a VirtualMCPCompositeToolDefinition on its own. No controller does, so that only the server refuses what is wrong. */
export function checkCompositeToolDefinition({ spec }: Resource<CompositeTool>, findings: Findings): void {
  const found = new Findings();
  checkCompositeTool(spec, 'spec', found);
  for (const finding of found.list) {
    findings.warning(isWarning(finding) ? finding.id : REFUSED_BY_PROXY, finding.field, finding.message);
  }
}

/**
 * Checks a composite tool.
 *
 * @param tool the spec of a VirtualMCPCompositeToolDefinition, or one of a virtual server's `compositeTools`; its CRD has been
 * checked
 * @param at where it is in the resource
 */
export function checkCompositeTool(tool: CompositeTool, at: string, findings: Findings): void {
  const { steps } = tool;
  if (!tool.name) findings.error(`${at}.name`, 'is required: clients call the tool by it');
  if (!tool.description) {
    findings.error(`${at}.description`, 'is required: say what the tool does, for clients and their models');
  }
  checkTimeout(tool, at, findings);
  checkParameters(tool.parameters, `${at}.parameters`, findings);
  checkStepCount(steps, `${at}.steps`, findings);
  checkIds(steps, `${at}.steps`, findings);
  steps.forEach((step, i) => {
    const field = fieldPath(`${at}.steps`, i);
    checkTimeout(step, field, findings);
    checkStep(step, field, findings);
    if (step.type === 'forEach') checkForEach(step, field, findings);
  });
  checkDependencies(steps, `${at}.steps`, findings);
  checkOutput(tool.output, steps, `${at}.output`, findings);
  checkDefaultResults(tool, at, findings);
  checkReferences(tool, at, findings);
}

function checkTimeout({ timeout }: { readonly timeout?: string }, at: string, findings: Findings): void {
  if (timeout !== undefined && parseDuration(timeout) === undefined) {
    findings.error(
      `${at}.timeout`,
      `${shown(timeout)} is no duration that Go can hold; write one such as "30s" or "5m"`,
    );
  }
}

function checkParameters(parameters: JsonObject | undefined, at: string, findings: Findings): void {
  if (!parameters || !Object.keys(parameters).length) return;
  if (parameters.type !== 'object') {
    const given = parameters.type === undefined ? 'is missing' : `is ${shown(parameters.type)}`;
    findings.error(`${at}.type`, `${given}; parameters are a JSON schema with type: object`);
  }
  checkJsonSchema(parameters, at, findings);
}

function checkStepCount(steps: readonly Step[], at: string, findings: Findings): void {
  if (!steps.length) findings.error(at, 'must have at least one step');
  if (steps.length > MAX_STEPS) {
    findings.warning(
      REFUSED_BY_PROXY,
      at,
      `has ${steps.length} steps, and a server takes ${MAX_STEPS} at most; make several tools`,
    );
  }
}

function checkIds(steps: readonly Step[], at: string, findings: Findings): void {
  const seen = new Map<string, number>();
  steps.forEach(({ id }, i) => {
    const field = `${fieldPath(at, i)}.id`;
    if (!id) {
      findings.error(field, 'is required: templates and dependsOn name the step by it');
    } else if (seen.has(id)) {
      findings.error(field, `${shown(id)} is the id of ${fieldPath(at, seen.get(id)!)} already; rename one`);
    } else {
      seen.set(id, i);
    }
  });
}
