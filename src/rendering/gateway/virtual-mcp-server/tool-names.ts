/** Names of tools in what a virtual server is told: those that no member has, and those that several have. */
import { overrideOf, ToolConflict } from './aggregated-tools';
import { VirtualServer } from './members';
import { OfferedTools } from './offered-tools';
import { unknownClientTool } from './policy-lints';
import { fieldPath, Findings, shown } from '../../../findings';
import { Catalog } from '../../../resources/resource';
import { AggregationTool } from '../../../resources/spec/virtualmcpserver';
import { meantTool, nearestTool } from '../../../tools/names';
import { Tool } from '../../../tools/tool';
import { REFUSED_BY_PROXY } from '../../model/without-effect';
import { isOfAnotherUser, noTool, TOOL_CONFLICT, UNKNOWN_TOOL, warnOfUnknownTools } from '../../policies/known-tools';
import { hiddenByOldName } from '../../policies/tools';
import { warnOfLimits } from '../../servers/proxy/rate-limits';

const CONFIG = 'spec.config';
const AGGREGATION = `${CONFIG}.aggregation`;

/** Conflicts that one message lists. */
const LISTED = 5;

export function warnOfToolNames(
  resource: VirtualServer,
  offered: OfferedTools,
  { catalog, findings }: { readonly catalog: Catalog; readonly findings: Findings },
): void {
  const { config = {} } = resource.spec;
  (config.aggregation?.tools ?? []).forEach((rule, i) =>
    warnOfRules(rule, fieldPath(`${AGGREGATION}.tools`, i), { resource, offered, catalog, findings }),
  );
  warnOfSteps(resource, offered, catalog, findings);
  const limited = (name: string) => unknownClientTool(name, offered);
  warnOfLimits(config.rateLimiting, `${CONFIG}.rateLimiting`, limited, findings);
  warnOfConflicts(offered, findings);
}

interface Surroundings {
  readonly resource: VirtualServer;
  readonly offered: OfferedTools;
  readonly catalog: Catalog;
  readonly findings: Findings;
}

/** Filter and overrides of one member. */
function warnOfRules(rule: AggregationTool, at: string, surroundings: Surroundings): void {
  const { resource, offered, catalog, findings } = surroundings;
  const { workload, toolConfigRef } = rule;
  const { tools } = offered.members.find(({ member }) => member === workload) ?? {};
  // Both together, as the server has them.
  const joined = offered.aggregation.tools?.find((other) => other.workload === workload);
  if (!tools || !joined) return;
  const own = tools.map(({ name }) => name);
  const renamed = (of: readonly Tool[]) => of.map(({ name }) => overrideOf(joined, name)?.name || name);
  const except = hiddenByOldName(joined.filter ?? [], joined.overrides ?? {}).map(([tool]) => tool);
  const server = workload;
  const warn = (names: readonly string[], known: readonly string[], place: (i: number) => string) =>
    warnOfUnknownTools({ server, names, known, except, place: (i) => ({ field: place(i) }) }, findings);
  warn(rule.filter ?? [], renamed(tools), (i) => fieldPath(`${at}.filter`, i));
  const overridden = Object.keys(rule.overrides ?? {});
  warn(overridden, own, (i) => fieldPath(`${at}.overrides`, overridden[i]));
  const config = toolConfigRef && catalog.resource('MCPToolConfig', resource.namespace, toolConfigRef.name);
  if (!config) return;
  const { toolsFilter = [], toolsOverride = {} } = config.spec;
  const isOfAnother = isOfAnotherUser(resource, config.name, catalog);
  const beginning = `MCPToolConfig ${shown(config.name)}: `;
  const shared = (field: string, names: readonly string[], known: readonly string[]) =>
    warnOfUnknownTools(
      {
        ...{ server, names, known, except },
        isOfAnother: (name, isNear) => isOfAnother((others) => others.some((tool) => tool.name === name), isNear),
        place: (i) => ({ field: `${at}.toolConfigRef`, beginning: `${beginning}${field}: ${shown(names[i])}: ` }),
      },
      findings,
    );
  if (!rule.filter?.length) shared('toolsFilter', toolsFilter, renamed(tools));
  shared('toolsOverride', Object.keys(toolsOverride), own);
}

