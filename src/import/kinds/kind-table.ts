import { JsonObject } from '../../plain/objects';
import type { Expression } from '../expression';
import type { Fields } from '../fields';
import type { LibraryName } from '../library';
import type { Referable } from '../references';

/** Props, by name; undefined where it is empty. */
export type Props = Readonly<Record<string, Expression | undefined>>;

/** How a resource of one kind becomes the code of a construct. */
export interface KindTable extends Referable {
  readonly construct: LibraryName;
  /** Fields that a prop always sets, because the construct requires it. */
  readonly always?: readonly string[];
  /** The props for the spec, and settings that are not in it; what they don't cover of the spec becomes an override. */
  props(spec: Fields, constructOptions: JsonObject): Props;
  /** The operator's defaults where the construct has others, written into the spec. */
  complete?(spec: JsonObject, name: string, namespace: string): JsonObject;
}
