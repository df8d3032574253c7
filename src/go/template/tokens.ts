/**
 * Cuts a Go template into tokens, as Go's text/template does (package text/template/parse, lexer).
 * Where text between actions is trimmed makes no difference to what is checked, so trim markers are only passed over.
 */

/** What a token is; those of one character are called by it. */
export type TokenKind =
  | 'text'
  | '{{'
  | '}}'
  | 'space'
  | 'keyword'
  | 'identifier'
  | 'bool'
  | 'nil'
  | '.'
  | 'field'
  | 'variable'
  | 'number'
  | 'char'
  | 'string'
  | '='
  | ':='
  | '|'
  | '('
  | ')'
  | 'other'
  | 'end of text';

/** A piece of a template. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where it begins. */
  readonly at: number;
}

/** Why a text is no template. */
export class TemplateError extends Error {
  /** @param at position of a character in the text */
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

const KEYWORDS = new Set(['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'range', 'template', 'with']);

const CLOSE = /[ \t\r\n]-\}\}|\}\}/y;
/** Spaces, but for the one that belongs to a `-}}`. */
const SPACE = /[ \t\r\n]+?(?=[ \t\r\n]-\}\}|[^ \t\r\n]|$)/y;
const STRING = /"(?:[^"\\\n]|\\[^\n])*"|`[^`]*`/uy;
const CHAR = /'(?:[^'\\\n]|\\[^\n])*'/uy;
const NUMBER =
  /[+-]?(?:0[xX][\da-fA-F_]*(?:\.[\da-fA-F_]*)?(?:[pP][+-]?[\d_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?[\d_]*)?)i?/y;
const NAME = /[.$]?[\p{L}\p{Nd}_]*/uy;
const LETTER = /[\p{L}\p{Nd}_]/uy;
/** What may follow a name. */
const AFTER_NAME = /[ \t\r\n.,|:)(]|\}\}|$/y;

/**
 * All tokens of a text, the last of which is its end.
 *
 * @throws TemplateError
 */
export function tokensOf(text: string): Token[] {
  return new Lexer(text).all();
}

class Lexer {
  private readonly tokens: Token[] = [];
  private at = 0;

  constructor(private readonly text: string) {}

  all(): Token[] {
    while (this.at < this.text.length) {
      const open = this.text.indexOf('{{', this.at);
      const end = open < 0 ? this.text.length : open;
      if (end > this.at) this.add('text', end);
      if (open >= 0) this.opened();
    }
    this.add('end of text', this.at);
    return this.tokens;
  }

  /** From `{{` on, to behind its `}}`. */
  private opened(): void {
    const begin = this.at;
    const inside = begin + (this.match(/\{\{-[ \t\r\n]/y) ? 4 : 2);
    if (this.text.startsWith('/*', inside)) {
      this.comment(inside);
      return;
    }
    this.add('{{', inside);
    const parens: number[] = [];
    while (!this.closed(parens)) {
      if (this.at >= this.text.length) {
        throw new TemplateError('the action that begins here has no end; close it with }}', begin);
      }
      this.inside(parens);
    }
  }

  private comment(inside: number): void {
    const end = this.text.indexOf('*/', inside + 2);
    if (end < 0) throw new TemplateError('the comment that begins here has no end; close it with */}}', this.at);
    this.at = end + 2;
    const close = this.match(CLOSE);
    if (!close) throw new TemplateError('}} must follow the end of a comment at once', this.at);
    this.at += close.length;
  }

  /** Passes over `}}`, if it is here. */
  private closed(parens: readonly number[]): boolean {
    const close = this.match(CLOSE);
    if (!close) return false;
    if (parens.length) throw new TemplateError('this ( has no )', parens.at(-1)!);
    this.add('}}', this.at + close.length);
    return true;
  }

  private inside(parens: number[]): void {
    const { text, at } = this;
    const next = text[at];
    const space = this.match(SPACE);
    if (space) this.add('space', at + space.length);
    else if (next === '"' || next === '`') this.quoted('string', STRING);
    else if (next === "'") this.quoted('char', CHAR);
    else if (next === '$') this.name('variable');
    else if (next === '.' && !/^\.(\d|$)/.test(text.slice(at, at + 2))) this.name('field');
    else if (/[.+\-\d]/.test(next)) this.number();
    else if (this.match(LETTER)) this.name('identifier');
    else this.sign(next, parens);
  }

  private sign(next: string, parens: number[]): void {
    if (next === '(') {
      parens.push(this.at);
    } else if (next === ')' && parens.pop() === undefined) {
      throw new TemplateError('this ) has no (', this.at);
    }
    if (next === ':') {
      if (this.text[this.at + 1] !== '=') throw new TemplateError('a : must be followed by =, as in :=', this.at);
      this.add(':=', this.at + 2);
    } else if ('=|()'.includes(next)) {
      this.add(next as TokenKind, this.at + 1);
    } else if (/[\x20-\x7e]/.test(next)) {
      this.add('other', this.at + 1);
    } else {
      const found = String.fromCodePoint(this.text.codePointAt(this.at)!);
      throw new TemplateError(`${JSON.stringify(found)} can't stand in an action; quote it`, this.at);
    }
  }

  private quoted(kind: 'string' | 'char', pattern: RegExp): void {
    const found = this.match(pattern);
    if (!found) throw new TemplateError(`this ${this.text[this.at]} is not closed`, this.at);
    this.add(kind, this.at + found.length);
  }

  private name(kind: 'variable' | 'field' | 'identifier'): void {
    const word = this.match(NAME)!;
    const end = this.at + word.length;
    AFTER_NAME.lastIndex = end;
    if (!AFTER_NAME.test(this.text)) {
      const found = String.fromCodePoint(this.text.codePointAt(end)!);
      throw new TemplateError(`${found} can't follow ${word}${hintAfter(kind, found)}`, end);
    }
    this.add(kind === 'identifier' ? kindOfWord(word) : word === '.' ? '.' : kind, end);
  }

  private number(): void {
    const begin = this.at;
    let end = this.afterNumber(begin);
    if (/[+-]/.test(this.text[end] ?? '')) {
      end = this.afterNumber(end);
      // What is left is a complex number.
      if (this.text[end - 1] !== 'i') throw badNumber(this.text.slice(begin, end), begin);
    }
    this.add('number', end);
  }

  private afterNumber(at: number): number {
    NUMBER.lastIndex = at;
    const end = at + NUMBER.exec(this.text)![0].length;
    LETTER.lastIndex = end;
    if (LETTER.test(this.text)) throw badNumber(this.text.slice(this.at, end + 1), this.at);
    return end;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0];
  }

  private add(kind: TokenKind, end: number): void {
    this.tokens.push({ kind, text: this.text.slice(this.at, end), at: this.at });
    this.at = end;
  }
}

function kindOfWord(word: string): TokenKind {
  if (word === 'true' || word === 'false') return 'bool';
  if (word === 'nil') return 'nil';
  return KEYWORDS.has(word) ? 'keyword' : 'identifier';
}

function hintAfter(kind: string, found: string): string {
  if (kind === 'field' && found === '-') return '; write (index .a "b-c") for names with a hyphen';
  return /[=!<>&]/.test(found) ? '; write functions first, such as eq, ne, lt, gt, and, or: {{eq .a .b}}' : '';
}

/** The complaint about a number. */
export function badNumber(text: string, at: number): TemplateError {
  return new TemplateError(`${text} is no number`, at);
}
