import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { targetOf } from './scope-settings';
import { isIn, parsePath, SpecOverride, withOverride } from './spec-override';
import { ToolhiveObject } from './toolhive-object';
import { ToolhiveResource } from './toolhive-resource';
import { Finding, Findings } from '../findings';
import { Obj } from '../plain/objects';
import { CLUSTER_DISCOVERY } from '../rendering/gateway/virtual-mcp-server/read';
import { mirroredResource } from '../rendering/model/images';
import { checkAnnotations, checkLabels } from '../rendering/model/object-metadata';
import { MISSING } from '../rendering/model/references';
import { Part } from '../rendering/model/workload';
import { withInheritedSecrets } from '../rendering/pod/image-pull-secrets';
import { crdOf, TOOLHIVE_GROUP } from '../resources/crd';
import type { ResourceMetadata } from '../toolhive-settings';

/** Id of the workload, or of the custom resource that stands for it. */
const RESOURCE = 'Resource';

/**
 * What only matters to a manifest without an operator. What a custom resource refers to by name alone is in the cluster.
 */
const SETTLED_IN_CLUSTER: readonly Finding['id'][] = [
  CLUSTER_DISCOVERY,
  'backend-left-out',
  'group-missing',
  'session-secret-not-made',
  MISSING,
];

/**
 * What constructs have in common that stand for a custom resource of ToolHive's. Hidden from the public API: jsii shows its
 * public members on each construct.
 * @internal
 */
export abstract class CustomResource extends ToolhiveResource {
  /**
   * Whether a custom resource is emitted in place of what the operator makes of it.
   * @internal
   */
  protected readonly _isCustomResource: boolean;

  private readonly specOverrides: SpecOverride[] = [];
  private overriddenSpec?: { from: Obj; spec: Obj };
  private ownMetadata: ResourceMetadata = {};

  constructor(scope: Construct, id: string, kind: string, name?: string) {
    super(scope, id, kind, name);
    this._isCustomResource = targetOf(this) === 'custom-resources';
  }

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
   * Adds labels and annotations to the custom resource itself. Plain workloads have no such object, and nothing of it but
   * this: the annotations of a group's members stand in the configuration of their virtual servers, as the operator writes
   * it. A construct's objects get theirs from `resourceOverrides` or `ApiObject.metadata`.
   *
   * @param metadata what to add
   * @throws when Kubernetes would refuse a key or a value
   */
  public addResourceMetadata(metadata: ResourceMetadata): void {
    const findings = new Findings();
    checkLabels(knownTexts(metadata.labels), 'labels', findings);
    checkAnnotations(knownTexts(metadata.annotations), 'annotations', findings);
    const [wrong] = findings.errors;
    if (wrong) throw this._wrong(`addResourceMetadata: ${wrong.field}: ${wrong.message}`);
    this.ownMetadata = {
      labels: { ...this.ownMetadata.labels, ...metadata.labels },
      annotations: { ...this.ownMetadata.annotations, ...metadata.annotations },
    };
    this._reviseLater();
  }

  /** @internal */
  protected _annotations(): Record<string, string> | undefined {
    return this.ownMetadata.annotations;
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
    return super._isRefused(warning) && !this._isOverridden(warning);
  }

  /**
   * Whether an override says what a warning is about.
   * @internal
   */
  protected _isOverridden({ field }: Finding): boolean {
    return this.specOverrides.some((override) => isIn(field, override));
  }

  /**
   * What a custom resource has no way to say, with the way out.
   * @internal
   */
  protected _notInCustomResource(): string | undefined {
    return undefined;
  }

  /**
   * One of the objects that the operator makes of a custom resource. Undefined where the custom resource stands in their place.
   * @internal
   */
  protected _workloadObject(id: string): ApiObject | undefined {
    return this._isCustomResource ? undefined : this._object(id);
  }

  /** @internal */
  protected _addOwnObjects(): void {
    if (!this._isCustomResource) return;
    const reason = this._notInCustomResource();
    if (reason) throw this._wrong(reason);
    if (!this.node.tryFindChild(RESOURCE)) this.addCustomResource();
  }

  /** @internal */
  protected _isWanted(part: Part<any>): boolean {
    return !this._isCustomResource || part.isOurs === true;
  }

  /** @internal */
  protected _isSettled({ id }: Finding): boolean {
    return this._isCustomResource && SETTLED_IN_CLUSTER.includes(id);
  }

  private addCustomResource(): void {
    const { kind, namespace, resourceName: name } = this._identity;
    const apiVersion = `${TOOLHIVE_GROUP}/${crdOf(kind).versions[0]}`;
    const manifest = () => {
      const { imagePullSecrets, imageRegistry } = this._settings().rendering;
      const spec = withInheritedSecrets(kind, this.mirrored(imageRegistry), imagePullSecrets);
      return { apiVersion, kind, metadata: { name, namespace, ...this.ownMetadata }, spec };
    };
    new ToolhiveObject(this, RESOURCE, { apiVersion, kind, name, namespace, keepsNull: true, manifest });
  }

  /** The spec, its images from the mirror, the CRD's default among them. */
  private mirrored(imageRegistry: string | undefined): Obj {
    if (imageRegistry === undefined) return this._finalSpec();
    const checked = this._checked();
    const { image } = checked.spec;
    const spec = image === undefined ? this._finalSpec() : { ...this._finalSpec(), image };
    return mirroredResource({ ...checked, spec }, imageRegistry).spec;
  }
}

/** Without what is known later. */
function knownTexts(texts: Obj = {}): Obj {
  return Object.fromEntries(Object.entries(texts).filter(([, value]) => typeof value === 'string'));
}
