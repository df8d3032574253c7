import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { McpServer, McpTelemetryConfig, McpTelemetryConfigProps, OpenTelemetryOptions } from '../../src';
import { chartIn, eachOptionCounts, objects, runConfigOf } from '../util';

function measured(props: McpTelemetryConfigProps, serviceName?: string): Chart {
  const chart = chartIn();
  new McpServer(chart, 's', {
    image: 'i',
    telemetry: { config: new McpTelemetryConfig(chart, 'telemetry', props), serviceName },
  });
  return chart;
}

const imports = chartIn();
const secret = kplus.Secret.fromSecretName(imports, 'secret', 'otel');
const base: OpenTelemetryOptions = { endpoint: 'https://otel.example.com:4318', tracing: true };
const options: Required<OpenTelemetryOptions> = {
  endpoint: 'https://other.example.com:4318',
  tracing: false,
  samplingRate: 0.5,
  metrics: true,
  headers: { tenant: 'a' },
  sensitiveHeaders: { Authorization: { secret, key: 'token' } },
  resourceAttributes: { 'deployment.environment': 'test' },
  useLegacyAttributes: false,
  caBundle: { configMap: kplus.ConfigMap.fromConfigMapName(imports, 'ca', 'company-ca'), key: 'ca.crt' },
  insecure: true,
};

describe('OpenTelemetry', () => {
  const { tracing: _, ...others } = options;
  eachOptionCounts<Omit<OpenTelemetryOptions, 'tracing'>>(base, others, (given) =>
    Testing.synth(measured({ openTelemetry: { ...base, ...given } })),
  );

  test('the option tracing makes a difference', () => {
    const metrics = { ...base, metrics: true };
    const off = runConfigOf(measured({ openTelemetry: { ...metrics, tracing: false } }), 's').telemetry_config;
    expect(off.tracingEnabled).toBe(false);
    expect(runConfigOf(measured({ openTelemetry: metrics }), 's').telemetry_config.tracingEnabled).toBe(true);
  });

  test('a secret header is a variable of the proxy, and not in its configuration', () => {
    const chart = measured({ openTelemetry: { ...base, sensitiveHeaders: { 'x-api-key': { secret, key: 'key' } } } });
    expect(objects(chart)['Deployment/s'].spec.template.spec.containers[0].env.slice(0, 2)).toEqual([
      { name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'service.name=s,service.namespace=ns' },
      { name: 'TOOLHIVE_OTEL_HEADER_X_API_KEY', valueFrom: { secretKeyRef: { name: 'otel', key: 'key' } } },
    ]);
    expect(JSON.stringify(runConfigOf(chart, 's'))).not.toContain('x-api-key');
  });

  test.each<[string, Partial<OpenTelemetryOptions>, string]>([
    ['an endpoint that gets nothing', { tracing: false }, 'openTelemetry.endpoint: gets nothing to receive'],
    ['certificates without TLS', { insecure: true, caBundle: options.caBundle }, 'is of no use where insecure'],
    ['a rate above 1', { samplingRate: 2 }, 'openTelemetry.tracing.samplingRate: "2" does not match'],
    [
      'a header both plain and secret',
      { headers: { a: 'b' }, sensitiveHeaders: { a: { secret, key: 'k' } } },
      'a header name cannot appear in both headers and sensitiveHeaders',
    ],
  ])('fails on %s', (_name, given, message) => {
    expect(() => measured({ openTelemetry: { ...base, ...given } })).toThrow(message);
  });
});

test('metrics can be scraped', () => {
  expect(runConfigOf(measured({ prometheus: true }), 's').telemetry_config.enablePrometheusMetricsPath).toBe(true);
});

test('a server may be called otherwise in traces', () => {
  const { telemetry_config: config, middleware_configs: chain } = runConfigOf(measured({}, 'search'), 's');
  expect(config.serviceName).toBe('search');
  expect(chain.map(({ type }: any) => type)).toContain('telemetry');
});
