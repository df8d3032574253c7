/** A taint of nodes that a pod takes, as Kubernetes writes it. */
export interface Toleration {
  /**
   * Key of the taint.
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
   * Value of the taint, for `Equal`.
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
   * Seconds that a pod stays after a taint with `NoExecute` came.
   *
   * @default - for ever
   */
  readonly tolerationSeconds?: number;
}

/**
 * Where proxies run. Each of the three is inherited for itself: what a server says of it, or a nearer scope, takes its place as
 * a whole, and an empty one says that there is none.
 */
export interface ProxyPlacement {
  /**
   * Labels of the nodes that proxies may run on.
   *
   * @default - as inherited, in the end any node
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Taints of nodes that proxies may run on all the same.
   *
   * @default - as inherited, in the end none
   */
  readonly tolerations?: Toleration[];

  /**
   * Which nodes and pods proxies run close to, or far from, as Kubernetes writes it: `nodeAffinity`, `podAffinity` and
   * `podAntiAffinity`, with every field that your version of Kubernetes knows.
   *
   * @default - as inherited, in the end none
   */
  readonly affinity?: { [member: string]: any };
}
