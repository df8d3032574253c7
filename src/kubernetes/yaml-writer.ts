/**
 * Writes YAML. Libraries build a tree that can keep comments, anchors and styles first, which costs many times as much
 * and is of no use for data (docs/decisions/0011-yaml.md). What is written means the same to YAML 1.1 and 1.2.
 */
import { isOfClassObject } from '../plain/objects';
import { remembered } from '../plain/remembered';
import { isShared } from '../plain/shared';

/** Text is passed on in pieces of about this size: one string of many megabytes costs several times its length. */
const CHUNK = 64 * 1024;

/** What no parser takes for anything but a text: it begins like a word and holds nothing that means something in YAML. */
const PLAIN = /^[A-Za-z_/](?:[\w./@%=+~(),;-]| (?=[\w./])|:(?=[\w./])){0,200}$/;

/** Words that some parser takes for a boolean, for null, or for a number. */
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|e[-+]?\d+)$/i;

/** What JSON leaves as it is and YAML doesn't: controls, Unicode's line ends, the byte order mark, what is no character. */
const ESCAPED = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** What can't be in a block of lines. */
const UNPRINTABLE =
  /[^\t\n\x20-\x7e\u{a0}-\u{2027}\u{202a}-\u{d7ff}\u{e000}-\u{fefe}\u{ff00}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/** Nearly all texts are, which is seen faster. */
const ASCII = /^[\t\n\x20-\x7e]*$/;

/** Parsers take a longer key only when it is announced. */
const LONGEST_KEY = 1000;

/** How plain data is written that others would make a copy of first. */
export interface PlainStyle {
  /** Whether keys are sorted, on every level. */
  readonly isSorted: boolean;
}

export class YamlWriter {
  private text = '';
  /** Of the document at hand, if it may hold nothing but plain data. */
  private plainStyle?: PlainStyle;

  /** @param write takes the text, piece by piece */
  constructor(private readonly write: (text: string) => void) {}

  /** Adds text that is YAML already. */
  raw(text: string): this {
    this.text += text;
    if (this.text.length > CHUNK) this.flush();
    return this;
  }

  /** Adds a value as JSON knows it; members that are undefined are left out. Every line ends with a newline. */
  document(value: unknown): this {
    if (this.isCollection(value)) this.collection(value, '', '');
    else this.text += `${scalar(value, '  ')}\n`;
    return this.raw('');
  }

  /**
   * Adds a document of the members of some maps, without those that are null.
   *
   * @returns whether that is all plain data; if not, nothing is added
   */
  plainDocument(maps: readonly object[], style: PlainStyle): boolean {
    const before = this.text;
    this.plainStyle = style;
    try {
      for (const map of maps) if (this.isCollection(map)) this.collection(map, '', '');
    } catch (error) {
      if (error !== NOT_PLAIN) throw error;
      this.text = before;
      return false;
    } finally {
      this.plainStyle = undefined;
    }
    this.raw('');
    return true;
  }

  /** Passes on what is left. */
  flush(): void {
    if (this.text) this.write(this.text);
    this.text = '';
  }

  /** @param start what the first line begins with: the indentation, or the dash of a list */
  private collection(value: object, indent: string, start: string): void {
    if (isShared(value)) this.sharedPart(value, indent, start);
    else this.members(value, indent, start);
  }

  /** A part that many objects have, written once for each place and order of keys. */
  private sharedPart(value: object, indent: string, start: string): void {
    let texts = SHARED_TEXTS.get(value);
    if (!texts) SHARED_TEXTS.set(value, (texts = new Map()));
    // As long as the indentation.
    const place = this.plainStyle?.isSorted ? start : `${start}|`;
    let text = texts.get(place);
    if (text === undefined) {
      const before = this.text;
      this.text = '';
      this.members(value, indent, start);
      // In one piece, unlike what was put together.
      text = Buffer.from(this.text).toString();
      texts.set(place, text);
      this.text = before;
    }
    this.text += text;
  }

  private members(value: object, indent: string, start: string): void {
    const inner = `${indent}  `;
    if (Array.isArray(value)) {
      for (const item of value) {
        if (this.isCollection(item)) this.collection(item, inner, `${start}- `);
        else this.text += `${start}- ${this.scalar(item, inner)}\n`;
        start = indent;
      }
      return;
    }
    for (const key of this.keysOf(value)) {
      const member = (value as Record<string, unknown>)[key];
      if (this.isLeftOut(member)) continue;
      this.text += start + keyText(key, indent);
      if (this.isCollection(member)) {
        this.text += '\n';
        this.collection(member, inner, inner);
      } else {
        this.text += ` ${this.scalar(member, inner)}\n`;
      }
      start = indent;
    }
  }

  private keysOf(value: object): string[] {
    if (!this.plainStyle) return Object.keys(value);
    if (!isOfClassObject(value)) throw NOT_PLAIN;
    return this.plainStyle.isSorted ? sorted(Object.keys(value)) : Object.keys(value);
  }

  private isLeftOut(member: unknown): boolean {
    return member === undefined || (member === null && this.plainStyle !== undefined);
  }

  /** Whether a value takes lines of its own; what is empty is written as a scalar is. */
  private isCollection(value: unknown): value is object {
    if (typeof value !== 'object' || value === null) return false;
    if (Array.isArray(value)) return value.length > 0;
    for (const key in value) if (!this.isLeftOut((value as Record<string, unknown>)[key])) return true;
    return false;
  }

  private scalar(value: unknown, indent: string): string {
    if (this.plainStyle && !isPlainScalar(value)) throw NOT_PLAIN;
    return scalar(value, indent);
  }
}

/** By the part, and by what its first line begins with. */
const SHARED_TEXTS = new WeakMap<object, Map<string, string>>();

const NOT_PLAIN = new Error('not plain data');

function isPlainScalar(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      // Empty, or it would be no scalar.
      return value === null || Array.isArray(value) || isOfClassObject(value);
    default:
      return false;
  }
}

