/**
 * A check for each type, made when it is first needed. `accepts` returns yes or no and allocates nothing; only after a no does
 * `explain` look for all that is wrong.
 */
import { fieldPath } from '../findings';
import { hintFor } from './hints';
import { nearestProp } from './nearest-prop';
import { callablesOf, entryOf, isA, Parameter, propsOf } from './read-table';
import { brandOf, isMade, hasMembers, isToken, kindOf, withArticle } from './values';
import { isPlain } from '../plain/objects';

export interface Problem {
  readonly field: string;
  readonly message: string;
  /** An unknown prop. Without a similar name, it may be one of the user's own. */
  readonly unknown?: 'near' | 'far';
}

export interface TypeCheck {
  accepts(value: unknown): boolean;
  explain(value: unknown, field: string): Problem[];
}

const checks = new Map<string, TypeCheck>();

export function checkOf(type: string): TypeCheck {
  let check = checks.get(type);
  if (!check) {
    check = makeCheck(type);
    checks.set(type, check);
  }
  return check;
}

function makeCheck(type: string): TypeCheck {
  const inner = type.slice(1, -1);
  if (type.startsWith('[')) return new ListCheck(checkOf(inner), dueOf(inner));
  if (type.startsWith('{')) return new MapCheck(checkOf(inner), dueOf(inner));
  switch (type) {
    case 'any':
      return new SimpleCheck(() => true, '');
    case 'string':
      return new SimpleCheck((value) => typeof value === 'string', 'text belongs here');
    case 'number':
      return new SimpleCheck((value) => Number.isFinite(value), 'a number belongs here');
    case 'boolean':
      return new SimpleCheck((value) => typeof value === 'boolean', 'true or false belongs here');
  }
  const { kind, members } = entryOf(type);
  if (kind === 'struct') return new StructCheck(type);
  if (kind === 'enum') return new EnumCheck(type, members);
  if (kind === 'class') return new ClassCheck(type);
  return kind === 'interface' ? new InterfaceCheck(type, members) : new ShapeCheck(type, members);
}

/** What belongs somewhere, as the end of a message. */
function dueOf(type: string): string {
  if (type === 'string') return 'text';
  if (type === 'number') return 'numbers';
  return type.startsWith('[') || type.startsWith('{') || type === 'any' ? 'values' : type.replace(/^\w+\./, '');
}

const isAbsentInPlace = (value: unknown) => value === undefined || value === null;

class SimpleCheck implements TypeCheck {
  constructor(
    private readonly test: (value: unknown) => boolean,
    private readonly due: string,
  ) {}

  accepts(value: unknown): boolean {
    return this.test(value) || isToken(value);
  }

  explain(value: unknown, field: string): Problem[] {
    return wrong(field, value, this.due);
  }
}

class ListCheck implements TypeCheck {
  constructor(
    private readonly item: TypeCheck,
    private readonly due: string,
  ) {}

  accepts(value: unknown): boolean {
    if (!Array.isArray(value)) return isToken(value);
    for (let i = 0; i < value.length; i++) if (!this.item.accepts(value[i])) return false;
    return true;
  }

  explain(value: unknown, field: string): Problem[] {
    if (Array.isArray(value)) return value.flatMap((item, i) => explained(this.item, item, fieldPath(field, i)));
    return wrong(field, value, `a list of ${this.due} belongs here: [${this.item.accepts(value) ? '…' : ''}]`);
  }
}

class MapCheck implements TypeCheck {
  constructor(
    private readonly value: TypeCheck,
    private readonly due: string,
  ) {}

  accepts(value: unknown): boolean {
    if (!hasMembers(value) || !isPlain(value) || Array.isArray(value)) return isToken(value);
    for (const key in value) if (!this.value.accepts(value[key])) return false;
    return true;
  }

  explain(value: unknown, field: string): Problem[] {
    if (!hasMembers(value) || !isPlain(value)) {
      return wrong(field, value, `an object of ${this.due} by name belongs here: { name: … }`);
    }
    return Object.entries(value).flatMap(([key, item]) => explained(this.value, item, fieldPath(field, key)));
  }
}

class EnumCheck implements TypeCheck {
  private readonly names = new Map<string, string>();

  constructor(
    private readonly type: string,
    members: readonly string[],
  ) {
    for (const member of members) {
      const sign = member.indexOf('=');
      this.names.set(member.slice(sign + 1), member.slice(0, sign));
    }
  }

