import { JsonObject } from '../plain/objects';
import { checkCalls } from '../props/check-calls';

/** Which namespaces ToolHive's operator watches, and so where it has rights. */
export class OperatorScope {
  static {
    checkCalls('OperatorScope', this);
  }

  /**
   * The whole cluster, by a ClusterRole and a ClusterRoleBinding. The operator then reads and writes Secrets, workloads
   * and Roles of all namespaces.
   */
  public static cluster(): OperatorScope {
    return new OperatorScope({ rights: 'cluster' });
  }

  /**
   * Only these namespaces, by a Role and a RoleBinding in each. No object is cluster-scoped.
   *
   * The operator has the rights there that its Helm chart gives it in namespace scope. It can't read resources of other
   * namespaces, or the CRDs, so `storageVersionMigrator` is not possible.
   *
   * @param names names of the namespaces, at least one. They have to exist. The operator's own is not added to them.
   */
  public static namespaces(...names: string[]): OperatorScope {
    return new OperatorScope({ rights: 'roles', namespaces: [...new Set(names)] });
  }

  /**
   * Only these namespaces, by one ClusterRole that is bound in each, as in the Helm chart's namespace scope.
   *
   * The rights are those of `namespaces`. Use it to take over what the chart has installed, because the role of a
   * RoleBinding can't be changed.
   *
   * @param names names of the namespaces, at least one. They have to exist. The operator's own is not added to them.
   */
  public static namespacesByClusterRole(...names: string[]): OperatorScope {
    return new OperatorScope({ rights: 'boundClusterRole', namespaces: [...new Set(names)] });
  }

  private constructor(private readonly scope: JsonObject) {}

  /**
   * `scope` of the resource.
   * @internal
   */
  public _toSpec(): JsonObject {
    return this.scope;
  }
}
