/**
 * Reads a file that is no manifest, and keeps account: each of its fields is made into code, or listed with the reason why not.
 * Fields that were not read are listed as well, so that nothing is lost silently. No value of it is ever in a message:
 * any of them may be a credential.
 */
import { fieldPath } from '../../findings';
import { isObject, JsonObject } from '../../plain/objects';

/** A text of the file, and where it is. */
export interface Leaf {
  readonly text: string;
  readonly path: string;
}

/** Where the fields of a file went. */
export class Ledger {
  /** What is wrong, and nothing is made of the file therefore. */
  readonly wrong: { readonly field: string; readonly message: string }[] = [];
  private readonly known = new Set<string>();
  private readonly listed = new Map<string, string[]>();

  /** A field that the code covers, or that a cluster doesn't need. So do the fields in it. */
  place(path: string): void {
    this.known.add(path);
  }

  /** A field of which nothing is made. */
  leave(reason: string, path: string): void {
    this.known.add(path);
    const paths = this.listed.get(reason);
    if (paths) paths.push(path);
    else this.listed.set(reason, [path]);
  }

  /** The fields without a place below one field, by the reason, each of them once, with the fields that were not read. */
  left(value: unknown, path: string): { readonly reason: string; readonly paths: readonly string[] }[] {
    const found: { reason: string; paths: string[] }[] = [];
    for (const [reason, all] of this.listed) {
      const paths = all.filter((other) => isWithin(other, path));
      if (paths.length) found.push({ reason, paths });
      this.listed.set(
        reason,
        all.filter((other) => !paths.includes(other)),
      );
    }
    const unread = this.unread(value, path);
    if (unread.length) found.push({ reason: UNKNOWN, paths: unread });
    for (const other of unread) this.known.add(other);
    return found;
  }

  /** The outermost fields of which nothing was read. */
  private unread(value: unknown, path: string): string[] {
    if (this.known.has(path)) return [];
    const members = membersOf(value, path);
    const isOpen = path === '' || [...this.known].some((known) => isWithin(known, path));
    return isOpen ? members.flatMap(([item, inner]) => this.unread(item, inner)) : [path];
  }
}

/** Whether a field is another one, or in it. */
function isWithin(field: string, outer: string): boolean {
  if (outer === '') return true;
  return field.startsWith(outer) && /^(?:$|[.[])/.test(field.slice(outer.length));
}

const UNKNOWN = 'is not known here; see what it is for';

function membersOf(value: unknown, path: string): [unknown, string][] {
  if (Array.isArray(value)) return value.map((item: unknown, i) => [item, fieldPath(path, i)]);
  if (!isObject(value)) return [];
  return Object.entries(value).map(([key, item]) => [item, fieldPath(path, key)]);
}

/** One map of the file. */
export class Part {
  constructor(
    readonly value: JsonObject,
    readonly path: string,
    readonly ledger: Ledger,
  ) {}

  at(key: string): string {
    return fieldPath(this.path, key);
  }

  keys(): string[] {
    return Object.keys(this.value);
  }

  /** Whether the file has it, and not as null. */
  has(key: string): boolean {
    return this.raw(key) !== undefined;
  }

  /** The value as it is; it counts as not read. */
  raw(key: string): unknown {
    return Object.hasOwn(this.value, key) ? (this.value[key] ?? undefined) : undefined;
  }

  /** The value as it is, all of it read. */
  any(key: string): unknown {
    if (Object.hasOwn(this.value, key)) this.ledger.place(this.at(key));
    return this.raw(key);
  }

  text(key: string): string | undefined {
    return this.take(key, 'a text', (value) => typeof value === 'string') as string | undefined;
  }

  leaf(key: string): Leaf | undefined {
    const text = this.text(key);
    return text === undefined ? undefined : { text, path: this.at(key) };
  }

  flag(key: string): boolean | undefined {
    return this.take(key, 'true or false', (value) => typeof value === 'boolean') as boolean | undefined;
  }

  /** A whole number, or a text of digits, as YAML of Compose has it. */
  number(key: string): number | undefined {
    const value = this.take(key, 'a whole number', (given) => /^\d{1,15}$/.test(String(given)));
    return value === undefined ? undefined : Number(value);
  }

  /** A list of texts; numbers and flags are taken as such. */
  texts(key: string): Leaf[] {
    const values = this.take(key, 'a list of texts', (value) => Array.isArray(value) && value.every(isScalar), false);
    return ((values as unknown[] | undefined) ?? []).map((value, i) => this.leafOf(value, fieldPath(this.at(key), i)));
  }

  /** A map of texts; what is null in it is left out. */
  textMap(key: string): [string, Leaf][] {
    const isMap = (value: unknown) =>
      isObject(value) && Object.values(value).every((item) => item === null || isScalar(item));
    const map = (this.take(key, 'a map of texts', isMap, false) as JsonObject | undefined) ?? {};
    return Object.entries(map).flatMap(([name, value]): [string, Leaf][] => {
      const path = fieldPath(this.at(key), name);
      if (value !== null) return [[name, this.leafOf(value, path)]];
      this.ledger.place(path);
      return [];
    });
  }

  part(key: string): Part | undefined {
    const value = this.take(key, 'a map', isObject, false);
    return value === undefined ? undefined : new Part(value as JsonObject, this.at(key), this.ledger);
  }

  /** A list of maps. */
  parts(key: string): Part[] {
    const isList = (value: unknown) => Array.isArray(value) && value.every(isObject);
    const values = (this.take(key, 'a list of maps', isList, false) as JsonObject[] | undefined) ?? [];
    return values.map((item, i) => new Part(item, fieldPath(this.at(key), i), this.ledger));
  }

  /** A map of maps. */
  byName(key: string): [string, Part][] {
    const isMap = (value: unknown) => isObject(value) && Object.values(value).every(isObject);
    const map = (this.take(key, 'a map of maps', isMap, false) as Record<string, JsonObject> | undefined) ?? {};
    return Object.entries(map).map(([name, item]) => [
      name,
      new Part(item, fieldPath(this.at(key), name), this.ledger),
    ]);
  }

  /** Fields of which nothing is made. */
  leave(reason: string, ...keys: string[]): void {
    for (const key of keys) if (Object.hasOwn(this.value, key)) this.ledger.leave(reason, this.at(key));
  }

  /** Fields that a cluster doesn't need. */
  skip(...keys: string[]): void {
    for (const key of keys) if (Object.hasOwn(this.value, key)) this.ledger.place(this.at(key));
  }

  private leafOf(value: unknown, path: string): Leaf {
    this.ledger.place(path);
    return { text: String(value), path };
  }

  private take(key: string, what: string, isRight: (value: unknown) => boolean, isRead = true): unknown {
    const value = this.raw(key);
    if (!Object.hasOwn(this.value, key)) return undefined;
    const isEmpty = value === undefined || (typeof value === 'object' && !Object.keys(value as object).length);
    if (isRead || isEmpty) this.ledger.place(this.at(key));
    if (value === undefined) return undefined;
    if (isRight(value)) return value;
    this.ledger.place(this.at(key));
    this.ledger.wrong.push({ field: this.at(key), message: `must be ${what}, not ${kindOf(value)}` });
    return undefined;
  }
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean', 'bigint'].includes(typeof value);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'a map';
  return { string: 'a text', number: 'a number', bigint: 'a number', boolean: 'true or false' }[
    typeof value as 'string'
  ];
}
