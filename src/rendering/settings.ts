/**
 * What in a cluster would be the operator's own environment (facts: TOOLHIVE_* variables, detected platform).
 */

/** Settings that every resource is rendered with. */
export interface Settings {
  /** Names of Secrets added to each resource's own list. */
  readonly imagePullSecrets: readonly string[];
  readonly images: Images;
  /** Registry that all images are pulled from, whatever registry they name. */
  readonly imageRegistry?: string;
  readonly platform: PlatformName;
  /** Address that proxies listen on. */
  readonly proxyHost: string;
  /** Redis for resources that name no session storage of their own. */
  readonly redis?: DefaultRedis;
  /** Whether proxies report to ToolHive how they are used. */
  readonly usageMetrics: boolean;
}

export interface Images {
  readonly proxyRunner: string;
  readonly vmcp: string;
  readonly registryApi: string;
}

export type PlatformName = 'kubernetes' | 'openshift';

export interface DefaultRedis {
  readonly address: string;
  readonly passwordSecret?: { readonly name: string; readonly key: string };
}

/** The newest images that this library's output was held against. */
export const DEFAULT_IMAGES: Images = {
  proxyRunner: 'ghcr.io/stacklok/toolhive/proxyrunner:v0.44.0',
  vmcp: 'ghcr.io/stacklok/toolhive/vmcp:v0.44.0',
  registryApi: 'ghcr.io/stacklok/thv-registry-api:v1.5.1',
};

/** The operator itself, of the same version. It is no setting: an app has one. */
export const DEFAULT_OPERATOR_IMAGE = 'ghcr.io/stacklok/toolhive/operator:v0.44.0';

export const DEFAULT_SETTINGS: Settings = {
  imagePullSecrets: [],
  images: DEFAULT_IMAGES,
  platform: 'kubernetes',
  proxyHost: '0.0.0.0',
  usageMetrics: false,
};
