/**
 * Reads YAML to look at what is in it. `yaml`, with which the library reads what users wrote, keeps the place of every
 * scalar, and takes ten times as long for it.
 */
import {
  CORE_SCHEMA,
  defineScalarTag,
  floatCoreTag,
  floatYaml11Tag,
  loadAll,
  NOT_RESOLVED,
  Schema,
  YAML11_SCHEMA,
} from 'js-yaml';
import { Obj } from '../src/plain/objects';

/** The schema with another opinion of which texts are floats. */
function withFloats(schema: Schema, resolve: typeof floatCoreTag.resolve): Schema {
  const { tagName, implicitFirstChars, identify } = floatCoreTag;
  const tag = defineScalarTag<number>(tagName, { implicit: true, implicitFirstChars, resolve, identify });
  return new Schema(schema.tags.map((known) => (known.tagName === tagName ? tag : known)));
}

/** A hash such as 849e12 stands unquoted in the recordings and must not be read as a number. */
const RECORDED = withFloats(CORE_SCHEMA, (text, ...rest) =>
  /e/i.test(text) ? NOT_RESOLVED : floatCoreTag.resolve(text, ...rest),
);

/** kubectl and cdk8s read YAML 1.1, but for floats such as 1e+21, which need no point for them. */
const KUBECTL = withFloats(YAML11_SCHEMA, (text, ...rest) => {
  const value = floatYaml11Tag.resolve(text, ...rest);
  return value === NOT_RESOLVED ? floatCoreTag.resolve(text, ...rest) : value;
});

/** The documents of a stream, as YAML 1.2 with the hashes of recordings. */
export const objectsIn = (text: string) => loadAll(text, { schema: RECORDED }) as Obj[];

/** The documents of a stream, as kubectl reads them. */
export const documentsIn = (text: string): unknown[] => loadAll(text, { schema: KUBECTL });
