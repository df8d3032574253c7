/**
 * What all constructs share: props become a resource, the resource is checked and rendered, and the objects become
 * children of the construct.
 */
import { isDeepStrictEqual } from 'node:util';
import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Finding, Findings, printable } from '../findings';
import { AppCatalog } from './app-catalog';
import { watchApp } from './app-watch';
import { chartAround, namespaceOf } from './chart-around';
import { IToolhiveResource } from './i-toolhive-resource';
import { inProps, propPath } from './prop-names';
import { checkObjectReferences } from './references-check';
import { resolved } from './resolved';
import { revisionOf, touch } from './revision';
import { ScopeSettings, settingsOf } from './scope-settings';
import { ToolhiveObject } from './toolhive-object';
import { Manifest, PodSpec, WorkloadBody } from '../kubernetes/objects';
import { JsonObject } from '../plain/objects';
import { inLanguage } from '../props/language';
import { EXPOSED_CREDENTIAL } from '../rendering/model/credentials/credentials';
import { OTHER_NAMESPACE } from '../rendering/model/references';
import { VersionName } from '../rendering/model/versions';
import { Part } from '../rendering/model/workload';
import { checkResource, partsOf, Rendering } from '../rendering/render';
import { ConstructOptions } from '../resources/construct-options';
import { Resource } from '../resources/resource';
import { recordWarnings } from '../scope-warnings';
import { Tool } from '../tools/tool';

/** Warnings that are errors for every construct: legal in a manifest, but a mistake. */
const ALWAYS_REFUSED: readonly string[] = [EXPOSED_CREDENTIAL, OTHER_NAMESPACE];

/** What a construct rendered, and what was found wrong with it. */
interface Check {
  readonly said: Said;
  /** Of ToolHive, by which it was checked. */
  readonly version: VersionName;
  readonly resolved: Said;
  /** Whether it may change without being marked so. */
  readonly isLate: boolean;
  readonly checked: Resource;
  readonly findings: Findings;
}

interface Said {
  readonly spec: JsonObject;
  readonly constructOptions?: ConstructOptions;
  readonly annotations?: Record<string, string>;
}

/**
 * Hidden from the public API: jsii shows its public members on each construct.
 * @internal
 */
export abstract class ToolhiveResource extends Construct implements IToolhiveResource {
  /** Name of the resource. The names of its objects are derived from it. */
  public readonly name: string;

  /** Namespace of the objects. */
  public readonly namespace: string;

  private readonly kind: string;
  /** Ids of the objects that rendering makes. */
  private readonly made = new Set<string>();

  private check?: Check;
  private rendering?: { revision: number; value: Rendering };

  constructor(scope: Construct, id: string, kind: string, name: string = id) {
    super(scope, id);
    this.kind = kind;
    this.name = name;
    this.namespace = namespaceOf(this.chartAround());
  }

  private chartAround(): Chart {
    return chartAround(this, `${this.constructor.name} "${this.name}"`);
  }

  /** @internal */
  public get _identity(): { kind: string; namespace: string; resourceName: string } {
    return { kind: this.kind, namespace: this.namespace, resourceName: this.name };
  }

  /**
   * The resource with its defaults, for others that refer to it.
   * @internal
   */
  public _checked(): Resource {
    return this.checkOnce().checked;
  }

  /**
   * The spec, in the shape of the custom resource, nothing undefined in it: the same object until it changes.
   * @internal
   */
  protected abstract _spec(): JsonObject;

  /**
   * The spec with overrides applied; also the same object until it changes.
   * @internal
   */
  protected _finalSpec(): JsonObject {
    return this._spec();
  }

  /**
   * The construct's settings that the custom resource has no field for: the same object until they change.
   * @internal
   */
  protected _constructOptions(): ConstructOptions | undefined {
    return undefined;
  }

  /**
   * Annotations of the custom resource: the same object until there are others.
   * @internal
   */
  protected _annotations(): Record<string, string> | undefined {
    return undefined;
  }

  /**
   * The tools of the server, where they are known. They don't change.
   * @internal
   */
  protected _knownTools(): readonly Tool[] | undefined {
    return undefined;
  }

  /** @internal */
  protected _generation(): number | undefined {
    return undefined;
  }

