/** What kind of value was given. A value itself is shown only where it can be no credential. */
import { isPlain } from '../plain/objects';

const BRAND = Symbol.for('cdk8s-toolhive.class');
const MADE = Symbol.for('cdk8s-toolhive.made');

/** Gives a class its name for other copies of this library, and for where bundling takes it away. */
export function brand(type: { readonly prototype: object }, name: string): void {
  Object.defineProperty(type.prototype, BRAND, { value: name });
}

/** Gives a single value a name: one that represents something of this library, and has no class of its own. */
export function brandValue(value: object, name: string): void {
  Object.defineProperty(value, BRAND, { value: name });
}

/** The class of this library that a value is of, whichever copy made it. */
export function brandOf(value: unknown): string | undefined {
  return (value as { [BRAND]?: string })[BRAND];
}

/** Whether a prototype is of a class of this library itself, and not of one that extends it. */
export function isBranded(prototype: object): boolean {
  return Object.prototype.hasOwnProperty.call(prototype, BRAND);
}

/** Marks what a factory gives: a constructor that is private to TypeScript is not so when it runs. */
export function markMade(value: object): void {
  if (!isMade(value)) Object.defineProperty(value, MADE, { value: true });
}

export function isMade(value: object): boolean {
  return MADE in value;
}

/** Whether a value is an object, a list or anything else that can have members. */
export function hasMembers(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** cdk8s' Lazy, and what a resolver of the app turns into a value. It is resolved later, so nothing is known of it now. */
export function isToken(value: unknown): boolean {
  if (!hasMembers(value)) return false;
  return typeof value.produce === 'function' || (typeof value.resolve === 'function' && !('node' in value));
}

/** What a value is, for a message. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return value === '' ? 'empty text' : 'text';
  if (typeof value === 'number') {
    return Number.isFinite(value) ? `the number ${value}` : `${value}, which is no number,`;
  }
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'function') return functionKind(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (Array.isArray(value)) return value.length ? 'a list' : 'an empty list';
  if (typeof (value as { then?: unknown }).then === 'function') return 'a promise, whose value has to be awaited,';
  return brandOf(value) !== undefined || !isPlain(value) ? withArticle(classOf(value)) : 'a plain object';
}

function functionKind(value: unknown): string {
  const isClass = /^class\b/.test(Function.prototype.toString.call(value));
  return isClass ? `the class ${(value as { name: string }).name || ''} itself`.replace('  ', ' ') : 'a function';
}

function classOf(value: object): string {
  return brandOf(value) ?? (value.constructor?.name || 'object');
}

/** `an McpServer`, `a Size`: by the first sound. */
export function withArticle(name: string): string {
  const short = name.replace(/^\w+\./, '');
  return `${/^[AEIO]|^Mcp|^Un/.test(short) ? 'an' : 'a'} ${short}`;
}
