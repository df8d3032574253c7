/**
 * Writes YAML. Libraries build a tree that can keep comments, anchors and styles first, which costs many times as much
 * and is of no use for data (docs/decisions/0011-yaml.md). What is written means the same to YAML 1.1 and 1.2.
 */

/** Text is passed on in pieces of about this size: one string of many megabytes costs several times its length. */
const CHUNK = 64 * 1024;

/** What no parser takes for anything but a text: it begins like a word and holds nothing that means something in YAML. */
const PLAIN = /^[A-Za-z_/](?:[\w./@%=+~(),;-]| (?=[\w./])|:(?=[\w./])){0,200}$/;

/** Words that some parser takes for a boolean, for null, or for a number. */
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|e[-+]?\d+)$/i;

/** What JSON leaves as it is and YAML doesn't: controls, Unicode's line ends, the byte order mark, what is no character. */
const ESCAPED = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** What can't stand in a block of lines. */
const UNPRINTABLE =
  /[^\t\n\x20-\x7e\u{a0}-\u{2027}\u{202a}-\u{d7ff}\u{e000}-\u{fefe}\u{ff00}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/** Parsers take a longer key only when it is announced. */
const LONGEST_KEY = 1000;

export class YamlWriter {
  private text = '';

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
    if (isCollection(value)) this.collection(value, '', true);
    else this.text += `${scalar(value, '  ')}\n`;
    return this.raw('');
  }

  /** Passes on what is left. */
  flush(): void {
    if (this.text) this.write(this.text);
    this.text = '';
  }

  /** @param inline whether the first line has begun already, behind the dash of a list */
  private collection(value: object, indent: string, inline: boolean): void {
    if (Array.isArray(value)) {
      for (const item of value) {
        this.text += inline ? '- ' : `${indent}- `;
        inline = false;
        this.item(item, `${indent}  `);
      }
      return;
    }
    for (const [key, member] of Object.entries(value)) {
      if (member === undefined) continue;
      if (!inline) this.text += indent;
      inline = false;
      this.text += keyText(key, indent);
      this.member(member, indent);
    }
  }

  private item(item: unknown, indent: string): void {
    if (isCollection(item)) this.collection(item, indent, true);
    else this.text += `${scalar(item, indent)}\n`;
  }

  private member(member: unknown, indent: string): void {
    if (isCollection(member)) {
      this.text += '\n';
      this.collection(member, `${indent}  `, false);
    } else {
      this.text += ` ${scalar(member, `${indent}  `)}\n`;
    }
  }
}

/** One document as a text. */
export function toYaml(value: unknown): string {
  let text = '';
  new YamlWriter((piece) => (text += piece)).document(value).flush();
  return text;
}

/** Whether a value takes lines of its own; what is empty is written as a scalar is. */
function isCollection(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.length > 0;
  for (const key in value) if ((value as Record<string, unknown>)[key] !== undefined) return true;
  return false;
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

function word(text: string): string {
  return PLAIN.test(text) && !RESERVED.test(text) ? text : quoted(text);
}

function quoted(text: string): string {
  // JSON in a text, such as an argument, is easier to read without a backslash before each quote.
  if (/["\\]/.test(text) && !/[\t\n]/.test(text) && !UNPRINTABLE.test(text)) return `'${text.replaceAll("'", "''")}'`;
  // A lone surrogate can't be written in UTF-8.
  return JSON.stringify(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    ESCAPED,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A text of several lines, as a block wherever that gives back every byte of it. */
function lines(text: string, indent: string): string {
  const ends = text.endsWith('\n');
  const isClean = /^\S/.test(text) && !text.endsWith('\n\n') && !/[ \t](?:\n|$)/.test(text) && !UNPRINTABLE.test(text);
  if (!isClean) return quoted(text);
  const body = ends ? text.slice(0, -1) : text;
  return `${ends ? '|' : '|-'}\n${indent}${body.replace(/\n(?!\n)/g, `\n${indent}`)}`;
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