/** ToolHive offers no composite tool with a step that leads nowhere. */
function warnOfSteps(
  { spec, namespace }: VirtualServer,
  offered: OfferedTools,
  catalog: Catalog,
  findings: Findings,
): void {
  const warn = (called: unknown, field: string, beginning: string, name: string) => {
    const reason = typeof called === 'string' && called ? unknownStep(called, offered) : undefined;
    if (reason === undefined) return;
    findings.warning(UNKNOWN_TOOL, field, `${beginning}${reason} (clients are not offered ${shown(name)} until then)`);
  };
  (spec.config?.compositeTools ?? []).forEach((tool, i) => {
    tool.steps.forEach((step, j) => {
      const at = fieldPath(`${fieldPath(`${CONFIG}.compositeTools`, i)}.steps`, j);
      warn(step.tool, `${at}.tool`, '', tool.name);
      warn(step.step?.tool, `${at}.step.tool`, '', tool.name);
    });
  });
  (spec.config?.compositeToolRefs ?? []).forEach(({ name }, i) => {
    const found = catalog.resource('VirtualMCPCompositeToolDefinition', namespace, name)?.spec;
    const field = fieldPath(`${CONFIG}.compositeToolRefs`, i);
    for (const step of found?.steps ?? []) {
      const beginning = `step ${shown(step.id)} of ${shown(name)}: `;
      for (const called of [step.tool, step.step?.tool]) warn(called, field, beginning, found!.name);
    }
  });
}

/** Why a step leads to no tool: its name here, or MEMBER.TOOL by the member's own name. */
function unknownStep(called: string, offered: OfferedTools): string | undefined {
  const { routed, members } = offered;
  if (routed.some(({ name }) => name === called)) return undefined;
  const dot = called.indexOf('.');
  const [workload, tool] = [called.slice(0, Math.max(dot, 0)), called.slice(dot + 1)];
  const member = dot > 0 ? members.find((other) => other.member === workload) : undefined;
  if (member) {
    const names = member.tools?.map(({ name }) => name);
    if (!names || names.includes(tool)) return undefined;
    const near = nearestTool(tool, names);
    const meant = near === undefined ? meantTool(near, names) : `did you mean ${shown(`${workload}.${near}`)}?`;
    return `no tool of ${workload} is called ${shown(tool)}; ${meant}`;
  }
  // The name before a dot is looked at with the names of members.
  if (dot > 0 || !offered.isComplete) return undefined;
  const names = [...routed.map(({ name }) => name), ...routed.map((one) => `${one.member}.${one.tool.name}`)];
  return noTool('the members', called, names).reason;
}

function warnOfConflicts(offered: OfferedTools, findings: Findings): void {
  const field = `${AGGREGATION}.conflictResolution`;
  const of = (outcome: ToolConflict['outcome']) => offered.conflicts.filter((conflict) => conflict.outcome === outcome);
  const failing = of('failing');
  if (failing.length) {
    const advice = 'every session ends with an error; give each of these tools a name of its own, in overrides';
    findings.warning(REFUSED_BY_PROXY, field, `${listed(failing)}: with "manual", ${advice}`);
  }
  const dropped = of('priority');
  if (dropped.length) {
    const advice =
      'and calls reach the first of the order, and never the others; rename those that are meant to be there, in overrides';
    findings.warning(TOOL_CONFLICT, field, `${listed(dropped)}: clients see one, ${advice}`);
  }
  const random = of('random');
  if (random.length) {
    const advice = 'and which one may change each time; put {workload} into prefixFormat, or rename them in overrides';
    findings.warning(TOOL_CONFLICT, field, `${listed(random)}: clients see one, ${advice}`);
  }
  const shownNames = new Map(offered.routed.filter(({ isHidden }) => !isHidden).map((tool) => [tool.name, tool]));
  for (const { name } of offered.compositeTools) {
    const other = shownNames.get(name);
    if (!other) continue;
    findings.warning(
      REFUSED_BY_PROXY,
      `${CONFIG}.compositeTools`,
      `${shown(name)} is a tool of ${other.member} too, and with one such name clients are offered no composite tool at all; rename one`,
    );
  }
}

function listed(conflicts: readonly ToolConflict[]): string {
  const all = conflicts.map(({ name, candidates }) => {
    const owners = candidates.map(({ member, tool }) => (tool === name ? member : `${member} (${shown(tool)})`));
    return `${shown(name)} is a tool of ${owners.join(' and ')}`;
  });
  const more = all.length > LISTED ? `; and ${all.length - LISTED} more names, see toolConflicts()` : '';
  return `${all.slice(0, LISTED).join('; ')}${more}`;
}