  /**
   * Ids of warnings that are errors for this construct: legal in a manifest, but a mistake here.
   * @internal
   */
  protected _refuses(): readonly string[] {
    return [];
  }

  /**
   * Whether a warning is an error here.
   * @internal
   */
  protected _isRefused({ id }: Finding): boolean {
    return ALWAYS_REFUSED.includes(id!) || this._refuses().includes(id!);
  }

  /**
   * To be called at the end of every constructor: refuses wrong input at the line that gave it, and adds the objects.
   * @internal
   */
  protected _emit(): void {
    AppCatalog.of(this).add(this);
    this.addObjects();
    this.node.addValidation({ validate: () => this.validate() });
    watchApp(this);
  }

  /**
   * To be called after the construct's spec has changed: refuses it where it is wrong, and adds the objects it brings.
   * @internal
   */
  protected _revise(): void {
    this.addObjects();
  }

  /**
   * The same for what need not be right before all of it is set: what is wrong with it is found at synthesis. Objects that
   * it brings are added, those that it takes away are gone.
   * @internal
   */
  protected _reviseLater(): void {
    const { checked, findings } = this.checkOnce();
    if (!this.errorsOf(findings).length) {
      const wanted = new Set(this.parts(checked).map(({ id }) => id));
      for (const id of this.made) if (!wanted.has(id)) this.node.tryRemoveChild(id);
      this.addParts(checked);
    }
    touch(this);
  }

  /**
   * Images that are in no pod of its objects, because these start them at run time.
   * @internal
   */
  public _startedImages(): string[] {
    const { findings } = this.render();
    const errors = this.errorsOf(findings);
    if (errors.length) throw new Error(`[${this.node.path}] ${errors.join('; ')}`);
    return this.render().startedImages();
  }

  /**
   * The spec that objects are made of: with inherited settings that the resource itself doesn't have.
   * @internal
   */
  protected _inheriting(spec: JsonObject): JsonObject {
    return spec;
  }

  /**
   * The pod of its workload, whichever program makes it. Undefined where something is wrong with what it is made of.
   * @internal
   */
  protected _pod(): PodSpec | undefined {
    const rendering = this.render();
    const workload = partsOf(rendering.resource).find(({ id }) => id === 'Resource');
    if (!workload || rendering.findings.errors.length) return undefined;
    const { spec } = rendering.manifest(workload) as Manifest & WorkloadBody;
    return spec.template.spec;
  }

  /** @internal */
  protected _settings(): ScopeSettings {
    return settingsOf(this);
  }

  /**
   * An error that names the construct's path.
   * @internal
   */
  protected _error(message: string): Error {
    return new Error(`[${this.node.path}] ${this.constructor.name} "${this.name}": ${inLanguage(message)}`);
  }

  /**
   * A child object by its id.
   * @internal
   */
  protected _object(id: string): ApiObject {
    return this.node.findChild(id) as ApiObject;
  }

  /**
   * Adds objects to those that rendering makes, or replaces them.
   * @internal
   */
  protected _addOwnObjects(): void {}

  /**
   * Whether rendering is to make an object.
   * @internal
   */
  protected _isWanted(_part: Part): boolean {
    return true;
  }

  /**
   * Whether somebody else sees to what was found.
   * @internal
   */
  protected _isSettled(_finding: Finding): boolean {
    return false;
  }

  /** A resource is checked when its construct is made, and again only when the construct has changed. */
  private checkOnce(): Check {
    const said = {
      spec: this._finalSpec(),
      constructOptions: this._constructOptions(),
      annotations: this._annotations(),
    };
    const { check } = this;
    const { version } = this._settings().rendering;
    const isSame = check !== undefined && check.version === version && isSameSaid(said, check.said);
    if (isSame && !check.isLate) return check;
    const { value, isLate, wrong } = resolved(this, said);
    if (isSame && isDeepStrictEqual(value, check.resolved)) return check;
    const { kind, name, namespace } = this;
    const findings = new Findings();
    for (const { field, message } of wrong) findings.error(field, message);
    const { spec, constructOptions, annotations } = value;
    const resource = {
      kind,
      name,
      namespace,
      spec,
      constructOptions,
      annotations,
      generation: this._generation(),
      knownTools: this._knownTools(),
    };
    const checked = checkResource(resource, findings, version);
    this.check = { said, version, resolved: value, isLate, checked, findings };
    // Others may have been rendered from its earlier state.
    if (isSame) touch(this);
    return this.check;
  }

