import { ProxyPlacement } from '../pods/proxy-placement';

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

/**
 * Additions to a proxy's Deployment. `nodeSelector`, `tolerations` and `affinity` are there from ToolHive 0.63.0 on; before, a
 * remote proxy has `podTemplateSpec` for it, and a chart has `proxyPlacement`.
 */
export interface ProxyDeploymentOverrides extends MetadataOverrides, ProxyPlacement {
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
