/**
 * Numbers, characters and strings of Go, as text/template takes them (packages strconv and text/template/parse).
 */

const ESCAPE = /\\(?:([abfnrtv\\])|(["'])|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3}))/uy;
const PLAIN: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

/** The bytes of a quoted string, one a character; undefined where an escape is wrong. */
export function unquoted(literal: string): string | undefined {
  const inner = literal.slice(1, -1);
  if (literal[0] === '`') return latin1(inner.replaceAll('\r', ''));
  const bytes: string[] = [];
  for (let at = 0; at < inner.length;) {
    const unit = unitAt(inner, at, literal[0]);
    if (!unit) return undefined;
    bytes.push(unit.bytes);
    at = unit.end;
  }
  return bytes.join('');
}

/** Whether a quoted character is one character. */
export function isChar(literal: string): boolean {
  const inner = literal.slice(1, -1);
  return inner !== '' && unitAt(inner, 0, "'")?.end === inner.length;
}

/** The character at a place, which may be an escape. */
function unitAt(text: string, at: number, quote: string): { bytes: string; end: number } | undefined {
  if (text[at] !== '\\') {
    const char = String.fromCodePoint(text.codePointAt(at)!);
    return { bytes: latin1(char), end: at + char.length };
  }
  ESCAPE.lastIndex = at;
  const [whole, plain, quoted, byte, short, long, octal] = ESCAPE.exec(text) ?? [];
  if (whole === undefined || (quoted !== undefined && quoted !== quote)) return undefined;
  const end = at + whole.length;
  if (plain !== undefined) return { bytes: String.fromCharCode(PLAIN[plain]), end };
  if (quoted !== undefined) return { bytes: quoted, end };
  const value = octal === undefined ? parseInt(byte ?? short ?? long, 16) : parseInt(octal, 8);
  if (byte !== undefined || octal !== undefined) {
    return value > 255 ? undefined : { bytes: String.fromCharCode(value), end };
  }
  const isRune = value <= 0x10ffff && !(value >= 0xd800 && value <= 0xdfff);
  return isRune ? { bytes: latin1(String.fromCodePoint(value)), end } : undefined;
}

const latin1 = (text: string) => Buffer.from(text).toString('latin1');

/** Whether a token that looks like a number is one. */
export function isNumber(text: string): boolean {
  const split = text.endsWith('i') ? text.search(/(?<=[^eEpP])[+-]/) : -1;
  if (split > 0) return isFloat(text.slice(0, split)) && isFloat(text.slice(split, -1));
  if (text.endsWith('i')) return isFloat(text.slice(0, -1));
  // A whole number that is too large stays one, and is refused.
  return isInteger(text) || (/[.eEpP]/.test(text) && isFloat(text));
}

function isInteger(text: string): boolean {
  if (!hasGoodUnderscores(text)) return false;
  const [, sign, digits] = /^([+-]?)(.*)$/.exec(text.replaceAll('_', ''))!;
  const isWritten = /^(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/.test(digits);
  if (!isWritten) return false;
  const value = BigInt(/^0\d/.test(digits) ? `0o${digits}` : digits);
  if (!sign) return value < 2n ** 64n;
  return sign === '-' ? value <= 2n ** 63n : value < 2n ** 63n;
}

function isFloat(text: string): boolean {
  if (!hasGoodUnderscores(text)) return false;
  const plain = text.replaceAll('_', '').replace(/^[+-]/, '');
  if (/^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(plain)) return Number.isFinite(Number(plain));
  const hex = /^0[xX]([\da-fA-F]*)(?:\.([\da-fA-F]*))?[pP]([+-]?\d+)$/.exec(plain);
  if (!hex || !(hex[1] || hex[2])) return false;
  const mantissa = Number(`0x${hex[1]}${hex[2] ?? ''}`);
  return mantissa === 0 || Number.isFinite(mantissa * 2 ** (Number(hex[3]) - 4 * (hex[2] ?? '').length));
}

/** An underscore is only allowed between digits, or after a prefix such as `0x`. */
function hasGoodUnderscores(text: string): boolean {
  const [, prefix, rest] = /^[+-]?(0[xXoObB])?(.*)$/.exec(text)!;
  const digit = /x/i.test(prefix ?? '') ? '[\\da-fA-F]' : '\\d';
  const lone = new RegExp(`(?<!${digit}${prefix ? '|^' : ''})_|_(?!${digit})`);
  return !lone.test(rest);
}
