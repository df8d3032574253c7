/**
 * Code as text, in the form that Prettier would give it (printWidth 100, single quotes). Here alone text of an input becomes
 * part of code: `textOf` writes texts, `keyText` keys, `commentLine` comments, and `word` writes all plain code.
 */
import { Expression, Scalar, Variable } from './expression';

const WIDTH = 100;

/** How the names in the code are written. */
export interface Spelling {
  /** The chart that the code is in: `chart`, `this`. */
  readonly chart: string;
  /** Identifier of a variable. */
  nameOf(variable: Variable): string;
}

export class Printer {
  constructor(private readonly spelling: Spelling) {}

  /**
   * @param indent of the line that it begins in
   * @param used characters in that line before it
   * @param after characters that have to follow it in its last line
   */
  print(code: Expression, indent: number, used: number, after: number): string {
    const flat = this.flat(code);
    if (flat !== undefined && used + flat.length + after <= WIDTH) return flat;
    switch (code.type) {
      case 'scalar':
        return scalarText(code.value);
      case 'object':
        return lines('{', this.members(code, indent), '}', indent);
      case 'list':
        return lines('[', this.items(code.items, indent), ']', indent);
      case 'call':
      case 'new':
        return this.call(this.head(code), code.args, indent, used, after);
      default:
        return this.flat(code)!;
    }
  }

  /** In one line; undefined where that can't be, or isn't done. */
  private flat(code: Expression): string | undefined {
    switch (code.type) {
      case 'scalar':
        return isText(code.value) ? undefined : scalarText(code.value);
      case 'object': {
        const members = code.members.map(([key, value]) => [key, this.flatPart(value)] as const);
        if (members.some(([, value]) => value === undefined)) return undefined;
        if (!members.length) return '{}';
        return `{ ${members.map(([key, value]) => `${keyText(key)}: ${value}`).join(', ')} }`;
      }
      case 'list':
        return hasRows(code.items) ? undefined : this.flatAll(code.items, '[', ']');
      case 'member':
        return `${code.of}.${word(code.name)}`;
      case 'variable':
        return this.spelling.nameOf(code.variable);
      case 'chart':
        return this.spelling.chart;
      default:
        return this.flatAll(code.args, `${this.head(code)}(`, ')');
    }
  }

  private flatAll(codes: readonly Expression[], open: string, close: string): string | undefined {
    const all = codes.map((code) => this.flatPart(code));
    return all.includes(undefined) ? undefined : `${open}${all.join(', ')}${close}`;
  }

  private flatPart(code: Expression): string | undefined {
    return code.comment?.length ? undefined : this.flat(code);
  }

  private members({ members }: Expression & { type: 'object' }, indent: number): string[] {
    const inner = indent + 2;
    return members.map(([key, value]) => {
      const name = keyText(key);
      return `${commentText(value, inner)}${' '.repeat(inner)}${name}:${this.member(name, value, inner)},`;
    });
  }

  private member(name: string, value: Expression, indent: number): string {
    const text = this.print(value, indent, indent + name.length + 2, 1);
    const isLong = indent + name.length + 2 + text.length + 1 > WIDTH;
    // A text that is too long for its line gets one of its own, unless that would win next to nothing.
    const moves = value.type === 'scalar' && typeof value.value === 'string' && !isText(value.value);
    return moves && isLong && name.length > 2 ? `\n${' '.repeat(indent + 2)}${text}` : ` ${text}`;
  }

  private items(items: readonly Expression[], indent: number): string[] {
    const inner = indent + 2;
    return items.map((item) => `${commentText(item, inner)}${' '.repeat(inner)}${this.print(item, inner, inner, 1)},`);
  }

