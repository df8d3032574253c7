/**
 * Which of ToolHive's questions a policy can match: it is worked out with all that an expression could come to, so that
 * "never" is only reported where it is certain.
 */
/* eslint-disable no-bitwise -- outcomes are sets of four, joined for every part of every policy of a fleet */
import type { CedarValueJson, EntityUidJson, Expr, ExprNoExt, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { isListAction, Question, QUESTIONS, strangeAttribute, strangerOf, strangeType, Var } from './vocabulary';
import { Stranger, Uid, uidText, World } from './world';
import { AnyOf } from '../plain/objects';

/** What an expression may come to: bits, of which several may be set. */
const TRUE = 1;
const FALSE = 2;
const ERROR = 4;
const OTHER = 8;
const FLAG = TRUE | FALSE;
const ANYTHING = FLAG | ERROR | OTHER;

/** A name in a policy that is in none of ToolHive's requests. */
export interface StrangeName extends Stranger {
  /** How it is written in the policy, to find the place. */
  readonly written: string;
  /** Whether it is in an exception: behind `unless`, or denied. */
  readonly isException: boolean;
  /** Whether reading it is an error, with which ToolHive refuses the request. */
  readonly isError: boolean;
}

/** What a policy can come to for one question. */
export interface Answer {
  readonly canMatch: boolean;
  readonly mustMatch: boolean;
  readonly mustFail: boolean;
}

/** What is known of a policy. */
export interface Reach {
  readonly effect: 'permit' | 'forbid';
  readonly names: readonly StrangeName[];
  /** One for each of ToolHive's questions. */
  readonly answers: readonly Answer[];
  /** Whether it is about nothing but lists, which everybody may read. */
  readonly isAboutLists: boolean;
}

export function reachOf(policy: PolicyJson, world: World): Reach {
  const names = new Map<string, StrangeName>();
  const answers = QUESTIONS.map((question) => {
    const outcome = new Evaluation(question, world, names).policy(policy);
    return { canMatch: !!(outcome & TRUE), mustMatch: !(outcome & ~(TRUE | ERROR)), mustFail: outcome === ERROR };
  });
  return { effect: policy.effect, names: [...names.values()], answers, isAboutLists: isAboutLists(policy) };
}

function isAboutLists({ action }: PolicyJson): boolean {
  return action.op !== 'All' && entitiesOf(action).every(isListAction);
}

/** Principal, action or resource of a policy's head. */
type Constraint = AnyOf<PolicyJson['principal' | 'action' | 'resource']>;

/** The entities that the head names. A policy that is no template has no slots. */
function entitiesOf({ entity, entities }: Constraint): Uid[] {
  return (entities ?? (entity ? [entity] : [])).map(uidOf);
}

function uidOf(entity: EntityUidJson): Uid {
  return '__entity' in entity ? entity.__entity : entity;
}

/** An expression, by its one member: an operator, a value or a variable. */
type Node = AnyOf<ExprNoExt>;

const nodeOf = (expr: Expr): Node => expr as ExprNoExt;

/** The entity that an expression names. */
function entityIn(expr: Expr): Uid | undefined {
  const value = nodeOf(expr).Value as Extract<CedarValueJson, { __entity: unknown }> | null | undefined;
  return value?.__entity;
}

/** The entities that expressions name; undefined where one of them names none. */
function entitiesIn(exprs: readonly Expr[]): Uid[] | undefined {
  const uids = exprs.map(entityIn).filter((uid) => uid !== undefined);
  return uids.length === exprs.length ? uids : undefined;
}

/** What an expression lists, or itself. */
const itemsIn = (expr: Expr): readonly Expr[] => nodeOf(expr).Set ?? [expr];

const variableIn = (expr: Expr): Var | undefined => nodeOf(expr).Var;

/** The operands of an operator or a function, or the members of a set or a record. */
function operandsOf(operand: unknown): readonly Expr[] {
  if (Array.isArray(operand)) return operand;
  const { left, right, arg, ...members } = operand as Readonly<Record<string, Expr | undefined>>;
  const operands = [left, right, arg].filter((part) => part !== undefined);
  return operands.length ? operands : (Object.values(members) as Expr[]);
}

type Operands<Operator extends keyof Node> = NonNullable<Node[Operator]>;

class Evaluation {
  /** Whether the current expression is in an exception. */
  private isException = false;

  constructor(
    private readonly question: Question,
    private readonly world: World,
    private readonly names: Map<string, StrangeName>,
  ) {}

  policy({ principal, action, resource, conditions }: PolicyJson): number {
    const scope = [
      this.constraint('principal', principal),
      this.constraint('action', action),
      this.constraint('resource', resource),
    ];
    const clauses = conditions.map(({ kind, body }) =>
      kind === 'when' ? this.of(body) : this.negated(() => this.of(body)),
    );
    return [...scope, ...clauses].reduce(and);
  }

  private constraint(variable: Var, constraint: Constraint): number {
    const { op, entity_type: type, in: within } = constraint;
    if (op === 'All') return TRUE;
    if (op === 'is') return this.isOfType(variable, type!, within && entitiesOf(within));
    return this.isAmong(variable, entitiesOf(constraint), op === 'in');
  }

  private of(expr: Expr): number {
    const node = nodeOf(expr);
    if ('Value' in node) return node.Value === true ? TRUE : node.Value === false ? FALSE : OTHER;
    if (node.Var || node.Slot) return OTHER;
    if (node['!']) return this.negated(() => this.of(node['!']!.arg));
    if (node['&&']) return and(this.of(node['&&'].left), this.of(node['&&'].right));
    if (node['||']) return or(this.of(node['||'].left), this.of(node['||'].right));
    if (node['==']) return this.equality(node['==']);
    if (node['!=']) return this.negated(() => this.equality(node['!=']!));
    if (node.in) return this.membership(node.in);
    if (node.is) return this.typeTest(node.is);
    if (node.has) return this.has(node.has);
    if (node['.']) return this.attribute(node['.']);
    if (node.contains) return this.contains(node.contains);
    const condition = node['if-then-else'];
    if (condition) return choice(this.of(condition.if), this.of(condition.then), this.of(condition.else));
    return this.fromAll(operandsOf(Object.values(expr)[0]));
  }

  private negated(look: () => number): number {
    return not(this.inException(look));
  }

  /** Any other operator or function: it may come to anything, unless one of its operands can't be read. */
  private fromAll(operands: readonly Expr[]): number {
    return operands.map((part) => this.of(part)).includes(ERROR) ? ERROR : ANYTHING;
  }

  private equality({ left, right }: Operands<'=='>): number {
    for (const [a, b] of [
      [left, right],
      [right, left],
    ]) {
      const uid = entityIn(b);
      const variable = variableIn(a);
      if (uid && variable) return this.isAmong(variable, [uid], false);
    }
    return [this.of(left), this.of(right)].includes(ERROR) ? ERROR : FLAG | ERROR;
  }

  private membership({ left, right }: Operands<'in'>): number {
    const variable = variableIn(left);
    const uids = entitiesIn(itemsIn(right));
    return variable && uids ? this.isAmong(variable, uids, true) : this.fromAll([left, right]);
  }

  private contains({ left, right }: Operands<'contains'>): number {
    const variable = variableIn(right);
    const { Set: items } = nodeOf(left);
    const uids = items && entitiesIn(items);
    return variable && uids ? this.isAmong(variable, uids, false) : this.fromAll([left, right]);
  }

  private typeTest({ left, entity_type: type, in: within }: Operands<'is'>): number {
    const variable = variableIn(left);
    if (!variable) return this.fromAll(within ? [left, within] : [left]);
    return this.isOfType(variable, type, within && entitiesIn(itemsIn(within)));
  }

  private has({ left, attr }: Operands<'has'>): number {
    const variable = variableIn(left);
    const [name] = [attr].flat();
    if (!variable) return this.of(left) === ERROR ? ERROR : FLAG | ERROR;
    return this.lacks(variable, name, false) ? FALSE : FLAG;
  }

  private attribute({ left, attr }: Operands<'.'>): number {
    const variable = variableIn(left);
    if (!variable) return this.of(left) === ERROR ? ERROR : ANYTHING;
    return this.lacks(variable, attr, true) ? ERROR : ANYTHING;
  }

  private lacks(variable: Var, name: string, isError: boolean): boolean {
    const stranger = strangeAttribute(variable, name, this.world);
    if (stranger) this.note(`${variable}.${name}`, name, stranger, isError);
    const isElsewhere = variable === 'resource' && !name.startsWith('arg_') && !this.question.attributes.includes(name);
    return stranger !== undefined || isElsewhere;
  }

  /** Whether a variable is one of the entities, or in it. */
  private isAmong(variable: Var, uids: readonly Uid[], isIn: boolean): number {
    const outcomes = uids.map((uid) => {
      const stranger = strangerOf(variable, uid, isIn, this.world);
      if (stranger) this.note(uidText(uid), JSON.stringify(uid.id), stranger, false);
      return stranger ? FALSE : this.compared(variable, uid);
    });
    return outcomes.reduce(or, FALSE);
  }

  private compared(variable: Var, { type, id }: Uid): number {
    const { action, resource } = this.question;
    if (variable === 'action') return id === action ? TRUE : FALSE;
    if (variable !== 'resource') return FLAG;
    if (QUESTIONS.some((other) => other.resource === type)) return type === resource ? FLAG : FALSE;
    return type === 'MCP' && id === this.world.server ? TRUE : FLAG;
  }

  private isOfType(variable: Var, type: string, within: readonly Uid[] | undefined): number {
    const inside = within ? this.isAmong(variable, within, true) : TRUE;
    const reason = strangeType(variable, type);
    if (reason) this.note(`is ${type}`, type, { reason }, false);
    const isIt = variable === 'resource' ? type === this.question.resource : !reason;
    return isIt ? inside : FALSE;
  }

  private note(subject: string, written: string, stranger: Stranger, isError: boolean): void {
    if (this.names.has(subject)) return;
    this.names.set(subject, { ...stranger, written, isException: this.isException, isError });
  }

  private inException<T>(look: () => T): T {
    this.isException = !this.isException;
    const found = look();
    this.isException = !this.isException;
    return found;
  }
}

/** What is no flag is an error where one is due. */
const asFlag = (outcome: number) => (outcome & OTHER ? (outcome & FLAG) | ERROR : outcome);

function and(left: number, right: number): number {
  return choice(left, asFlag(right), FALSE);
}

function or(left: number, right: number): number {
  return choice(left, TRUE, asFlag(right));
}

function not(outcome: number): number {
  const flag = asFlag(outcome);
  return (flag & ERROR) | (flag & TRUE ? FALSE : 0) | (flag & FALSE ? TRUE : 0);
}

function choice(condition: number, then: number, otherwise: number): number {
  const flag = asFlag(condition);
  return (flag & ERROR) | (flag & TRUE ? then : 0) | (flag & FALSE ? otherwise : 0);
}
