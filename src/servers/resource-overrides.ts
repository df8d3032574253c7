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
