import { isIn, parsePath, SpecOverride, withOverride } from './spec-override';
import { ToolhiveResource } from './toolhive-resource';
import { Finding, Obj } from '../findings';
import type { ResourceMetadata } from '../toolhive-settings';

/**
 * What constructs have in common that stand for a custom resource of ToolHive's. Hidden from the public API: jsii shows its
 * public members on each construct.
 * @internal
 */
export abstract class CustomResource extends ToolhiveResource {
  private readonly specOverrides: SpecOverride[] = [];
  private overriddenSpec?: { from: Obj; spec: Obj };
  private ownMetadata: ResourceMetadata = {};

  /**
   * Says a field of the custom resource that no prop says, or says otherwise than the prop does. It holds for every target.
   *
   * The resource is checked as if a manifest said it, when the app is synthesized: an unknown field is an error, and what
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
    const override = { path: parsePath(path), value };
    // A path that leads nowhere is refused at once.
    withOverride(this._finalSpec(), override);
    this.specOverrides.push(override);
    this.overriddenSpec = undefined;
    this._reviseLater();
  }

  /**
   * Adds labels and annotations to the custom resource itself. Plain workloads have no such object, and nothing of it; a
   * construct's objects get theirs from `resourceOverrides` or `ApiObject.metadata`.
   *
   * @param metadata what to add
   */
  public addResourceMetadata(metadata: ResourceMetadata): void {
    this.ownMetadata = {
      labels: { ...this.ownMetadata.labels, ...metadata.labels },
      annotations: { ...this.ownMetadata.annotations, ...metadata.annotations },
    };
  }

  /**
   * Labels and annotations of the custom resource.
   * @internal
   */
  protected _resourceMetadata(): ResourceMetadata {
    return this.ownMetadata;
  }

  /** @internal */
  protected _finalSpec(): Obj {
    const from = this._spec();
    if (!this.specOverrides.length) return from;
    if (this.overriddenSpec?.from !== from) {
      this.overriddenSpec = { from, spec: this.specOverrides.reduce(withOverride, from) };
    }
    return this.overriddenSpec.spec;
  }

  /** @internal */
  protected _isRefused(warning: Finding): boolean {
    return super._isRefused(warning) && !this.specOverrides.some((override) => isIn(warning.field, override));
  }
}
