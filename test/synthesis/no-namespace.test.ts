import { Chart, Testing } from 'cdk8s';
import { McpGroup, McpServer, Toolhive, ToolhiveChart, Warnings } from '../../src';

const server = { image: 'i:1.0' };

test('a chart without a namespace is warned of once, whatever is in it', () => {
  const app = Testing.app();
  const chart = new Chart(app, 'mcp');
  new McpGroup(chart, 'group');
  new McpServer(chart, 'a', server);
  new McpServer(chart, 'b', server);
  Testing.synth(chart);
  Testing.synth(chart);
  expect(Warnings.of(app).filter(({ id }) => id === 'no-namespace')).toEqual([
    {
      path: 'mcp',
      id: 'no-namespace',
      message:
        'Chart "mcp": namespace: none is given, so its objects say "default"; name the one that is meant, even where that is "default": { namespace: \'toolhive\' }',
    },
  ]);
});

test('each chart is warned of for itself', () => {
  const app = Testing.app();
  for (const id of ['a', 'b']) {
    const chart = new ToolhiveChart(app, id);
    new McpServer(chart, `server-${id}`, server);
    Testing.synth(chart);
  }
  expect(Warnings.of(app).map(({ path, id }) => [path, id])).toEqual([
    ['a', 'no-namespace'],
    ['b', 'no-namespace'],
  ]);
});

test('a namespace that is given is nothing to warn of, nor is a chart of other things', () => {
  const app = Testing.app();
  new Chart(app, 'empty');
  const chart = new Chart(app, 'mcp', { namespace: 'default' });
  new McpServer(chart, 'server', server);
  Testing.synth(chart);
  expect(Warnings.of(app)).toEqual([]);
});

test('it is acknowledged at the chart', () => {
  const chart = Testing.chart();
  new McpServer(chart, 'server', server);
  Warnings.acknowledge(chart, 'no-namespace', 'one cluster for each team, and all of it is theirs');
  Testing.synth(chart);
  expect(Warnings.of(chart)).toEqual([]);
  expect(Toolhive.images(chart)).toContain('i:1.0');
});
