/** Where fields are in a document that the fast reader has read: the same, in a fifth of the time. */
import { EVENT_ID, Event, getScalarValue, parseEvents, SCALAR_STYLE, ScalarEvent } from 'js-yaml';
import { CarefulText } from './careful-positions';
import { Part, PositionedText } from './position';

/** One document that the fast reader has read. */
export class PlainText implements PositionedText {
  private part?: Part;

  /** @param firstLine of the file, where the document begins */
  constructor(
    private readonly text: string,
    private readonly firstLine: number,
  ) {}

  partIn(): Part | undefined {
    return (this.part ??= this.parse());
  }

  private parse(): Part | undefined {
    const part = new PlainParser(this.text, this.firstLine).parse();
    return part ?? new CarefulText(this.text, this.firstLine).partIn(this.firstLine);
  }
}

class PlainPart implements Part {
  constructor(
    readonly line: number,
    private readonly fields?: ReadonlyMap<string, Part>,
    private readonly items?: readonly Part[],
  ) {}

  child(key: string | number): Part | undefined {
    if (this.items) return typeof key === 'number' ? this.items[key] : undefined;
    return this.fields?.get(String(key)) ?? this.sameLetters(String(key).toLowerCase());
  }

  /** The registry server takes its keys in any case. */
  private sameLetters(key: string): Part | undefined {
    for (const [name, part] of this.fields ?? []) if (name.toLowerCase() === key) return part;
    return undefined;
  }
}

/** Makes parts of the parser's events, which come in the order of the text. */
export class PlainParser {
  private readonly events: readonly Event[];
  private next = 0;
  /** Where lines are counted up to, and the line that begins there. */
  private lineStart = 0;
  /** Whether there is something whose place the parser doesn't give. */
  private isUnclear = false;

  constructor(
    private readonly text: string,
    private line = 1,
  ) {
    this.events = parseEvents(text, {});
  }

  /** Undefined where it takes care to see where something is. */
  parse(): Part | undefined {
    this.next++;
    const part = this.value();
    return this.isUnclear ? undefined : part;
  }

  /** @param line where it is, if that is not where it begins */
  private value(line?: number): Part {
    const event = this.events[this.next++];
    if (event.type === EVENT_ID.MAPPING) return this.map(line ?? this.lineAt(event.start));
    if (event.type === EVENT_ID.SEQUENCE) return this.list(line ?? this.lineAt(event.start));
    return new PlainPart(line ?? this.lineOf(event as ScalarEvent));
  }

  private map(line: number): Part {
    const fields = new Map<string, Part>();
    while (!this.ends()) {
      const key = this.events[this.next++] as ScalarEvent;
      fields.set(getScalarValue(this.text, key), this.value(this.lineOf(key)));
    }
    return new PlainPart(line, fields);
  }

  private list(line: number): Part {
    const items: Part[] = [];
    while (!this.ends()) items.push(this.value());
    return new PlainPart(line, undefined, items);
  }

  private ends(): boolean {
    const ends = this.events[this.next].type === EVENT_ID.POP;
    if (ends) this.next++;
    return ends;
  }

  private lineOf({ valueStart, style }: ScalarEvent): number {
    if (valueStart < 0) this.isUnclear = true;
    // The value of a block begins below the line where it is written.
    const isBlock = style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK;
    return this.lineAt(isBlock ? valueStart - 1 : valueStart);
  }

  private lineAt(offset: number): number {
    for (let end = this.text.indexOf('\n', this.lineStart); end >= 0 && end < offset;) {
      this.line++;
      this.lineStart = end + 1;
      end = this.text.indexOf('\n', this.lineStart);
    }
    return this.line;
  }
}
