import { ProxyPlacement } from '../pods/proxy-placement';

/** Additional labels and annotations. Keys that ToolHive sets itself keep ToolHive's value. */
export interface MetadataOverrides {
  /**
   * Additional labels.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Additional annotations.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/**
 * Additions to a proxy's Deployment.
 *
 * `nodeSelector`, `tolerations` and `affinity` need ToolHive 0.63.0. Before, use `podTemplateSpec` of a remote proxy,
 * or `proxyPlacement` of a chart.
 */
export interface ProxyDeploymentOverrides extends MetadataOverrides, ProxyPlacement {
  /**
   * Labels and annotations of the proxy's pods.
   *
   * @default - none
   */
  readonly podTemplateMetadataOverrides?: MetadataOverrides;

  /**
   * Environment variables of the proxy, plain text without secrets.
   *
   * @default - none
   */
  readonly env?: { [name: string]: string };
}

/** Additions to a proxy's objects. */
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
