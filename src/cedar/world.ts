/** What ToolHive's proxy knows when it asks Cedar a question, as far as it can be known before it runs. */
import { WarningId } from '../warning-ids';

/** An entity by type and id, as in `Tool::"search"`. */
export interface Uid {
  readonly type: string;
  readonly id: string;
}

/** Why something can never be, in words that end where the advice does. */
export interface Stranger {
  readonly reason: string;
  /** Id of the warning, where it isn't one of the usual ones. */
  readonly warning?: WarningId;
  /** Whether it is not reported: another server that shares the policies may have it. */
  readonly isSilent?: boolean;
}

/** The surroundings of policies. What isn't known is undefined, and then everything is possible. */
export interface World {
  /** Entity type of the groups that a client is in. */
  readonly groupType: string;
  /** Who the parents of an entity are, from the entities given with the policies. */
  readonly parents: ReadonlyMap<string, readonly Uid[]>;
  /** Name of the server, which its tools are in. */
  readonly server?: string;
  /** Why no client is in any group. */
  readonly noGroups?: string;
  /** Why no client has this id. */
  client?(id: string): Stranger | undefined;
  /** Why no token has this claim. */
  claim?(name: string): Stranger | undefined;
  /** Why no claim of this name is seen as a set. */
  claimSet?(name: string): Stranger | undefined;
  /** Why there is no tool of this name. */
  tool?(name: string): Stranger | undefined;
  /** Why nothing is in a server of this name, which isn't the one that is asked. */
  otherServer?(name: string): Stranger | undefined;
}

/** Policies on their own: a server could be any. */
export const ANY_WORLD: World = { groupType: 'THVGroup', parents: new Map() };

/** An entity as Cedar writes it. */
export const uidText = ({ type, id }: Uid): string => `${type}::${JSON.stringify(id)}`;
