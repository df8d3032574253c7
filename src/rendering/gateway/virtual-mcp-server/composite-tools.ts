/** Composite tools as a virtual server's configuration writes them. Source: ToolHive pkg/vmcp/config/config.go. */
import { formatDuration, parseDuration } from '../../../go/duration';
import { goStruct } from '../../../go/struct';
import { GoFloat, naturallySorted } from '../../../go/yaml';
import { defined, isObject, Obj } from '../../../plain/objects';

/** A duration in Go's own spelling; nothing and zero are left out. */
export function duration(text: string | undefined): string | undefined {
  const nanoseconds = text === undefined ? undefined : parseDuration(text);
  return nanoseconds ? formatDuration(nanoseconds) : undefined;
}

/** A map whose values have another shape in Go. */
export function mapped<V, W>(
  map: Readonly<Record<string, V>> | undefined,
  value: (v: V) => W,
): Record<string, W> | undefined {
  const entries = Object.entries(map ?? {});
  return entries.length ? naturallySorted(Object.fromEntries(entries.map(([k, v]) => [k, value(v)]))) : undefined;
}

export function compositeTool(tool: Obj): Obj {
  return goStruct(
    {
      name: tool.name,
      description: tool.description,
      parameters: freeMap(tool.parameters),
      timeout: duration(tool.timeout),
      steps: tool.steps.map(step),
      output: tool.output && output(tool.output),
      annotations: tool.annotations && annotations(tool.annotations),
    },
    ['name', 'steps'],
  );
}

function step(given: Obj): Obj {
  const { onError } = given;
  return goStruct(
    {
      id: given.id ?? '',
      type: given.type,
      tool: given.tool,
      arguments: freeMap(given.arguments),
      condition: given.condition,
      dependsOn: given.dependsOn,
      onError:
        onError &&
        goStruct({ action: onError.action, retryCount: onError.retryCount, retryDelay: duration(onError.retryDelay) }),
      message: given.message,
      schema: freeMap(given.schema),
      timeout: duration(given.timeout),
      onDecline: given.onDecline && goStruct({ action: given.onDecline.action }),
      onCancel: given.onCancel && goStruct({ action: given.onCancel.action }),
      defaultResults: freeMap(given.defaultResults),
      collection: given.collection,
      itemVar: given.itemVar,
      maxParallel: given.maxParallel,
      maxIterations: given.maxIterations,
      step: given.step && step(given.step),
    },
    ['id'],
  );
}

function output({ properties, required }: Obj): Obj {
  return goStruct({ properties: mapped(properties, outputProperty) ?? {}, required }, ['properties']);
}

function outputProperty({ type = '', description = '', value, properties, default: fallback }: Obj): Obj {
  return {
    ...goStruct({ type, description, value, properties: mapped(properties, outputProperty) }, ['type', 'description']),
    ...(fallback !== undefined && fallback !== null && { default: free(fallback) }),
  };
}

/** Hints for clients. They are pointers in Go, so false is written. */
export function annotations({ title, readOnlyHint, destructiveHint, idempotentHint, openWorldHint }: Obj): Obj {
  return defined({ title, readOnlyHint, destructiveHint, idempotentHint, openWorldHint });
}

/** JSON whose shape Go doesn't know. */
function free(value: unknown): unknown {
  if (typeof value === 'number') return new GoFloat(value);
  if (Array.isArray(value)) return value.map(free);
  return isObject(value) ? (mapped(value, free) ?? {}) : value;
}

function freeMap(map: Obj | undefined): Obj | undefined {
  return mapped(map, free);
}
