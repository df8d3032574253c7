/**
 * Asks the table whether what was given is right, where no compiler has: tsx, jest and JavaScript take anything. Each exported
 * class calls `checkCalls` once, and `checkNew` in a constructor that is public; test/props/every-class.test.ts misses who
 * doesn't.
 */
import type { IConstruct } from 'constructs';
import { ArgumentsCheck } from './arguments-check';
import { judge } from './judge';
import { namedArguments, positionalNames } from './positional';
import { Callable, callablesOf } from './read-table';
import { isMadeByFactory } from './type-checks';
import { brand, hasMembers, markMade } from './values';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Has static and other methods of a class check their arguments. */
export function checkCalls(name: string, type: { readonly prototype: object }): void {
  brand(type, name);
  for (const callable of callablesOf(name)) {
    if (callable.name !== 'new') wrap(callable.isStatic ? type : type.prototype, name, callable);
  }
  if (isMadeByFactory(name)) Object.values(type).filter(hasMembers).forEach(markMade);
}

function wrap(target: object, type: string, callable: Callable): void {
  const { name, isStatic } = callable;
  const original = (target as Record<string, Method>)[name];
  const marks = isStatic && callable.gives === type && isMadeByFactory(type);
  const check = new ArgumentsCheck(callable);
  const names = positionalNames(`${type}.${name}`);
  const wrapped: Method = function (this: unknown, ...given) {
    const args = names ? namedArguments(names, given) : given;
    if (!check.accepts(args)) {
      const who = isStatic ? `${type}.${name}` : `${whoIs(this, type)}: ${name}`;
      judge(check.explain(args), { who, scope: isStatic ? args[0] : this });
    }
    const value = original.apply(this, args);
    if (marks) markMade(value as object);
    return value;
  };
  Object.defineProperty(wrapped, 'name', { value: name });
  Object.defineProperty(target, name, { value: wrapped, writable: true, configurable: true });
}

function whoIs(value: unknown, type: string): string {
  const { node, name } = value as Partial<IConstruct> & { name?: string };
  return node ? `[${node.path}] ${type}${name === undefined ? '' : ` "${name}"`}` : type;
}
