/** Labels and annotations to add. Keys that ToolHive sets itself keep ToolHive's value. */
export interface MetadataOverrides {
  /**
   * Labels to add.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations to add.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

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

/** Additions to a proxy's Deployment. */
export interface ProxyDeploymentOverrides extends MetadataOverrides {
  /**
   * Labels and annotations of the proxy's pods.
   *
   * @default - none
   */
  readonly podTemplateMetadataOverrides?: MetadataOverrides;

  /**
   * Environment variables of the proxy, plain text. Secrets are no values for it.
   *
   * @default - none
   */
  readonly env?: { [name: string]: string };

  /**
   * Labels of the nodes that the proxy may run on. From ToolHive 0.63.0 on, as the two below; before, a remote proxy has
   * `podTemplateSpec` for it.
   *
   * @default - any node
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Taints of nodes that the proxy may run on all the same.
   *
   * @default - none
   */
  readonly tolerations?: Toleration[];

  /**
   * Which nodes and pods the proxy runs close to, or far from, as Kubernetes writes it: `nodeAffinity`, `podAffinity` and
   * `podAntiAffinity`.
   *
   * @default - none
   */
  readonly affinity?: { [member: string]: any };
}

/** Additions to the objects that a proxy runs as. */
export interface ResourceOverrides {
  /**
   * Additions to the Deployment.
   *
   * @default - none
   */
  readonly proxyDeployment?: ProxyDeploymentOverrides;

  /**
   * Additions to the Service.
   *
   * @default - none
   */
  readonly proxyService?: MetadataOverrides;
}
