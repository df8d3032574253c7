/** A taint of nodes that pods tolerate, with Kubernetes' fields. */
export interface Toleration {
  /**
   * Which taint is tolerated, by its key.
   *
   * @default - any, with the operator `Exists`
   */
  readonly key?: string;

  /**
   * `Equal` or `Exists`.
   *
   * @default 'Equal'
   */
  readonly operator?: string;

  /**
   * Which value the taint has, for `Equal`.
   *
   * @default - empty
   */
  readonly value?: string;

  /**
   * `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
   *
   * @default - any
   */
  readonly effect?: string;

  /**
   * Seconds that a pod stays after a taint with `NoExecute` was added.
   *
   * @default - for ever
   */
  readonly tolerationSeconds?: number;
}

/**
 * Which nodes proxies run on.
 *
 * Each of the three fields is inherited separately: the value of a server, or of a nearer scope, replaces the inherited
 * one as a whole. An empty value removes it.
 */
export interface ProxyPlacement {
  /**
   * Labels of the nodes that proxies may run on.
   *
   * @default - as inherited, in the end any node
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Taints of nodes that proxies tolerate.
   *
   * @default - as inherited, in the end none
   */
  readonly tolerations?: Toleration[];

  /**
   * Node and pod affinity of proxies, with Kubernetes' fields.
   *
   * These are `nodeAffinity`, `podAffinity` and `podAntiAffinity`, with every field that your version of Kubernetes
   * has.
   *
   * @default - as inherited, in the end none
   */
  readonly affinity?: { [member: string]: any };
}
