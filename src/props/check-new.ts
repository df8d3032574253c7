import { ArgumentsCheck } from './arguments-check';
import { judge } from './judge';
import { callablesOf } from './read-table';
import { isBranded, hasMembers } from './values';

const checks = new Map<string, ArgumentsCheck>();

/**
 * To be called first in every public constructor, before anything reads the props: refuses what isn't as the table has it.
 * A class of the user's own that extends one of these may have props of its own.
 *
 * @param target `new.target`
 * @param args `arguments`
 */
export function checkNew(type: string, target: { readonly prototype: object }, args: ArrayLike<unknown>): void {
  let check = checks.get(type);
  if (!check) {
    check = new ArgumentsCheck(callablesOf(type).find(({ name }) => name === 'new')!);
    checks.set(type, check);
  }
  if (check.accepts(args)) return;
  const [scope, id, props] = Array.from(args);
  judge(check.explain(args), {
    who: whoIs(type, scope, id, props),
    scope,
    hasOwnProps: !isBranded(target.prototype),
  });
}

function whoIs(type: string, scope: unknown, id: unknown, props: unknown): string {
  const named = hasMembers(props) && typeof props.name === 'string' ? props.name : id;
  const who = typeof named === 'string' ? `${type} "${named}"` : `new ${type}`;
  const path = hasMembers(scope) && hasMembers(scope.node) ? scope.node.path : undefined;
  if (path === undefined || typeof id !== 'string') return who;
  return `[${path ? `${path}/` : ''}${id}] ${who}`;
}
