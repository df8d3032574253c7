/**
 * A fast way to read YAML that is written as nearly all manifests are: maps, lists and scalars. Everything else (anchors,
 * tags, merges, keys that are no texts, directives) and every mistake is left to the careful reader. What a scalar means is
 * defined in one place for both (docs/decisions/0011-yaml.md).
 */
import {
  constructFromEvents,
  defineMappingTag,
  defineScalarTag,
  EVENT_ID,
  Event,
  NOT_RESOLVED,
  parseEvents,
  Schema,
  seqTag,
  strTag,
} from 'js-yaml';
import { plainScalar } from '../kubernetes/yaml-scalar';
import { isObject, JsonObject } from '../plain/objects';

/** A document of the text that was read. */
export interface YamlDocument {
  /** Where its first key is. */
  readonly line: number;
  readonly value: JsonObject;
  /** Its own lines; without its first line's `---`, and without comments before the first key. */
  readonly text: string;
}

/** Line ends of other systems, and tabs where indentation counts. */
const UNCLEAR = /[\r\ufeff]|^[ ?:-]*\t/m;

/** A line that ends a document, or one that has more than that. */
const MARK = /^(?:---(?=\s|$)|\.\.\.|%)/gm;

/** Empty lines and comments before the first key. */
const PREAMBLE = /^(?: *(?:#.*)?\n)*/;

/**
 * The library is fast only while it works on one and the same stream: each call makes an object of a shape that V8 hasn't
 * seen before. All documents at once would keep the events of all in memory.
 */
const BATCH = 256 * 1024;

/** One document, not yet understood. */
interface Piece {
  readonly line: number;
  /** From its first key to its end. */
  readonly own: string;
}

/** @returns undefined when the text has to be read with care */
export function readPlain(text: string): YamlDocument[] | undefined {
  const pieces = piecesOf(text);
  if (!pieces) return undefined;
  const documents: YamlDocument[] = [];
  for (let i = 0; i < pieces.length;) {
    const batch: Piece[] = [];
    for (let size = 0; i < pieces.length && size < BATCH; i++) {
      batch.push(pieces[i]);
      size += pieces[i].own.length;
    }
    const values = valuesOf(batch.map(({ own }) => own));
    if (values?.length !== batch.length || !values.every(isObject)) return undefined;
    batch.forEach(({ line, own }, n) => documents.push({ line, value: values[n], text: `${own.trimEnd()}\n` }));
  }
  return documents;
}

/** Cuts a text into its documents; undefined where it takes care to see where they begin or end. */
function piecesOf(text: string): Piece[] | undefined {
  if (UNCLEAR.test(text)) return undefined;
  const pieces: Piece[] = [];
  let start = 0;
  let line = 1;
  for (const mark of [...text.matchAll(MARK), undefined]) {
    if (mark && mark[0] !== '---') return undefined;
    const piece = text.slice(start, mark?.index);
    const preamble = PREAMBLE.exec(piece)![0];
    const own = piece.slice(preamble.length);
    if (own.trim()) {
      // The rest of a `---` line has rules of its own.
      const isClear = (start === 0 || preamble) && !endsWithComment(own);
      if (!isClear) return undefined;
      pieces.push({ line: line + countLines(preamble), own });
    }
    line += countLines(piece);
    start = mark ? mark.index + mark[0].length : text.length;
  }
  return pieces;
}

/** Comments after the last key belong to the document or not, as they are indented. */
function endsWithComment(text: string): boolean {
  const trimmed = text.trimEnd();
  return /^[ \t]*#/.test(trimmed.slice(trimmed.lastIndexOf('\n') + 1));
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** The values of some documents, in one stream; undefined where one of them is in doubt. */
function valuesOf(texts: readonly string[]): unknown[] | undefined {
  const source = texts.join('---\n');
  try {
    const events = parseEvents(source, {});
    if (events.some(isSpecial) || isDeep(events)) return undefined;
    return constructFromEvents(events, { source, schema: (schema ??= plainSchema()) });
  } catch {
    // The careful reader reports what is wrong.
    return undefined;
  }
}

function isSpecial(event: Event): boolean {
  if (event.type === EVENT_ID.ALIAS) return true;
  return 'anchorStart' in event && (event.anchorStart >= 0 || event.tagStart >= 0);
}

/** Deeper than any resource: the careful reader reports what is wrong. */
const MAX_DEPTH = 100;

function isDeep(events: readonly Event[]): boolean {
  let depth = 0;
  return events.some(({ type }) => {
    if (type === EVENT_ID.POP) depth--;
    else if (type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING) depth++;
    return depth > MAX_DEPTH;
  });
}

let schema: Schema | undefined;

function plainSchema(): Schema {
  const implicit = defineScalarTag<unknown>('implicit', {
    implicit: true,
    resolve: (source) => {
      const value = plainScalar(source);
      if (value === source) return NOT_RESOLVED;
      return typeof value === 'number' && !Number.isFinite(value) ? fail('a number with a meaning') : value;
    },
    identify: () => false,
  });
  const map = defineMappingTag<Record<string, unknown>>('tag:yaml.org,2002:map', {
    create: () => ({}),
    addPair: (target, key, value) => {
      if (typeof key !== 'string' || key === '__proto__' || key === '<<') return 'a key with a meaning';
      target[key] = value;
      return '';
    },
    has: (target, key) => Object.hasOwn(target, String(key)),
    keys: Object.keys,
    get: (target, key) => target[String(key)],
    identify: () => false,
  });
  return new Schema([strTag, seqTag, map, implicit]);
}

function fail(message: string): never {
  throw new Error(message);
}
