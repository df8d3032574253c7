/** How Prometheus finds a server's metrics. */
import { names, OperationsModel } from './model';
import { Server } from './servers';
import { Findings, Obj, shown } from '../../findings';
import { metricsServiceSpec, scrapeAnnotations, serviceMonitorSpec } from './objects/monitoring';
import { Resource } from '../../resources/resource';
import { checkLabels } from '../model/object-metadata';
import { Context, Part } from '../model/workload';

export const monitoringParts: Part<OperationsModel>[] = [
  {
    id: 'MetricsService',
    apiVersion: 'v1',
    kind: 'Service',
    name: names.metrics,
    isOurs: true,
    when: hasServiceMonitor,
    body: ({ server }) => ({
      metadata: { labels: metricsLabels(server) },
      spec: metricsServiceSpec(server.metricsPort, server.metricsPort, server.labels),
    }),
  },
  {
    id: 'ServiceMonitor',
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    name: names.same,
    isOurs: true,
    when: hasServiceMonitor,
    body: ({ resource: { extras }, server }) => ({
      metadata: { labels: { ...server.labels, ...extras!.monitoring.labels } },
      spec: serviceMonitorSpec(metricsLabels(server), extras!.monitoring.interval),
    }),
  },
];

/** Annotations of the pods. */
export function monitoringAnnotations({ monitoring }: Obj, { metricsPort }: Server): Record<string, string> {
  return monitoring?.by === 'annotations' ? scrapeAnnotations(metricsPort) : {};
}

export function checkMonitoring({ extras }: Resource, { metricsPort, port }: Server, findings: Findings): void {
  const { monitoring, network } = extras!;
  if (!monitoring) return;
  checkLabels(monitoring.labels, 'spec.monitoring.labels', findings);
  if (monitoring.interval < 1) {
    findings.error('spec.monitoring.interval', `${shown(monitoring.interval)} seconds must be at least 1`);
  }
  if (!network) return;
  const { metrics = [], clients = [] } = network;
  const readers: Obj[] = port === metricsPort ? [...metrics, ...clients] : metrics;
  if (readers.length) return;
  findings.warning(
    'network-policy-blocks-metrics',
    'spec.networkIsolation.metrics',
    `lets nobody come to port ${metricsPort}, so Prometheus can't read what monitoring shows it; name Prometheus' pods`,
  );
}

/** Proxies and virtual servers have metrics when their telemetry says so. */
export function servesMetrics({ kind, namespace, spec }: Resource, { catalog }: Context): boolean {
  if (kind === 'EmbeddingServer') return true;
  const reference = spec.telemetryConfigRef?.name;
  const config = reference && catalog.resource('MCPTelemetryConfig', namespace, reference);
  return config?.spec.prometheus?.enabled === true;
}

export function checkMetrics(resource: Resource, context: Context): void {
  if (!resource.extras!.monitoring || servesMetrics(resource, context)) return;
  context.findings.error(
    'spec.monitoring',
    'finds no metrics: telemetry turns none on; give it an McpTelemetryConfig with prometheus: true',
  );
}

function hasServiceMonitor(_: Obj, { monitoring }: Obj): boolean {
  return monitoring?.by === 'serviceMonitor';
}

/** They tell the Service of the metrics from that of the server. */
function metricsLabels({ labels }: Server): Record<string, string> {
  return { ...labels, 'app.kubernetes.io/component': 'metrics' };
}
