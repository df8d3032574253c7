/**
 * One Kubernetes object of a construct: an ordinary ApiObject, except that its body is rendered when it is asked for,
 * with what the app knows by then. Patches, added labels and everything else an ApiObject can do stay cdk8s' own.
 */
import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Manifest, pruned } from '../rendering/workload';

export interface ToolhiveObjectProps {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** None for an object that belongs to the whole cluster. */
  readonly namespace?: string;
  /** Says the name of an object that is named by its content, for as long as that can change. */
  readonly currentName?: () => string;
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

  private readonly manifest: () => Manifest;

  constructor(scope: Construct, id: string, props: ToolhiveObjectProps) {
    const { apiVersion, kind, name, namespace, currentName, manifest } = props;
    super(scope, id, { apiVersion, kind, metadata: { name, namespace } });
    this.isClusterScoped = namespace === undefined;
    this.manifest = manifest;
    Object.defineProperty(this, TOOLHIVE_OBJECT, { value: true });
    if (currentName) {
      for (const named of [this, this.metadata]) Object.defineProperty(named, 'name', { get: currentName });
    }
  }

  public toJson(): any {
    const { metadata, ...body } = this.manifest();
    // cdk8s keeps a copy of what the constructor was given; a stand-in lets its own code work on the rendered body.
    const standIn = Object.create(this, {
      props: { value: body },
      metadata: { value: { toJson: () => this.mergedMetadata(metadata) } },
    });
    return ApiObject.prototype.toJson.call(standIn);
  }

  /** Labels of the chart give way to rendered ones, which selectors rely on; what was added to this object wins. */
  private mergedMetadata(rendered: Manifest): Manifest {
    const own = this.metadata.toJson() ?? {};
    const chartLabels = this.chart.labels;
    const added = Object.entries(own.labels ?? {}).filter(([key, value]) => chartLabels[key] !== value);
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
