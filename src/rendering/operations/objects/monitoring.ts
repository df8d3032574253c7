/** How Prometheus finds metrics, for every kind that serves them. */
import { JsonObject } from '../../../plain/objects';

const PATH = '/metrics';
const PORT_NAME = 'metrics';

/** Annotations of pods, by a convention of Prometheus' own examples. */
export function scrapeAnnotations(port: number): Record<string, string> {
  return { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(port), 'prometheus.io/path': PATH };
}

/** `spec` of a headless Service for a port that no other Service publishes. */
export function metricsServiceSpec(
  port: number,
  targetPort: string | number,
  selector: Record<string, string>,
): JsonObject {
  return {
    type: 'ClusterIP',
    clusterIP: 'None',
    selector,
    ports: [{ name: PORT_NAME, protocol: 'TCP', port, targetPort }],
  };
}

/** `spec` of a ServiceMonitor. @param interval in seconds */
export function serviceMonitorSpec(serviceLabels: Record<string, string>, interval?: number): JsonObject {
  return {
    selector: { matchLabels: serviceLabels },
    endpoints: [{ port: PORT_NAME, path: PATH, ...(interval !== undefined && { interval: `${interval}s` }) }],
  };
}
