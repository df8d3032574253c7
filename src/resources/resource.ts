/**
 * A ToolHive resource as plain data, whether a construct described it or a manifest did. Rendering knows no other input.
 */
import { ConstructOptions } from './construct-options';
import { Specs } from './spec';
import { Tool } from '../tools/tool';

/**
 * A ToolHive resource in the shape of its v1beta1 custom resource. `Spec` is one of `Specs` once the defaults of its CRD are
 * applied; before, nothing is known of it.
 */
export interface Resource<Spec extends object = object> {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly spec: Spec;
  /** Settings of a construct that the custom resource has no field for, by topic. A manifest has none. */
  readonly constructOptions?: ConstructOptions;
  readonly annotations?: Record<string, string>;
  /** The tools of an MCP server, where they are known. Names are checked against them, and registries list them. */
  readonly knownTools?: readonly Tool[];
  /** `metadata.generation`, which the operator writes into an MCPServer's RunConfig. Default: 1, as at creation. */
  readonly generation?: number;
  /** Whether errors were found in it, so that it is not fit to be referred to. */
  readonly isRefused?: boolean;
}

/** A resource, with the type of spec of its kind, one of `Table`. */
export type ResourceOf<Table extends Record<Kind, object>, Kind extends keyof Table & string> = {
  readonly [K in Kind]: Resource<Table[K]> & { readonly kind: K };
}[Kind];

/** What the spec of a kind looks like with its defaults. */
export type SpecOf<Kind extends string> = Kind extends keyof Specs ? Specs[Kind] : object;

/** Where something is. */
export interface Place {
  readonly namespace: string;
  /** Path of its construct. */
  readonly at?: string;
}

/** What is in a ConfigMap. */
export interface ConfigMapContent {
  readonly data: Readonly<Record<string, string>>;
  /** What is no text, in base64. */
  readonly binaryData: Readonly<Record<string, string>>;
}

/** Where references by name find their target. */
export interface Catalog {
  /** The resource of that kind and name, its spec with the defaults applied; undefined where there is none. */
  resource<Kind extends string>(kind: Kind, namespace: string, name: string): Resource<SpecOf<Kind>> | undefined;
  /** All resources of that kind in a namespace, also with defaults. */
  resources<Kind extends string>(kind: Kind, namespace: string): readonly Resource<SpecOf<Kind>>[];
  /** Where a resource of that kind and name is, in whatever namespace, unless one is referred to by its name alone. */
  elsewhere(kind: string, name: string): Place | undefined;
  /** What is in a ConfigMap that is deployed with the resources; undefined where it isn't known. */
  configMap(namespace: string, name: string): ConfigMapContent | undefined;
}
