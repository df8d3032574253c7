/**
 * The specs of constructs, with everything in them that cdk8s resolves later: Lazy values, tokens, and what resolvers of the app
 * make of texts. Checksums and texts such as a RunConfig are made of a construct's spec, so it is resolved before.
 */
import { ApiObject, App, Lazy, ResolutionContext } from 'cdk8s';
import { IConstruct } from 'constructs';
import { customResolvers, hasOwnResolvers } from './toolhive-object';
import { fieldPath } from '../findings';
import { className, unionValue, unplain } from '../kubernetes/plain-json';
import { isOfClassObject, JsonObject } from '../plain/objects';

/** What can't be a part of a Kubernetes object. */
export interface Unresolved {
  readonly field: string;
  readonly message: string;
}

export interface Resolved<T> {
  /** The given value itself, where nothing in it is resolved. */
  readonly value: T;
  /** Whether something was resolved, so that it may be something else next time. */
  readonly isLate: boolean;
  readonly wrong: readonly Unresolved[];
}

export function resolved<T>(construct: IConstruct, value: T): Resolved<T> {
  // Resolvers of the app's own may replace any value.
  if (!hasOwnResolvers(construct) && isSettled(value)) return { value, isLate: false, wrong: NOTHING_WRONG };
  const resolver = new Resolver(construct);
  return { value: resolver.resolve(value, []) as T, isLate: resolver.isLate, wrong: resolver.wrong };
}

const NOTHING_WRONG: readonly Unresolved[] = [];

type Path = (string | number)[];

/** Deeper than any spec: a value that goes on beyond holds itself, most likely. */
const DEEPEST = 100;

/** Whether nothing in a value is resolved or refused: true for most specs, and fast to find out. */
function isSettled(value: unknown, depth = 0): boolean {
  switch (typeof value) {
    case 'string':
      return !value.includes('[object Object]');
    case 'number':
    case 'boolean':
    case 'undefined':
      return true;
    case 'object':
      if (value === null) return true;
      if (depth > DEEPEST) return false;
      if (Array.isArray(value)) {
        for (let i = 0; i < value.length; i++) if (!isSettled(value[i], depth + 1)) return false;
        return true;
      }
      if (!isOfClassObject(value)) return false;
      for (const key in value) if (!isSettled((value as JsonObject)[key], depth + 1)) return false;
      return true;
    default:
      return false;
  }
}

class Resolver {
  isLate = false;
  readonly wrong: Unresolved[] = [];
  private readonly resolvers: App['resolvers'];
  /** The objects around the value that is looked at. */
  private readonly within: unknown[] = [];

  constructor(private readonly construct: IConstruct) {
    this.resolvers = customResolvers(construct);
  }

  /** @param path to the value, of which a text is made where it is asked for only */
  resolve(value: unknown, path: Path): unknown {
    if (value === null || value === undefined) return value;
    const replaced = this.replaced(value, path);
    if (replaced) {
      this.isLate = true;
      return this.resolve(replaced.by, path);
    }
    switch (typeof value) {
      case 'string':
        if (value.includes('[object Object]')) return this.refuse(path, TEXT_OF_AN_OBJECT);
        return value;
      case 'number':
      case 'boolean':
        return value;
      case 'object':
        if (this.within.includes(value)) return this.refuse(path, 'holds itself');
        return this.object(value!, path);
      default:
        return this.refuse(path, unplain(value));
    }
  }

  private object(value: object, path: Path): unknown {
    if (!Array.isArray(value) && !isOfClassObject(value)) return this.refuse(path, unplain(value));
    this.within.push(value);
    const found = Array.isArray(value) ? this.list(value, path) : this.map(value as Record<string, unknown>, path);
    this.within.pop();
    return found;
  }

  private member(value: unknown, key: string | number, path: Path): unknown {
    path.push(key);
    const found = this.resolve(value, path);
    path.pop();
    return found;
  }

  /** As cdk8s resolves: the app's resolvers first, then Lazy, tokens, and its unions of number and text. */
  private replaced(value: any, path: Path): { by: unknown } | undefined {
    for (const resolver of this.resolvers) {
      const context = new ResolutionContext(this.construct as ApiObject, textOf(path).split('.'), value);
      resolver.resolve(context);
      if (context.replaced) return { by: context.replacedValue };
    }
    if (typeof value !== 'object' || Array.isArray(value) || isOfClassObject(value)) return undefined;
    if (value instanceof Lazy || className(value) === 'Lazy') return { by: value.produce() };
    if (typeof value.resolve === 'function') return { by: value.resolve() };
    const union = unionValue(value);
    return union === undefined ? undefined : { by: union };
  }

  private list(items: readonly unknown[], path: Path): unknown {
    const found = items.map((item, i) => this.member(item, i, path));
    return found.every((item, i) => item === items[i]) ? items : found;
  }

  private map(members: Record<string, unknown>, path: Path): unknown {
    let copy: Record<string, unknown> | undefined;
    for (const key of Object.keys(members)) {
      const found = this.member(members[key], key, path);
      if (found === members[key]) continue;
      copy ??= { ...members };
      if (found === undefined) delete copy[key];
      else copy[key] = found;
    }
    return copy ?? members;
  }

  private refuse(path: Path, message: string): undefined {
    this.wrong.push({ field: textOf(path), message });
    return undefined;
  }
}

function textOf(path: Path): string {
  return path.reduce<string>(fieldPath, '');
}

const TEXT_OF_AN_OBJECT =
  'holds "[object Object]": an object was made a part of a text, such as a Lazy or a token, which has no text before the app is synthesized; give the Lazy in place of the whole text, and put the text together in what it produces';
