import { IConstruct } from 'constructs';
import { inLanguage } from './language';
import type { Problem } from './type-checks';
import { hasMembers } from './values';
import { recordWarnings } from '../scope-warnings';

/** Who was called, and where a warning can hang. */
export interface Call {
  readonly who: string;
  readonly scope: unknown;
  /** Whether the props may be those of a class of the user's own. */
  readonly hasOwnProps?: boolean;
}

/**
 * Throws with all that is wrong. An unknown prop is a warning where it may be one of the user's own construct, which
 * passes on its props as a whole; not so where it looks like one of ours, or is nested deeper.
 */
export function judge(problems: readonly Problem[], { who, scope, hasOwnProps = false }: Call): void {
  const hangs = isConstruct(scope);
  const mayBeTheirs = ({ field, unknown }: Problem) =>
    unknown !== undefined && !/[.[]/.test(field) && (hasOwnProps || (unknown === 'far' && hangs));
  const errors = problems.filter((problem) => !mayBeTheirs(problem));
  if (errors.length) throw new Error(errors.map((problem) => sentence(who, problem)).join('\n'));
  if (hasOwnProps || !hangs) return;
  const name = who.replace(/^\[[^\]]*\] /, '');
  recordWarnings(
    scope,
    problems.map((problem) => ({ id: 'unknown-prop', message: sentence(name, problem) })),
  );
}

function sentence(who: string, { field, message }: Problem): string {
  return inLanguage([who, field, message].filter(Boolean).join(': '));
}

function isConstruct(value: unknown): value is IConstruct {
  return hasMembers(value) && hasMembers(value.node) && typeof value.node.addMetadata === 'function';
}
