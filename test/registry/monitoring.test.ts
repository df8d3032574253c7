import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { configIn, made, registryIn } from './util';
import {
  LegacyRegistry,
  LegacyRegistryConfig,
  ServerMonitoring,
  NetworkIsolation,
  RegistryApiProps,
  RegistryAuth,
  RegistryFormat,
  RegistryTelemetry,
  Warnings,
} from '../../src';
import { chartIn } from '../util';

const LABELS = { app: 'r', 'app.kubernetes.io/name': 'registry-api', 'app.kubernetes.io/instance': 'r' };
const telemetry = RegistryTelemetry.otlp({ metrics: true });
const monitored = (monitoring: ServerMonitoring, props: Partial<RegistryApiProps> = {}) =>
  made((chart) => ({ config: configIn(chart, { telemetry }), monitoring, ...props }));

const legacy = LegacyRegistryConfig.fromParts({
  registries: [LegacyRegistry.path({ format: RegistryFormat.UPSTREAM, name: 'r', path: '/data/r.json' })],
  auth: RegistryAuth.anonymous(),
  telemetry,
});

test('annotations show Prometheus the internal port', () => {
  const { annotations } = monitored(ServerMonitoring.scrapeAnnotations())['Deployment/r'].spec.template.metadata;
  expect(annotations).toMatchObject({
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': '8081',
    'prometheus.io/path': '/metrics',
  });
});

test("annotations of the older server show the API's port, where it has its metrics", () => {
  const objects = monitored(ServerMonitoring.scrapeAnnotations(), { config: legacy });
  expect(objects['Deployment/r'].spec.template.metadata.annotations['prometheus.io/port']).toBe('8080');
});

describe('a ServiceMonitor', () => {
  const options = { labels: { release: 'prometheus' }, interval: Duration.minutes(1) };
  const objects = monitored(ServerMonitoring.serviceMonitor(options));
  const { 'ServiceMonitor/r': monitor, 'Service/r': api, 'Service/r-metrics': metrics } = objects;

  test('reads metrics from a Service of their own', () => {
    expect(monitor).toEqual({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata: { name: 'r', namespace: 'ns', labels: { ...LABELS, release: 'prometheus' } },
      spec: {
        selector: { matchLabels: metrics.metadata.labels },
        endpoints: [{ port: 'metrics', path: '/metrics', interval: '60s' }],
      },
    });
    expect(metrics.spec).toEqual({
      type: 'ClusterIP',
      clusterIP: 'None',
      selector: objects['Deployment/r'].spec.selector.matchLabels,
      ports: [{ name: 'metrics', protocol: 'TCP', port: 8081, targetPort: 'internal-http' }],
    });
  });

  test("doesn't select the Service of the API, which doesn't publish the internal port", () => {
    expect(api.metadata.labels).not.toMatchObject(monitor.spec.selector.matchLabels);
    expect(api.spec.ports.map(({ port }: any) => port)).toEqual([80]);
  });

  test('leaves the interval to Prometheus', () => {
    const [endpoint] = monitored(ServerMonitoring.serviceMonitor())['ServiceMonitor/r'].spec.endpoints;
    expect(endpoint).toEqual({ port: 'metrics', path: '/metrics' });
  });
});

describe('monitoring fails', () => {
  test.each([ServerMonitoring.scrapeAnnotations(), ServerMonitoring.serviceMonitor()])(
    'where the configuration turns no metrics on',
    (monitoring) => {
      expect(() => registryIn(chartIn(), { monitoring })).toThrow(
        'RegistryApi "r": monitoring: finds no metrics: the configuration turns none on; give it telemetry: RegistryTelemetry.otlp({ metrics: true }), or in a file',
      );
    },
  );

  test.each([
    [{ interval: Duration.seconds(0) }, 'monitoring.interval: 0 seconds must be at least 1'],
    [{ labels: { release: 'a b' } }, 'monitoring.labels.release: "a b" is no value of a label'],
  ])('on %j', (options, message) => {
    expect(() => monitored(ServerMonitoring.serviceMonitor(options))).toThrow(message);
  });
});

describe('a NetworkPolicy that keeps Prometheus out', () => {
  function warnings(props: (chart: Chart) => Partial<RegistryApiProps>): string[] {
    const chart = chartIn();
    const monitoring = ServerMonitoring.scrapeAnnotations();
    registryIn(chart, { config: configIn(chart, { telemetry }), monitoring, ...props(chart) });
    Testing.synth(chart);
    return Warnings.of(chart)
      .map(({ id, message }) => `${id}: ${message}`)
      .filter((text) => text.startsWith('network-policy'));
  }
  const all = (chart: Chart) => [kplus.Namespaces.all(chart, 'all')];

  test('is warned of', () => {
    expect(warnings((chart) => ({ networkIsolation: NetworkIsolation.on({ clients: all(chart) }) }))).toEqual([
      `network-policy-blocks-metrics: RegistryApi "r": networkIsolation.metrics: lets nobody come to port 8081, so Prometheus can't read what monitoring shows it; name Prometheus' pods`,
    ]);
  });

  test.each<[string, (chart: Chart) => Partial<RegistryApiProps>]>([
    ['it names who reads metrics', (chart) => ({ networkIsolation: NetworkIsolation.on({ metrics: all(chart) }) })],
    [
      'the older server has them where clients come',
      (chart) => ({ config: legacy, networkIsolation: NetworkIsolation.on({ clients: all(chart) }) }),
    ],
    ['there is none', () => ({})],
  ])('is none where %s', (_, props) => {
    expect(warnings(props)).toEqual([]);
  });
});
