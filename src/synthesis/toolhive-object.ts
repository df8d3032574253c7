/**
 * One Kubernetes object of a construct: an ordinary ApiObject, except that its body is rendered when it is asked for,
 * with what the app knows by then. Patches, added labels and everything else an ApiObject can do stay cdk8s' own.
 */
import { ApiObject, App, ImplicitTokenResolver, JsonPatch, LazyResolver, NumberStringUnionResolver } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { rootOf } from './root';
import { Manifest, ObjectMetadata, Texts } from '../kubernetes/objects';
import { PlainStyle, YamlWriter } from '../kubernetes/yaml-writer';
import { isOfClassObject, JsonObject, pruned } from '../plain/objects';
import { refused } from '../props/language';

export interface ToolhiveObjectProps {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** None for an object that belongs to the whole cluster. */
  readonly namespace?: string;
  /** Says the name of an object that is named by its content, for as long as that can change. */
  readonly currentName?: () => string;
  /** Whether null is a value in it, as it is in a merge patch. Default: false, cdk8s leaves such members out. */
  readonly keepsNull?: boolean;
  /** Builds the whole object. */
  readonly manifest: () => Manifest;
}

/** A symbol of the process, so that two copies of the library in one app know each other's objects. */
const TOOLHIVE_OBJECT = Symbol.for('cdk8s-toolhive.object');

export class ToolhiveObject extends ApiObject {
  /** `instanceof` can't tell: ApiObject overrides it, for its subclasses as well, and takes any ApiObject. */
  static isToolhiveObject(object: ApiObject): object is ToolhiveObject {
    return TOOLHIVE_OBJECT in object;
  }

  readonly isClusterScoped: boolean;

  private readonly keepsNull: boolean;
  private readonly manifest: () => Manifest;
  private isPatched = false;

  constructor(scope: Construct, id: string, props: ToolhiveObjectProps) {
    const { apiVersion, kind, name, namespace, currentName, keepsNull = false, manifest } = props;
    super(scope, id, { apiVersion, kind, metadata: { name, namespace } });
    this.isClusterScoped = namespace === undefined;
    this.manifest = manifest;
    this.keepsNull = keepsNull;
    if (currentName) {
      for (const named of [this, this.metadata]) Object.defineProperty(named, 'name', { get: currentName });
    }
  }

  get [TOOLHIVE_OBJECT](): true {
    return true;
  }

  public addJsonPatch(...ops: JsonPatch[]): void {
    this.isPatched = true;
    super.addJsonPatch(...ops);
  }

  public toJson(): any {
    const { metadata, ...body } = this.manifest();
    return this.plainJson(metadata, body) ?? this.stockJson(metadata, body);
  }

  /**
   * Writes what `toJson` returns, without making it first.
   *
   * @param style cdk8s' settings from its environment
   * @returns false, with nothing written, where only cdk8s knows how
   */
  public writeYaml(writer: YamlWriter, style: PlainStyle): boolean {
    if (this.keepsNull || this.isUnusual || this.toJson !== ToolhiveObject.prototype.toJson) return false;
    const { apiVersion, kind, metadata, ...rest } = this.manifest();
    return writer.plainDocument([{ apiVersion, kind, metadata: this.mergedMetadata(metadata) }, rest], style);
  }

  /** Labels and annotations that were added to this object, without those of its chart. */
  public addedMetadata(): { labels?: Texts; annotations?: Texts } {
    const chartLabels = this.chart.labels;
    if (this.isMetadataUntouched(chartLabels)) return NOTHING_ADDED;
    const { labels = {}, annotations } = this.metadata.toJson() ?? {};
    return { labels: Object.fromEntries(addedTo(chartLabels, labels)), annotations };
  }

  private get isUnusual(): boolean {
    return this.isPatched || hasOwnResolvers(this);
  }

  /** Most objects don't need cdk8s' processing, which cdk8s applies to every value of all objects. */
  private plainJson(metadata: ObjectMetadata, body: JsonObject): JsonObject | undefined {
    if (this.isUnusual) return undefined;
    const { apiVersion, kind, ...rest } = body;
    const own = plainCopy(this.mergedMetadata(metadata), sortsKeys(), false);
    const members = plainCopy(rest, sortsKeys(), this.keepsNull);
    return own === OTHER || members === OTHER ? undefined : { apiVersion, kind, metadata: own, ...(members as object) };
  }

