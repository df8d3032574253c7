/**
 * YAML byte for byte as ToolHive's operator writes it (gopkg.in/yaml.v3), because the text enters a checksum that decides
 * whether a pod restarts. Members of maps are in the order in which they are given; what is a map in Go goes through
 * `naturallySorted` first.
 */
import { isBefore } from './natural-order';
import { BREAKS, hasBreak, hasUnprintable, isOtherThanText } from './yaml-scalars';
import { isObject } from '../plain/objects';

const INDENT = 4;

/** Longer keys are announced with a question mark. */
const LONGEST_KEY = 128;

/** One document. */
export function goYaml(value: unknown): string {
  return isCollection(value) ? lines(value, 0) : `${scalar(value, INDENT)}\n`;
}

/** The lines of a collection, each behind its indent. */
function lines(value: object, indent: number): string {
  const pad = ' '.repeat(indent);
  if (Array.isArray(value)) return value.map((item) => `${pad}- ${behindDash(item, indent + 2)}`).join('');
  return members(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => pad + entry(key, member, indent))
    .join('');
}

/** JavaScript puts keys that are whole numbers first, wherever they were given; only maps have such keys. */
function members(value: object): [string, unknown][] {
  const entries = Object.entries(value);
  return entries.some(([key]) => /^\d+$/.test(key)) ? entries.sort(naturally) : entries;
}

function naturally([a]: [string, unknown], [b]: [string, unknown]): number {
  return isBefore([...a], [...b]) ? -1 : 1;
}

/** A collection begins behind the dash of its list. */
function behindDash(item: unknown, indent: number): string {
  return isCollection(item) ? lines(item, indent).slice(indent) : `${scalar(item, indent)}\n`;
}

function entry(key: string, member: unknown, indent: number): string {
  const below = deeper(indent);
  if (!hasBreak(key) && Buffer.byteLength(key) <= LONGEST_KEY) {
    return `${keyText(key)}:${isCollection(member) ? `\n${lines(member, below)}` : ` ${scalar(member, below)}\n`}`;
  }
  const colon = `${' '.repeat(indent)}:`;
  const value = isCollection(member) ? lines(member, below).slice(colon.length) : ` ${scalar(member, below)}\n`;
  return `? ${scalar(key, below)}\n${colon}${value}`;
}

/** Nothing at all would be no key. */
function keyText(key: string): string {
  return key === '' ? '""' : oneLine(key);
}

/** Indents are multiples of four, except within a list. */
function deeper(indent: number): number {
  return INDENT * Math.floor((indent + INDENT) / INDENT);
}

/** Whether a value takes lines of its own. */
function isCollection(value: unknown): value is object {
  if (value instanceof GoFloat) return false;
  return Array.isArray(value) ? value.length > 0 : isObject(value) && Object.values(value).some((v) => v !== undefined);
}

/** @param bodyIndent where the lines of a text of several lines begin */
function scalar(value: unknown, bodyIndent: number): string {
  if (typeof value === 'string') return value.includes('\n') ? severalLines(value, bodyIndent) : oneLine(value);
  if (value instanceof GoFloat) return value.toString();
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[]' : '{}';
  return String(value);
}

function oneLine(text: string): string {
  if (isOtherThanText(text) || isUnquotable(text)) return doubleQuoted(text);
  if (!SYNTAX.test(text) && !/^ | $/.test(text) && !hasBreak(text)) return text;
  return `'${text.replaceAll("'", "''")}'`;
}

/** Indicators of YAML where they would be read as such. */
const SYNTAX = new RegExp(`^(?:---|\\.\\.\\.|[#,[\\]{}&*!|>'"%@\`]|[?:-](?:[ \\t]|$))|:(?:[ \\t]|$)|[ \\t${BREAKS}]#`);
const SPACE_BEFORE_BREAK = new RegExp(` [${BREAKS}]`);
const BREAK_BEFORE_SPACE = new RegExp(`[${BREAKS}] `);

function isUnquotable(text: string): boolean {
  return (
    /[\t\u2028\u2029]/.test(text) ||
    SPACE_BEFORE_BREAK.test(text) ||
    BREAK_BEFORE_SPACE.test(text) ||
    hasUnprintable(text)
  );
}

function severalLines(text: string, indent: number): string {
  if (text.endsWith(' ') || SPACE_BEFORE_BREAK.test(text) || hasUnprintable(text)) return doubleQuoted(text);
  const hint = /^[ \n]/.test(text) ? String(INDENT) : '';
  const keeps = text === '\n' || text.endsWith('\n\n');
  const chomp = keeps ? '+' : text.endsWith('\n') ? '' : '-';
  // The library ends the first line with a newline of the text's own, where the text begins with one.
  const body = text.replace(/^\n|\n$/g, '').replace(/^(?=[^\n])/gm, ' '.repeat(indent));
  return text === '\n' ? `|${hint}${chomp}` : `|${hint}${chomp}\n${body}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\u2028': 'L',
  '\u2029': 'P',
};

function doubleQuoted(value: string): string {
  const escaped = [...value].map((c) => {
    if (Object.hasOwn(ESCAPES, c)) return `\\${ESCAPES[c]}`;
    if (!hasUnprintable(c)) return c;
    const code = c.codePointAt(0)!;
    const [letter, width] = code <= 0xff ? ['x', 2] : code <= 0xffff ? ['u', 4] : ['U', 8];
    return `\\${letter}${code.toString(16).toUpperCase().padStart(width, '0')}`;
  });
  return `"${escaped.join('')}"`;
}

/** A number that Go holds as a float, as it does in JSON whose shape it doesn't know. */
export class GoFloat {
  constructor(private readonly value: number) {}

  /** Go's shortest form: with an exponent from a million on, and below a ten-thousandth. */
  toString(): string {
    const [digits, exponent] = this.value.toExponential().split('e');
    const power = Number(exponent);
    if (power >= -4 && power < 6) return String(this.value);
    return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
}

/** The members of a Go map in the order in which they are written: numbers within names count as numbers. */
export function naturallySorted<V>(map: Readonly<Record<string, V>>): Record<string, V> {
  return Object.fromEntries(Object.entries(map).sort(naturally));
}