/** Most are sorted already, and nearly all are few, for which the built-in way is slow. */
function sorted(keys: string[]): string[] {
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i];
    let at = i;
    for (; at > 0 && keys[at - 1] > key; at--) keys[at] = keys[at - 1];
    keys[at] = key;
  }
  return keys;
}

/** One document as a text. */
export function toYaml(value: unknown): string {
  let text = '';
  new YamlWriter((piece) => (text += piece)).document(value).flush();
  return text;
}

function scalar(value: unknown, indent: string): string {
  switch (typeof value) {
    case 'string':
      return value.includes('\n') ? lines(value, indent) : word(value);
    case 'number':
      return number(value);
    case 'object':
      if (value !== null) return Array.isArray(value) ? '[]' : '{}';
      return 'null';
    case 'boolean':
    case 'bigint':
      return String(value);
    default:
      return 'null';
  }
}

const word = remembered((text) => (PLAIN.test(text) && !RESERVED.test(text) ? text : quoted(text)));

function quoted(text: string): string {
  // JSON in a text, such as an argument, is easier to read without a backslash before each quote.
  if (/["\\]/.test(text) && !/[\t\n]/.test(text) && isPrintable(text)) return `'${text.replaceAll("'", "''")}'`;
  // A lone surrogate can't be written in UTF-8.
  return JSON.stringify(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    ESCAPED,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function isPrintable(text: string): boolean {
  return ASCII.test(text) || !UNPRINTABLE.test(text);
}

/** A text of several lines, as a block wherever that gives back every byte of it. */
function lines(text: string, indent: string): string {
  const ends = text.endsWith('\n');
  const isClean = /^\S/.test(text) && !text.endsWith('\n\n') && !/[ \t](?:\n|$)/.test(text) && isPrintable(text);
  if (!isClean) return quoted(text);
  const body = ends ? text.slice(0, -1) : text;
  return `${ends ? '|' : '|-'}\n${indent}${indented(body, indent)}`;
}

/** Empty lines stay empty. */
function indented(body: string, indent: string): string {
  return body.includes('\n\n') ? body.replace(/\n(?!\n)/g, `\n${indent}`) : body.replaceAll('\n', `\n${indent}`);
}

/** Before its exponent, a number needs a fraction to be one in YAML 1.1. */
function number(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

function keyText(key: string, indent: string): string {
  const text = word(key);
  return text.length > LONGEST_KEY ? `? ${text}\n${indent}:` : `${text}:`;
}