  /** cdk8s keeps a copy of what the constructor was given; a stand-in lets its own code work on the rendered body. */
  private stockJson(metadata: ObjectMetadata, body: JsonObject): any {
    if (!('resolvers' in this.node.root)) {
      throw refused(
        `[${this.node.path}] is in no App, and cdk8s writes this object with what the App knows; make the chart in an App, or with Testing.chart() in a test`,
      );
    }
    const standIn = Object.create(this, {
      props: { value: body },
      metadata: { value: { toJson: () => this.mergedMetadata(metadata) } },
    });
    return ApiObject.prototype.toJson.call(standIn);
  }

  /** Looks where cdk8s keeps what users add; where it keeps that elsewhere, everything counts as touched. */
  private isMetadataUntouched(chartLabels: Record<string, string>): boolean {
    const { labels, annotations, finalizers, ownerReferences, _additionalAttributes } = this.metadata as any;
    if (!isEmpty(annotations) || !isEmpty(finalizers) || !isEmpty(ownerReferences) || labels === undefined) {
      return false;
    }
    for (const key in labels) if (chartLabels[key] !== labels[key]) return false;
    let attributes = 0;
    for (const name in _additionalAttributes) if (name !== ATTRIBUTES[attributes++]) return false;
    return attributes === ATTRIBUTES.length;
  }

  /** Labels of the chart give way to rendered ones, which selectors rely on; what was added to this object wins. */
  private mergedMetadata(rendered: ObjectMetadata): ObjectMetadata {
    const chartLabels = this.chart.labels;
    const { name, namespace } = this.metadata;
    const isUntouched = this.isMetadataUntouched(chartLabels);
    if (isUntouched && !Object.keys(chartLabels).length) return rendered;
    const own = isUntouched ? { name, namespace } : (this.metadata.toJson() ?? {});
    const added = addedTo(chartLabels, own.labels ?? {});
    return pruned({
      ...own,
      ...rendered,
      // Where there is none, cdk8s has put the chart's into `own`.
      namespace: rendered.namespace,
      labels: { ...chartLabels, ...rendered.labels, ...Object.fromEntries(added) },
      annotations: { ...rendered.annotations, ...own.annotations },
    });
  }
}

const NOTHING_ADDED = {};

/** What cdk8s keeps among the attributes of any object. */
const ATTRIBUTES: readonly string[] = ['name', 'namespace', 'labels'];

function isEmpty(added?: object): boolean {
  for (const _ in added) return false;
  return added !== undefined;
}

function addedTo(chartLabels: Texts, labels: Texts): [string, string][] {
  return Object.entries(labels).filter(([key, value]) => chartLabels[key] !== value);
}

/** Whether keys are sorted, as everywhere in cdk8s. */
export function sortsKeys(): boolean {
  return !process.env.CDK8S_DISABLE_SORT;
}

/** Resolvers of the user's see every value. */
export function hasOwnResolvers(construct: IConstruct): boolean {
  const { resolvers } = rootOf(construct) as App;
  return resolvers !== undefined && resolvers.some(isCustom);
}

/** The resolvers that an app has in addition to cdk8s' own. */
export function customResolvers(construct: IConstruct): App['resolvers'] {
  const { resolvers = [] } = construct.node.root as App;
  return resolvers.filter(isCustom);
}

function isCustom(resolver: App['resolvers'][number]): boolean {
  return !STOCK_RESOLVERS.includes(resolver.constructor);
}

const STOCK_RESOLVERS: readonly Function[] = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/** Stands for what only cdk8s knows how to write: tokens, lazy values, and what it refuses. */
const OTHER = Symbol('other');

/** What cdk8s makes of plain data: a copy, with sorted keys where asked, and without members that are null, unless they count. */
function plainCopy(value: unknown, isSorted: boolean, keepsNull: boolean): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : OTHER;
  if (typeof value !== 'object') return OTHER;
  if (Array.isArray(value)) {
    const items = value.map((item) => plainCopy(item, isSorted, keepsNull));
    return items.includes(OTHER) ? OTHER : items;
  }
  if (!isOfClassObject(value)) return OTHER;
  const keys = Object.keys(value);
  if (isSorted) keys.sort();
  const copy: Record<string, unknown> = {};
  for (const key of keys) {
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined || (member === null && !keepsNull)) continue;
    const copied = plainCopy(member, isSorted, keepsNull);
    if (copied === OTHER) return OTHER;
    copy[key] = copied;
  }
  return copy;
}
