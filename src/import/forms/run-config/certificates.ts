/** Certificates that a proxy trusts: files, which are made of ConfigMaps in a cluster. */
import { Proxy } from './proxy';
import { JsonObject } from '../../../plain/objects';
import { Part } from '../part';

/** The operator mounts bundles by the names of ConfigMap and key. */
const BUNDLE = /^\/config\/certs\/(?:otel\/)?([^/]+)\/([^/]+)$/;

/** A `caBundleRef` for a path; undefined where nothing tells the ConfigMap, which is listed. */
export function caBundleOf(part: Part, name: string, proxy: Proxy): JsonObject | undefined {
  const path = part.text(name);
  if (!path) return undefined;
  const [, configMap, file] = (proxy.isInCluster && BUNDLE.exec(path)) || [];
  const found = configMap === undefined ? proxy.pod?.configMapOfFile(path) : { name: configMap, key: file };
  if (found) return { configMapRef: { name: found.name, key: found.key } };
  part.leave(
    'is a file of the proxy; put its certificates into a ConfigMap, and name that with the prop caBundle',
    name,
  );
  return undefined;
}
