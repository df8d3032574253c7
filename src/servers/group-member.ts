import { Obj } from '../plain/objects';
import { IToolhiveResource } from '../synthesis/i-toolhive-resource';

/** What may be in a group: an MCP server, a remote proxy or an entry. */
export interface IGroupMember extends IToolhiveResource {}

/**
 * A member that this app makes, and that can be told its group.
 * @internal
 */
export interface Joining extends IGroupMember {
  /** @throws when it is in another group already */
  _join(group: string): void;
}

/** The resource with its group. */
export function joined(member: IGroupMember, resource: Obj, group: string): Obj {
  const earlier = resource.groupRef?.name;
  if (earlier !== undefined && earlier !== group) {
    throw new Error(
      `[${member.node.path}] ${member.constructor.name} "${member.name}": group: it is in "${earlier}" already and can't be in "${group}" too; a server has one group`,
    );
  }
  return { ...resource, groupRef: { name: group } };
}
