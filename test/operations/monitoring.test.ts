import { Chart, Duration } from 'cdk8s';
import { made, namespacePods, serverIn, warningsOf } from './util';
import {
  DeployTarget,
  EmbeddingServer,
  McpGroup,
  McpRemoteProxy,
  McpTelemetryConfig,
  ServerMonitoring,
  NetworkIsolation,
  ToolhiveVersion,
  VirtualMcpServer,
} from '../../src';
import { chartIn, objects } from '../util';

const telemetryIn = (chart: Chart) => ({ config: new McpTelemetryConfig(chart, 't', { prometheus: true }) });

describe('a proxy', () => {
  test.each([
    [ToolhiveVersion.V0_44_0, '8123'],
    [ToolhiveVersion.V0_63_0, '9464'],
  ])('of ToolHive %s is scraped where its metrics are, port %s', (toolhiveVersion, port) => {
    const monitoring = ServerMonitoring.scrapeAnnotations();
    const { 'Deployment/s': deployment } = made(
      (chart) => ({ telemetry: telemetryIn(chart), monitoring, proxyPort: 8123 }),
      undefined,
      { toolhiveVersion },
    );
    expect(deployment.spec.template.metadata.annotations).toMatchObject({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': port,
      'prometheus.io/path': '/metrics',
    });
  });

  test('in front of a remote server has them where the version has them, beside a custom resource as well', () => {
    const port = (toolhiveVersion: ToolhiveVersion) => {
      const chart = chartIn(undefined, { toolhiveVersion, target: DeployTarget.CUSTOM_RESOURCES });
      new McpRemoteProxy(chart, 'r', {
        remoteUrl: 'https://mcp.example.com/mcp',
        telemetry: telemetryIn(chart),
        monitoring: ServerMonitoring.scrapeAnnotations(),
      });
      return objects(chart)['MCPRemoteProxy/r'].spec.podTemplateSpec.metadata.annotations['prometheus.io/port'];
    };
    expect([ToolhiveVersion.V0_44_0, ToolhiveVersion.V0_63_0].map(port)).toEqual(['8080', '9464']);
  });

  test.each([
    [ToolhiveVersion.V0_44_0, 8080],
    [ToolhiveVersion.V0_63_0, 9464],
  ])('of ToolHive %s has a Service for a ServiceMonitor, which selects no other, port %d', (toolhiveVersion, port) => {
    const monitoring = ServerMonitoring.serviceMonitor({
      labels: { release: 'prometheus' },
      interval: Duration.minutes(1),
    });
    const all = made((chart) => ({ telemetry: telemetryIn(chart), monitoring }), undefined, { toolhiveVersion });
    const { metadata, spec } = all['ServiceMonitor/s'];
    expect(metadata.labels).toMatchObject({ release: 'prometheus', 'toolhive-name': 's' });
    expect(spec.endpoints).toEqual([{ port: 'metrics', path: '/metrics', interval: '60s' }]);
    const service = all['Service/s-metrics'];
    expect(service.spec).toMatchObject({
      clusterIP: 'None',
      selector: all['Deployment/s'].spec.selector.matchLabels,
      ports: [{ name: 'metrics', protocol: 'TCP', port, targetPort: port }],
    });
    expect(service.metadata.labels).toMatchObject(spec.selector.matchLabels);
    expect(all['Service/mcp-s-proxy'].metadata.labels).not.toMatchObject(spec.selector.matchLabels);
  });
});

test('a virtual server and an embedding server have metrics on their own port', () => {
  const chart = chartIn();
  const monitoring = ServerMonitoring.serviceMonitor();
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
    serverIn(chart, { monitoring: ServerMonitoring.scrapeAnnotations(), telemetry });
    expect(() => objects(chart)).toThrow(
      'McpServer "s": monitoring: finds no metrics: telemetry turns none on; give it an McpTelemetryConfig with prometheus: true',
    );
  });

  test.each([
    [{ interval: Duration.seconds(0) }, 'monitoring.interval: 0 seconds must be at least 1'],
    [{ labels: { release: 'a b' } }, 'monitoring.labels.release: "a b" is no value of a label'],
  ])('on %j', (options, message) => {
    expect(() => serverIn(chartIn(), { monitoring: ServerMonitoring.serviceMonitor(options) })).toThrow(message);
  });
});

test.each([
  [ToolhiveVersion.V0_44_0, 8080],
  [ToolhiveVersion.V0_63_0, 9464],
])('isolation that keeps Prometheus out is warned of, with ToolHive %s', (toolhiveVersion, port) => {
  const warnings = (isolation: (chart: Chart) => NetworkIsolation) => {
    const chart = chartIn(undefined, { toolhiveVersion });
    const monitoring = ServerMonitoring.scrapeAnnotations();
    serverIn(chart, { monitoring, telemetry: telemetryIn(chart), networkIsolation: isolation(chart) });
    return warningsOf(chart, 'network-policy-blocks');
  };
  expect(warnings(() => NetworkIsolation.on())).toEqual([
    expect.stringContaining(`networkIsolation.metrics: lets nobody come to port ${port}`),
  ]);
  expect(warnings((chart) => NetworkIsolation.on({ metrics: [namespacePods(chart, 'monitoring')] }))).toEqual([]);
});

describe('a proxy on the port of its own metrics', () => {
  const proxied = (toolhiveVersion: ToolhiveVersion, hasMetrics = true) => {
    const chart = chartIn(undefined, { toolhiveVersion });
    serverIn(chart, { proxyPort: 9464, ...(hasMetrics && { telemetry: telemetryIn(chart) }) });
    return () => objects(chart);
  };

  test('fails with another port to take, as one port has one listener', () => {
    expect(proxied(ToolhiveVersion.V0_63_0)).toThrow(
      'McpServer "s": proxyPort: 9464 is where the proxy serves its metrics; take another port',
    );
  });

  test('is taken where metrics are elsewhere, or nowhere', () => {
    expect(proxied(ToolhiveVersion.V0_44_0)).not.toThrow();
    expect(proxied(ToolhiveVersion.V0_63_0, false)).not.toThrow();
  });
});
