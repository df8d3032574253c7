/** Groups of servers, and who belongs to them. */
import { shown } from '../findings';
import { Context } from './workload';
import { Resource } from '../resources/resource';

/** The operator only notes a missing group in the status; the server works without. */
export function warnOfMissingGroup({ spec, namespace }: Resource, { catalog, findings }: Context): void {
  const group = spec.groupRef?.name;
  if (group && !catalog.resource('MCPGroup', namespace, group)) {
    findings.warning(
      'group-missing',
      'spec.groupRef',
      `there is no MCPGroup ${shown(group)} in namespace ${shown(namespace)}; it belongs to no group until there is one`,
    );
  }
}
