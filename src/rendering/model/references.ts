/** References from one resource to another of its namespace, by name. */
import { Findings, shown } from '../../findings';
import { Catalog, Place, Resource, SpecOf } from '../../resources/resource';

/** Id of the error about a reference that leads nowhere. */
export const MISSING = 'reference-missing';

/** Id of the warning about a reference to something of another namespace. Constructs refuse it. */
export const OTHER_NAMESPACE = 'other-namespace';

/** The message about what is in another namespace than who refers to it. */
export function otherNamespace(
  kind: string,
  name: string,
  namespace: string,
  { namespace: foreign, at }: Place,
): string {
  const place = at === undefined ? '' : `, at ${at}`;
  return `${kind} ${shown(name)} is in namespace ${shown(foreign)}${place}, and this is in namespace ${shown(namespace)}, from where nothing finds it; make one in this namespace too, or refer to one that is there by its name`;
}

/** Where a reference is, and what it names. */
export interface Reference<Kind extends string = string> {
  readonly kind: Kind;
  readonly name: string;
  readonly namespace: string;
  /** Path of the field that refers, for findings. */
  readonly field: string;
}

/** What a reference leads to; undefined, and an error, where it leads nowhere or to something that is refused itself. */
export function resolve<Kind extends string>(
  { kind, name, namespace, field }: Reference<Kind>,
  catalog: Catalog,
  findings: Findings,
): Resource<SpecOf<Kind>> | undefined {
  const found = catalog.resource(kind, namespace, name);
  if (!found) {
    const foreign = catalog.elsewhere(kind, name);
    if (foreign) {
      findings.error(field, otherNamespace(kind, name, namespace, foreign));
      return undefined;
    }
    findings.error(
      field,
      `there is no ${kind} ${shown(name)} in namespace ${shown(namespace)}, and its content is needed here; add it, or correct the name`,
      MISSING,
    );
    return undefined;
  }
  if (found.isRefused) {
    findings.error(field, `${kind} ${shown(name)} is refused itself; see the messages about it`);
    return undefined;
  }
  return found;
}
