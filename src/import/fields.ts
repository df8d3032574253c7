/**
 * The fields of a resource as code. Each method returns undefined where a field is absent or can't be written in that way; what
 * is lost so is found by comparison (resource-code.ts).
 */
import { Comment, Comments, Path } from './comments';
import { call, Expression, list, member, object, scalar, variable } from './expression';
import { LibraryName, libraryValue } from './library';
import type { References } from './references';
import { isObject, JsonObject } from '../plain/objects';

/** What the tables of the kinds turn into code. */
export interface Surroundings {
  readonly references: References;
  readonly comments: Comments;
}

export class Fields {
  constructor(
    private readonly value: JsonObject,
    private readonly path: Path,
    private readonly surroundings: Surroundings,
  ) {}

  get references(): References {
    return this.surroundings.references;
  }

  /** The bare value of a field. */
  raw(key: string): any {
    return Object.hasOwn(this.value, key) ? (this.value[key] ?? undefined) : undefined;
  }

  keys(): string[] {
    return Object.keys(this.value);
  }

  /** Any field of plain data, as it is. */
  data(key: string): Expression | undefined {
    return this.from(key, (value) => dataOf(value, [...this.path, key], this.surroundings.comments));
  }

  /** Code for a field's value. */
  from<T = any>(key: string, code: (value: T) => Expression | undefined): Expression | undefined {
    const value = this.raw(key);
    return value === undefined ? undefined : this.commented(key, code(value));
  }

  /** A member of an enum. */
  choice(key: string, of: LibraryName): Expression | undefined {
    return this.from(key, (value) => choiceOf(value, of));
  }

  duration(key: string): Expression | undefined {
    return this.from(key, durationOf);
  }

  /** A number of seconds. */
  seconds(key: string): Expression | undefined {
    return this.from(key, (value: number) => call('Duration', 'seconds', scalar(value)));
  }

  size(key: string): Expression | undefined {
    return this.from(key, sizeOf);
  }

  /** A number that is written as text. */
  numberText(key: string): Expression | undefined {
    return this.from(key, (value) => (String(Number(value)) === String(value) ? scalar(Number(value)) : undefined));
  }

  /** A key of a Secret: `{ name, key }`. */
  secretValue(key: string): Expression | undefined {
    return this.from(key, (value) => this.references.secretValue(value));
  }

  secretValues(key: string): Expression | undefined {
    return this.items(key, (value) => this.references.secretValue(value));
  }

  /** Names of Secrets: `[{ name }]`. */
  secrets(key: string): Expression | undefined {
    return this.items(key, ({ name }) => variable(this.references.secret(name)));
  }

  caBundle(key: string): Expression | undefined {
    return this.from(key, ({ configMapRef }) => configMapRef && this.references.configMapKey(configMapRef));
  }

  serviceAccount(key: string): Expression | undefined {
    // The operator has an empty name for one of its own; a construct has no prop for that.
    return this.from(key, (name) => (name ? variable(this.references.serviceAccount(name)) : undefined));
  }

  /** `{ name }` of another resource. */
  reference(key: string, kind: string): Expression | undefined {
    return this.from(key, ({ name }) => this.references.resource(kind, name));
  }

  /** `resources` of a container. */
  resources(key: string): Expression | undefined {
    return this.nested(key, resourcesOf);
  }

  /** A map of known members. */
  nested(key: string, code: (fields: Fields) => Expression | undefined): Expression | undefined {
    return this.from(key, (value) => (isObject(value) ? code(this.within(value, key)) : undefined));
  }

  /** A list of anything; undefined where one of them can't be written. */
  items(key: string, code: (item: any, i: number) => Expression | undefined): Expression | undefined {
    return this.from(key, (values: unknown[]) => {
      const items = values.map((item, i) => withComment(code(item, i), this.comment(key, i)));
      return items.every((item) => item !== undefined) ? list(items) : undefined;
    });
  }

  /** A list of maps of known members. */
  each(key: string, code: (fields: Fields) => Expression | undefined): Expression | undefined {
    return this.items(key, (item, i) => (isObject(item) ? code(this.within(item, key, i)) : undefined));
  }

  /** A map from names to anything; undefined where one of them can't be written. */
  entries(key: string, code: (fields: Fields, name: string) => Expression | undefined): Expression | undefined {
    return this.nested(key, (fields) => {
      const names = fields.keys();
      const values = names.map((name) => fields.commented(name, code(fields, name)));
      if (values.some((value) => value === undefined)) return undefined;
      return object(Object.fromEntries(names.map((name, i) => [name, values[i]])));
    });
  }

