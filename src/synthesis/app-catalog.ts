/**
 * The catalog of an app under construction: its constructs, and the ConfigMaps of the app, of whatever construct. What was
 * taken out of the tree since, with `tryRemoveChild`, is not in it: cdk8s has no event for it, so the tree is checked.
 */
import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { revisionOf, touch } from './revision';
import { rootOf } from './root';
import { refused } from '../props/language';
import { Catalog, ConfigMapContent, Place, Resource, SpecOf } from '../resources/resource';

/** A construct that others can refer to by kind and name. */
export interface CatalogEntry extends IConstruct {
  readonly _identity: { readonly kind: string; readonly namespace: string; readonly resourceName: string };
  /** The resource, its spec with the defaults applied. */
  _checked(): Resource;
}

const CATALOG = Symbol.for('cdk8s-toolhive.catalog');

export class AppCatalog implements Catalog {
  /** The one of the app that `scope` belongs to. */
  static of(scope: IConstruct): AppCatalog {
    const root = rootOf(scope) as IConstruct & { [CATALOG]?: AppCatalog };
    return (root[CATALOG] ??= new AppCatalog(root));
  }

  private readonly constructs = new Map<string, CatalogEntry>();
  private readonly byKind = new Map<string, CatalogEntry[]>();
  private readonly places = new Map<string, CatalogEntry>();
  private readonly imported = new Set<string>();
  private readonly configMaps = new Map<string, ApiObject>();
  /** ConfigMaps that are not ours. */
  private others?: { revision: number; configMaps: Map<string, ApiObject> };

  private constructor(private readonly root: IConstruct) {}

  /** @throws when the namespace has one of that kind and name already */
  add(construct: CatalogEntry): void {
    const { kind, namespace, resourceName } = construct._identity;
    const key = [kind, namespace, resourceName].join('/');
    const earlier = this.constructs.get(key);
    if (earlier && isInTree(earlier)) {
      throw refused(
        `[${construct.node.path}] ${earlier.constructor.name} "${resourceName}" is there already in namespace "${namespace}", at ${earlier.node.path}; give one of them another name`,
      );
    }
    if (earlier) this.forgetRemoved();
    this.constructs.set(key, construct);
    const place = `${kind}/${resourceName}`;
    if (!this.places.has(place)) this.places.set(place, construct);
    const group = `${kind}/${namespace}`;
    const sameKind = this.byKind.get(group);
    if (sameKind) sameKind.push(construct);
    else this.byKind.set(group, [construct]);
  }

  resource<Kind extends string>(kind: Kind, namespace: string, name: string): Resource<SpecOf<Kind>> | undefined {
    const found = this.constructs.get([kind, namespace, name].join('/'));
    return found && isInTree(found) ? (found._checked() as Resource<SpecOf<Kind>>) : undefined;
  }

  resources<Kind extends string>(kind: Kind, namespace: string): readonly Resource<SpecOf<Kind>>[] {
    const found = this.byKind.get(`${kind}/${namespace}`) ?? [];
    return found.filter(isInTree).map((construct) => construct._checked() as Resource<SpecOf<Kind>>);
  }

  /** Drops what is no longer in the app, so that what was rendered with it is rendered again. */
  forgetRemoved(): void {
    const before = this.constructs.size + this.configMaps.size;
    const isOneGone = [...(this.others?.configMaps.values() ?? [])].some((configMap) => !isInTree(configMap));
    for (const [key, construct] of this.constructs) if (!isInTree(construct)) this.constructs.delete(key);
    for (const [key, configMap] of this.configMaps) if (!isInTree(configMap)) this.configMaps.delete(key);
    if (!isOneGone && this.constructs.size + this.configMaps.size === before) return;
    for (const [group, constructs] of this.byKind) this.byKind.set(group, constructs.filter(isInTree));
    for (const [place, construct] of this.places) if (!isInTree(construct)) this.places.delete(place);
    touch(this.root);
  }

  /** Makes the name of a resource in the cluster known, whatever its kind. */
  addImported(name: string): void {
    this.imported.add(name);
  }

  elsewhere(kind: string, name: string): Place | undefined {
    const found = this.imported.has(name) ? undefined : this.places.get(`${kind}/${name}`);
    return found && isInTree(found) ? { namespace: found._identity.namespace, at: found.node.path } : undefined;
  }

  /** Makes a ConfigMap of our own known, so that the app need not be searched for it. */
  addConfigMap(configMap: ApiObject): void {
    this.configMaps.set([configMap.metadata.namespace, configMap.name].join('/'), configMap);
  }

  configMap(namespace: string, name: string): ConfigMapContent | undefined {
    const own = this.configMaps.get([namespace, name].join('/'));
    const found = own && isInTree(own) ? own : this.findConfigMap(namespace, name);
    if (!found || !isInTree(found)) return undefined;
    const { data = {}, binaryData = {} } = found.toJson();
    return { data, binaryData };
  }

  /** The app is walked once for all who ask at one revision. */
  private findConfigMap(namespace: string, name: string): ApiObject | undefined {
    const revision = revisionOf(this.root);
    if (this.others?.revision !== revision) this.others = { revision, configMaps: this.allConfigMaps() };
    return this.others.configMaps.get([namespace, name].join('/'));
  }

  private allConfigMaps(): Map<string, ApiObject> {
    const found = new Map<string, ApiObject>();
    for (const child of this.root.node.findAll()) {
      if (!ApiObject.isApiObject(child) || child.kind !== 'ConfigMap') continue;
      const key = [child.metadata.namespace ?? 'default', child.name].join('/');
      if (!found.has(key)) found.set(key, child);
    }
    return found;
  }
}

/** Whether it and all around it are still where they were made. */
function isInTree(construct: IConstruct): boolean {
  for (let at = construct; at.node.scope; at = at.node.scope) {
    if (at.node.scope.node.tryFindChild(at.node.id) !== at) return false;
  }
  return true;
}
