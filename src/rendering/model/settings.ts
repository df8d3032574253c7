/**
 * What in a cluster would be the operator's own environment (facts: TOOLHIVE_* variables, detected platform).
 */

import { DEFAULT_VERSION, Images, imagesOf, VersionName } from './versions';

export type { Images } from './versions';

/** Settings that every resource is rendered with. */
export interface Settings {
  /** Names of Secrets added to each resource's own list. */
  readonly imagePullSecrets: readonly string[];
  /** Version of ToolHive that everything is rendered for. */
  readonly version: VersionName;
  readonly images: Images;
  /** Registry that all images are pulled from, whatever registry they name. */
  readonly imageRegistry?: string;
  /** Digests that images are pulled by, by their canonical names. */
  readonly imageDigests?: ReadonlyMap<string, string>;
  readonly platform: PlatformName;
  /** Address that proxies listen on. */
  readonly proxyHost: string;
  /** Redis for resources that name no session storage of their own. */
  readonly redis?: DefaultRedis;
  /** Whether proxies report to ToolHive how they are used. */
  readonly usageMetrics: boolean;
}

export type PlatformName = 'kubernetes' | 'openshift';

export interface DefaultRedis {
  readonly address: string;
  readonly passwordSecret?: { readonly name: string; readonly key: string };
  /** Whether proxies use TLS to it. Undefined: they don't. */
  readonly tls?: RedisTlsSpec;
}

/** TLS to a Redis, as custom resources write it. */
export interface RedisTlsSpec {
  /** Secret with the certificate authority. Undefined: those that the image knows. */
  readonly caCertSecretRef?: { readonly name: string; readonly key: string };
  readonly insecureSkipVerify?: boolean;
}

/** The default settings of a version. */
export function settingsFor(version: VersionName): Settings {
  return {
    imagePullSecrets: [],
    version,
    images: imagesOf(version),
    platform: 'kubernetes',
    proxyHost: '0.0.0.0',
    usageMetrics: false,
  };
}

export const DEFAULT_SETTINGS: Settings = settingsFor(DEFAULT_VERSION);