  /** A call: what comes before its arguments, and those. */
  call(head: string, args: readonly Expression[], indent: number, used: number, after: number): string {
    const whole = this.flatAll(args, `${head}(`, ')');
    if (whole !== undefined && used + whole.length + after <= WIDTH) return whole;
    const [last, ...others] = [...args].reverse();
    if (args.length === 1 && last.type === 'scalar' && isText(last.value)) {
      return `${head}(${this.print(last, indent, 0, 0)})`;
    }
    const before = this.flatAll(others.reverse(), `${head}(`, '');
    if (before !== undefined && isHuggable(last) && last.type !== others.at(-1)?.type) {
      const start = `${before}${others.length ? ', ' : ''}`;
      const text = `${start}${this.print(last, indent, used + start.length, after + 1)})`;
      const [firstLine] = text.split('\n');
      if (text.includes('\n') && used + firstLine.length <= WIDTH) return text;
    }
    return lines(`${head}(`, this.items(args.map(withoutComment), indent), ')', indent);
  }

  private head(code: Expression & { type: 'call' | 'new' }): string {
    if (code.type === 'new') return `new ${code.of}`;
    return `${typeof code.of === 'string' ? code.of : this.spelling.nameOf(code.of)}.${word(code.method)}`;
  }
}

/** Comments before an expression, each in a line of its own. */
export function commentText({ comment = [] }: Pick<Expression, 'comment'>, indent: number): string {
  return comment.map(({ text }) => commentLine(text, indent)).join('');
}

/** A comment in a line of its own. It means nothing to compilers and linters, and never ends its line. */
export function commentLine(text: string, indent: number): string {
  const plain = text.replace(/\s/g, ' ').replace(CONTROL, escaped).replace(ALONE, escaped);
  const isDirective =
    /^\W*(?:ts-(?:ignore|expect|nocheck|check)|(?:es|ts)lint|prettier-|biome-|istanbul |[cv]8 )/i.test(plain);
  return `${' '.repeat(indent)}// ${isDirective ? `"${plain}"` : plain}\n`;
}

/** The name of a member or method, of this library's own tables. */
function word(name: string): string {
  if (!IDENTIFIER.test(name)) throw new Error(`${JSON.stringify(name)} is no name of a member`);
  return name;
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** A key of an object, in quotes where it needs them. */
export function keyText(key: string): string {
  // Written plainly, this one would be no key.
  if (key === '__proto__') return "['__proto__']";
  return IDENTIFIER.test(key) ? key : quoted(key);
}

function lines(open: string, inner: readonly string[], close: string, indent: number): string {
  return `${open}\n${inner.join('\n')}\n${' '.repeat(indent)}${close}`;
}

function withoutComment({ comment: _, ...code }: Expression): Expression {
  return code;
}

function isHuggable(code: Expression): boolean {
  if (code.type === 'object') return code.members.length > 0;
  return code.type === 'list' && code.items.length > 0;
}

/** Several maps, or lists, of several members each are written one below the other. */
function hasRows(items: readonly Expression[]): boolean {
  if (items.length < 2) return false;
  return (
    items.every((item) => item.type === 'object' && item.members.length > 1) ||
    items.every((item) => item.type === 'list' && item.items.length > 1)
  );
}

/** Whether it is a text of several lines. */
function isText(value: Scalar): boolean {
  return typeof value === 'string' && /[^\n]\n./s.test(value) && !/[\r\u2028\u2029]/.test(value);
}

function scalarText(value: Scalar): string {
  if (typeof value === 'string') return textOf(value);
  // JSON has no others; they would become null.
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${value} is no value of JSON`);
  return JSON.stringify(value);
}

/** The one way from a text to its literal. */
function textOf(value: string): string {
  if (!isText(value)) return quoted(value);
  const inner = value
    .replace(/[\\`]|\$(?=\{)/g, '\\$&')
    .replace(CONTROL, escaped)
    .replace(ALONE, escaped);
  return `\`${inner}\``;
}

// eslint-disable-next-line no-control-regex -- they are what has to be written otherwise
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Halves of pairs of surrogates, which UTF-8 can't hold. */
const ALONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** In single quotes, unless there are more of those in the text than double ones. */
function quoted(text: string): string {
  const count = (mark: string) => text.split(mark).length;
  const quote = count("'") > count('"') ? '"' : "'";
  const inner = text
    .replace(/\\/g, '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(CONTROL, escaped)
    .replace(ALONE, escaped);
  return `${quote}${inner}${quote}`;
}
