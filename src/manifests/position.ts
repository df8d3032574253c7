/**
 * Where the fields of a document are in its file. What reads documents keeps no positions, for nearly all of them are
 * never asked for: the text is parsed again when a message is about to name a field.
 */
import type { Document, LineCounter, Node, Pair } from 'yaml';
import { PARTS_ONLY } from '../kubernetes/yaml';
import { yamlLibrary } from '../kubernetes/yaml-library';
import { isObject } from '../plain/objects';

/** A file, or the part of it that is one document. */
export class PositionedText {
  private parsed?: { readonly documents: readonly Document[]; readonly lines: LineCounter };

  /** @param firstLine of the file, where the text begins */
  constructor(
    private readonly text: string,
    private readonly firstLine = 1,
  ) {}

  /**
   * The line of a field, or of the nearest one around it that is there; undefined where none of it is.
   *
   * @param start line where the document begins
   */
  lineOf(start: number, field: string): number | undefined {
    const { documents, lines } = (this.parsed ??= this.parse());
    const lineAt = (offset: number) => lines.linePos(offset).line + this.firstLine - 1;
    const document = documents.find(({ contents }) => lineAt((contents as Node | null)?.range?.[0] ?? 0) === start);
    const offset = document && offsetOf(document, field);
    return offset === undefined ? undefined : lineAt(offset);
  }

  private parse() {
    const { LineCounter: Counter, parseAllDocuments } = yamlLibrary();
    const lines = new Counter();
    const documents = parseAllDocuments(this.text, { lineCounter: lines, ...PARTS_ONLY });
    return { documents: Array.isArray(documents) ? documents : [], lines };
  }
}

/** Where one document begins, or an item of one that is a list. */
export class Position {
  /**
   * @param line where the document begins
   * @param base the field of the document that is meant: of an item, `items[0]`
   */
  constructor(
    readonly file: string,
    private readonly line: number,
    private readonly text: PositionedText,
    private readonly base = '',
  ) {}

  /** File and line of a field; of what is not there, those of the nearest field around it. */
  of(field: string): string {
    const separator = this.base && field && !field.startsWith('[') ? '.' : '';
    const path = `${this.base}${separator}${field}`;
    const line = path ? this.text.lineOf(this.line, path) : undefined;
    return `${this.file}:${line ?? this.line}`;
  }

  item(index: number): Position {
    const base = `${this.base}${this.base && '.'}items[${index}]`;
    return new Position(this.file, this.line, this.text, base);
  }
}

/** One step of a path: a key, an index, or a key in quotes (`fieldPath` writes them). */
const STEP = /^(?:\.?([A-Za-z_$][\w$-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\])/;

/** What was found on the way: where it is, and what it holds. */
interface Found {
  readonly offset?: number;
  readonly node: Node | null;
}

function offsetOf(document: Document, field: string): number | undefined {
  let found: Found = { node: document.contents as Node | null };
  for (let rest = field; rest;) {
    // Some messages name a key of the user's without quotes, whatever is in it.
    const whole = childOf(document, found.node, rest.replace(/^\./, ''));
    if (whole) return whole.offset;
    const step = STEP.exec(rest);
    const child = step && childOf(document, found.node, keyOf(step));
    if (!child) break;
    found = child;
    rest = rest.slice(step[0].length);
  }
  return found.offset;
}

function keyOf([, key, index, quoted]: RegExpExecArray): string | number {
  return key ?? (index === undefined ? JSON.parse(quoted) : Number(index));
}

function childOf(document: Document, node: Node | null, key: string | number): Found | undefined {
  const { isAlias, isMap, isSeq } = yamlLibrary();
  const target = isAlias(node) ? (node.resolve(document) as Node | undefined) : node;
  if (isSeq(target)) {
    const item = typeof key === 'number' ? (target.items[key] as Node | undefined) : undefined;
    return item && { offset: item.range?.[0], node: item };
  }
  if (!isMap(target)) return undefined;
  const pairs = target.items as Pair<Node | null, Node | null>[];
  const pair = pairs.find(({ key: name }) => textOf(name) === String(key)) ?? pairs.find(sameLetters(String(key)));
  if (pair) return { offset: pair.key?.range?.[0], node: pair.value };
  return mergedIn(document, pairs, key);
}

/** The registry server takes its keys in any case. */
function sameLetters(key: string): (pair: Pair<Node | null>) => boolean {
  return ({ key: name }) => textOf(name)?.toLowerCase() === key.toLowerCase();
}

/** A field that came with `<<` is where it was written. */
function mergedIn(document: Document, pairs: readonly Pair<Node | null, Node | null>[], key: string | number) {
  const { isSeq } = yamlLibrary();
  for (const { value } of pairs.filter(({ key: name }) => textOf(name) === '<<')) {
    for (const map of isSeq(value) ? (value.items as Node[]) : [value]) {
      const found = childOf(document, map, key);
      if (found) return found;
    }
  }
  return undefined;
}

function textOf(node: Node | null): string | undefined {
  return isObject(node) && 'value' in node ? String(node.value ?? '') : undefined;
}
