/** A Service may be called by its name and namespace alone, as a public report had it. */
import {
  McpGroup,
  McpServer,
  McpServerEntry,
  McpTelemetryConfig,
  NetworkIsolation,
  ToolhiveChartProps,
  VirtualMcpServer,
} from '../../src';
import { chartIn, objects } from '../util';

const isolated = (props: ToolhiveChartProps = {}) =>
  chartIn(undefined, { networkIsolation: NetworkIsolation.on(), ...props });
const namespace = (name: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});
const tcp = (port: number) => [{ port, protocol: 'TCP' }];
const SPECIAL = { cidr: '0.0.0.0/0', except: expect.arrayContaining(['10.0.0.0/8', '169.254.0.0/16']) };
const INTERNET = [{ ipBlock: SPECIAL }, { ipBlock: expect.objectContaining({ cidr: '::/0' }) }];

test.each<[string, object[]]>([
  ['collector.observability:4318', [namespace('observability')]],
  ['collector.observability.svc:4318', [namespace('observability')]],
  ['collector.observability.svc.cluster.local:4318', [namespace('observability')]],
  ['collector:4318', [{ podSelector: {} }]],
  ['https://otel.example.com:4318', INTERNET],
  ['otel.internal:4318', [namespace('internal'), ...INTERNET]],
])('an isolated server reaches its collector at %s', (endpoint, to) => {
  const chart = isolated();
  const config = new McpTelemetryConfig(chart, 't', { openTelemetry: { endpoint, tracing: true, insecure: true } });
  new McpServer(chart, 's', { image: 'i:1', telemetry: { config } });
  const { egress } = objects(chart)['NetworkPolicy/s-netpol'].spec;
  expect(egress.filter(({ ports }: any) => ports?.some(({ port }: any) => port === 4318))).toEqual([
    { ports: tcp(4318), to },
  ]);
});

test('an isolated virtual server reaches a member and its Redis by name and namespace', () => {
  const chart = isolated({ redis: { address: 'redis.cache:6379' } });
  const group = new McpGroup(chart, 'g');
  new McpServerEntry(chart, 'e', { remoteUrl: 'http://grafana.observability:8000/sse', group });
  new VirtualMcpServer(chart, 'v', { group });
  const { egress } = objects(chart)['NetworkPolicy/v-netpol'].spec;
  expect(egress.slice(1)).toEqual([
    { ports: tcp(8000), to: [namespace('observability')] },
    { ports: tcp(6379), to: [namespace('cache')] },
  ]);
});
