/** Comments of a manifest, by the field that they are before or on the same line as. */
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, Node, Pair, parseAllDocuments } from 'yaml';
import { PARTS_ONLY } from '../kubernetes/yaml';

export type Path = readonly (string | number)[];

/** One line, and the field that it belongs to. */
export interface Comment {
  readonly field: string;
  readonly text: string;
}

/** Comments of one document, by field. */
export class Comments {
  constructor(private readonly byField: ReadonlyMap<string, readonly Comment[]> = new Map()) {}

  /** The comment of a field; undefined where there is none. */
  of(path: Path): readonly Comment[] | undefined {
    return this.byField.get(keyOf(path));
  }

  /** Those of other fields than the given ones. */
  except(fields: ReadonlySet<string>): string[] {
    const left = [...this.byField].filter(([field]) => !fields.has(field));
    return left.flatMap(([, comments]) => comments.map(({ text }) => text));
  }
}

const keyOf = (path: Path) => JSON.stringify(path);

/** The comments of each document of a text, by the line of its first key. */
export function commentsOf(text: string): Map<number, Comments> {
  const found = new Map<number, Comments>();
  if (!text.includes('#')) return found;
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, ...PARTS_ONLY });
  for (const document of Array.isArray(documents) ? documents : []) {
    if (!isMap(document.contents)) continue;
    const collected = new Map<string, Comment[]>();
    add(collected, [], document.commentBefore);
    collect(collected, [], document.contents);
    add(collected, [], document.comment);
    found.set(lines.linePos(document.contents.range?.[0] ?? 0).line, new Comments(collected));
  }
  return found;
}

function collect(found: Map<string, Comment[]>, path: Path, node: unknown): void {
  if (isMap(node)) {
    // Before the first key, the parser gives a comment to the map; that of a whole document stays with it.
    const [first] = node.items.map(({ key }) => (isScalar(key) ? String(key.value) : undefined));
    add(found, path.length && first !== undefined ? [...path, first] : path, node.commentBefore);
    for (const pair of node.items) collectPair(found, path, pair);
    add(found, path, node.comment);
  } else if (isSeq(node)) {
    add(found, node.items.length ? [...path, 0] : path, node.commentBefore);
    node.items.forEach((item, i) => {
      const own = [...path, i];
      if (isPair(item)) collectPair(found, own, item);
      else collect(found, own, item);
    });
    add(found, path, node.comment);
  } else if (isScalar(node) || isAlias(node)) {
    add(found, path, node.commentBefore);
    add(found, path, node.comment);
  }
}

function collectPair(found: Map<string, Comment[]>, path: Path, { key, value }: Pair): void {
  const name = isScalar(key) ? String(key.value) : String(key);
  const own = [...path, name];
  add(found, own, (key as Node | null)?.commentBefore);
  collect(found, own, value);
}

function add(found: Map<string, Comment[]>, path: Path, comment: string | null | undefined): void {
  if (!comment?.trim()) return;
  const key = keyOf(path);
  // All line ends of TypeScript: no part of a comment may become code.
  const lines = comment.split(/[\n\r\u2028\u2029]/).map((line) => line.trim());
  const comments = lines.filter(Boolean).map((text) => ({ field: key, text }));
  found.set(key, [...(found.get(key) ?? []), ...comments]);
}
