import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  McpRemoteProxy,
  McpServer,
  McpTelemetryConfig,
  McpTelemetryConfigProps,
  OpenTelemetryOptions,
  PodSecurity,
  Toolhive,
  Warnings,
} from '../../src';
import { Obj } from '../../src/plain/objects';
import { chartIn, eachOptionCounts, objects, runConfigOf } from '../util';

function measured(props: McpTelemetryConfigProps, serviceName?: string, chart = chartIn()): Chart {
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

  const secretHeaders = { 'x-api-key': { secret, key: 'key' }, Authorization: { secret, key: 'token' } };
  const valueOf = (name: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: 'otel', key } } });
  const envOf = (chart: Chart) => objects(chart)['Deployment/s'].spec.template.spec.containers[0].env;

  test('secret headers reach the collector by the variable that exporters read, and stand in no configuration', () => {
    const chart = measured({ openTelemetry: { ...base, sensitiveHeaders: secretHeaders } });
    expect(envOf(chart).slice(0, 4)).toEqual([
      { name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'service.name=s,service.namespace=ns' },
      valueOf('TOOLHIVE_OTEL_HEADER_X_API_KEY', 'key'),
      valueOf('TOOLHIVE_OTEL_HEADER_AUTHORIZATION', 'token'),
      {
        name: 'OTEL_EXPORTER_OTLP_HEADERS',
        value: 'x-api-key=$(TOOLHIVE_OTEL_HEADER_X_API_KEY),Authorization=$(TOOLHIVE_OTEL_HEADER_AUTHORIZATION)',
      },
    ]);
    expect(JSON.stringify(runConfigOf(chart, 's'))).not.toContain('x-api-key');
    expect(chart.node.metadata).toEqual([]);
  });

  test('a remote proxy has them too', () => {
    const chart = chartIn();
    const openTelemetry = { ...base, sensitiveHeaders: secretHeaders };
    const config = new McpTelemetryConfig(chart, 'telemetry', { openTelemetry });
    new McpRemoteProxy(chart, 's', { remoteUrl: 'https://mcp.example.com/mcp', telemetry: { config } });
    const names = envOf(chart).map(({ name }: Obj) => name);
    expect(names.slice(0, 3)).toEqual([
      'TOOLHIVE_OTEL_HEADER_X_API_KEY',
      'TOOLHIVE_OTEL_HEADER_AUTHORIZATION',
      'OTEL_EXPORTER_OTLP_HEADERS',
    ]);
  });

  test('plain headers go the same way beside them, for those of the configuration would win over the variable', () => {
    const headers = { 'X-Team': 'a, b = 100%' };
    const chart = measured({ openTelemetry: { ...base, headers, sensitiveHeaders: secretHeaders } });
    expect(runConfigOf(chart, 's').telemetry_config.headers).toBeUndefined();
    expect(envOf(chart)[3].value).toMatch(/^X-Team=a%2C%20b%20%3D%20100%25,x-api-key=\$\(/);
  });

  test('as the operator makes pods they reach nobody, and a warning says what to add', () => {
    const chart = chartIn();
    Toolhive.configure(chart, { podSecurity: PodSecurity.OPERATOR });
    measured({ openTelemetry: { ...base, sensitiveHeaders: secretHeaders } }, undefined, chart);
    expect(envOf(chart).map(({ name }: Obj) => name)).not.toContain('OTEL_EXPORTER_OTLP_HEADERS');
    expect(
      Warnings.of(chart)
        .map(({ message }) => message)
        .join(),
    ).toMatch(/OTEL_EXPORTER_OTLP_HEADERS .*resourceOverrides\.proxyDeployment\.env/);
  });

  test.each<[string, Partial<OpenTelemetryOptions>, string]>([
    ['an endpoint that gets nothing', { tracing: false }, 'openTelemetry.endpoint: gets nothing to receive'],
    ['certificates without TLS', { insecure: true, caBundle: options.caBundle }, 'is of no use where insecure'],
    ['a rate above 1', { samplingRate: 2 }, 'openTelemetry.samplingRate: "2" does not match'],
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
