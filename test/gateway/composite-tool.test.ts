import { Chart, Duration } from 'cdk8s';
import {
  CompositeOutputType,
  CompositeStep,
  CompositeTool,
  CompositeToolProps,
  ElicitationAction,
  McpGroup,
  StepErrorHandling,
  VirtualMcpServer,
} from '../../src';
import { Obj } from '../../src/plain/objects';
import { checkedSpec, chartIn, eachOptionCounts } from '../util';

const search = CompositeStep.tool('search', { tool: 'web.search' });
const description = 'Searches and reads.';

function stepSpec(step: CompositeStep): Obj {
  const tool = new CompositeTool(chartIn(), 't', { description, steps: [search, step] });
  return checkedSpec(tool).steps[1];
}

describe('a composite tool', () => {
  const specOf = (props: CompositeToolProps) => checkedSpec(new CompositeTool(chartIn(), 't', props));

  eachOptionCounts<CompositeToolProps>(
    { description, steps: [search] },
    {
      description: 'Other.',
      steps: [CompositeStep.tool('read', { tool: 'web.read' })],
      parameters: { type: 'object', properties: { url: { type: 'string' } } },
      timeout: Duration.minutes(1),
      output: {
        properties: {
          text: { type: CompositeOutputType.STRING, description: 'The text.', value: '{{.steps.search.output.text}}' },
        },
      },
      annotations: { readOnlyHint: true },
      toolName: 'web_search',
      name: 'other',
    },
    specOf,
  );

  test('is called by clients as its resource, unless told otherwise', () => {
    expect(specOf({ description, steps: [search] }).name).toBe('t');
    expect(specOf({ description, steps: [search], toolName: 'web_search' }).name).toBe('web_search');
  });

  test('makes no object', () => {
    const chart = chartIn();
    new CompositeTool(chart, 't', { description, steps: [search] });
    expect(chart.toJson()).toEqual([]);
  });

  test.each([
    [
      'what the operator refuses',
      CompositeStep.tool('read', { tool: 'web.read', condition: '{{.params.read' }),
      /no end/,
    ],
    [
      'what fails when called',
      CompositeStep.tool('read', { tool: 't', condition: '{{.steps.x.status}}' }),
      /no such step/,
    ],
    ['what keeps a server from starting', CompositeStep.elicitation('ask', { message: 'Sure?', schema: {} }), /schema/],
  ])('refuses %s', (_, step, message) => {
    expect(() => specOf({ description, steps: [search, step] })).toThrow(message);
  });

  test('says of its output what it holds, nested values and empty defaults included', () => {
    const output = {
      properties: {
        page: {
          type: CompositeOutputType.OBJECT,
          description: 'The page.',
          properties: { text: { type: CompositeOutputType.STRING, description: 'The text.', value: '{{.params.a}}' } },
        },
        links: { type: CompositeOutputType.ARRAY, description: 'The links.', value: '{{json .params.b}}', default: [] },
      },
      required: ['page'],
    };
    expect(specOf({ description, steps: [search], output }).output).toEqual({
      properties: {
        page: {
          type: 'object',
          description: 'The page.',
          properties: { text: { type: 'string', description: 'The text.', value: '{{.params.a}}' } },
        },
        links: { type: 'array', description: 'The links.', value: '{{json .params.b}}', default: [] },
      },
      required: ['page'],
    });
  });
});

describe('a step', () => {
  test('that calls a tool', () => {
    const step = CompositeStep.tool('read', {
      tool: 'web.read',
      arguments: { url: '{{.steps.search.output.url}}', depth: 2, deep: false },
      dependsOn: [search],
      condition: '{{.params.read}}',
      timeout: Duration.seconds(90),
      defaultResults: { text: '' },
      onError: StepErrorHandling.retry({ retryCount: 3, retryDelay: Duration.millis(500) }),
    });
    expect(stepSpec(step)).toEqual({
      id: 'read',
      type: 'tool',
      tool: 'web.read',
      arguments: { url: '{{.steps.search.output.url}}', depth: 2, deep: false },
      dependsOn: ['search'],
      condition: '{{.params.read}}',
      timeout: '90s',
      defaultResults: { text: '' },
      onError: { action: 'retry', retryCount: 3, retryDelay: '500ms' },
    });
  });

  test('that asks the user', () => {
    const schema = { type: 'object', properties: { sure: { type: 'boolean' } } };
    const step = CompositeStep.elicitation('ask', {
      message: 'Read {{.steps.search.output.url}}?',
      schema,
      dependsOn: [search],
      onDecline: ElicitationAction.SKIP_REMAINING,
      onCancel: ElicitationAction.CONTINUE,
    });
    expect(stepSpec(step)).toEqual({
      id: 'ask',
      type: 'elicitation',
      message: 'Read {{.steps.search.output.url}}?',
      schema,
      dependsOn: ['search'],
      onDecline: { action: 'skip_remaining' },
      onCancel: { action: 'continue' },
    });
  });

  const loop = {
    collection: '{{json .steps.search.output.urls}}',
    tool: 'web.read',
    arguments: { url: '{{.forEach.u}}' },
    dependsOn: [search],
  };

  test('that goes through a list: its inner step has an id, which the server needs to start', () => {
    const step = CompositeStep.forEach('all', { ...loop, itemVar: 'u', maxIterations: 20, maxParallel: 4 });
    expect(stepSpec(step)).toEqual({
      id: 'all',
      type: 'forEach',
      collection: '{{json .steps.search.output.urls}}',
      itemVar: 'u',
      maxIterations: 20,
      maxParallel: 4,
      dependsOn: ['search'],
      step: { id: 'all', type: 'tool', tool: 'web.read', arguments: { url: '{{.forEach.u}}' } },
    });
  });

  test('that goes through a list repeats single calls, and goes on as a whole', () => {
    const retried = stepSpec(
      CompositeStep.forEach('all', { ...loop, onError: StepErrorHandling.retry({ retryCount: 2 }) }),
    );
    expect(retried.step.onError).toEqual({ action: 'retry', retryCount: 2, retryDelay: '1s' });
    expect(retried).not.toHaveProperty('onError');
    const tolerant = stepSpec(CompositeStep.forEach('all', { ...loop, onError: StepErrorHandling.proceed() }));
    expect(tolerant.onError).toEqual({ action: 'continue' });
    expect(tolerant.step).not.toHaveProperty('onError');
  });

  test.each([
    ['abort', StepErrorHandling.abort()],
    ['continue', StepErrorHandling.proceed()],
  ])('that fails: %s', (action, onError) => {
    expect(stepSpec(CompositeStep.tool('read', { tool: 'web.read', onError })).onError).toEqual({ action });
  });
});

describe('a virtual server', () => {
  const server = (chart: Chart) => new McpGroup(chart, 'g');

  test('has tools of its own, and those that it shares', () => {
    const chart = chartIn();
    const shared = new CompositeTool(chart, 'shared', { description, steps: [search] });
    const elsewhere = CompositeTool.fromCompositeToolName(chart, 'ref', 'elsewhere');
    const { config } = checkedSpec(
      new VirtualMcpServer(chart, 'v', {
        group: server(chart),
        compositeTools: [{ name: 'own', description, steps: [search] }],
        compositeToolRefs: [shared, elsewhere],
      }),
    );
    expect(config.compositeToolRefs).toEqual([{ name: 'shared' }, { name: 'elsewhere' }]);
    expect(config.compositeTools).toEqual([
      { name: 'own', description, steps: [{ id: 'search', type: 'tool', tool: 'web.search' }] },
    ]);
  });
});
