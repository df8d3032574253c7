import { PlusServer } from './plus-server';
import type { ResourceMetadata } from '../toolhive-settings';

/**
 * A server that has a custom resource of ToolHive's. Hidden from the public API: jsii shows its public members on each
 * construct.
 * @internal
 */
export abstract class CustomServer extends PlusServer {
  /**
   * Sets a field of the custom resource that no prop sets, or overrides a prop. It holds for every target.
   *
   * The resource is checked as a manifest is, when the app is synthesized: an unknown field is an error, and what
   * this construct would refuse but ToolHive takes is a warning.
   *
   * @param path names of the fields from the `spec` of the custom resource to the one to replace, with dots between them,
   *   such as `podTemplateSpec.metadata.labels.example\.com/team`: a dot or backslash in a name has a backslash before it.
   *   Lists are replaced as a whole
   * @param value what the field is to be: plain data; without it, the field is left out
   * @throws when the path has an empty name, or leads into something that is no map
   * @see https://docs.stacklok.com/toolhive/reference/crds/
   */
  public addSpecOverride(path: string, value?: any): void {
    this._override(path, value);
  }

  /**
   * Adds labels and annotations to the custom resource itself. Plain workloads have no such object, and nothing of it but
   * this: the annotations of a group's members are in the configuration of their virtual servers, as the operator writes
   * it. A construct's objects get theirs from `resourceOverrides` or `ApiObject.metadata`.
   *
   * @param metadata what to add
   * @throws when Kubernetes would refuse a key or a value
   */
  public addResourceMetadata(metadata: ResourceMetadata): void {
    this._addMetadata(metadata);
  }
}
