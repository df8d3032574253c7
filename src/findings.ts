/**
 * What is wrong or doubtful about one resource. Checks add to it and go on, so that a user sees every
 * problem at once; who the resource is (construct path, or file, kind and name) is known to the caller only.
 */
import { MASK, masked } from './credentials/mask';
import { remembered } from './plain/remembered';
import { WarningId } from './warning-ids';

/** The errors that have an id, because something else is made of them: what is referred to may be in the cluster. */
export type ErrorId = 'group-empty' | 'reference-missing';

/** One problem, at one field. */
export interface Finding {
  /** An error stops the rendering; a warning does not, and a note reports what was done. */
  readonly severity: 'error' | 'warning' | 'note';
  /** The stable, documented id of a warning (docs/warnings.md). Errors have one where a reference leads to nothing that is here. */
  readonly id?: WarningId | ErrorId;
  /** Path of the field in the resource, such as `spec.env[1].name`. Empty: the resource as a whole. */
  readonly field: string;
  /** What it got, what is allowed, and what to do. No full stop at the end. */
  readonly message: string;
}

/** What is legal, but probably not meant. */
export interface WarningFinding extends Finding {
  readonly severity: 'warning';
  readonly id: WarningId;
}

/** Tells a warning from errors and notes. */
export function isWarning(finding: Finding): finding is WarningFinding {
  return finding.severity === 'warning';
}

/** A shorter text is part of too many words to be masked in them. */
const SHORTEST_HIDDEN = 4;

/** Of one that `shown` has cut, the beginning is enough to know it by. */
const BEGINNING = 12;

function without(message: string, credential: string): string {
  const left = message.replaceAll(JSON.stringify(credential).slice(1, -1), MASK).replaceAll(credential, MASK);
  const beginning = credential.slice(0, BEGINNING);
  if (credential.length < 2 * BEGINNING || !left.includes(beginning)) return left;
  return left
    .split(beginning)
    .map((part, i) => (i ? MASK + part.replace(/^[^\s"]*/, '') : part))
    .join('');
}

/** Collects the findings about one resource. */
export class Findings {
  readonly list: Finding[];
  private readonly hidden: Set<string>;

  /** @param before what was found before, to go on from */
  constructor(before?: Findings) {
    this.list = [...(before?.list ?? [])];
    this.hidden = new Set(before?.hidden);
  }

  /** Keeps a credential out of all later messages. What looks like one is kept out anyway. */
  hide(credential: string): void {
    if (credential.length >= SHORTEST_HIDDEN) this.hidden.add(credential);
  }

  /** Adds an error: the resource can't be rendered. */
  error(field: string, message: string, id?: ErrorId): void {
    this.add({ severity: 'error', id, field, message });
  }

  /** Adds a warning: legal, but probably not meant. */
  warning(id: WarningId, field: string, message: string): void {
    this.add({ severity: 'warning', id, field, message });
  }

  /** Says what was done with the input. */
  note(field: string, message: string): void {
    this.add({ severity: 'note', field, message });
  }

  private add(finding: Finding): void {
    const message = [...this.hidden].reduce(without, masked(finding.message));
    this.list.push({ ...finding, field: masked(finding.field), message });
  }

  get errors(): Finding[] {
    return this.list.filter((f) => f.severity === 'error');
  }

  get warnings(): WarningFinding[] {
    return this.list.filter(isWarning);
  }
}

/** `spec` and `env` make `spec.env`; a number makes an index; a key that isn't plain is quoted: `spec.labels["a.b"]`. */
export function fieldPath(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  if (!isPlainKey(key)) return `${parent}[${JSON.stringify(key)}]`;
  return parent ? `${parent}.${key}` : key;
}

const isPlainKey = remembered((key) => /^[A-Za-z_$][\w$-]*$/.test(key));

/** How a value is shown in a message: JSON, cut where it gets long, and no credential in it. */
export function shown(value: unknown): string {
  if (isLazy(value)) return 'a Lazy, of which nothing is known yet, so give the value itself';
  const text = masked(
    printable(
      JSON.stringify(value, (_, member) => (typeof member === 'bigint' ? String(member) : member)) ?? String(value),
    ),
  );
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Controls, Unicode's line ends, and marks that are invisible or that turn the direction of a text. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A text on one line that does nothing to a terminal: what is not seen in it is written as JSON escapes it. */
export function printable(text: string): string {
  return text.replace(UNSEEN, (c) => JSON.stringify(c).slice(1, -1).replace(UNSEEN, escaped));
}

function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
    .join('');
}

/** By the name of its class: cdk8s is not loaded for that. */
function isLazy(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value)?.constructor?.name === 'Lazy';
}
