/** What an entry asks for, and what was given: values for its variables, arguments and headers, or all that is missing. */
import { Argument, Entry, Input, Setting, Template } from './entry';
import { inputsOf } from './template';
import { shown } from '../findings';
import { nearest } from '../plain/nearest';

/** What somebody gives for an entry. A secret is known here by its name only. */
export interface Given {
  /** Names whose value is in a Secret. */
  readonly secrets: ReadonlySet<string>;
  /** Values of names. */
  readonly values: ReadonlyMap<string, string>;
  /** Names that stay unset, and what an entry asks for that is done some other way. */
  readonly omit: ReadonlySet<string>;
  /** Variables and headers that the caller gives in full. */
  readonly said: ReadonlySet<string>;
}

/** The value of a variable or header: a text, or the Secret of that name. */
export type Value = { readonly text: string } | { readonly secret: string };

/** An entry with everything filled in. */
export interface Resolved {
  readonly args: string[];
  readonly env: Map<string, Value>;
  readonly headers: Map<string, Value>;
  readonly url?: string;
}

/**
 * Fills an entry in.
 *
 * @returns what is wrong or missing, all of it, or the values
 */
export function resolve(entry: Entry, given: Given): Resolved | { readonly problems: string[] } {
  const { container, remote } = entry;
  const problems = [...unknownNames(entry, given), ...entry.inputs.flatMap((input) => problemsOf(input, entry, given))];
  if (problems.length) return { problems: [...new Set(problems)] };
  const values = new Map(entry.inputs.map((input) => [input.name, valueOf(input, given)]));
  const args = (container?.args ?? []).flatMap((argument) => argumentOf(argument, values));
  return {
    args,
    env: settingsOf(container?.env ?? [], values, given),
    headers: settingsOf(remote?.headers ?? [], values, given),
    url: remote && textOf(remote.url, values),
  };
}

/** How messages name it: `secrets.TOKEN`, `values.REGION`. */
export function fieldOf({ name, isSecret }: Pick<Input, 'name' | 'isSecret'>): string {
  const list = isSecret ? 'secrets' : 'values';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${list}.${name}` : `${list}[${JSON.stringify(name)}]`;
}

function unknownNames({ inputs }: Entry, { secrets, values }: Given): string[] {
  const known = inputs.map(({ name }) => name);
  const wrong = (list: string, name: string) => {
    const meant = nearest(name, known);
    const advice = meant ? `did you mean ${meant}?` : `what it knows: ${known.join(', ') || 'nothing'}`;
    return `${list}.${name}: the catalogue has no such name; ${advice}`;
  };
  return [
    ...[...secrets].filter((name) => !known.includes(name)).map((name) => wrong('secrets', name)),
    ...[...values.keys()].filter((name) => !known.includes(name)).map((name) => wrong('values', name)),
  ];
}

function problemsOf(input: Input, entry: Entry, given: Given): string[] {
  const { name, isSecret, choices } = input;
  const value = given.values.get(name);
  const field = fieldOf({ name, isSecret: false });
  if (isSecret && value !== undefined) {
    return [`${field}: is a secret, which must not be in the YAML; give secrets.${name} with a Secret and its key`];
  }
  if (choices && value !== undefined && !choices.includes(value)) {
    return [`${field}: ${shown(value)} must be one of ${choices.map((choice) => shown(choice)).join(', ')}`];
  }
  const isGiven = value !== undefined || given.secrets.has(name) || given.said.has(name) || given.omit.has(name);
  const needs = !isGiven && input.isRequired && (isSecret || input.default === undefined);
  if (needs) return [`${fieldOf(input)}: is missing${purpose(input)}`];
  if (given.secrets.has(name) && !takesSecret(name, entry)) {
    return [
      `secrets.${name}: is part of an argument or address, which no Secret can be put into; give values.${name}, or a variable`,
    ];
  }
  return [];
}

/** Whether a name is the whole value of a variable or header. */
function takesSecret(name: string, { container, remote }: Entry): boolean {
  const settings = [...(container?.env ?? []), ...(remote?.headers ?? [])];
  return settings.some(({ value }) => value.length === 1 && inputsOf(value).includes(name));
}

function purpose({ description, choices, isSecret, isFile }: Input): string {
  const said = [description, choices && `one of ${choices.join(', ')}`, isFile && 'a path in the container'];
  const kind = isSecret ? 'a Secret and its key' : 'a text';
  return ` (${[kind, ...said.filter(Boolean)].join('; ')})`;
}

function valueOf(input: Input, given: Given): Value | undefined {
  const { name } = input;
  if (given.omit.has(name)) return undefined;
  if (given.secrets.has(name)) return { secret: name };
  const text = given.values.get(name) ?? (input.isSecret ? undefined : input.default);
  return text === undefined ? undefined : { text };
}

type Values = ReadonlyMap<string, Value | undefined>;

/** Undefined where a name in it has no value. */
function textOf(template: Template, values: Values): string | undefined {
  let text = '';
  for (const piece of template) {
    const value = typeof piece === 'string' ? { text: piece } : values.get(piece.input);
    if (!value || !('text' in value)) return undefined;
    text += value.text;
  }
  return text;
}

/** `--flag=value`, as the official schema has it. An argument that has no value is left out, a flag with an empty one stands alone. */
function argumentOf({ flag, value }: Argument, values: Values): string[] {
  const text = value && textOf(value, values);
  if (text === undefined) return [];
  if (flag === undefined) return [text];
  return [text === '' ? flag : `${flag}=${text}`];
}

function settingsOf(settings: readonly Setting[], values: Values, { said, omit }: Given): Map<string, Value> {
  const found = new Map<string, Value>();
  for (const { name, value } of settings) {
    if (said.has(name) || omit.has(name)) continue;
    const [piece] = value;
    const whole = value.length === 1 && typeof piece === 'object' ? values.get(piece.input) : undefined;
    const text = textOf(value, values);
    if (whole) found.set(name, whole);
    else if (text !== undefined) found.set(name, { text });
  }
  return found;
}
