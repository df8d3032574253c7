import { Findings } from '../../../../src/findings';
import { Obj } from '../../../../src/plain/objects';
import { DEFAULT_VERSION } from '../../../../src/rendering/model/versions';
import { checkResource } from '../../../../src/rendering/render';

const search = { id: 'search', tool: 'web.search', arguments: { query: '{{.params.query}}' } };

const toolOf = (steps: Obj[], members: Obj) => ({ name: 'find', description: 'Finds.', steps, ...members });

/** The findings about a tool with these steps, and with these members besides, as it stands in a virtual server. */
function found(steps: Obj[], members: Obj = {}): string[] {
  const config = { compositeTools: [toolOf(steps, members)] };
  const spec = { groupRef: { name: 'g' }, incomingAuth: { type: 'anonymous' }, config };
  return check('VirtualMCPServer', spec).map((finding) => finding.replaceAll('spec.config.compositeTools[0]', 'spec'));
}

function check(kind: string, spec: Obj): string[] {
  const findings = new Findings();
  checkResource({ kind, name: 'find', namespace: 'ns', spec }, findings, DEFAULT_VERSION);
  return findings.list.map(({ severity, id, field, message }) => `${id ?? severity} ${field}: ${message}`);
}

const read = (members: Obj) => ({ id: 'read', tool: 'web.read', ...members });

describe('a composite tool', () => {
  test('is taken with every kind of step', () => {
    const ask = {
      id: 'ask',
      type: 'elicitation',
      message: 'Read {{len .steps.search.output.urls}}?',
      schema: { type: 'object', properties: { sure: { type: 'boolean' } } },
      dependsOn: ['search'],
    };
    const all = {
      id: 'all',
      type: 'forEach',
      collection: '{{json .steps.search.output.urls}}',
      step: { id: 'one', tool: 'web.read', arguments: { url: '{{.forEach.item}}', list: ['{{.params.query}}'] } },
      dependsOn: ['ask'],
    };
    const output = {
      properties: { pages: { type: 'array', description: 'All.', value: '{{json .steps.all.output.iterations}}' } },
      required: ['pages'],
    };
    const parameters = { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] };
    expect(found([search, ask, all], { parameters, output, timeout: '5m' })).toEqual([]);
  });

  test('that is wrong in many places hears of all of them at once', () => {
    const steps = [
      { id: 'a', tool: '-x', dependsOn: ['b'] },
      { id: 'b', tool: 'web.read', dependsOn: ['a', 'sarch'], arguments: { url: '{{.params.url' } },
      { id: 'search' },
      { id: 'a', tool: 'web.read', onError: { action: 'retry' } },
    ];
    expect(found(steps, { description: '', parameters: { type: 'array' } })).toEqual([
      'error spec.description: is required: say what the tool does, for clients and their models',
      'error spec.parameters.type: is "array"; parameters are a JSON schema with type: object',
      'error spec.steps[3].id: "a" is the id of spec.steps[0] already; rename one',
      'error spec.steps[0].tool: "-x" is no name of a tool: letters, digits, ".", "_" and "-", the first of them a letter or digit',
      'error spec.steps[1].arguments.url: "{{.params.url" is no Go template: line 1, column 1: the action that begins here has no end; close it with }}',
      'error spec.steps[2].tool: is required: name the tool to call, as MEMBER.TOOL',
      'error spec.steps[3].onError.retryCount: 0 must be at least 1 where action is "retry"',
      'error spec.steps[1].dependsOn[1]: step "b" waits for "sarch", but there is no such step; did you mean "search"?',
    ]);
  });

  test.each([
    [['a:b', 'b:c', 'c:a'], 'a -> b -> c -> a'],
    [['a:a'], 'a -> a'],
    [['x:', 'a:x,b', 'b:a'], 'a -> b -> a'],
  ])('whose steps wait for each other (%s) hears which', (graph, cycle) => {
    const steps = graph.map((line) => {
      const [id, after] = line.split(':');
      return { id, tool: 't', dependsOn: after.split(',').filter(Boolean) };
    });
    expect(found(steps)).toEqual([
      `error spec.steps: steps wait for each other: ${cycle}; take one of them out of dependsOn`,
    ]);
  });

  test('needs steps', () => {
    expect(found([])).toEqual(['error spec.steps: must have at least one step']);
  });

  test('with more than a hundred steps keeps a server from starting', () => {
    const steps = Array.from({ length: 101 }, (_, i) => ({ id: `s${i}`, tool: 't' }));
    expect(found(steps)).toEqual([expect.stringMatching(/^refused-by-proxy spec.steps: has 101 steps/)]);
  });
});