  private addObjects(): void {
    const { checked, findings, isLate } = this.checkOnce();
    const errors = this.errorsOf(findings);
    // What is known later may be right later: it is checked when the app is synthesized.
    if (errors.length && !isLate) throw new Error(errors.map((text) => `[${this.node.path}] ${text}`).join('\n'));
    this._addOwnObjects();
    this.addParts(checked);
    touch(this);
  }

  private addParts(checked: Resource): void {
    for (const part of this.parts(checked)) if (!this.node.tryFindChild(part.id)) this.addObject(part);
  }

  private parts(checked: Resource): Part[] {
    return partsOf(checked).filter((part) => this._isWanted(part));
  }

  private addObject(part: Part): void {
    this.made.add(part.id);
    new ToolhiveObject(this, part.id, {
      apiVersion: part.apiVersion,
      kind: part.kind,
      name: part.name(this.name),
      namespace: part.isClusterScoped ? undefined : (part.namespace ?? this.namespace),
      currentName: part.isImmutable ? () => this.nameBySpec(part) : undefined,
      manifest: () => this.manifest(part),
    });
  }

  /** Whoever asks for a name is not the one to hear of errors: where there are any, there is no spec to name it by. */
  private nameBySpec(part: Part): string {
    const rendering = this.render();
    return this.errorsOf(rendering.findings).length ? part.name(this.name) : rendering.manifest(part).metadata.name;
  }

  private manifest(part: Part): Manifest {
    const rendering = this.render();
    const errors = this.errorsOf(rendering.findings);
    if (errors.length) throw new Error(`[${this.node.path}] ${errors.join('; ')}`);
    return rendering.manifest(part);
  }

  private validate(): string[] {
    if (this.checkOnce().isLate) this._reviseLater();
    warnOfNoNamespace(this.chartAround());
    const { findings } = this.render();
    const warnings = findings.warnings.filter((warning) => !this._isRefused(warning) && !this._isSettled(warning));
    recordWarnings(
      this,
      warnings.map((warning) => ({ id: warning.id, message: this.message(warning) })),
    );
    return this.errorsOf(findings);
  }

  private render(): Rendering {
    const revision = revisionOf(this);
    if (this.rendering?.revision !== revision) {
      const { checked, findings } = this.checkOnce();
      const settings = this._settings().rendering;
      const found = new Findings(findings);
      const { spec, constructOptions } = checked;
      checkObjectReferences({ construct: this, namespace: this.namespace, spec, constructOptions, settings }, found);
      const inheriting = this._inheriting(spec as JsonObject);
      const resource = inheriting === spec ? checked : { ...checked, spec: inheriting };
      const value = Rendering.of(resource, found, AppCatalog.of(this), settings);
      this.rendering = { revision, value };
    }
    return this.rendering.value;
  }

  private errorsOf(findings: Findings): string[] {
    if (!findings.list.length) return [];
    const refused = findings.warnings.filter((warning) => this._isRefused(warning));
    const errors = findings.errors.filter((error) => !this._isSettled(error));
    return [...errors, ...refused].map((finding) => printable(this.message(finding)));
  }

  /** Fields are shown as props: `proxyPort`, not `spec.proxyPort`. */
  private message({ field, message }: Finding): string {
    const prop = field.replace(/^spec\.?/, '').replace(/^metadata\./, '');
    const said = [propPath(this.kind, prop), inProps(this.kind, message)].filter(Boolean).join(': ');
    return `${this.constructor.name} "${this.name}": ${inLanguage(said)}`;
  }
}

function isSameSaid(a: Said, b: Said): boolean {
  return a.spec === b.spec && a.constructOptions === b.constructOptions && a.annotations === b.annotations;
}

/** Once for a chart: nobody chose the namespace `default` of its objects. */
function warnOfNoNamespace(chart: Chart): void {
  if (chart.namespace !== undefined) return;
  const message = `Chart "${chart.node.id}": namespace: none is given, so its objects say "default"; name the one that is meant, even where that is "default": { namespace: 'toolhive' }`;
  recordWarnings(chart, [{ id: 'no-namespace', message }]);
}
