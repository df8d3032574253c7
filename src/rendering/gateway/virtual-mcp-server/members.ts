/** Who is in a virtual server's group. Source: ToolHive pkg/vmcp/workloads/k8s.go. */
import { Catalog, Resource } from '../../../resources/resource';

const KINDS = ['MCPServer', 'MCPRemoteProxy', 'MCPServerEntry'];

/** The members that are known here, servers first, each kind by name. Those that are refused themselves are among them. */
export function membersOf({ namespace, spec }: Resource, catalog: Catalog): Resource[] {
  return KINDS.flatMap((kind) =>
    catalog
      .resources(kind, namespace)
      .filter((member) => member.spec.groupRef?.name === spec.groupRef.name)
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  );
}
