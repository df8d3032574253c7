/**
 * Reads a catalogue's members and records them: each is used, or is known not to matter for how the server runs. What
 * is left over is reported, so that nothing of a newer catalogue is lost silently.
 */
import { fieldPath, shown } from '../findings';
import { isObject, JsonObject } from '../plain/objects';

/** The place of a member that this library doesn't know. */
export const UNKNOWN = 'unknown';
/** The place of what is for people and lists. */
export const SAID = 'says nothing of how it runs';

const isPort = (value: unknown) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65535;

/** Where the members of one entry went. */
export class Account {
  /** What is wrong, each with the member's path. */
  readonly problems: { readonly field: string; readonly message: string }[] = [];
  /** Each member's path, and what was made of it. */
  readonly places = new Map<string, string>();

  wrong(field: string, message: string): void {
    this.problems.push({ field, message });
  }
}

/** One map of a catalogue. Older documents write `is_required` for `isRequired`. */
export class Fields {
  private readonly read = new Set<string>();

  constructor(
    private readonly value: JsonObject,
    readonly path: string,
    readonly account: Account,
  ) {}

  /** A text that isn't empty. */
  text(name: string, place: string): string | undefined {
    const found = this.take(name, place, 'a text', (value) => typeof value === 'string');
    return (found as string | undefined) || undefined;
  }

  /** A text; numbers and flags are written as such, as YAML makes of `example: 5`. */
  scalar(name: string, place: string): string | undefined {
    const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
    const found = this.take(name, place, 'a text', isScalar);
    return found === undefined ? undefined : String(found);
  }

  /** A text that the document must have. */
  required(name: string, place: string): string {
    const found = this.text(name, place);
    if (found === undefined && !this.has(name)) this.account.wrong(this.at(name), 'is missing');
    else if (found === undefined && this.value[this.key(name)!] === '') this.account.wrong(this.at(name), 'is empty');
    return found ?? '';
  }

  flag(name: string, place: string): boolean {
    return this.take(name, place, 'true or false', (value) => typeof value === 'boolean') === true;
  }

  port(name: string, place: string): number | undefined {
    return this.take(name, place, 'a whole number from 1 to 65535', isPort) as number | undefined;
  }

  ports(name: string, place: string): number[] {
    const isList = (value: unknown) => Array.isArray(value) && value.every(isPort);
    return (this.take(name, place, 'a list of whole numbers from 1 to 65535', isList) as number[] | undefined) ?? [];
  }

  texts(name: string, place: string): string[] {
    const isList = (value: unknown) => Array.isArray(value) && value.every((item) => typeof item === 'string');
    return (this.take(name, place, 'a list of texts', isList) as string[] | undefined) ?? [];
  }

  /** A map of texts. */
  textMap(name: string, place: string): Record<string, string> {
    const isMap = (value: unknown) => isObject(value) && Object.values(value).every((item) => typeof item === 'string');
    return (this.take(name, place, 'a map of texts', isMap) as Record<string, string> | undefined) ?? {};
  }

  /** A map that is read member by member. */
  map(name: string): Fields | undefined {
    const value = this.open(name, 'a map', isObject);
    return value === undefined ? undefined : new Fields(value as JsonObject, this.at(name), this.account);
  }

  /** A list of maps that are read member by member. */
  list(name: string): Fields[] {
    const isList = (value: unknown) => Array.isArray(value) && value.every(isObject);
    const value = (this.open(name, 'a list of maps', isList) as JsonObject[] | undefined) ?? [];
    return value.map((item, i) => new Fields(item, fieldPath(this.at(name), i), this.account));
  }

  /** A map with keys of the document's own, each of them a map. */
  maps(name: string): Map<string, Fields> {
    const isMap = (value: unknown) => isObject(value) && Object.values(value).every(isObject);
    const value = (this.open(name, 'a map of maps', isMap) as Record<string, JsonObject> | undefined) ?? {};
    const at = this.at(name);
    return new Map(
      Object.entries(value).map(([key, item]) => [key, new Fields(item, fieldPath(at, key), this.account)]),
    );
  }

  /** Members of which nothing is made, with all that is in them. */
  aside(place: string, ...names: string[]): void {
    for (const name of names) this.take(name, place, '', () => true);
  }

  /** All of it: nothing is made of this map. */
  allAside(place: string): void {
    this.aside(place, ...Object.keys(this.value));
  }

  /** Whether the document has it, and not as null. */
  has(name: string): boolean {
    const key = this.key(name);
    return key !== undefined && this.value[key] !== null;
  }

  /** The value as it is, which counts as not read. */
  peek(name: string): unknown {
    const key = this.key(name);
    return key === undefined ? undefined : this.value[key];
  }

  /** The fields that were not read. */
  end(place = UNKNOWN): void {
    for (const key of Object.keys(this.value)) {
      if (!this.read.has(key)) this.account.places.set(fieldPath(this.path, key), place);
    }
  }

  /** The path of a member, as the document writes it. */
  at(name: string): string {
    return fieldPath(this.path, this.key(name) ?? name);
  }

  /** As the document writes it. */
  private key(name: string): string | undefined {
    if (Object.hasOwn(this.value, name)) return name;
    const older = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return Object.hasOwn(this.value, older) ? older : undefined;
  }

  private take(name: string, place: string, what: string, isRight: (value: unknown) => boolean): unknown {
    const value = this.open(name, what, isRight);
    if (this.key(name) !== undefined) this.account.places.set(this.at(name), place);
    return value;
  }

  private open(name: string, what: string, isRight: (value: unknown) => boolean): unknown {
    const key = this.key(name);
    if (key === undefined) return undefined;
    this.read.add(key);
    const value = this.value[key];
    if (value === null) return undefined;
    if (isRight(value)) return value;
    this.account.wrong(fieldPath(this.path, key), `must be ${what}, not ${shown(value)}`);
    return undefined;
  }
}
