import { JsonObject, pruned } from '../plain/objects';

/** JSON type of a value. */
export enum CompositeOutputType {
  /** Text. */
  STRING = 'string',
  /** A whole number. */
  INTEGER = 'integer',
  /** A number. */
  NUMBER = 'number',
  /** True or false. */
  BOOLEAN = 'boolean',
  /** An object. */
  OBJECT = 'object',
  /** A list. */
  ARRAY = 'array',
}

/** One value of a composite tool's result. */
export interface CompositeOutputProperty {
  /** JSON type of the value. */
  readonly type: CompositeOutputType;

  /** What it means, for clients and their models. Required: ToolHive's server doesn't start without it. */
  readonly description: string;

  /**
   * Template that computes it, such as `{{.steps.page.output.text}}`.
   *
   * For an object or a list, the template must give JSON.
   *
   * @default - an object comes from its `properties`
   */
  readonly value?: string;

  /**
   * Values of an object, by name.
   *
   * @default - the value is given by `value`
   */
  readonly properties?: { [name: string]: CompositeOutputProperty };

  /**
   * Value to use if the template fails.
   *
   * @default - then the composite tool fails
   */
  readonly default?: any;
}

/** The result of a composite tool. */
export interface CompositeOutput {
  /** Values of the result, by name. */
  readonly properties: { [name: string]: CompositeOutputProperty };

  /**
   * Names of the required values.
   *
   * @default - none
   */
  readonly required?: string[];
}

/** `output` of a composite tool. */
export function outputSpec({ properties, required }: CompositeOutput): JsonObject {
  return { properties: propertiesSpec(properties), ...pruned({ required }) };
}

function propertiesSpec(properties: { [name: string]: CompositeOutputProperty }): JsonObject {
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, propertySpec(property)]));
}

function propertySpec({ properties, default: fallback, ...members }: CompositeOutputProperty): JsonObject {
  return {
    ...pruned({ ...members, properties: properties && propertiesSpec(properties) }),
    // Empty lists and objects are values too.
    ...(fallback !== undefined && { default: fallback }),
  };
}
