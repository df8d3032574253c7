/** cdk8s takes for granted that there is an app, and a chart in it. */
import { App, Chart, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { McpServer, ToolhiveChart } from '../../src';

test.each<[string, () => Chart]>([
  ['no scope', () => new Chart(null as unknown as Construct, 'c', { namespace: 'ns' })],
  [
    'a construct',
    () => new ToolhiveChart(new Construct(undefined as unknown as Construct, ''), 'c', { namespace: 'ns' }),
  ],
])('a chart in %s is written, as far as nothing of it needs an App', (_, chartIn) => {
  const chart = chartIn();
  const server = new McpServer(chart, 's', { image: 'i:1' });
  expect(chart.toJson()).toHaveLength(7);
  server.deployment!.addJsonPatch(JsonPatch.add('/spec/paused', true));
  expect(() => chart.toJson()).toThrow(/s\/Resource\] is in no App, .*; make the chart in an App/);
});

test('fails for a server in no chart', () => {
  expect(() => new McpServer(new App({ outdir: '/nowhere' }), 's', { image: 'i:1' })).toThrow(
    '[s] McpServer "s": is in no chart; make it in a ToolhiveChart or Chart, whose namespace it takes',
  );
});
