/**
 * The tools of all members as a virtual server offers them, and what becomes of those that have one name.
 * Source: ToolHive pkg/vmcp/aggregator (default_aggregator.go, tool_adapter.go and the resolvers), v0.44.0.
 */
import { annotations } from './composite-tools';
import { WrittenAggregation } from './tool-lints';
import { AggregationTool, Override } from '../../../resources/spec/virtualmcpserver';
import { Tool, ToolHints } from '../../../tools/tool';

const DEFAULT_PREFIX = '{workload}_';

/** A member, and its tools as a virtual server gets them. */
export interface MemberTools {
  readonly member: string;
  /** Undefined where they aren't known. */
  readonly tools?: readonly Tool[];
}

/** A tool that calls can reach. */
export interface RoutedTool {
  /** Its name here, which clients call. */
  readonly name: string;
  readonly member: string;
  /** As the member has it. */
  readonly tool: Tool;
  readonly description?: string;
  readonly annotations?: ToolHints;
  /** Whether clients see it; composite tools can call it either way. */
  readonly isHidden: boolean;
}

/** What becomes of tools that have one name. */
export type ConflictOutcome =
  /** Each gets the prefix of its member. */
  | 'prefixed'
  /** The first in the order is kept, and the others are not there at all. */
  | 'priority'
  /** One of them is kept, and nobody knows which. */
  | 'random'
  /** Every session ends with an error. */
  | 'failing';

/** Tools of one name. */
export interface ToolConflict {
  readonly name: string;
  readonly candidates: readonly { readonly member: string; readonly tool: string }[];
  readonly outcome: ConflictOutcome;
  /** Names that clients see in its place; none where it is not certain. */
  readonly shownAs: readonly string[];
  /** Whose tool is kept. */
  readonly winner?: string;
}

export interface AggregatedTools {
  /** By name. */
  readonly routed: readonly RoutedTool[];
  readonly conflicts: readonly ToolConflict[];
  /** Members of whose tools nothing is known. */
  readonly unknownMembers: readonly string[];
}

/** A tool with its name after the overrides, before conflicts are resolved. */
interface Candidate {
  readonly member: string;
  readonly tool: Tool;
  readonly renamed: string;
  readonly override?: Override;
}

export function aggregatedTools(members: readonly MemberTools[], aggregation: WrittenAggregation): AggregatedTools {
  const rules = new Map((aggregation.tools ?? []).map((rule) => [rule.workload, rule]));
  const candidates = members.flatMap(({ member, tools = [] }) => renamedTools(member, tools, rules.get(member)));
  const { named, conflicts } = resolved(candidates, aggregation, rules);
  const { kept, collisions } = withoutCollisions(named, aggregation.conflictResolution === 'manual');
  const routed = kept.map(({ name, candidate }) => {
    const { member, tool, renamed, override } = candidate;
    return {
      ...{ name, member, tool },
      description: override?.description || tool.description,
      annotations: override?.annotations
        ? { ...tool.annotations, ...annotations(override.annotations) }
        : tool.annotations,
      isHidden: !isAdvertised(renamed, rules.get(member), aggregation),
    };
  });
  return {
    routed: routed.sort((a, b) => (a.name < b.name ? -1 : 1)),
    conflicts: [...conflicts, ...collisions],
    unknownMembers: members.filter(({ tools }) => !tools).map(({ member }) => member),
  };
}

/** What clients of a member's prefix call a tool. */
export function prefixedName({ conflictResolutionConfig }: WrittenAggregation, member: string, tool: string): string {
  return (conflictResolutionConfig?.prefixFormat || DEFAULT_PREFIX).replaceAll('{workload}', member) + tool;
}

/** The overrides of a member's tool. */
export function overrideOf(rule: AggregationTool | undefined, tool: string): Override | undefined {
  return rule?.overrides && Object.hasOwn(rule.overrides, tool) ? rule.overrides[tool] : undefined;
}

function renamedTools(member: string, tools: readonly Tool[], rule: AggregationTool | undefined): Candidate[] {
  return tools.map((tool) => {
    const override = overrideOf(rule, tool.name);
    return { member, tool, renamed: override?.name || tool.name, override };
  });
}

interface Named {
  readonly name: string;
  readonly candidate: Candidate;
}

function resolved(
  candidates: readonly Candidate[],
  aggregation: WrittenAggregation,
  rules: ReadonlyMap<string, AggregationTool>,
): { named: Named[]; conflicts: ToolConflict[] } {
  const conflicts: ToolConflict[] = [];
  const named: Named[] = [];
  const order = aggregation.conflictResolutionConfig?.priorityOrder ?? [];
  const withPrefix = (prefixed: Candidate[], of: WrittenAggregation): Named[] =>
    prefixed.map((candidate) => ({ name: prefixedName(of, candidate.member, candidate.renamed), candidate }));
  for (const [name, group] of groupedBy(candidates, ({ renamed }) => renamed)) {
    const isConflict = group.length > 1;
    let own: Named[] = group.map((candidate) => ({ name, candidate }));
    let outcome: ConflictOutcome | undefined;
    let winner: string | undefined;
    if (aggregation.conflictResolution === 'priority') {
      const [first] = group.filter(({ member }) => order.includes(member)).sort(byRank(order));
      outcome = first ? 'priority' : 'prefixed';
      winner = isConflict ? first?.member : undefined;
      if (isConflict) own = first ? [{ name, candidate: first }] : withPrefix(group, {});
    } else if (aggregation.conflictResolution === 'manual') {
      const again = group.map(({ member }) => overrideOf(rules.get(member), name));
      // The resolver looks for overrides of the new name, and applies these once more.
      if (again.includes(undefined)) outcome = 'failing';
      own = group.map((candidate, i) => ({ name: again[i]?.name || name, candidate }));
      if (isConflict && outcome) own = own.slice(0, 1);
    } else {
      outcome = 'prefixed';
      own = withPrefix(group, aggregation);
    }
    if (isConflict && outcome) {
      conflicts.push({ name, candidates: group.map(idOf), outcome, winner, shownAs: shownAs(own, outcome) });
    }
    named.push(...own);
  }
  return { named, conflicts };
}

const byRank = (order: readonly string[]) => (a: Candidate, b: Candidate) =>
  order.indexOf(a.member) - order.indexOf(b.member);

const shownAs = (named: readonly Named[], outcome: ConflictOutcome): string[] =>
  outcome === 'failing' ? [] : named.map(({ name }) => name);

const idOf = ({ member, tool }: Candidate) => ({ member, tool: tool.name });

/** Names that came to be the same only now. ToolHive goes through them in no order. */
function withoutCollisions(named: readonly Named[], isManual: boolean): { kept: Named[]; collisions: ToolConflict[] } {
  const kept: Named[] = [];
  const collisions: ToolConflict[] = [];
  for (const [name, group] of groupedBy(named, (one) => one.name)) {
    kept.push(group[0]);
    if (group.length < 2) continue;
    const candidates = group.map(({ candidate }) => idOf(candidate));
    collisions.push({ name, candidates, outcome: isManual ? 'failing' : 'random', shownAs: [] });
  }
  return { kept, collisions };
}

function groupedBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

function isAdvertised(
  renamed: string,
  rule: AggregationTool | undefined,
  { excludeAllTools, defaultToolVisibility }: WrittenAggregation,
): boolean {
  if (excludeAllTools) return false;
  if (!rule) return defaultToolVisibility !== 'deny';
  return !rule.excludeAll && (!rule.filter?.length || rule.filter.includes(renamed));
}
