import { TargetedResource } from './targeted-resource';
import type { ResourceMetadata } from '../toolhive-settings';

/**
 * What constructs have in common that have a custom resource of ToolHive's, and are no servers. Hidden from the public
 * API: jsii shows its public members on each construct.
 * @internal
 */
export abstract class CustomResource extends TargetedResource {
  /**
   * Sets a field of the custom resource that has no prop, or overrides the value of a prop.
   *
   * It applies to every target. When the app is synthesized, the resource is checked like a manifest: an unknown field
   * is an error, and input that ToolHive accepts but this construct would refuse is a warning.
   *
   * @param path path of the field from the `spec` of the custom resource, with names separated by dots, such as
   *   `podTemplateSpec.metadata.labels.example\.com/team`. Escape a dot or backslash in a name with a backslash. Lists
   *   are replaced as a whole
   * @param value the new value, plain data; without it, the field is removed
   * @throws when the path has an empty name, or leads into something that is no map
   * @see https://docs.stacklok.com/toolhive/reference/crds/
   */
  public addSpecOverride(path: string, value?: any): void {
    this._override(path, value);
  }

  /**
   * Adds labels and annotations to the custom resource itself.
   *
   * Plain workloads have no such object. Only the annotations of a group's members are used there, in the configuration
   * of their virtual servers, as under the operator. For labels and annotations of a construct's objects, use
   * `resourceOverrides` or `ApiObject.metadata`.
   *
   * @param metadata labels and annotations to add
   * @throws when Kubernetes would refuse a key or a value
   */
  public addResourceMetadata(metadata: ResourceMetadata): void {
    this._addMetadata(metadata);
  }
}