  accepts(value: unknown): boolean {
    // Few enums are numbers, which the table writes as text.
    return (
      ((typeof value === 'string' || typeof value === 'number') && this.names.has(String(value))) || isToken(value)
    );
  }

  explain(value: unknown, field: string): Problem[] {
    const name = this.type.replace(/^\w+\./, '');
    const all = [...this.names.values()];
    const near = typeof value === 'string' ? nearestProp(value, [...this.names.keys(), ...all]) : undefined;
    const member = near && (this.names.get(near) ?? near);
    const meant = member ? `; did you mean ${name}.${member}?` : '';
    const given = typeof value === 'string' && value.length <= 40 ? JSON.stringify(value) : kindOf(value);
    return [
      {
        field,
        message: `${given} was given, but one of ${all.map((one) => `${name}.${one}`).join(', ')} belongs here${meant}`,
      },
    ];
  }
}

/** cdk8s' and cdk8s-plus-28's: by what they can do, because two copies of those may be loaded. */
class ShapeCheck implements TypeCheck {
  constructor(
    private readonly type: string,
    private readonly members: readonly string[],
  ) {}

  accepts(value: unknown): boolean {
    if (!hasMembers(value)) return false;
    for (const member of this.members) if (!(member in value)) return isToken(value);
    if (this.type === 'kplus.EnvValue') return hasValue(value);
    const kind = KINDS[this.type];
    return kind === undefined || value.kind === kind || !Object.values(KINDS).includes(value.kind as string);
  }

  explain(value: unknown, field: string): Problem[] {
    if (this.type === 'kplus.EnvValue' && hasMembers(value) && 'value' in value && 'valueFrom' in value) {
      const message =
        value.value === undefined
          ? "its value is undefined; is the variable set where the app runs? Give a default: EnvValue.fromValue(process.env.NAME ?? '…')"
          : `EnvValue.fromValue has ${kindOf(value.value)}, but text belongs there`;
      return [{ field, message }];
    }
    return wrongType(field, value, this.type);
  }
}

/** ConfigMaps, Secrets and ServiceAccounts look the same but for this. */
const KINDS: Readonly<Record<string, string>> = {
  'kplus.IConfigMap': 'ConfigMap',
  'kplus.ISecret': 'Secret',
  'kplus.IServiceAccount': 'ServiceAccount',
};

function hasValue({ value, valueFrom }: Record<string, unknown>): boolean {
  return typeof value === 'string' || isToken(value) || (value === undefined && hasMembers(valueFrom));
}

/** Constructs of this library are recognized by their brand, those of users by their members. */
class InterfaceCheck implements TypeCheck {
  constructor(
    private readonly type: string,
    private readonly members: readonly string[],
  ) {}

  accepts(value: unknown): boolean {
    if (!hasMembers(value)) return false;
    const brand = brandOf(value);
    if (brand !== undefined) return isA(brand, this.type);
    // A Kubernetes object doesn't match, whatever its name.
    if ('apiVersion' in value) return false;
    for (const member of this.members) if (!(member in value)) return isToken(value);
    return true;
  }

  explain(value: unknown, field: string): Problem[] {
    return wrongType(field, value, this.type);
  }
}

/** Values of this library have no members that tell them. Most have a private constructor: only a factory makes a right one. */
class ClassCheck implements TypeCheck {
  private readonly isMadeByFactory: boolean;

  constructor(private readonly type: string) {
    this.isMadeByFactory = isMadeByFactory(type);
  }

  accepts(value: unknown): boolean {
    if (!hasMembers(value)) return false;
    const brand = brandOf(value);
    if (brand === undefined) return isToken(value);
    return isA(brand, this.type) && (!this.isMadeByFactory || isMade(value));
  }

  explain(value: unknown, field: string): Problem[] {
    if (this.isMadeByFactory && hasMembers(value) && brandOf(value) === this.type) {
      return [{ field, message: `new ${this.type}(…) was given; make it with ${hintFor(this.type)}` }];
    }
    return wrongType(field, value, this.type);
  }
}

export function isMadeByFactory(type: string): boolean {
  const callables = callablesOf(type);
  return callables.some(({ isStatic }) => isStatic) && !callables.some(({ name }) => name === 'new');
}

