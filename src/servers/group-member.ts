import { IToolhiveResource } from '../synthesis/i-toolhive-resource';

/** A group of servers. */
export interface IMcpGroup extends IToolhiveResource {}

/** A member of a group: an MCP server, a remote proxy or an entry. */
export interface IGroupMember extends IToolhiveResource {}

/**
 * A member that this app makes, and whose group can be set.
 * @internal
 */
export interface Joining extends IGroupMember {
  /** @throws when it is in another group already */
  _join(group: IMcpGroup): void;
}
