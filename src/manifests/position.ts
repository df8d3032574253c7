/** Where the fields of a document are in its file. */

/** A part of a document that has fields or items of its own, or is one. */
export interface Part {
  readonly line: number;
  child(key: string | number): Part | undefined;
}

/** A file, or the part of it that is one document. */
export interface PositionedText {
  /**
   * What is in the document that begins in a line. Nearly all are never asked for: a text is parsed for its positions
   * when a message is about to name a field, and once.
   */
  partIn(line: number): Part | undefined;
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
    const document = path ? this.text.partIn(this.line) : undefined;
    return `${this.file}:${document ? partAt(document, path).line : this.line}`;
  }

  item(index: number): Position {
    const base = `${this.base}${this.base && '.'}items[${index}]`;
    return new Position(this.file, this.line, this.text, base);
  }
}

/** One step of a path: a key, an index, or a key in quotes (`fieldPath` writes them). */
const STEP = /^(?:\.?([A-Za-z_$][\w$-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\])/;

function partAt(document: Part, field: string): Part {
  let found = document;
  for (let rest = field; rest;) {
    // Some messages name a key of the user's without quotes, whatever is in it.
    const whole = found.child(rest.replace(/^\./, ''));
    if (whole) return whole;
    const step = STEP.exec(rest);
    const child = step && found.child(keyOf(step));
    if (!child) break;
    found = child;
    rest = rest.slice(step[0].length);
  }
  return found;
}

function keyOf([, key, index, quoted]: RegExpExecArray): string | number {
  return key ?? (index === undefined ? JSON.parse(quoted) : Number(index));
}
