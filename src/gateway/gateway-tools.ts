import { shown } from '../findings';
import { ToolAnnotations } from '../policies/tool-annotations';
import type {
  ConflictOutcome,
  ToolConflict as Conflict,
} from '../rendering/gateway/virtual-mcp-server/aggregated-tools';
import type { OfferedTools } from '../rendering/gateway/virtual-mcp-server/offered-tools';

/** A tool that clients of a virtual server see. */
export interface GatewayTool {
  /** What clients call the tool. */
  readonly name: string;

  /**
   * Name of the member that the tool is from.
   *
   * @default - none: it is a composite tool
   */
  readonly member?: string;

  /**
   * What the member calls the tool.
   *
   * @default - none: it is a composite tool
   */
  readonly memberTool?: string;

  /**
   * What clients read about the tool.
   *
   * @default - not known
   */
  readonly description?: string;

  /**
   * Hints about the tool that clients get.
   *
   * @default - not known
   */
  readonly annotations?: ToolAnnotations;
}

/** What a virtual server does with tools of the same name. */
export enum ToolConflictOutcome {
  /** Clients see all of them, each with its member's prefix. */
  PREFIXED = 'prefixed',
  /** Clients see the tool of the first member in the order. The others are not there. */
  FIRST_WINS = 'priority',
  /** Clients see one of them, and which one may change. */
  RANDOM = 'random',
  /** Every session ends with an error. */
  FAILS = 'failing',
}

/** Tools of members that have the same name, after overrides. */
export interface ToolConflict {
  /** What the tools are called. */
  readonly name: string;

  /** Names of the members that have such a tool. */
  readonly members: string[];

  /** What the virtual server does about it. */
  readonly outcome: ToolConflictOutcome;

  /** Names that clients see; empty if that is not certain. */
  readonly shownAs: string[];

  /** The same as a sentence. */
  readonly explanation: string;
}

/** The tools that clients see, by name. */
export function gatewayTools({ routed, compositeTools }: OfferedTools): GatewayTool[] {
  const ofMembers = routed
    .filter(({ isHidden }) => !isHidden)
    .map(({ name, member, tool, description, annotations }): GatewayTool => ({
      ...{ name, member, memberTool: tool.name },
      ...(description !== undefined && { description }),
      ...(annotations && { annotations }),
    }));
  const composite = compositeTools.map(({ name, description }): GatewayTool => ({ name, description }));
  return [...ofMembers, ...composite].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What becomes of each name that several tools have. */
export function toolConflicts({ conflicts }: OfferedTools): ToolConflict[] {
  return conflicts.map((conflict) => ({
    name: conflict.name,
    members: [...new Set(conflict.candidates.map(({ member }) => member))],
    outcome: conflict.outcome as ConflictOutcome as ToolConflictOutcome,
    shownAs: [...conflict.shownAs],
    explanation: explanationOf(conflict),
  }));
}

function explanationOf({ name, candidates, outcome, shownAs, winner }: Conflict): string {
  const owners = candidates.map(({ member, tool }) => (tool === name ? member : `${member} (as ${shown(tool)})`));
  const what = `${shown(name)} is a tool of ${owners.join(' and ')}`;
  switch (outcome) {
    case 'prefixed':
      return `${what}; clients see ${shownAs.join(', ')}`;
    case 'priority':
      return `${what}; clients see that of ${winner}, and the others are not there`;
    case 'random':
      return `${what}; clients see one of them, and which one may change`;
    default:
      return `${what}, and none may keep the name; every session ends with an error`;
  }
}
