/** Tool filter and overrides of a server, from the MCPToolConfig it refers to. */
import { Findings, Obj, shown } from '../findings';
import { goStruct } from './go-struct';
import { resolve } from './references';
import { Catalog, Resource } from '../resources/resource';

export interface Tools {
  readonly tools_filter?: string[];
  readonly tools_override?: Record<string, Obj>;
}

export function toolsOf({ spec, namespace }: Resource, catalog: Catalog, findings: Findings): Tools {
  const name = spec.toolConfigRef?.name;
  if (name === undefined) return {};
  const config = resolve({ kind: 'MCPToolConfig', name, namespace, field: 'spec.toolConfigRef' }, catalog, findings);
  if (!config) return {};
  const { toolsFilter = [], toolsOverride = {} } = config.spec;
  toolsFilter.forEach((tool: string, i: number) => {
    if (!tool || /[,\n\r]/.test(tool)) {
      findings.error(
        'spec.toolConfigRef',
        `MCPToolConfig ${shown(name)}: toolsFilter[${i}] ${shown(tool)} is no tool name; it must not be empty or contain commas and line breaks`,
      );
    }
  });
  const overrides: Record<string, Obj> = {};
  for (const [tool, override] of Object.entries<Obj>(toolsOverride)) {
    if (!override.name && !override.description) {
      findings.error(
        'spec.toolConfigRef',
        `MCPToolConfig ${shown(name)}: toolsOverride of ${shown(tool)} has neither name nor description; give one of them, or drop the override`,
      );
    }
    overrides[tool] = goStruct({ name: override.name, description: override.description });
  }
  for (const [tool, newName] of hiddenByOldName(toolsFilter, toolsOverride)) {
    findings.warning(
      'filter-names-overridden-tool',
      'spec.toolConfigRef',
      `MCPToolConfig ${shown(name)}: the filter compares new names, so ${shown(tool)} matches nothing and the tool is hidden; write ${shown(newName)}`,
    );
  }
  return { tools_filter: toolsFilter, tools_override: overrides };
}

/** A policy knows tools by their own names, whatever clients see (tried on ToolHive's proxy, v0.44.0). */
export function warnOfRenamedInPolicies(
  { tools_override: overrides = {} }: Tools,
  authz: Obj | undefined,
  findings: Findings,
): void {
  const policies: readonly string[] = authz?.cedar?.policies ?? [];
  for (const [tool, { name }] of Object.entries(overrides)) {
    if (!name || name === tool || Object.hasOwn(overrides, name)) continue;
    if (!policies.some((policy) => policy.includes(`Tool::${JSON.stringify(name)}`))) continue;
    findings.warning(
      'policy-names-renamed-tool',
      'spec.toolConfigRef',
      `a Cedar policy names the tool ${shown(name)}, but policies know it by its own name; write Tool::${shown(tool)}`,
    );
  }
}

/** Tools that a filter names as they were called before they were renamed, with their new names. */
export function hiddenByOldName(filter: readonly string[], overrides: Record<string, Obj>): [string, string][] {
  return filter
    .filter((tool) => Object.hasOwn(overrides, tool))
    .map((tool): [string, string] => [tool, overrides[tool].name])
    .filter(([, name]) => name && !filter.includes(name));
}
