/** Tools that are made of calls of others. */
import { KindTable, Props } from './kind-table';
import { call, Expression, list, scalar, variable, Variable } from '../expression';
import { Fields, struct } from '../fields';

export const compositeToolDefinition: KindTable = {
  construct: 'CompositeTool',
  suffix: 'composite-tool',
  fromName: { of: 'CompositeTool', method: 'fromCompositeToolName' },
  always: ['name', 'description', 'steps'],
  props: (spec) => ({ toolName: spec.data('name'), ...compositeTool(spec) }),
};

export function compositeTool(tool: Fields): Props {
  return {
    description: tool.data('description'),
    parameters: tool.data('parameters'),
    timeout: tool.duration('timeout'),
    steps: steps(tool),
    output: tool.nested('output', output),
    annotations: tool.data('annotations'),
  };
}

/** Steps that others wait for are declared before. */
function steps(tool: Fields): Expression | undefined {
  const awaited = new Set<string>(tool.raw('steps')?.flatMap(({ dependsOn = [] }: any) => dependsOn));
  const declared = new Map<string, Variable>();
  return tool.each('steps', (fields) => {
    const id: string = fields.raw('id');
    const code = step(fields, declared);
    if (!code || !awaited.has(id)) return code;
    const own: Variable = { hint: id, suffix: 'step', standIn: code, isLocal: true };
    declared.set(id, own);
    return variable(own);
  });
}

function step(fields: Fields, declared: ReadonlyMap<string, Variable>): Expression | undefined {
  const id = scalar(fields.raw('id'));
  const common = commonOptions(fields, declared);
  const type: string = fields.raw('type') ?? 'tool';
  const of = (method: string, options: Expression | undefined) => options && call('CompositeStep', method, id, options);
  if (type === 'tool') {
    const tool = { tool: fields.data('tool'), arguments: fields.data('arguments'), onError: onError(fields) };
    return of('tool', struct({ ...tool, ...common }, 'tool'));
  }
  if (type === 'elicitation') {
    const action = (key: string) => fields.nested(key, (response) => response.choice('action', 'ElicitationAction'));
    const question = { message: fields.data('message'), schema: fields.data('schema') };
    const answers = { onDecline: action('onDecline'), onCancel: action('onCancel') };
    return of('elicitation', struct({ ...question, ...answers, ...common }, 'message', 'schema'));
  }
  let loopCall: Props = {};
  fields.nested('step', (inner) => {
    loopCall = { tool: inner.data('tool'), arguments: inner.data('arguments'), onError: onError(inner) };
    return undefined;
  });
  const loop = {
    collection: fields.data('collection'),
    ...loopCall,
    itemVar: fields.data('itemVar'),
    maxIterations: fields.data('maxIterations'),
    maxParallel: fields.data('maxParallel'),
    onError: loopCall.onError ?? onError(fields),
  };
  return of('forEach', struct({ ...loop, ...common }, 'collection', 'tool'));
}

/** Steps that come later, or that aren't there, are left to an override of all steps: they have no variable. */
function commonOptions(fields: Fields, declared: ReadonlyMap<string, Variable>): Props {
  const ids: string[] = fields.raw('dependsOn') ?? [];
  const others = ids.flatMap((id) => declared.get(id) ?? []);
  return {
    dependsOn: others.length ? fields.commented('dependsOn', list(others.map(variable))) : undefined,
    condition: fields.data('condition'),
    timeout: fields.duration('timeout'),
    defaultResults: fields.data('defaultResults'),
  };
}

function onError(fields: Fields): Expression | undefined {
  return fields.nested('onError', (handling) => {
    const action: string = handling.raw('action') ?? 'abort';
    if (action === 'abort') return call('StepErrorHandling', 'abort');
    if (action === 'continue') return call('StepErrorHandling', 'proceed');
    const retryDelay = handling.duration('retryDelay');
    const options = struct({ retryCount: handling.data('retryCount'), retryDelay }, 'retryCount');
    return options && call('StepErrorHandling', 'retry', options);
  });
}

function output(fields: Fields): Expression | undefined {
  return struct({ properties: properties(fields), required: fields.data('required') }, 'properties');
}

function properties(fields: Fields): Expression | undefined {
  return fields.entries('properties', (all, name) =>
    all.nested(name, (property) =>
      struct(
        {
          type: property.choice('type', 'CompositeOutputType'),
          description: property.data('description'),
          value: property.data('value'),
          properties: properties(property),
          default: property.data('default'),
        },
        'type',
        'description',
      ),
    ),
  );
}
