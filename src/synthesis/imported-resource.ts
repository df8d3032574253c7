/** A resource that is known by its name alone. */
import { Construct } from 'constructs';
import { AppCatalog } from './app-catalog';

/**
 * What `fromXxxName` methods give: it is named to those who refer to it, and is in no catalog.
 * @internal
 */
export class ImportedResource extends Construct {
  constructor(
    scope: Construct,
    id: string,
    /** Name of the resource. */
    public readonly name: string,
  ) {
    super(scope, id);
    AppCatalog.of(this).addImported(name);
  }
}
