/** What the checks of a pod share: where something is, what is wrong with it, and how values are read. */
import { isIP } from 'node:net';
import { shown } from '../../findings';
import { Obj } from '../../plain/objects';
import { isEnvVarName } from '../names';

/** Takes what is wrong: where, such as `containers[0].image`, and the rest of the sentence. */
export type Report = (at: string, message: string) => void;

/** Quantities, ports and the like are compared as numbers; IP addresses have one form. */
export const MAX_PORT = 65535;

export function list(value: unknown): Obj[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}

/** Reports a value that is not one of those allowed. Absent is valid. */
export function checkOneOf(value: unknown, allowed: readonly string[], at: string, report: Report): void {
  if (value === undefined || value === '' || allowed.includes(value as string)) return;
  report(at, `${shown(value)} must be one of ${allowed.join(', ')}`);
}

/** Reports a number out of its range. Absent is right. */
export function checkRange(value: unknown, min: number, max: number, at: string, report: Report): void {
  if (value === undefined || (typeof value === 'number' && value >= min && value <= max)) return;
  const range = max === Infinity ? `at least ${min}` : `from ${min} to ${max}`;
  report(at, `${shown(value)} must be a number ${range}`);
}

/** Reports a text that a rule refuses. Absent is right, unless it is required. */
export function checkText(
  value: unknown,
  rule: (text: string) => string | undefined,
  at: string,
  report: Report,
  isRequired = false,
): void {
  if (value === undefined || value === '') {
    if (isRequired) report(at, 'is required');
    return;
  }
  const wrong = rule(String(value));
  if (wrong) report(at, `${shown(value)} ${wrong}`);
}

/** Reports duplicates in a list. */
export function checkUnique(keys: readonly (string | undefined)[], at: (i: number) => string, report: Report): void {
  keys.forEach((key, i) => {
    if (key && keys.indexOf(key) < i) report(at(i), `${shown(key)} is used twice; each must be another`);
  });
}

/** Reports unless exactly one of the members is there. */
export function checkExactlyOne(value: Obj, members: readonly string[], at: string, report: Report): void {
  const given = members.filter((member) => value[member] !== undefined);
  if (given.length === 1) return;
  const what = given.length ? `has ${given.join(' and ')}` : 'says nothing';
  report(at, `${what}; give exactly one of ${members.join(', ')}`);
}

export function isIpAddress(text: string): string | undefined {
  return isIP(text) && !text.includes('%') ? undefined : 'must be an IP address';
}

/** Names of ports, by IANA's rule. */
export function isPortName(text: string): string | undefined {
  const isRight = text.length <= 15 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && /[a-z]/.test(text);
  return isRight
    ? undefined
    : "must be at most 15 lower case letters, digits and '-', with a letter, and no '-' at an end or beside another";
}

/** Keys of ConfigMaps and Secrets. */
export function isConfigKey(text: string): string | undefined {
  if (text === '.' || text.startsWith('..')) return "must not be '.' nor start with '..'";
  return /^[-._a-zA-Z0-9]{1,253}$/.test(text) ? undefined : "must be letters, digits, '-', '_' and '.'";
}

/** A path below a directory that leads nowhere else. */
export function isPathWithin(text: string): string | undefined {
  if (text.startsWith('/')) return 'must be relative, without / at its start';
  return text.split('/').includes('..') ? "must not contain '..'" : undefined;
}

export function isEnvPrefix(text: string): string | undefined {
  return isEnvVarName(text);
}
