/**
 * What a virtual server's policies are asked about: its own name, and tools by the names that clients see.
 * Source: ToolHive pkg/vmcp/aggregator (prefix_resolver.go, conflict_resolver.go), pkg/vmcp/core/admission.go.
 */
import { overrideOf, prefixedName } from './aggregated-tools';
import { VirtualServer } from './members';
import { OfferedTools, OWN_TOOLS } from './offered-tools';
import { shown } from '../../../findings';
import { nearestTool } from '../../../tools/names';
import { WarningId } from '../../../warning-ids';
import { Context } from '../../model/workload';
import { CedarConfig } from '../../policies/authz/backends';
import { warnOfUnmatched } from '../../policies/authz/surroundings';
import { UNKNOWN_TOOL } from '../../policies/known-tools';
import { UnknownTool } from '../../policies/tools';

export function warnOfVirtualPolicies(
  resource: VirtualServer,
  offered: OfferedTools,
  cedar: CedarConfig,
  context: Context,
): void {
  const members = knownMembers(resource, offered, context);
  const part = resource.spec.incomingAuth;
  warnOfUnmatched(
    {
      resource,
      part,
      at: 'spec.incomingAuth',
      hasClaimSets: false,
      tool: members && ((name) => unknownClientTool(name, offered)),
      otherServer: (name) => {
        if (!members?.includes(name)) return undefined;
        return `nothing is in MCP::${shown(name)} here: members of a virtual server are no entities, and all is in MCP::${shown(resource.name)}; name the member's tools`;
      },
    },
    cedar,
    context,
  );
}

/** Names of the group's members; undefined where there may be others in the cluster. */
function knownMembers(
  { namespace, spec, constructOptions }: VirtualServer,
  offered: OfferedTools,
  { catalog }: Context,
): string[] | undefined {
  if (constructOptions?.isGroupImported || !catalog.resource('MCPGroup', namespace, spec.groupRef.name)) {
    return undefined;
  }
  const names = offered.members.map(({ member }) => member);
  return names.length ? names : undefined;
}

/** Why clients see no tool of a name, as far as it can be known. */
export function unknownClientTool(
  name: string,
  { routed, members, compositeTools, aggregation, isComplete }: OfferedTools,
): UnknownTool | undefined {
  const seen = routed.filter(({ isHidden }) => !isHidden).map((tool) => tool.name);
  const own = [...OWN_TOOLS, ...compositeTools.map((tool) => tool.name)];
  if (own.includes(name) || seen.includes(name)) return undefined;
  const stranger = (reason: string, near: string | undefined, warning?: WarningId) => {
    const hint = near === undefined ? '' : `; did you mean ${shown(near)}?`;
    return { reason: `${reason}${hint}`, isNear: near !== undefined, warning };
  };
  const { conflictResolution, tools = [], excludeAllTools } = aggregation;
  const isPrefix = conflictResolution === 'prefix';
  if (excludeAllTools && (isPrefix || isComplete)) {
    return stranger('excludeAllTools hides all tools of the members', nearestTool(name, own));
  }
  const isHidden = routed.some((tool) => tool.name === name);
  if (isHidden) return stranger(`aggregation.tools hides ${shown(name)}`, undefined);
  if (!isPrefix) {
    if (!isComplete) return undefined;
    return stranger(`clients see no tool ${shown(name)} here`, nearestTool(name, [...seen, ...own]), UNKNOWN_TOOL);
  }
  const rulesOf = (member: string) => tools.find(({ workload }) => workload === member);
  const filtered = members.flatMap(({ member, tools: known }) => {
    const { filter = [], excludeAll } = rulesOf(member) ?? {};
    return known || excludeAll ? [] : filter.map((tool) => prefixedName(aggregation, member, tool));
  });
  const visible = [...seen, ...filtered];
  const candidates = members.filter(({ member }) => name.startsWith(prefixedName(aggregation, member, '')));
  if (!candidates.length) {
    const prefixes = members.slice(0, 5).map(({ member }) => shown(prefixedName(aggregation, member, '')));
    const more = members.length > prefixes.length ? ', ...' : '';
    return stranger(
      `clients see no tool ${shown(name)} here: names begin with their member's prefix, ${prefixes.join(', ')}${more}`,
      nearestTool(name, visible),
    );
  }
  const unknown = candidates.filter(({ tools: known }) => !known);
  const mayBeShown = unknown.some(({ member }) => {
    const { filter = [], excludeAll } = rulesOf(member) ?? {};
    return !excludeAll && (!filter.length || filter.includes(name.slice(prefixedName(aggregation, member, '').length)));
  });
  if (mayBeShown) return undefined;
  if (unknown.length) return stranger(`aggregation.tools hides ${shown(name)}`, nearestTool(name, visible));
  const [{ member, tools: known = [] }] = candidates;
  const rest = name.slice(prefixedName(aggregation, member, '').length);
  const near = nearestTool(
    rest,
    known.map((tool) => overrideOf(rulesOf(member), tool.name)?.name || tool.name),
  );
  const meant = near === undefined ? nearestTool(name, visible) : prefixedName(aggregation, member, near);
  return stranger(`no tool of ${member} is called ${shown(rest)}`, meant, UNKNOWN_TOOL);
}
