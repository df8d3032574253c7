/** A catalog of resources that were read from files. */
import { Catalog, ConfigMapContent, Place, Resource, SpecOf } from '../resources/resource';

export class ManifestCatalog implements Catalog {
  private readonly byName = new Map<string, Resource>();
  private readonly byKind = new Map<string, Resource[]>();
  private readonly places = new Map<string, string>();
  private readonly configMaps = new Map<string, ConfigMapContent>();

  add(resource: Resource): void {
    const { kind, namespace, name } = resource;
    this.byName.set(key(kind, namespace, name), resource);
    const place = `${kind}/${name}`;
    if (!this.places.has(place)) this.places.set(place, namespace);
    const group = `${kind}/${namespace}`;
    const sameKind = this.byKind.get(group);
    if (sameKind) sameKind.push(resource);
    else this.byKind.set(group, [resource]);
  }

  addConfigMap(namespace: string, name: string, { data, binaryData }: Partial<ConfigMapContent>): void {
    this.configMaps.set(key('ConfigMap', namespace, name), { data: data ?? {}, binaryData: binaryData ?? {} });
  }

  resource<Kind extends string>(kind: Kind, namespace: string, name: string): Resource<SpecOf<Kind>> | undefined {
    return this.byName.get(key(kind, namespace, name)) as Resource<SpecOf<Kind>> | undefined;
  }

  resources<Kind extends string>(kind: Kind, namespace: string): readonly Resource<SpecOf<Kind>>[] {
    return (this.byKind.get(`${kind}/${namespace}`) ?? []) as Resource<SpecOf<Kind>>[];
  }

  elsewhere(kind: string, name: string): Place | undefined {
    const namespace = this.places.get(`${kind}/${name}`);
    return namespace === undefined ? undefined : { namespace };
  }

  configMap(namespace: string, name: string): ConfigMapContent | undefined {
    return this.configMaps.get(key('ConfigMap', namespace, name));
  }
}

function key(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}
