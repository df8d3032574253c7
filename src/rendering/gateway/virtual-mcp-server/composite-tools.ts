/** Composite tools as a virtual server's configuration writes them. Source: ToolHive pkg/vmcp/config/config.go. */
import { formatDuration, parseDuration } from '../../../go/duration';
import { goStruct } from '../../../go/struct';
import { GoFloat, naturallySorted } from '../../../go/yaml';
import { defined, isObject, JsonObject } from '../../../plain/objects';
import { Annotations, Output, Property, Step } from '../../../resources/spec/shared';
import { CompositeTool } from '../../../resources/spec/virtualmcpserver';

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

export function compositeTool(tool: CompositeTool) {
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

/** The CRD has no types for a step within a step. */
function step(given: Partial<Step>): JsonObject {
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
      defaultResults: freeMap(given.defaultResults as JsonObject | undefined),
      collection: given.collection,
      itemVar: given.itemVar,
      maxParallel: given.maxParallel,
      maxIterations: given.maxIterations,
      step: given.step && step(given.step as Partial<Step>),
    },
    ['id'],
  );
}

function output({ properties, required }: Output) {
  return goStruct({ properties: mapped(properties, outputProperty) ?? {}, required }, ['properties']);
}

/** The CRD has no types for one within another. */
type OutputProperty = { readonly [Field in keyof Property]?: unknown };

function outputProperty({
  type = '',
  description = '',
  value,
  properties,
  default: fallback,
}: OutputProperty): JsonObject {
  return {
    ...goStruct(
      {
        type,
        description,
        value,
        properties: mapped(properties as Readonly<Record<string, OutputProperty>> | undefined, outputProperty),
      },
      ['type', 'description'],
    ),
    ...(fallback !== undefined && fallback !== null && { default: free(fallback) }),
  };
}

/** Hints for clients. They are pointers in Go, so false is written. */
export function annotations({
  title,
  readOnlyHint,
  destructiveHint,
  idempotentHint,
  openWorldHint,
}: Annotations): Annotations {
  return defined({ title, readOnlyHint, destructiveHint, idempotentHint, openWorldHint });
}

/** JSON whose shape Go doesn't know. */
function free(value: unknown): unknown {
  if (typeof value === 'number') return new GoFloat(value);
  if (Array.isArray(value)) return value.map(free);
  return isObject(value) ? (mapped(value, free) ?? {}) : value;
}

function freeMap(map: JsonObject | undefined): JsonObject | undefined {
  return mapped(map, free);
}
