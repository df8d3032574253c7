/** Groups of servers, and who belongs to them. */
import { Findings, shown } from '../../../findings';
import { Catalog, Resource } from '../../../resources/resource';
import { GroupRef } from '../../../resources/spec/shared';
import { OTHER_NAMESPACE, otherNamespace } from '../../model/references';
import { Context } from '../../model/workload';

/** The operator only notes a missing group in the status; the server works without. */
export function warnOfMissingGroup(
  { spec, namespace }: Resource<{ readonly groupRef?: GroupRef }>,
  { catalog, findings }: Context,
): void {
  const group = spec.groupRef?.name;
  if (group && !catalog.resource('MCPGroup', namespace, group)) {
    if (warnOfForeignGroup(group, namespace, catalog, findings)) return;
    findings.warning(
      'group-missing',
      'spec.groupRef',
      `there is no MCPGroup ${shown(group)} in namespace ${shown(namespace)}; it belongs to no group until there is one`,
    );
  }
}

/** @returns whether the group is in another namespace, where the group can't be found */
export function warnOfForeignGroup(group: string, namespace: string, catalog: Catalog, findings: Findings): boolean {
  const foreign = catalog.resource('MCPGroup', namespace, group) ? undefined : catalog.elsewhere('MCPGroup', group);
  if (foreign) {
    findings.warning(OTHER_NAMESPACE, 'spec.groupRef', otherNamespace('MCPGroup', group, namespace, foreign));
  }
  return foreign !== undefined;
}
