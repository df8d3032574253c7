/** Tool filter and overrides of a server, from the MCPToolConfig it refers to. */
import { checkSelection, isOfAnotherUser, noTool, ToolOverride, Tools, UNKNOWN_TOOL } from './known-tools';
import { Findings, shown } from '../../findings';
import { goStruct } from '../../go/struct';
import { nearest } from '../../plain/nearest';
import { Catalog, Resource } from '../../resources/resource';
import { McpToolConfigSpec } from '../../resources/spec';
import { ToolConfigRef } from '../../resources/spec/shared';
import { Tool } from '../../tools/tool';
import { WarningId } from '../../warning-ids';
import { refuseEmptyList } from '../model/no-empty-list';
import { resolve } from '../model/references';
import { warnWithoutEffect } from '../model/without-effect';

type Overrides = Readonly<Record<string, ToolOverride>>;

/** Checks an MCPToolConfig on its own. */
export function checkToolConfig({ spec }: Resource<McpToolConfigSpec>, findings: Findings): void {
  refuseEmptyList(spec.toolsFilter, 'spec.toolsFilter', 'tools', findings);
}

export function toolsOf(
  resource: Resource<{ readonly toolConfigRef?: ToolConfigRef }>,
  catalog: Catalog,
  findings: Findings,
): Tools {
  const { spec, namespace, knownTools } = resource;
  const name = spec.toolConfigRef?.name;
  if (name === undefined) return {};
  const config = resolve({ kind: 'MCPToolConfig', name, namespace, field: 'spec.toolConfigRef' }, catalog, findings);
  if (!config) return {};
  const { toolsFilter = [], toolsOverride = {} } = config.spec;
  toolsFilter.forEach((tool, i) => {
    if (!tool || /[,\n\r]/.test(tool)) {
      findings.error(
        'spec.toolConfigRef',
        `MCPToolConfig ${shown(name)}: toolsFilter[${i}] ${shown(tool)} is no tool name; it must not be empty or contain commas and line breaks`,
      );
    }
  });
  const overrides: Record<string, ToolOverride> = {};
  for (const [tool, override] of Object.entries(toolsOverride)) {
    if (!override.name && !override.description) {
      findings.error(
        'spec.toolConfigRef',
        `MCPToolConfig ${shown(name)}: toolsOverride of ${shown(tool)} has neither name nor description; give one of them, or drop the override`,
      );
    }
    if (override.annotations) {
      warnWithoutEffect(
        'spec.toolConfigRef',
        `MCPToolConfig ${shown(name)}: toolsOverride of ${shown(tool)} has annotations, and a proxy changes name and description only; a virtual server shows them, where spec.config.aggregation.tools refers to the MCPToolConfig`,
        findings,
      );
    }
    overrides[tool] = goStruct({ name: override.name, description: override.description });
  }
  const hidden = hiddenByOldName(toolsFilter, toolsOverride);
  for (const [tool, newName] of hidden) {
    findings.warning(
      'filter-names-overridden-tool',
      'spec.toolConfigRef',
      `MCPToolConfig ${shown(name)}: the filter compares new names, so ${shown(tool)} matches nothing and the tool is hidden; write ${shown(newName)}`,
    );
  }
  const tools = { tools_filter: toolsFilter, tools_override: overrides };
  if (knownTools) {
    const used = { server: resource.name, known: knownTools, config, tools, field: 'spec.toolConfigRef' };
    const overridden = hidden.map(([tool]) => tool);
    checkSelection({ ...used, overridden, isOfAnother: isOfAnotherUser(resource, name, catalog) }, findings);
  }
  return tools;
}

/** Why a proxy has no tool of the name that a policy or a rate limit gives. */
export interface UnknownTool {
  readonly reason: string;
  readonly warning?: WarningId;
  /** Whether the name is near that of a tool. */
  readonly isNear: boolean;
  /** The tool's own name, of a renamed one. */
  readonly own?: string;
}

/** A server, and what its proxy makes of its tools. */
export interface ProxiedTools {
  readonly server: string;
  readonly tools: Tools;
  readonly known?: readonly Tool[];
}

/** Policies and rate limits know tools by their own names, whatever clients see (tried on ToolHive's proxy, v0.44.0). */
export function unknownTool({ server, tools, known }: ProxiedTools, tool: string): UnknownTool | undefined {
  const { tools_filter: filter = [], tools_override: overrides = {} } = tools;
  const isKnown = known?.some(({ name }) => name === tool);
  const [own] = Object.entries(overrides).find(([, { name }]) => name === tool) ?? [];
  if (!isKnown && own !== undefined && own !== tool && !Object.hasOwn(overrides, tool)) {
    const reason = `clients see the tool ${shown(own)} as ${shown(tool)}, but policies know it by its own name; write Tool::${shown(own)}`;
    return { reason, warning: 'policy-names-renamed-tool', isNear: true, own };
  }
  if (known && !isKnown) {
    const names = known.map(({ name }) => name);
    return { ...noTool(server, tool, names), warning: UNKNOWN_TOOL };
  }
  if (!filter.length) return undefined;
  const visible = filter.flatMap((name) => ownNames(name, overrides));
  if (visible.includes(tool)) return undefined;
  const near = nearest(tool, visible);
  const instead = near ? `did you mean ${shown(near)}?` : `it lets through ${visible.map(shown).join(', ')}`;
  return { reason: `the tool filter of this server hides ${shown(tool)}; ${instead}`, isNear: near !== undefined };
}

/** The tools that clients see under a name. */
function ownNames(name: string, overrides: Overrides): string[] {
  const renamed = Object.keys(overrides).filter((tool) => overrides[tool].name === name);
  return Object.hasOwn(overrides, name) && overrides[name].name ? renamed : [name, ...renamed];
}

/** Tools that a filter names as they were called before they were renamed, with their new names. */
export function hiddenByOldName(filter: readonly string[], overrides: Overrides): [string, string][] {
  return filter
    .filter((tool) => Object.hasOwn(overrides, tool))
    .map((tool): [string, string] => [tool, overrides[tool].name ?? ''])
    .filter(([, name]) => name && !filter.includes(name));
}
