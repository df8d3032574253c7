/** What clients of a virtual server are offered, as far as the tools of its members are known. */
import { AggregatedTools, aggregatedTools, MemberTools } from './aggregated-tools';
import { aggregationOf, compositeToolsOf } from './config';
import { Member, membersOf, VirtualServer } from './members';
import { isStatic } from './read';
import { WrittenAggregation } from './tool-lints';
import { Findings } from '../../../findings';
import { Catalog } from '../../../resources/resource';
import { CompositeTool } from '../../../resources/spec/virtualmcpserver';
import { Tool } from '../../../tools/tool';
import { shownTools } from '../../policies/known-tools';
import { toolsOf } from '../../policies/tools';

/** Tools that ToolHive adds itself. */
export const OWN_TOOLS = ['find_tool', 'call_tool', 'execute_tool_script'];

export interface OfferedTools extends AggregatedTools {
  readonly aggregation: WrittenAggregation;
  readonly members: readonly MemberTools[];
  readonly compositeTools: readonly CompositeTool[];
  /** Whether no other tool can be there: all members and their tools are known. */
  readonly isComplete: boolean;
}

export function offeredTools(resource: VirtualServer, catalog: Catalog): OfferedTools {
  const { spec, constructOptions, namespace } = resource;
  // What is wrong with any of it is reported where it is rendered.
  const context = { catalog, findings: new Findings() };
  const aggregation = aggregationOf(resource, context);
  const members = membersOf(resource, catalog);
  const given = (spec.config?.backends ?? []).filter(({ name }) => !members.some((member) => member.name === name));
  const tools: MemberTools[] = [
    ...members.map((member) => ({ member: member.name, tools: toolsOfMember(member, catalog) })),
    ...given.map(({ name }) => ({ member: name })),
  ];
  const found = aggregatedTools(tools, aggregation);
  const knowsMembers =
    isStatic(constructOptions) &&
    !constructOptions?.isGroupImported &&
    catalog.resource('MCPGroup', namespace, spec.groupRef.name) !== undefined;
  return {
    ...found,
    ...{ aggregation, members: tools, compositeTools: compositeToolsOf(resource, context) },
    isComplete: knowsMembers && tools.length > 0 && !found.unknownMembers.length,
  };
}

/** A member's own proxy filters and renames before the virtual server does. */
export function toolsOfMember(member: Member, catalog: Catalog): readonly Tool[] | undefined {
  const { knownTools } = member;
  if (!knownTools || member.kind === 'MCPServerEntry') return knownTools;
  return shownTools(knownTools, toolsOf(member, catalog, new Findings()))
    .filter(({ isHidden }) => !isHidden)
    .map(({ own, name, description }) => ({ ...own, name, ...(description !== undefined && { description }) }));
}
