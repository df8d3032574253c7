/** How Prometheus finds a server's metrics. */
import { names, optionPart, OperationsModel } from './model';
import { AnyServer } from './server-kinds';
import { metricsPortOf, Server } from './servers';
import { Findings, shown } from '../../findings';
import { metricsServiceSpec, scrapeAnnotations, serviceMonitorSpec } from './objects/monitoring';
import { ConstructOptions, Monitoring } from '../../resources/construct-options';
import { Specs } from '../../resources/spec';
import { Behaviour } from '../model/changes';
import { checkLabels } from '../model/object-metadata';
import { Context, Part } from '../model/workload';

export const monitoringParts: Part<OperationsModel>[] = [
  optionPart({
    id: 'MetricsService',
    apiVersion: 'v1',
    kind: 'Service',
    name: names.metrics,
    option: serviceMonitor,
    body: (_, { server, behaviour }) => {
      const port = metricsPortOf(server, behaviour);
      return {
        metadata: { labels: metricsLabels(server) },
        spec: metricsServiceSpec(port, server.metricsPortName ?? port, server.labels),
      };
    },
  }),
  optionPart({
    id: 'ServiceMonitor',
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    name: names.same,
    option: serviceMonitor,
    body: ({ labels, interval }, { server }) => ({
      metadata: { labels: { ...server.labels, ...labels } },
      spec: serviceMonitorSpec(metricsLabels(server), interval),
    }),
  }),
];

/** Annotations of the pods. */
export function monitoringAnnotations(
  { monitoring }: ConstructOptions,
  server: Server,
  behaviour: Behaviour,
): Record<string, string> {
  return monitoring?.by === 'annotations' ? scrapeAnnotations(metricsPortOf(server, behaviour)) : {};
}

export function checkMonitoring(
  { monitoring, network }: ConstructOptions,
  server: Server,
  findings: Findings,
  behaviour: Behaviour,
): void {
  if (!monitoring) return;
  checkLabels(monitoring.labels, 'spec.monitoring.labels', findings);
  if (monitoring.interval !== undefined && monitoring.interval < 1) {
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
  const readers = server.port === metricsPort ? [...metrics, ...clients] : metrics;
  if (readers.length) return;
  findings.warning(
    'network-policy-blocks-metrics',
    'spec.networkIsolation.metrics',
    `lets nobody come to port ${metricsPort}, so Prometheus can't read what monitoring shows it; name Prometheus' pods`,
  );
}

/** Proxies and virtual servers have metrics when their telemetry turns them on. */
function servesMetrics(resource: AnyServer, server: Server, context: Context): boolean {
  return server.servesMetrics ?? prometheusOf(resource, context).enabled === true;
}

/** Whether the port of the clients serves metrics as well. */
export function showsMetricsToClients(resource: AnyServer, server: Server, context: Context): boolean {
  if (!servesMetrics(resource, server, context)) return false;
  if (server.servesMetrics) return server.metricsPort === server.port;
  return prometheusOf(resource, context).metricsOnTransportPort !== false;
}

function prometheusOf(
  { namespace, spec }: AnyServer,
  { catalog }: Context,
): Partial<NonNullable<Specs['MCPTelemetryConfig']['prometheus']>> {
  const { telemetryConfigRef: reference } = spec;
  const config = reference && catalog.resource('MCPTelemetryConfig', namespace, reference.name);
  return config?.spec.prometheus ?? {};
}

export function checkMetrics(resource: AnyServer, server: Server, context: Context): void {
  if (!resource.constructOptions?.monitoring || servesMetrics(resource, server, context)) return;
  context.findings.error(
    'spec.monitoring',
    'finds no metrics: telemetry turns none on; give it an McpTelemetryConfig with prometheus: true',
  );
}

function serviceMonitor({ monitoring }: ConstructOptions): Monitoring | undefined {
  return monitoring?.by === 'serviceMonitor' ? monitoring : undefined;
}

/** They tell the Service of the metrics from that of the server. */
function metricsLabels({ labels }: Server): Record<string, string> {
  return { ...labels, 'app.kubernetes.io/component': 'metrics' };
}
