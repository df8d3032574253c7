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
  const renamed = new Map<string, string>();
  const overrides: Record<string, Obj> = {};
  for (const [tool, override] of Object.entries<Obj>(toolsOverride)) {
    if (!override.name && !override.description) {
      findings.error(
        'spec.toolConfigRef',
        `MCPToolConfig ${shown(name)}: toolsOverride of ${shown(tool)} has neither name nor description; give one of them, or drop the override`,
      );
    }
    if (override.name) renamed.set(tool, override.name);
    overrides[tool] = goStruct({ name: override.name, description: override.description });
  }
  for (const tool of toolsFilter) {
    if (renamed.has(tool) && !toolsFilter.includes(renamed.get(tool))) {
      findings.warning(
        'filter-names-overridden-tool',
        'spec.toolConfigRef',
        `MCPToolConfig ${shown(name)}: the filter compares new names, so ${shown(tool)} matches nothing and the tool is hidden; write ${shown(renamed.get(tool))}`,
      );
    }
  }
  return { tools_filter: toolsFilter, tools_override: overrides };
}
