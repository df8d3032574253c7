/** A resource that is known by its name alone. */
import { Construct } from 'constructs';
import { AppCatalog } from './app-catalog';
import { chartAround, namespaceOf } from './chart-around';
import { IToolhiveResource } from './i-toolhive-resource';
import { brandValue } from '../props/values';

/**
 * What `fromXxxName` methods give: it is named to those who refer to it, and is in no catalog.
 * @internal
 */
export class ImportedResource extends Construct implements IToolhiveResource {
  public readonly namespace: string;

  /** @param type the interface that it implements, such as `IMcpGroup`: another kind is refused */
  constructor(
    scope: Construct,
    id: string,
    type: string,
    public readonly name: string,
  ) {
    super(scope, id);
    this.namespace = namespaceOf(chartAround(this, `${type} "${name}"`));
    brandValue(this, type);
    AppCatalog.of(this).addImported(name);
  }
}

/**
 * The same for what can be reached.
 * @internal
 */
export class ImportedServer extends ImportedResource {
  public readonly url: string;

  /** @param urlOf its address in the cluster, by name and namespace */
  constructor(
    scope: Construct,
    id: string,
    type: string,
    name: string,
    urlOf: (name: string, namespace: string) => string,
  ) {
    super(scope, id, type, name);
    this.url = urlOf(name, this.namespace);
  }
}
