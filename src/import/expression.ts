/** Code before it is text: the few expressions that an imported app is made of. */
import type { Comment } from './comments';
import type { LibraryName } from './library';

/** A value of a JSON document without its structure. */
export type Scalar = string | number | boolean | null;

export type Expression = (
  | { readonly type: 'scalar'; readonly value: Scalar }
  | { readonly type: 'object'; readonly members: readonly (readonly [string, Expression])[] }
  | { readonly type: 'list'; readonly items: readonly Expression[] }
  /** `McpTransport.STDIO` */
  | { readonly type: 'member'; readonly of: LibraryName; readonly name: string }
  /** `McpTools.allow('a')`, `token.envValue('key')` */
  | {
      readonly type: 'call';
      readonly of: LibraryName | Variable;
      readonly method: string;
      readonly args: readonly Expression[];
    }
  | { readonly type: 'new'; readonly of: LibraryName; readonly args: readonly Expression[] }
  | { readonly type: 'variable'; readonly variable: Variable }
  /** The chart that the code is in. */
  | { readonly type: 'chart' }
) & {
  /** The part before it, where it is a member or an item. */
  readonly comment?: readonly Comment[];
};

/** Something that has a name in the code, if anything refers to it. */
export interface Variable {
  /** What it is called, in words: `github-token`; the identifier is made of it. */
  readonly hint: string;
  /** What kind of thing it is, in case two have one name. */
  readonly suffix: string;
  /** Its resource, as long as only its name is asked for. */
  readonly standIn: Expression;
  /** Whether that is what it is, so that it is declared where it is needed. */
  readonly isLocal?: boolean;
}

export const scalar = (value: Scalar): Expression => ({ type: 'scalar', value });
export const list = (items: readonly Expression[]): Expression => ({ type: 'list', items });
export const member = (of: LibraryName, name: string): Expression => ({ type: 'member', of, name });
export const variable = (of: Variable): Expression => ({ type: 'variable', variable: of });
export const CHART: Expression = { type: 'chart' };

/** `of.method(args)`; arguments that are undefined are left out, which only the last ones may be. */
export function call(of: LibraryName | Variable, method: string, ...args: (Expression | undefined)[]): Expression {
  const given = args.filter((arg) => arg !== undefined);
  return { type: 'call', of, method, args: given, ...commentOf(given) };
}

/** `new of(args)` */
export function make(of: LibraryName, ...args: Expression[]): Expression {
  return { type: 'new', of, args, ...commentOf(args) };
}

/** An argument has no place for its comment, so what it is given to has. */
function commentOf(args: readonly Expression[]): Pick<Expression, 'comment'> {
  const comment = args.flatMap((arg) => arg.comment ?? []);
  return comment.length ? { comment } : {};
}

/** An object of those members that aren't empty. */
export function object(members: Readonly<Record<string, Expression | undefined>>): Expression {
  const said = Object.entries(members).filter((entry): entry is [string, Expression] => entry[1] !== undefined);
  return { type: 'object', members: said };
}

/** The expressions in an expression. */
export function partsOfExpression(expression: Expression): readonly Expression[] {
  switch (expression.type) {
    case 'object':
      return expression.members.map(([, value]) => value);
    case 'list':
      return expression.items;
    case 'call':
    case 'new':
      return expression.args;
    default:
      return [];
  }
}

/** All variables that it refers to, in the order of their appearance. */
export function variablesIn(expression: Expression): Variable[] {
  const own =
    expression.type === 'variable'
      ? [expression.variable]
      : expression.type === 'call' && typeof expression.of !== 'string'
        ? [expression.of]
        : [];
  const inOwn = own.flatMap(({ isLocal, standIn }) => (isLocal ? variablesIn(standIn) : []));
  return [...inOwn, ...own, ...partsOfExpression(expression).flatMap(variablesIn)];
}

/** All names of libraries that it uses. */
export function namesIn(expression: Expression): LibraryName[] {
  const own = 'of' in expression && typeof expression.of === 'string' ? [expression.of] : [];
  return [...own, ...partsOfExpression(expression).flatMap(namesIn)];
}

/** The fields whose comments are in it. */
export function commentsIn({ comment = [], ...expression }: Expression): string[] {
  return [...comment.map(({ field }) => field), ...partsOfExpression(expression).flatMap(commentsIn)];
}
