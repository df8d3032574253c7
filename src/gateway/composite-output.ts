import { JsonObject, pruned } from '../plain/objects';

/** What kind of value something is, in words of JSON. */
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

/** One value of what a composite tool gives. */
export interface CompositeOutputProperty {
  /** What kind of value it is. */
  readonly type: CompositeOutputType;

  /** What it means, for clients and their models. A server doesn't start without. */
  readonly description: string;

  /**
   * A template that it comes from, such as `{{.steps.page.output.text}}`. For an object or a list, JSON.
   *
   * @default - an object comes from its `properties`
   */
  readonly value?: string;

  /**
   * The values of an object.
   *
   * @default - `value` says all
   */
  readonly properties?: { [name: string]: CompositeOutputProperty };

  /**
   * What it is when the template fails.
   *
   * @default - then the composite tool fails
   */
  readonly default?: any;
}

/** What a composite tool gives. */
export interface CompositeOutput {
  /** The values, by name. */
  readonly properties: { [name: string]: CompositeOutputProperty };

  /**
   * Names of the values that must be there.
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
