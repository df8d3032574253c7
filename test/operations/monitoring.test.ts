import { Chart, Duration } from 'cdk8s';
import { made, namespacePods, serverIn, warningsOf } from './util';
import {
  EmbeddingServer,
  McpGroup,
  McpTelemetryConfig,
  Monitoring,
  NetworkIsolation,
  VirtualMcpServer,
} from '../../src';
import { chartIn, objects } from '../util';

const telemetryIn = (chart: Chart) => ({ config: new McpTelemetryConfig(chart, 't', { prometheus: true }) });

describe('a proxy', () => {
  test('is scraped where its metrics are, which is not the port of its clients', () => {
    const monitoring = Monitoring.scrapeAnnotations();
    const { 'Deployment/s': deployment } = made((chart) => ({ telemetry: telemetryIn(chart), monitoring }));
    expect(deployment.spec.template.metadata.annotations).toMatchObject({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '9464',
      'prometheus.io/path': '/metrics',
    });
  });

  test('has a Service for a ServiceMonitor, which selects no other', () => {
    const monitoring = Monitoring.serviceMonitor({ labels: { release: 'prometheus' }, interval: Duration.minutes(1) });
    const all = made((chart) => ({ telemetry: telemetryIn(chart), monitoring }));
    const { metadata, spec } = all['ServiceMonitor/s'];
    expect(metadata.labels).toMatchObject({ release: 'prometheus', 'toolhive-name': 's' });
    expect(spec.endpoints).toEqual([{ port: 'metrics', path: '/metrics', interval: '60s' }]);
    const service = all['Service/s-metrics'];
    expect(service.spec).toMatchObject({
      clusterIP: 'None',
      selector: all['Deployment/s'].spec.selector.matchLabels,
      ports: [{ name: 'metrics', protocol: 'TCP', port: 9464, targetPort: 9464 }],
    });
    expect(service.metadata.labels).toMatchObject(spec.selector.matchLabels);
    expect(all['Service/mcp-s-proxy'].metadata.labels).not.toMatchObject(spec.selector.matchLabels);
  });
});

test('a virtual server and an embedding server have metrics on their own port', () => {
  const chart = chartIn();
  const monitoring = Monitoring.serviceMonitor();
  const group = new McpGroup(chart, 'g');
  serverIn(chart, { group });
  new VirtualMcpServer(chart, 'v', { group, telemetry: telemetryIn(chart), monitoring });
  new EmbeddingServer(chart, 'e', { monitoring });
  const { 'Service/v-metrics': ofVirtual, 'Service/e-metrics': ofEmbedding } = objects(chart);
  expect(ofVirtual.spec.ports[0].port).toBe(4483);
  expect(ofEmbedding.spec.ports[0].port).toBe(8080);
});

describe('monitoring fails', () => {
  test.each(['without telemetry', 'with telemetry that has no Prometheus'])('%s', (name) => {
    const chart = chartIn();
    const telemetry =
      name === 'without telemetry' ? undefined : { config: new McpTelemetryConfig(chart, 't', { prometheus: false }) };
    serverIn(chart, { monitoring: Monitoring.scrapeAnnotations(), telemetry });
    expect(() => objects(chart)).toThrow(
      'McpServer "s": monitoring: finds no metrics: telemetry turns none on; give it an McpTelemetryConfig with prometheus: true',
    );
  });

  test.each([
    [{ interval: Duration.seconds(0) }, 'monitoring.interval: 0 seconds must be at least 1'],
    [{ labels: { release: 'a b' } }, 'monitoring.labels.release: "a b" is no value of a label'],
  ])('on %j', (options, message) => {
    expect(() => serverIn(chartIn(), { monitoring: Monitoring.serviceMonitor(options) })).toThrow(message);
  });
});

test('isolation that keeps Prometheus out is warned of', () => {
  const warnings = (isolation: (chart: Chart) => NetworkIsolation) => {
    const chart = chartIn();
    const monitoring = Monitoring.scrapeAnnotations();
    serverIn(chart, { monitoring, telemetry: telemetryIn(chart), networkIsolation: isolation(chart) });
    return warningsOf(chart, 'network-policy-blocks');
  };
  expect(warnings(() => NetworkIsolation.on())).toEqual([
    expect.stringContaining('networkIsolation.metrics: lets nobody come to port 9464'),
  ]);
  expect(warnings((chart) => NetworkIsolation.on({ metrics: [namespacePods(chart, 'monitoring')] }))).toEqual([]);
});
