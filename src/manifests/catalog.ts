/** A catalog of resources that were read from files. */
import { Obj } from '../findings';
import { Catalog, Resource } from '../resources/resource';

export class ManifestCatalog implements Catalog {
  private readonly known = new Map<string, Resource>();
  private readonly configMaps = new Map<string, Record<string, string>>();

  add(resource: Resource): void {
    this.known.set(key(resource.kind, resource.namespace, resource.name), resource);
  }

  addConfigMap(namespace: string, name: string, { data }: Obj): void {
    this.configMaps.set(key('ConfigMap', namespace, name), data ?? {});
  }

  resource(kind: string, namespace: string, name: string): Resource | undefined {
    return this.known.get(key(kind, namespace, name));
  }

  resources(kind: string, namespace: string): Resource[] {
    const found = [...this.known.values()].filter((one) => one.kind === kind && one.namespace === namespace);
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  configMapData(namespace: string, name: string): Record<string, string> | undefined {
    return this.configMaps.get(key('ConfigMap', namespace, name));
  }
}

function key(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}
