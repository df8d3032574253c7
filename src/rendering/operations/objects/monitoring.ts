/** How Prometheus finds metrics, for every kind that serves them. */
import { LabelSelector, Texts } from '../../../kubernetes/objects';

const PATH = '/metrics';
const PORT_NAME = 'metrics';

/** `spec` of a Service without an address of its own. */
export interface HeadlessServiceSpec {
  readonly type: 'ClusterIP';
  readonly clusterIP: 'None';
  readonly selector: Texts;
  readonly ports: readonly {
    readonly name: string;
    readonly protocol: 'TCP';
    readonly port: number;
    readonly targetPort: string | number;
  }[];
}

/** `spec` of Prometheus Operator's ServiceMonitor. */
export interface ServiceMonitorSpec {
  readonly selector: LabelSelector;
  readonly endpoints: readonly { readonly port: string; readonly path: string; readonly interval?: string }[];
}

/** Annotations of pods, by a convention of Prometheus' own examples. */
export function scrapeAnnotations(port: number): Record<string, string> {
  return { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(port), 'prometheus.io/path': PATH };
}

/** A Service for a port that no other Service publishes. */
export function metricsServiceSpec(port: number, targetPort: string | number, selector: Texts): HeadlessServiceSpec {
  return {
    type: 'ClusterIP',
    clusterIP: 'None',
    selector,
    ports: [{ name: PORT_NAME, protocol: 'TCP', port, targetPort }],
  };
}

/** @param interval in seconds */
export function serviceMonitorSpec(serviceLabels: Texts, interval?: number): ServiceMonitorSpec {
  return {
    selector: { matchLabels: serviceLabels },
    endpoints: [{ port: PORT_NAME, path: PATH, ...(interval !== undefined && { interval: `${interval}s` }) }],
  };
}
