/**
 * What constructs say, with everything in it that cdk8s resolves later: Lazy values, tokens, and what resolvers of the app
 * make of texts. Checksums and texts such as a RunConfig are made of what a construct says, so it is resolved before.
 */
import { ApiObject, App, Lazy, ResolutionContext } from 'cdk8s';
import { IConstruct } from 'constructs';
import { customResolvers } from './toolhive-object';
import { fieldPath } from '../findings';
import { className, unionValue, unplain } from '../kubernetes/plain-json';
import { isOfClassObject } from '../plain/objects';

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

/** @param field name of the value, for messages */
export function resolved<T>(construct: IConstruct, value: T, field: string): Resolved<T> {
  const resolver = new Resolver(construct);
  return { value: resolver.resolve(value, field, []) as T, isLate: resolver.isLate, wrong: resolver.wrong };
}

class Resolver {
  isLate = false;
  readonly wrong: Unresolved[] = [];
  private readonly resolvers: App['resolvers'];

  constructor(private readonly construct: IConstruct) {
    this.resolvers = customResolvers(construct);
  }

  resolve(value: unknown, field: string, within: readonly unknown[]): unknown {
    if (value === null || value === undefined) return value;
    const replaced = this.replaced(value, field);
    if (replaced) {
      this.isLate = true;
      return this.resolve(replaced.by, field, within);
    }
    switch (typeof value) {
      case 'string':
        if (value.includes('[object Object]')) return this.refuse(field, TEXT_OF_AN_OBJECT);
        return value;
      case 'number':
      case 'boolean':
        return value;
      case 'object':
        if (within.includes(value)) return this.refuse(field, 'holds itself');
        if (Array.isArray(value)) return this.list(value, field, [...within, value]);
        if (isOfClassObject(value)) return this.map(value as Record<string, unknown>, field, [...within, value]);
        return this.refuse(field, unplain(value));
      default:
        return this.refuse(field, unplain(value));
    }
  }

  /** As cdk8s resolves: the app's resolvers first, then Lazy, tokens, and its unions of number and text. */
  private replaced(value: any, field: string): { by: unknown } | undefined {
    for (const resolver of this.resolvers) {
      const context = new ResolutionContext(this.construct as ApiObject, field.split('.'), value);
      resolver.resolve(context);
      if (context.replaced) return { by: context.replacedValue };
    }
    if (typeof value !== 'object' || Array.isArray(value) || isOfClassObject(value)) return undefined;
    if (value instanceof Lazy || className(value) === 'Lazy') return { by: value.produce() };
    if (typeof value.resolve === 'function') return { by: value.resolve() };
    const union = unionValue(value);
    return union === undefined ? undefined : { by: union };
  }

  private list(items: readonly unknown[], field: string, within: readonly unknown[]): unknown {
    const found = items.map((item, i) => this.resolve(item, fieldPath(field, i), within));
    return found.every((item, i) => item === items[i]) ? items : found;
  }

  private map(members: Record<string, unknown>, field: string, within: readonly unknown[]): unknown {
    let copy: Record<string, unknown> | undefined;
    for (const key of Object.keys(members)) {
      const found = this.resolve(members[key], fieldPath(field, key), within);
      if (found === members[key]) continue;
      copy ??= { ...members };
      if (found === undefined) delete copy[key];
      else copy[key] = found;
    }
    return copy ?? members;
  }

  private refuse(field: string, message: string): undefined {
    this.wrong.push({ field, message });
    return undefined;
  }
}

const TEXT_OF_AN_OBJECT =
  'holds "[object Object]": an object was made a part of a text, such as a Lazy or a token, which has no text before the app is synthesized; give the Lazy in place of the whole text, and put the text together in what it produces';
