import { JsonObject } from '../../plain/objects';
import type { Expression } from '../expression';
import type { Fields } from '../fields';
import type { LibraryName } from '../library';
import type { Referable } from '../references';

/** Props, by name; undefined where there is nothing to say. */
export type Props = Readonly<Record<string, Expression | undefined>>;

/** How a resource of one kind becomes the code of a construct. */
export interface KindTable extends Referable {
  readonly construct: LibraryName;
  /** Fields that a prop always says, because the construct can't do without it. */
  readonly always?: readonly string[];
  /** The props that say the spec, and what is said beside it; what they don't say of the spec becomes an override. */
  props(spec: Fields, constructOptions: JsonObject): Props;
  /** What the operator takes for said where the construct takes something else, written into the spec. */
  complete?(spec: JsonObject, name: string, namespace: string): JsonObject;
}
