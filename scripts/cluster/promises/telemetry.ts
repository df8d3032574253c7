/** Traces and metrics that are sent, and metrics that a scraper fetches. */
import { strict as assert } from 'node:assert';
import {
  McpBackend,
  McpGroup,
  McpServer,
  McpTelemetryConfig,
  McpTransport,
  SecretReference,
  ServerMonitoring,
  ToolhiveChart,
  VirtualMcpServer,
} from '../../../src';
import { Obj } from '../../../src/plain/objects';
import { Cluster, COLLECTOR, objectsOf } from '../cluster';
import { eventually } from '../kubectl';
import { Topic } from '../promises';
import { secret, server, SMALL } from '../settings';

const TOKEN = 'Bearer of-the-collector';
const monitoring = ServerMonitoring.scrapeAnnotations();
let [traced, scraped]: McpServer[] = [];
let gateway: VirtualMcpServer;

function app(cluster: Cluster): ToolhiveChart {
  const chart = cluster.chart();
  const group = new McpGroup(chart, 'group');
  const openTelemetry = {
    endpoint: `http://${COLLECTOR}`,
    insecure: true,
    tracing: true,
    metrics: true,
    samplingRate: 1,
    sensitiveHeaders: { Authorization: SecretReference.key(chart, 'otel', 'token') },
  };
  const shared = { transport: McpTransport.STREAMABLE_HTTP, backend: McpBackend.declared() };
  traced = server(chart, 'traced', {
    ...shared,
    telemetry: { config: new McpTelemetryConfig(chart, 'sent', { openTelemetry }), serviceName: 'mcp-traced' },
  });
  const telemetry = { config: new McpTelemetryConfig(chart, 'fetched', { prometheus: true }) };
  scraped = server(chart, 'scraped', { ...shared, group, telemetry, monitoring });
  gateway = new VirtualMcpServer(chart, 'gateway', { group, telemetry, monitoring, resources: SMALL });
  return chart;
}

/** Where Prometheus looks by the annotations of a pod. */
async function scrape(cluster: Cluster, name: string): Promise<{ status: number; text: string }> {
  const [{ metadata, status }] = await cluster.pods(`app.kubernetes.io/instance=${name}`);
  const { 'prometheus.io/port': port, 'prometheus.io/path': path } = metadata.annotations;
  return cluster.http(`http://${status.podIP}:${port}${path ?? '/metrics'}`);
}

const collected = async (cluster: Cluster): Promise<Obj> =>
  JSON.parse((await cluster.http(`http://${COLLECTOR}/`)).text);

const answersScraper = (name: string, promise: string) => ({
  promise,
  page: 'docs/operations.md',
  how: 'the address in the annotations is fetched from a pod of another namespace',
  async run(cluster: Cluster) {
    const { status, text } = await scrape(cluster, name);
    assert.equal(status, 200);
    assert.match(text, /^# TYPE /m);
  },
});

export const telemetry: Topic = {
  name: 'telemetry',
  title: 'Telemetry and metrics',
  async prepare(cluster) {
    await cluster.apply([secret(cluster, 'otel', { token: TOKEN })]);
    await cluster.apply(app(cluster));
    await cluster.ready(
      'deploy/traced',
      'deploy/scraped',
      'deploy/gateway',
      'statefulset/traced',
      'statefulset/scraped',
    );
    await cluster.call(traced.url, 'echo', { message: 'hi' }, { patience: 60 });
    await cluster.call(scraped.url, 'echo', { message: 'hi' }, { patience: 60 });
    await cluster.visit(gateway.url, [{ list: true }], { patience: 60 });
  },
  promises: [
    {
      promise: 'Traces and metrics are sent to the collector',
      page: 'docs/policies.md',
      how: 'the collector counts what was posted to it after a call',
      async run(cluster) {
        const arrived = ({ posts }: Obj) => posts['/v1/traces'] > 0 && posts['/v1/metrics'] > 0;
        await eventually('traces and metrics arrive', () => collected(cluster), arrived, 120);
      },
    },
    {
      promise: 'Secret headers are sent, and are in no configuration',
      page: 'docs/policies.md',
      how: 'the collector returns the Authorization that it received; the YAML is searched for it',
      async run(cluster) {
        const { authorizations } = await collected(cluster);
        assert.ok(authorizations.includes(TOKEN), JSON.stringify(authorizations));
        assert.ok(!JSON.stringify(objectsOf(app(cluster))).includes(TOKEN));
      },
    },
    answersScraper('scraped', 'Prometheus finds the metrics of a proxy where `scrapeAnnotations` points'),
    answersScraper('gateway', 'Prometheus finds the metrics of a virtual server where `scrapeAnnotations` points'),
  ],
};