describe('a step that may be skipped', () => {
  const use = read({ arguments: { text: '{{.steps.search.output.text}}' }, dependsOn: ['search'] });
  const output = { properties: { t: { type: 'string', description: 'T.', value: '{{.steps.search.output.text}}' } } };

  test('needs a result for each field that others refer to', () => {
    expect(found([{ ...search, condition: '{{.params.go}}' }, use], { output })).toEqual([
      'error spec.steps[0].defaultResults.text: is required: step "search" has a condition, and step "read" and the output refer to ' +
        '.steps.search.output.text; give the value that stands for it when there is none',
    ]);
    expect(found([{ ...search, onError: { action: 'continue' } }, use])).toEqual([
      expect.stringMatching(/step "search" goes on after an error, and step "read" refers to/),
    ]);
  });

  test('is fine with one, and where nobody refers to it', () => {
    expect(found([{ ...search, condition: '{{.params.go}}', defaultResults: { text: '' } }, use], { output })).toEqual(
      [],
    );
    expect(found([{ ...search, condition: '{{.params.go}}' }, read({})])).toEqual([]);
  });

  test('does not go with templates called without data, on which the operator crashes', () => {
    const steps = [{ ...search, condition: '{{template "t"}}{{define "t"}}true{{end}}' }];
    expect(found(steps)).toEqual([expect.stringMatching(/^error spec.steps\[0\].condition: .*operator crashes/)]);
  });
});

describe('a template', () => {
  test.each([
    [
      { arguments: { a: '{{.steps.serch.output.text}}' } },
      'arguments.a',
      /there is no such step; did you mean "search"\?$/,
    ],
    [
      { arguments: { a: ['{{.steps.search.output.text}}'] } },
      'arguments.a[0]',
      /does not wait for; add "search" to dep/,
    ],
    [{ arguments: { a: '{{$.steps.read.status}}' } }, 'arguments.a', /a step has no output before it is done$/],
    [{ arguments: { a: { b: '{{' } } }, 'arguments.a.b', /is no Go template/],
  ])('that fails at every call gets a warning: %j', (members, field, message) => {
    const [first, ...others] = found([search, read(members)]);
    expect(others).toEqual([]);
    expect(first).toMatch(message);
    expect(first.startsWith(`composite-tool-fails spec.steps[1].${field}: `)).toBe(true);
  });

  test('may refer to steps that its step waits for, at one remove too', () => {
    const last = { id: 'last', tool: 't', arguments: { a: '{{.steps.search.output.x}}' }, dependsOn: ['read'] };
    expect(found([search, read({ dependsOn: ['search'] }), last])).toEqual([]);
  });

  test('in a range or with is not held to be about steps', () => {
    expect(found([read({ arguments: { a: '{{with .params}}{{.steps.x.y}}{{end}}' } })])).toEqual([]);
  });
});

