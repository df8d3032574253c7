/**
 * Certificate authorities that a proxy is to trust, from a ConfigMap: the volume, and the path that the configuration
 * names. Source: ToolHive cmd/thv-operator/pkg/controllerutil (oidc_volumes.go, telemetry_volumes.go), pkg/validation.
 */
import { Findings, shown } from '../../findings';
import { CaBundleRef } from '../../resources/spec/shared';
import { configMapMount, Mount } from '../pod/mounts';

/** How the bundles of one use are called and where they are mounted. */
export interface CaBundleUse {
  readonly volumePrefix: string;
  readonly directory: string;
}

export const OIDC_CA: CaBundleUse = { volumePrefix: 'oidc-ca-bundle-', directory: '/config/certs' };
export const TELEMETRY_CA: CaBundleUse = { volumePrefix: 'otel-ca-bundle-', directory: '/config/certs/otel' };

const DEFAULT_KEY = 'ca.crt';
const MAX_VOLUME_NAME = 63;

/** Reports a `caBundleRef` without a ConfigMap, or with one whose name gives no volume's name. */
export function checkCaBundle(
  { volumePrefix }: CaBundleUse,
  caBundleRef: CaBundleRef | undefined,
  field: string,
  findings: Findings,
): void {
  if (!caBundleRef) return;
  const name = caBundleRef.configMapRef?.name;
  const longest = MAX_VOLUME_NAME - volumePrefix.length;
  if (!name) {
    findings.error(`${field}.configMapRef.name`, 'is required; name the ConfigMap that holds the certificates');
  } else if (name.length > longest) {
    findings.error(
      `${field}.configMapRef.name`,
      `${shown(name)} has ${name.length} characters, and a volume is named after it; at most ${longest} are possible`,
    );
  }
}

/** Path of the certificates in the proxy; undefined where there are none. */
export function caBundlePath({ directory }: CaBundleUse, caBundleRef: CaBundleRef | undefined): string | undefined {
  const configMap = caBundleRef?.configMapRef;
  return configMap && `${directory}/${configMap.name}/${configMap.key || DEFAULT_KEY}`;
}

export function caBundleMounts(
  { volumePrefix, directory }: CaBundleUse,
  caBundleRef: CaBundleRef | undefined,
): Mount[] {
  const configMap = caBundleRef?.configMapRef;
  if (!configMap) return [];
  const key = configMap.key || DEFAULT_KEY;
  const { name } = configMap;
  return [configMapMount(`${volumePrefix}${name}`, name, { key, path: key }, `${directory}/${name}`)];
}
