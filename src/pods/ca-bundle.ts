/** Certificates of authorities, as ToolHive's resources refer to them. */
import { ConfigMapKey } from './config-map-key';
import { JsonObject } from '../plain/objects';

/** A `caBundleRef` of ToolHive's resources; undefined where none was given. */
export function caBundleRef(bundle: ConfigMapKey | undefined): JsonObject | undefined {
  return bundle && { configMapRef: { name: bundle.configMap.name, key: bundle.key } };
}