describe('a loop', () => {
  const loop = {
    id: 'all',
    type: 'forEach',
    collection: '{{json .params.urls}}',
    step: { id: 'one', tool: 'web.read' },
  };
  test.each([
    [{ collection: undefined }, 'error spec.steps[0].collection: is required'],
    [{ collection: '{{json' }, 'error spec.steps[0].collection: "{{json" is no Go template'],
    [{ step: undefined }, 'error spec.steps[0].step: is required'],
    [{ step: { id: 'a', type: 'elicitation' } }, 'error spec.steps[0].step.type: "elicitation" must be "tool"'],
    [{ step: { id: 'a' } }, 'error spec.steps[0].step.tool: is required'],
    [{ step: { id: 'a', tool: 't', arguments: 'x' } }, 'error spec.steps[0].step.arguments: must be an object'],
    [{ step: { tool: 't' } }, 'refused-by-proxy spec.steps[0].step.id: is required'],
    [{ step: { ...loop.step, condition: 'x' } }, 'field-without-effect spec.steps[0].step.condition: has no effect'],
    [{ tool: 'web.read' }, 'error spec.steps[0].tool: "web.read" does not go with type "forEach"'],
    [{ itemVar: '1st' }, 'error spec.steps[0].itemVar: "1st" must be a name'],
    [{ itemVar: 'index' }, 'error spec.steps[0].itemVar: "index" is the number of the item'],
    [{ maxIterations: 1001 }, 'error spec.steps[0].maxIterations: 1001 must be from 0 to 1000'],
    [{ maxParallel: 51 }, 'error spec.steps[0].maxParallel: 51 must be from 0 to 50'],
    [{ maxParallel: -1 }, 'error spec.steps[0].maxParallel: -1 must be from 0 to 50'],
    [{ onError: { action: 'retry', retryCount: 2 } }, 'field-without-effect spec.steps[0].onError.action: has no eff'],
  ])('%j', (members, beginning) => {
    expect(found([loop])).toEqual([]);
    const [first, ...others] = found([{ ...loop, ...members }]);
    expect(others).toEqual([]);
    expect(first.slice(0, beginning.length)).toBe(beginning);
  });
});

describe('an output', () => {
  const text = { type: 'string', description: 'T.', value: '{{.params.a}}' };
  test.each([
    [{ properties: {} }, 'refused-by-proxy spec.output.properties: must have at least one'],
    [{ properties: { text }, required: ['x'] }, 'refused-by-proxy spec.output.required[0]: "x" is none of the prop'],
    [{ properties: { text: { ...text, description: '' } } }, 'refused-by-proxy spec.output.properties.text.descr'],
    [{ properties: { text: { ...text, value: '' } } }, 'refused-by-proxy spec.output.properties.text: has no value'],
    [
      { properties: { text: { ...text, properties: { text } } } },
      'refused-by-proxy spec.output.properties.text: has both',
    ],
    [
      { properties: { text: { ...text, type: 'integer', default: true } } },
      'refused-by-proxy spec.output.properties.text.def',
    ],
    [{ properties: { text: { ...text, value: '{{.a' } } }, 'composite-tool-fails spec.output.properties.text.value: "'],
    [
      { properties: { text: { ...text, value: '{{.steps.x}}' } } },
      'composite-tool-fails spec.output.properties.text.value: r',
    ],
  ])('%j', (output, beginning) => {
    expect(found([search], { output: { properties: { text } } })).toEqual([]);
    const [first, ...others] = found([search], { output });
    expect(others).toEqual([]);
    expect(first.slice(0, beginning.length)).toBe(beginning);
  });

  test('is read by the operator where a step may be skipped', () => {
    const output = { properties: { text: { ...text, value: '{{.a' } } };
    expect(found([{ ...search, condition: 'true' }], { output })).toEqual([
      expect.stringMatching(/^error spec.output.properties.text.value: /),
    ]);
  });
});

test('a composite tool of one virtual server is checked at its place', () => {
  const compositeTools = [{ name: 'find', description: 'Finds.', steps: [{ ...search, dependsOn: ['x'] }] }];
  const spec = { groupRef: { name: 'g' }, incomingAuth: { type: 'anonymous' }, config: { compositeTools } };
  const findings = new Findings();
  checkResource({ kind: 'VirtualMCPServer', name: 'v', namespace: 'ns', spec } as any, findings, DEFAULT_VERSION);
  expect(findings.list.map(({ field }) => field)).toEqual(['spec.config.compositeTools[0].steps[0].dependsOn[0]']);
});

test('a definition that nobody but the server checks is taken, with a warning', () => {
  expect(check('VirtualMCPCompositeToolDefinition', toolOf([], {}))).toEqual([
    'refused-by-proxy spec.steps: must have at least one step',
  ]);
});