class StructCheck implements TypeCheck {
  private readonly props: readonly Parameter[];
  private readonly known = new Map<string, TypeCheck>();
  private readonly required: readonly string[];

  constructor(private readonly type: string) {
    this.props = propsOf(type);
    this.required = this.props.filter(({ isOptional }) => !isOptional).map(({ name }) => name);
    // A struct may hold others of its kind, so it has to be known before its props are.
    checks.set(type, this);
    for (const prop of this.props) this.known.set(prop.name, checkOf(prop.type));
  }

  accepts(value: unknown): boolean {
    if (!hasMembers(value) || Array.isArray(value) || brandOf(value) !== undefined) return false;
    if (!isPlain(value)) return isToken(value) || this.acceptsInstance(value);
    for (const key in value) {
      const check = this.known.get(key);
      if (check === undefined) return false;
      const given = value[key];
      if (given !== undefined && !check.accepts(given)) return false;
    }
    for (const name of this.required) if (value[name] === undefined) return false;
    return true;
  }

  /** What implements an interface may have more than it asks for. */
  private acceptsInstance(value: Record<string, unknown>): boolean {
    if ('node' in value || !this.props.some(({ name }) => name in value)) return false;
    for (const { name, isOptional } of this.props) {
      const given = value[name];
      if (given === undefined ? !isOptional : !this.known.get(name)!.accepts(given)) return false;
    }
    return true;
  }

  explain(value: unknown, field: string): Problem[] {
    const isStruct = hasMembers(value) && !Array.isArray(value) && brandOf(value) === undefined && !('node' in value);
    if (!isStruct || (!isPlain(value) && !this.props.some(({ name }) => name in value))) {
      return wrongType(field, value, this.type);
    }
    const strangers = isPlain(value) ? Object.keys(value).filter((key) => !this.known.has(key)) : [];
    return [
      ...strangers.flatMap((key) => this.explainStranger(key, value, field)),
      ...this.props.flatMap((prop) => this.explainProp(prop, value[prop.name], fieldPath(field, prop.name))),
    ];
  }

  private explainProp({ name, type, isOptional }: Parameter, given: unknown, field: string): Problem[] {
    if (given !== undefined) return explained(this.known.get(name)!, given, field);
    return isOptional ? [] : [{ field, message: `is missing: ${belongs(type)}` }];
  }

  private explainStranger(key: string, value: Record<string, unknown>, at: string): Problem[] {
    const field = fieldPath(at, key);
    const free = this.props.map(({ name }) => name).filter((name) => value[name] === undefined);
    const near =
      nearestProp(key, free) ??
      nearestProp(
        key,
        this.props.map(({ name }) => name),
      );
    if (near !== undefined) {
      return [{ field, message: `there is no such prop; did you mean ${near}?`, unknown: 'near' }];
    }
    // Newer versions of other libraries may know more.
    if (this.type.includes('.')) return [];
    const names = this.props.map(({ name }) => name);
    const all = names.length > 12 ? `see ${this.type}` : `there are ${names.join(', ')}`;
    return [{ field, message: `there is no such prop; ${all}`, unknown: 'far' }];
  }
}

function explained(check: TypeCheck, value: unknown, field: string): Problem[] {
  return check.accepts(value) ? [] : check.explain(value, field);
}

function wrongType(field: string, value: unknown, type: string): Problem[] {
  return wrong(field, value, belongs(type));
}

/** What is due, and how it is made. */
export function belongs(type: string): string {
  if (type === 'string') return 'text belongs here';
  if (type === 'number') return 'a number belongs here';
  if (type === 'boolean') return 'true or false belongs here';
  if (type === 'any') return 'a value belongs here';
  if (type.startsWith('[')) return `a list of ${dueOf(type.slice(1, -1))} belongs here`;
  if (type.startsWith('{')) return `an object of ${dueOf(type.slice(1, -1))} by name belongs here`;
  const hint = hintFor(type);
  return `${withArticle(type)} belongs here${hint ? `: ${hint}` : ''}`;
}

function wrong(field: string, value: unknown, due: string): Problem[] {
  const given = `${kindOf(value)} was given`;
  return [
    {
      field,
      message: isAbsentInPlace(value) ? `${given}; leave it out, or give it a value: ${due}` : `${given}, but ${due}`,
    },
  ];
}
