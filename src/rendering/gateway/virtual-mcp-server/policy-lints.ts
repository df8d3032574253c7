/**
 * What a virtual server's policies are asked about: its own name, and tools by the names that clients see.
 * Source: ToolHive pkg/vmcp/aggregator (prefix_resolver.go, conflict_resolver.go), pkg/vmcp/core/admission.go.
 */
import { VirtualServerConfig } from './config';
import { membersOf, VirtualServer } from './members';
import { shown } from '../../../findings';
import { nearest } from '../../../plain/nearest';
import { Context } from '../../model/workload';
import { CedarConfig } from '../../policies/authz/backends';
import { warnOfUnmatched } from '../../policies/authz/surroundings';

/** @param config the server's whole configuration */
export function warnOfVirtualPolicies(
  resource: VirtualServer,
  config: VirtualServerConfig,
  cedar: CedarConfig,
  context: Context,
): void {
  const members = knownMembers(resource, context);
  const part = resource.spec.incomingAuth;
  warnOfUnmatched(
    {
      resource,
      part,
      at: 'spec.incomingAuth',
      hasClaimSets: false,
      tool: members && ((name) => unknownTool(name, members, config)),
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
function knownMembers(resource: VirtualServer, { catalog }: Context): string[] | undefined {
  const { namespace, spec, constructOptions } = resource;
  if (constructOptions?.isGroupImported || !catalog.resource('MCPGroup', namespace, spec.groupRef.name)) {
    return undefined;
  }
  const names = [...membersOf(resource, catalog), ...(spec.config?.backends ?? [])].map(({ name }) => name);
  return names.length ? names : undefined;
}

/** Tools that ToolHive adds itself. */
const OWN_TOOLS = ['find_tool', 'call_tool', 'execute_tool_script'];

function unknownTool(
  name: string,
  members: readonly string[],
  { aggregation, compositeTools = [] }: VirtualServerConfig,
) {
  const own = [...OWN_TOOLS, ...compositeTools.map((tool) => tool.name)];
  const { conflictResolution, conflictResolutionConfig, tools = [], excludeAllTools } = aggregation;
  if (own.includes(name) || conflictResolution !== 'prefix') return undefined;
  const stranger = (reason: string, near?: string) => {
    const hint = near === undefined ? '' : `; did you mean ${shown(near)}?`;
    return { reason: `${reason}${hint}`, isNear: near !== undefined };
  };
  if (excludeAllTools) return stranger('excludeAllTools hides all tools of the members', nearest(name, own));
  const format = conflictResolutionConfig?.prefixFormat || '{workload}_';
  const prefixOf = (member: string) => format.replaceAll('{workload}', member);
  const visible = members.flatMap((member) => {
    const { filter = [], excludeAll } = tools.find(({ workload }) => workload === member) ?? {};
    return excludeAll ? [] : filter.map((tool) => `${prefixOf(member)}${tool}`);
  });
  const candidates = members.filter((member) => name.startsWith(prefixOf(member)));
  if (!candidates.length) {
    const prefixes = members.slice(0, 5).map((member) => shown(prefixOf(member)));
    const more = members.length > prefixes.length ? ', ...' : '';
    return stranger(
      `clients see no tool ${shown(name)} here: names begin with their member's prefix, ${prefixes.join(', ')}${more}`,
      nearest(name, visible),
    );
  }
  const isShown = candidates.some((member) => {
    const { filter = [], excludeAll } = tools.find(({ workload }) => workload === member) ?? {};
    if (excludeAll) return false;
    return !filter.length || filter.includes(name.slice(prefixOf(member).length));
  });
  return isShown ? undefined : stranger(`aggregation.tools hides ${shown(name)}`, nearest(name, visible));
}
