/** Probes over HTTP. */
import { JsonObject } from '../../plain/objects';

/** @param port name or number of the container's port @param timing seconds and thresholds, named as in Kubernetes */
export function httpProbe(path: string, port: string | number, timing: JsonObject): JsonObject {
  return { httpGet: { path, port }, ...timing };
}
