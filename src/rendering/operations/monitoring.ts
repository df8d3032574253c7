/** How Prometheus finds a server's metrics. */
import { names, OperationsModel } from './model';
import { metricsPortOf, Server } from './servers';
import { Findings, shown } from '../../findings';
import { metricsServiceSpec, scrapeAnnotations, serviceMonitorSpec } from './objects/monitoring';
import { Obj } from '../../plain/objects';
import { Resource } from '../../resources/resource';
import { Behaviour } from '../model/changes';
import { checkLabels } from '../model/object-metadata';
import { Context, Part } from '../model/workload';

export const monitoringParts: Part<OperationsModel>[] = [
  {
    id: 'MetricsService',
    apiVersion: 'v1',
    kind: 'Service',
    name: names.metrics,
    isAddedByLibrary: true,
    when: hasServiceMonitor,
    body: ({ server, behaviour }) => {
      const port = metricsPortOf(server, behaviour);
      return {
        metadata: { labels: metricsLabels(server) },
        spec: metricsServiceSpec(port, server.metricsPortName ?? port, server.labels),
      };
    },
  },
  {
    id: 'ServiceMonitor',
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    name: names.same,
    isAddedByLibrary: true,
    when: hasServiceMonitor,
    body: ({ resource: { extras }, server }) => ({
      metadata: { labels: { ...server.labels, ...extras!.monitoring.labels } },
      spec: serviceMonitorSpec(metricsLabels(server), extras!.monitoring.interval),
    }),
  },
];

/** Annotations of the pods. */
export function monitoringAnnotations(
  { monitoring }: Obj,
  server: Server,
  behaviour: Behaviour,
): Record<string, string> {
  return monitoring?.by === 'annotations' ? scrapeAnnotations(metricsPortOf(server, behaviour)) : {};
}

export function checkMonitoring({ extras }: Resource, server: Server, findings: Findings, behaviour: Behaviour): void {
  const { monitoring, network } = extras!;
  if (!monitoring) return;
  checkLabels(monitoring.labels, 'spec.monitoring.labels', findings);
  if (monitoring.interval < 1) {
    findings.error('spec.monitoring.interval', `${shown(monitoring.interval)} seconds must be at least 1`);
  }
  // Where only others know, they are asked for it later.
  if (server.servesMetrics === false) {
    findings.error(
      'spec.monitoring',
      'finds no metrics: the configuration turns none on; give it telemetry: RegistryTelemetry.otlp({ metrics: true }), or in a file telemetry.enabled and telemetry.metrics.enabled',
    );
  }
  if (!network) return;
  const { metrics = [], clients = [] } = network;
  const metricsPort = metricsPortOf(server, behaviour);
  const readers: Obj[] = server.port === metricsPort ? [...metrics, ...clients] : metrics;
  if (readers.length) return;
  findings.warning(
    'network-policy-blocks-metrics',
    'spec.networkIsolation.metrics',
    `lets nobody come to port ${metricsPort}, so Prometheus can't read what monitoring shows it; name Prometheus' pods`,
  );
}

/** Proxies and virtual servers have metrics when their telemetry says so. */
function servesMetrics(resource: Resource, server: Server, context: Context): boolean {
  return server.servesMetrics ?? prometheusOf(resource, context).enabled === true;
}

/** Whether the port of the clients serves metrics as well. */
export function showsMetricsToClients(resource: Resource, server: Server, context: Context): boolean {
  if (!servesMetrics(resource, server, context)) return false;
  if (server.servesMetrics) return server.metricsPort === server.port;
  return prometheusOf(resource, context).metricsOnTransportPort !== false;
}

function prometheusOf({ namespace, spec }: Resource, { catalog }: Context): Obj {
  const reference = spec.telemetryConfigRef?.name;
  const config = reference && catalog.resource('MCPTelemetryConfig', namespace, reference);
  return config?.spec.prometheus ?? {};
}

export function checkMetrics(resource: Resource, server: Server, context: Context): void {
  if (!resource.extras!.monitoring || servesMetrics(resource, server, context)) return;
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