  /** A list of `{ name, … }` as a map from those names. Undefined for names that a map can't keep apart or in order. */
  byName(
    key: string,
    nameKey: string,
    code: (fields: Fields) => Expression | undefined,
  ): Readonly<Record<string, Expression>> | undefined {
    const values: JsonObject[] | undefined = this.raw(key);
    if (!values) return undefined;
    const found: Record<string, Expression> = {};
    for (const [i, value] of values.entries()) {
      const fields = this.within(value, key, i);
      const name = value[nameKey];
      const said = code(fields);
      if (typeof name !== 'string' || Object.hasOwn(found, name) || !said) return undefined;
      found[name] = withComment(withComment(said, this.comment(key, i)), fields.comment(nameKey))!;
    }
    return found;
  }

  /** The fields of a map in this one. */
  within(value: JsonObject, ...path: Path): Fields {
    return new Fields(value, [...this.path, ...path], this.surroundings);
  }

  commented(key: string, code: Expression | undefined): Expression | undefined {
    return code && withComment(code, this.comment(key));
  }

  private comment(...path: Path): readonly Comment[] | undefined {
    return this.surroundings.comments.of([...this.path, ...path]);
  }
}

/** An object; undefined where a member that it can't do without has no value. */
export function struct(
  members: Readonly<Record<string, Expression | undefined>>,
  ...required: string[]
): Expression | undefined {
  return required.every((name) => members[name] !== undefined) ? object(members) : undefined;
}

/** Plain data as code, comments included. */
export function dataOf(value: unknown, path: Path, comments: Comments): Expression {
  if (Array.isArray(value)) {
    return list(value.map((item, i) => withComment(dataOf(item, [...path, i], comments), comments.of([...path, i]))!));
  }
  if (!isObject(value)) return scalar(value as any);
  const members = Object.entries(value).map(([key, inner]) => {
    const code = dataOf(inner, [...path, key], comments);
    return [key, withComment(code, comments.of([...path, key]))!] as const;
  });
  return { type: 'object', members };
}

export function withComment(
  code: Expression | undefined,
  comment: readonly Comment[] | undefined,
): Expression | undefined {
  return code && comment ? { ...code, comment: [...comment, ...(code.comment ?? [])] } : code;
}

export function choiceOf(value: unknown, of: LibraryName): Expression | undefined {
  const found = Object.entries(libraryValue(of)).find(([, said]) => said === value);
  return found && member(of, found[0]);
}

const DURATIONS: Readonly<Record<string, string>> = { ms: 'millis', s: 'seconds', m: 'minutes', h: 'hours' };

export function durationOf(text: string): Expression | undefined {
  const [, amount, unit] = /^(\d{1,15})(ms|s|m|h)$/.exec(text) ?? [];
  return amount === undefined ? undefined : call('Duration', DURATIONS[unit], scalar(Number(amount)));
}

const SIZES: Readonly<Record<string, string>> = {
  Ki: 'kibibytes',
  Mi: 'mebibytes',
  Gi: 'gibibytes',
  Ti: 'tebibytes',
};

function sizeOf(text: unknown): Expression | undefined {
  const [, amount, unit] = /^(\d{1,15}(?:\.\d+)?)(Ki|Mi|Gi|Ti)$/.exec(String(text)) ?? [];
  return amount === undefined ? undefined : call('Size', SIZES[unit], scalar(Number(amount)));
}

function cpuOf(text: unknown): Expression | undefined {
  const [, amount, milli] = /^(\d{1,15}(?:\.\d+)?)(m?)$/.exec(String(text)) ?? [];
  return amount === undefined ? undefined : call('Cpu', milli ? 'millis' : 'units', scalar(Number(amount)));
}

function resourcesOf(fields: Fields): Expression | undefined {
  const amounts = (name: string, code: (text: unknown) => Expression | undefined) => {
    const amount = (bound: string) => {
      let found: Expression | undefined;
      fields.nested(bound, (inner) => (found = inner.from(name, code)));
      return found;
    };
    const both = object({ request: amount('requests'), limit: amount('limits') });
    return both.type === 'object' && both.members.length ? both : undefined;
  };
  return object({ cpu: amounts('cpu', cpuOf), memory: amounts('memory', sizeOf) });
}
