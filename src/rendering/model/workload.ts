/**
 * What every kind's rendering looks like: a table of the objects it makes, and one function that reads the resource
 * (and what it refers to) into a model that the objects' bodies are built from.
 *
 * The table comes apart from the bodies because constructs must know which objects there will be when they are
 * created, while the bodies may depend on what is added to the app later.
 */
import { asStored } from './as-stored';
import { Behaviour } from './changes';
import { SPEC_HASH_LENGTH, specHash } from './checksums';
import { ImageRewrite, rewrittenManifest } from './images';
import { Settings } from './settings';
import { Findings } from '../../findings';
import { Manifest, ObjectBody } from '../../kubernetes/objects';
import { pruned } from '../../plain/objects';
import { ConstructOptions } from '../../resources/construct-options';
import { Catalog, Resource } from '../../resources/resource';

/** What rendering knows besides the resource. */
export interface Context {
  readonly catalog: Catalog;
  readonly settings: Settings;
  /** What the version of the settings does where versions differ. */
  readonly behaviour: Behaviour;
  readonly findings: Findings;
}

/** One object that a kind makes. */
export interface Part<Model = unknown, Spec extends object = object> {
  /** Construct id of the object, part of the public contract: `server.node.findChild('Service')`. */
  readonly id: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** Where the object is. Default: where the resource is. */
  readonly namespace?: string;
  /** Whether the object is in no namespace at all. Default: false. */
  readonly isClusterScoped?: boolean;
  /**
   * Whether Kubernetes refuses changes of the object's spec. The name then ends in a hash of the spec, so that another
   * spec makes another object.
   */
  readonly isImmutable?: boolean;
  /** Whether ToolHive doesn't know the object, so that it is also there next to a custom resource. Default: false. */
  readonly isAddedByLibrary?: boolean;
  /** The object's name, from the resource's. */
  name(resource: string): string;
  /** Whether the object is made at all. Default: always. */
  when?(spec: Spec, constructOptions: ConstructOptions): boolean;
  /** Everything but apiVersion, kind, name and namespace. */
  body(model: Model): ObjectBody;
}

/** As a method, so that a workload of one kind is a workload of any. */
interface PartsOf<Model, Spec extends object> {
  of(resource: Resource<Spec>): readonly Part<Model, Spec>[];
}

/** How one kind of resource becomes Kubernetes objects. */
export interface Workload<Model = unknown, Spec extends object = object> {
  readonly kind: string;
  /** The objects, in the order in which they are written; a function where their number depends on the resource. */
  readonly parts: readonly Part<Model, Spec>[] | PartsOf<Model, Spec>['of'];
  /** What can be judged by the resource alone; `spec` has its defaults. */
  check?(resource: Resource<Spec>, findings: Findings, behaviour: Behaviour): void;
  /** Reads the resource and what it refers to. Undefined when there are errors among the findings. */
  model(resource: Resource<Spec>, context: Context): Model | undefined;
  /** Objects that those of the kind make when they run. Default: none. */
  madeAtRunTime?(resource: Resource<Spec>): { readonly kind: string; readonly name: string }[];
  /** Images that are in no pod of the objects: what they start when they run. Default: none. */
  startedImages?(model: Model): string[];
}

/**
 * The object of one part, complete.
 *
 * @param rewrite what its images are pulled as, if not as they are written
 */
export function manifestOf<M>(part: Part<M>, resource: Resource<object>, model: M, rewrite?: ImageRewrite): Manifest {
  const { metadata, ...rest } = asStored(rewrittenManifest(part.body(model), rewrite));
  const name = nameOf(part, resource.name, rest.spec);
  const namespace = part.isClusterScoped ? undefined : (part.namespace ?? resource.namespace);
  return {
    apiVersion: part.apiVersion,
    kind: part.kind,
    metadata: pruned({ name, namespace, ...metadata }),
    ...rest,
  };
}

/** The name of one part's object. Before it has a spec, zeros are in the place of its hash. */
export function nameOf<M>(part: Part<M>, resource: string, spec?: object): string {
  const name = part.name(resource);
  if (!part.isImmutable) return name;
  return `${name}-${spec ? specHash(spec) : '0'.repeat(SPEC_HASH_LENGTH)}`;
}
