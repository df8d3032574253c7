/**
 * The Secrets, ConfigMaps and ServiceAccounts of an app, of whatever construct: constructs of cdk8s-plus-28, plain ApiObjects,
 * and imports by name.
 */
import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { revisionOf } from './revision';
import { rootOf } from './root';
import { ToolhiveObject } from './toolhive-object';

const KINDS: ReadonlySet<string> = new Set(['Secret', 'ConfigMap', 'ServiceAccount']);
const INDEX = Symbol.for('cdk8s-toolhive.object-index');

/** The members that constructs of an object may have. */
interface Known extends IConstruct {
  readonly kind?: string;
  readonly name?: unknown;
  readonly apiObject?: unknown;
}

interface Entry {
  readonly objects: ApiObject[];
  /** Whether somebody knows it by its name, so that it is in the cluster. */
  isImported: boolean;
}

interface Survey {
  /** Whether there are objects that others than rendering made. */
  readonly hasKeys: boolean;
  readonly namespaces: ReadonlySet<string>;
}

export class ObjectIndex {
  /** The one of the app that `scope` belongs to, at its current revision: the app is walked once for all who ask. */
  static of(scope: IConstruct): ObjectIndex {
    const root = rootOf(scope) as IConstruct & { [INDEX]?: ObjectIndex };
    const revision = revisionOf(root);
    if (root[INDEX]?.revision !== revision) root[INDEX] = new ObjectIndex(root.node.findAll(), revision);
    return root[INDEX];
  }

  /** Takes what is in the app from somebody who has walked it just now. */
  static refresh(root: IConstruct & { [INDEX]?: ObjectIndex }, constructs: readonly IConstruct[]): void {
    root[INDEX] = new ObjectIndex(constructs, revisionOf(root));
  }

  private known?: Map<string, Entry>;
  private surveyed?: Survey;
  private readonly keys = new Map<ApiObject, readonly string[]>();

  private constructor(
    private readonly constructs: readonly IConstruct[],
    private readonly revision: number,
  ) {}

  /** Made when somebody asks. */
  private get entries(): ReadonlyMap<string, Entry> {
    if (!this.known) {
      this.known = new Map();
      for (const construct of this.constructs) this.add(construct, this.known);
    }
    return this.known;
  }

  /**
   * Whether there is anything to tell of what is referred to from a namespace: an object elsewhere, or one whose keys are known.
   * In an app whose objects are all made by rendering, for one namespace, there isn't, and nobody has to ask by name.
   */
  canTell(namespace: string): boolean {
    const { hasKeys, namespaces } = this.survey;
    if (hasKeys || namespaces.size > 1) return true;
    return namespaces.size === 1 && !namespaces.has(namespace);
  }

  /** What there is of objects at all, which is found out faster than their names. */
  private get survey(): Survey {
    if (!this.surveyed) {
      const namespaces = new Set<string>();
      let hasKeys = false;
      for (const construct of this.constructs) {
        const { kind } = construct as Known;
        if (kind === undefined || !KINDS.has(kind) || !ApiObject.isApiObject(construct)) continue;
        if (!ToolhiveObject.isToolhiveObject(construct)) hasKeys = true;
        const { namespace } = construct.metadata;
        if (namespace !== undefined) namespaces.add(namespace);
      }
      this.surveyed = { hasKeys, namespaces };
    }
    return this.surveyed;
  }

  /** Whether an object of the app has that name, in whatever namespace. One that is known by its name only has nothing to tell. */
  knows(kind: string, name: string): boolean {
    return Boolean(this.entries.get(`${kind}/${name}`)?.objects.length);
  }

  /** The object of that name that a resource of the namespace finds. What names no namespace is taken for it. */
  inNamespace(kind: string, name: string, namespace: string): ApiObject | undefined {
    const { objects = [] } = this.entries.get(`${kind}/${name}`) ?? {};
    const own = ({ metadata }: ApiObject) => metadata.namespace === namespace;
    return objects.find(own) ?? objects.find(({ metadata }) => metadata.namespace === undefined);
  }

  /** The first object of that name, where none is in the namespace and none is referred to by its name. */
  elsewhere(kind: string, name: string, namespace: string): ApiObject | undefined {
    const entry = this.entries.get(`${kind}/${name}`);
    if (!entry || entry.isImported || this.inNamespace(kind, name, namespace)) return undefined;
    return entry.objects[0];
  }

  /** Keys of a Secret or ConfigMap; none where another program fills it. */
  keysOf(object: ApiObject): readonly string[] {
    let keys = this.keys.get(object);
    if (!keys) this.keys.set(object, (keys = keysIn(object)));
    return keys;
  }

  private add(construct: IConstruct, entries: Map<string, Entry>): void {
    const { kind } = construct as Known;
    // The name of a Job is known when it is rendered, which is what asks here.
    if (kind === undefined || !KINDS.has(kind)) return;
    const { name, apiObject } = construct as Known;
    if (typeof name !== 'string') return;
    if (ApiObject.isApiObject(construct)) entryOf(entries, kind, name).objects.push(construct);
    // A construct of cdk8s-plus-28 has its object below it, and what a server makes itself is no import.
    else if (!apiObject && !isOwnAccount(construct)) entryOf(entries, kind, name).isImported = true;
  }
}

function entryOf(entries: Map<string, Entry>, kind: string, name: string): Entry {
  const key = `${kind}/${name}`;
  let entry = entries.get(key);
  if (!entry) entries.set(key, (entry = { objects: [], isImported: false }));
  return entry;
}

/** Id of the construct by which a server gives its own ServiceAccount to others. */
export const ACCOUNT_REFERENCE = 'ServiceAccountRef';

const isOwnAccount = ({ node }: IConstruct) => node.id === ACCOUNT_REFERENCE;

/** Kubernetes itself fills tokens of ServiceAccounts, and objects that rendering makes are not referred to by key. */
function keysIn(object: ApiObject): string[] {
  if (ToolhiveObject.isToolhiveObject(object)) return [];
  const { data, stringData, binaryData, type } = object.toJson();
  if (type === 'kubernetes.io/service-account-token') return [];
  return [data, stringData, binaryData].flatMap((map) => Object.keys(map ?? {}));
}
