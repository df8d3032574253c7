/** How Prometheus finds a registry's metrics. */
import { RegistryApiModel } from './model';
import { labelsOf, names } from './names';
import { API_PORT, probePortNumber, serverOf } from './server';
import { Findings, shown } from '../../../findings';
import { Obj } from '../../../plain/objects';
import { checkLabels } from '../../model/object-metadata';
import { Part } from '../../model/workload';
import { metricsServiceSpec, scrapeAnnotations, serviceMonitorSpec } from '../../operations/objects/monitoring';
import { RegistryNeeds } from '../config/needs';

export const monitoringParts: Part<RegistryApiModel>[] = [
  {
    id: 'MetricsService',
    apiVersion: 'v1',
    kind: 'Service',
    name: names.metrics,
    when: hasServiceMonitor,
    body: ({ resource: { name, spec } }) => ({
      metadata: { labels: metricsLabels(name) },
      spec: metricsServiceSpec(probePortNumber(spec), serverOf(spec).probePort, labelsOf(name)),
    }),
  },
  {
    id: 'ServiceMonitor',
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    name: names.same,
    when: hasServiceMonitor,
    body: ({ resource: { name, spec } }) => ({
      metadata: { labels: { ...labelsOf(name), ...spec.monitoring.labels } },
      spec: serviceMonitorSpec(metricsLabels(name), spec.monitoring.interval),
    }),
  },
];

/** Annotations of the pod. */
export function monitoringAnnotations(spec: Obj): Record<string, string> {
  return spec.monitoring?.by === 'annotations' ? scrapeAnnotations(probePortNumber(spec)) : {};
}

export function checkMonitoring(spec: Obj, { servesMetrics }: RegistryNeeds, findings: Findings): void {
  const { monitoring, networkPolicy } = spec;
  if (!monitoring) return;
  checkLabels(monitoring.labels, 'spec.monitoring.labels', findings);
  if (monitoring.interval < 1) {
    findings.error('spec.monitoring.interval', `${shown(monitoring.interval)} seconds must be at least 1`);
  }
  if (!servesMetrics) {
    findings.error(
      'spec.monitoring',
      'finds no metrics: the configuration turns none on; give it telemetry: RegistryTelemetry.otlp({ metrics: true }), or in a file telemetry.enabled and telemetry.metrics.enabled',
    );
  }
  const port = probePortNumber(spec);
  // The older server has its metrics where its clients go.
  const { metrics = [], clients } = networkPolicy ?? {};
  const readers: Obj[] = port === API_PORT ? [...metrics, ...(clients ?? [])] : metrics;
  if (networkPolicy && !readers.length) {
    findings.warning(
      'network-policy-blocks-metrics',
      'spec.networkPolicy.metrics',
      `lets nobody come to port ${port}, so Prometheus can't read what monitoring shows it; name Prometheus' pods`,
    );
  }
}

function hasServiceMonitor({ monitoring }: Obj): boolean {
  return monitoring?.by === 'serviceMonitor';
}

/** They tell the Service of the metrics from that of the API. */
function metricsLabels(registry: string): Record<string, string> {
  return { ...labelsOf(registry), 'app.kubernetes.io/component': 'metrics' };
}
