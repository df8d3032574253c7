/**
 * The tools of a server where they are known, and names of tools in what its proxy is told.
 * Source: ToolHive pkg/mcp/tool_filter.go, pkg/runner/middleware.go.
 */
import { fieldPath, Findings, shown } from '../../findings';
import { Catalog, Resource } from '../../resources/resource';
import { McpToolConfigSpec } from '../../resources/spec';
import { meantTool, nearestTool } from '../../tools/names';
import { Tool } from '../../tools/tool';

/** Id of the warning about a name that no tool has. Constructs refuse it. */
export const UNKNOWN_TOOL = 'unknown-tool';

/** Id of the warning about tools of one name. */
export const TOOL_CONFLICT = 'tool-conflict';

export interface Tools {
  readonly tools_filter?: readonly string[];
  readonly tools_override?: Readonly<Record<string, ToolOverride>>;
}

/** What clients see in place of the server's own texts. */
export interface ToolOverride {
  readonly name?: string;
  readonly description?: string;
}

/** A tool, and what the clients of its server's proxy see of it. */
export interface ShownTool {
  /** As the server itself has it. */
  readonly own: Tool;
  /** What clients call it. */
  readonly name: string;
  readonly description?: string;
  /** Whether the filter hides it. */
  readonly isHidden: boolean;
}

/** Overrides come first, and the filter compares new names. */
export function shownTools(
  known: readonly Tool[],
  { tools_filter: filter = [], tools_override: overrides = {} }: Tools,
): ShownTool[] {
  return known.map((own) => {
    const override = Object.hasOwn(overrides, own.name) ? overrides[own.name] : undefined;
    const name = override?.name || own.name;
    const description = override?.description || own.description;
    return { own, name, description, isHidden: filter.length > 0 && !filter.includes(name) };
  });
}

/** Why there is no tool of a name. */
export interface NoTool {
  readonly reason: string;
  /** Whether another one may be meant. */
  readonly isNear: boolean;
}

/** @param server whose tools they are */
export function noTool(server: string, name: string, known: readonly string[]): NoTool {
  const near = nearestTool(name, known);
  return {
    reason: `no tool of ${server} is called ${shown(name)}; ${meantTool(near, known)}`,
    isNear: near !== undefined,
  };
}

/** A list of names of tools, and what they have to be among. */
export interface NamedTools {
  /** Whose tools they are. */
  readonly server: string;
  readonly names: readonly string[];
  readonly known: readonly string[];
  /** What is wrong with these is said elsewhere. */
  readonly except?: readonly string[];
  /** Whether a name is not reported, because another server that shares the list may have the tool. */
  isOfAnother?(name: string, isNear: boolean): boolean;
  /** Field and beginning of the message about one. */
  place(index: number): { readonly field: string; readonly beginning?: string };
}

/** Warns of names that are no tool's. */
export function warnOfUnknownTools(
  { server, names, known, except = [], isOfAnother, place }: NamedTools,
  findings: Findings,
): void {
  const all = new Set(known);
  names.forEach((name, i) => {
    if (!name || all.has(name) || except.includes(name)) return;
    const { reason, isNear } = noTool(server, name, known);
    if (isOfAnother?.(name, isNear)) return;
    const { field, beginning = '' } = place(i);
    findings.warning(UNKNOWN_TOOL, field, `${beginning}${reason}`);
  });
}

/** Names in an MCPToolConfig that one server uses. */
export interface UsedSelection {
  readonly server: string;
  readonly known: readonly Tool[];
  readonly config: Resource<McpToolConfigSpec>;
  readonly tools: Tools;
  /** The field that refers to it. */
  readonly field: string;
  /** Tools that are warned of as overridden. */
  readonly overridden: readonly string[];
  isOfAnother(isIt: (tools: readonly Tool[]) => boolean, isNear: boolean): boolean;
}

export function checkSelection(used: UsedSelection, findings: Findings): void {
  const { server, known, config, tools, field, overridden, isOfAnother } = used;
  const about = `MCPToolConfig ${shown(config.name)}: `;
  const { toolsFilter = [], toolsOverride = {} } = config.spec;
  const visible = (of: readonly Tool[]) => shownTools(of, tools).map(({ name }) => name);
  warnOfUnknownTools(
    {
      ...{ server, names: toolsFilter, known: visible(known), except: overridden },
      isOfAnother: (name, isNear) => isOfAnother((others) => visible(others).includes(name), isNear),
      place: (i) => ({ field, beginning: `${about}${fieldPath('toolsFilter', i)}: ` }),
    },
    findings,
  );
  const renamed = Object.keys(toolsOverride);
  warnOfUnknownTools(
    {
      ...{ server, names: renamed, known: known.map(({ name }) => name) },
      isOfAnother: (name, isNear) => isOfAnother((others) => others.some((tool) => tool.name === name), isNear),
      place: (i) => ({ field, beginning: `${about}${fieldPath('toolsOverride', renamed[i])}: ` }),
    },
    findings,
  );
  for (const [name, owners] of sameName(shownTools(known, tools).filter(({ isHidden }) => !isHidden))) {
    findings.warning(
      TOOL_CONFLICT,
      field,
      `${about}clients see ${owners.map((tool) => shown(tool)).join(' and ')} of ${server} as ${shown(name)}, and calls reach one of them; give each a name of its own`,
    );
  }
}

/** Names that several tools are shown by, with what the server calls these. */
function sameName(tools: readonly ShownTool[]): [string, string[]][] {
  const owners = new Map<string, string[]>();
  for (const { name, own } of tools) owners.set(name, [...(owners.get(name) ?? []), own.name]);
  return [...owners].filter(([, names]) => names.length > 1);
}

/** Whether another user of a shared MCPToolConfig has, or may have, a tool that one server lacks. */
export function isOfAnotherUser(
  user: Resource<object>,
  config: string,
  catalog: Catalog,
): UsedSelection['isOfAnother'] {
  return (isIt, isNear) => {
    const others = otherUsers(user, config, catalog);
    const known = others.filter((tools) => tools !== undefined);
    return known.some(isIt) || (!isNear && known.length < others.length);
  };
}

function otherUsers(
  { kind, name, namespace }: Resource<object>,
  config: string,
  catalog: Catalog,
): (readonly Tool[] | undefined)[] {
  const isOther = (other: Resource<object>) => other.kind !== kind || other.name !== name;
  const proxies = [...catalog.resources('MCPServer', namespace), ...catalog.resources('MCPRemoteProxy', namespace)];
  const virtual = catalog
    .resources('VirtualMCPServer', namespace)
    .filter(({ spec }) => spec.config?.aggregation?.tools?.some((tool) => tool.toolConfigRef?.name === config));
  return [
    ...proxies.filter(({ spec }) => spec.toolConfigRef?.name === config).filter(isOther),
    ...virtual.filter(isOther),
  ].map(({ knownTools }) => knownTools);
}
