/** Who is in a virtual server's group. Source: ToolHive pkg/vmcp/workloads/k8s.go. */
import { Catalog, Resource } from '../../../resources/resource';
import { Specs } from '../../../resources/spec';
import { MEMBER_KINDS, MemberKind } from '../../model/kinds';

export type VirtualServer = Resource<Specs['VirtualMCPServer']>;

type Of<Kind extends keyof Specs> = Resource<Specs[Kind]> & { readonly kind: Kind };

/** A member of a group, discriminated by its kind. */
export type Member = { readonly [Kind in MemberKind]: Of<Kind> }[MemberKind];

/** The members that are known here, servers first, each kind by name. Those that are refused themselves are among them. */
export function membersOf({ namespace, spec }: VirtualServer, catalog: Catalog): Member[] {
  return MEMBER_KINDS.flatMap((kind) =>
    (catalog.resources(kind, namespace) as readonly Member[])
      .filter((member) => member.spec.groupRef?.name === spec.groupRef.name)
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  );
}
