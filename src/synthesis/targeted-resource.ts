import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { withPlacement } from './inherited-placement';
import { resolved } from './resolved';
import { targetOf } from './scope-settings';
import { isIn, parsePath, SpecOverride, withOverride } from './spec-override';
import { ToolhiveObject } from './toolhive-object';
import { ToolhiveResource } from './toolhive-resource';
import { Finding, Findings } from '../findings';
import { JsonObject } from '../plain/objects';
import { CLUSTER_DISCOVERY } from '../rendering/gateway/virtual-mcp-server/read';
import { IMAGE_NOT_LOCKED } from '../rendering/model/image-lock';
import { imageRewrite, rewrittenResource } from '../rendering/model/images';
import { checkAnnotations, checkLabels } from '../rendering/model/object-metadata';
import { MISSING } from '../rendering/model/references';
import { Part } from '../rendering/model/workload';
import { withInheritedSecrets } from '../rendering/pod/image-pull-secrets';
import { crdOf, TOOLHIVE_GROUP, TOOLHIVE_KINDS } from '../resources/crd';
import { sinceWhen } from '../resources/versions';
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
 * What is deployed as a custom resource of ToolHive's, or as what the operator makes of it: by the target of the scope, and
 * without the operator where ToolHive has no such kind.
 * @internal
 */
export abstract class TargetedResource extends ToolhiveResource {
  /**
   * Whether a custom resource is emitted in place of what the operator makes of it.
   * @internal
   */
  protected readonly _isCustomResource: boolean;

  private readonly specOverrides: SpecOverride[] = [];
  private overriddenSpec?: { from: JsonObject; spec: JsonObject };
  private ownMetadata: ResourceMetadata = {};

  constructor(scope: Construct, id: string, kind: string, name?: string) {
    super(scope, id, kind, name);
    this._isCustomResource = TOOLHIVE_KINDS.includes(kind) && targetOf(this) === 'custom-resources';
  }

  /** @internal */
  protected _override(path: string, value: unknown): void {
    const override = { path: parsePath(path), value };
    // A path that leads nowhere is refused at once.
    withOverride(this._finalSpec(), override);
    this.specOverrides.push(override);
    this.overriddenSpec = undefined;
    this._reviseLater();
  }

  /** @internal */
  protected _addMetadata(metadata: ResourceMetadata): void {
    const findings = new Findings();
    checkLabels(knownTexts(metadata.labels), 'labels', findings);
    checkAnnotations(knownTexts(metadata.annotations), 'annotations', findings);
    const [wrong] = findings.errors;
    if (wrong) throw this._error(`addResourceMetadata: ${wrong.field}: ${wrong.message}`);
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
  protected _finalSpec(): JsonObject {
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
   * Whether an override sets what a warning is about.
   * @internal
   */
  protected _isOverridden({ field }: Finding): boolean {
    return this.specOverrides.some((override) => isIn(field, override));
  }

  /**
   * What a custom resource has no field for, with the workaround.
   * @internal
   */
  protected _notInCustomResource(): string | undefined {
    return undefined;
  }

  /**
   * One of the objects that the operator makes of a custom resource. Undefined where the custom resource replaces them.
   * @internal
   */
  protected _workloadObject(id: string): ApiObject | undefined {
    return this._isCustomResource ? undefined : this._object(id);
  }

  /** @internal */
  protected _addOwnObjects(): void {
    if (!this._isCustomResource) return;
    const reason = this._notInCustomResource();
    this.placed(this._finalSpec());
    if (reason) throw this._error(reason);
    if (!this.node.tryFindChild(RESOURCE)) this.addCustomResource();
  }

  /** @internal */
  protected _inheriting(spec: JsonObject): JsonObject {
    return this._isCustomResource ? spec : this.placed(spec);
  }

  /** @internal */
  protected _isWanted(part: Part): boolean {
    return !this._isCustomResource || part.isAddedByLibrary === true;
  }

  /** @internal */
  protected _isSettled({ id, field }: Finding): boolean {
    if (!this._isCustomResource) return false;
    // ToolHive's own images are the operator's to choose.
    return SETTLED_IN_CLUSTER.includes(id) || (id === IMAGE_NOT_LOCKED && !field);
  }

  private addCustomResource(): void {
    const { kind, namespace, resourceName: name } = this._identity;
    const apiVersion = `${TOOLHIVE_GROUP}/${crdOf(kind).versions[0]}`;
    const manifest = () => {
      const { imagePullSecrets } = this._settings().rendering;
      const spec = withInheritedSecrets(kind, this.placed(this.withImages()), imagePullSecrets);
      return { apiVersion, kind, metadata: { name, namespace, ...this.ownMetadata }, spec };
    };
    new ToolhiveObject(this, RESOURCE, { apiVersion, kind, name, namespace, keepsNull: true, manifest });
  }

  /** A spec with where its proxy runs. */
  private placed(given: JsonObject): JsonObject {
    const { kind } = this._identity;
    const { proxyPlacement, rendering } = this._settings();
    if (!proxyPlacement) return given;
    const placement = resolved(this, proxyPlacement).value;
    const version = this._isCustomResource ? rendering.version : undefined;
    const { spec, unsayable, since } = withPlacement(kind, given, placement, version);
    if (!unsayable.length) return spec;
    const when = since && `, which it has ${sinceWhen(since)}`;
    throw this._error(
      `proxyPlacement: the ${kind} resource of ToolHive ${version} has no ${unsayable.join(', ')} for its proxy${when}; use a newer toolhiveVersion or DeployTarget.WORKLOADS, or leave it out of the settings around it`,
    );
  }

  /** The spec with images as they are pulled, the CRD's default among them. */
  private withImages(): JsonObject {
    const rewrite = imageRewrite(this._settings().rendering);
    if (!rewrite) return this._finalSpec();
    const checked = this._checked();
    const { image } = checked.spec as { readonly image?: string };
    const isOther = image !== undefined && rewrite(image) !== image;
    const spec = isOther ? { ...this._finalSpec(), image } : this._finalSpec();
    return rewrittenResource({ ...checked, spec }, rewrite).spec as JsonObject;
  }
}

/** Without what is known later. */
function knownTexts(texts: JsonObject = {}): JsonObject {
  return Object.fromEntries(Object.entries(texts).filter(([, value]) => typeof value === 'string'));
}
