/**
 * Which of ToolHive's questions a policy can match: it is worked out with all that an expression could come to, so that
 * "never" is only said of what is certain.
 */
/* eslint-disable no-bitwise -- outcomes are sets of four, joined for every part of every policy of a fleet */
import type { Expr, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { isListAction, Question, QUESTIONS, strangeAttribute, strangerOf, strangeType, Var } from './vocabulary';
import { Stranger, Uid, uidText, World } from './world';
import { Obj } from '../plain/objects';

/** What an expression may come to: bits, of which several may be set. */
const TRUE = 1;
const FALSE = 2;
const ERROR = 4;
const OTHER = 8;
const FLAG = TRUE | FALSE;
const ANYTHING = FLAG | ERROR | OTHER;

/** A name in a policy that stands in no question of ToolHive's. */
export interface StrangeName extends Stranger {
  /** How it is written in the policy, to find the place. */
  readonly written: string;
  /** Whether it stands in an exception: behind `unless`, or denied. */
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
  /** Whether it speaks of nothing but lists, which everybody may read. */
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
  const { entity, entities = [entity] } = action as Obj;
  return action.op !== 'All' && entities.every((uid: Obj) => isListAction(uidOf(uid)));
}

function uidOf({ __entity: inner, ...outer }: Obj): Uid {
  return (inner ?? outer) as Uid;
}

/** The entity that an expression names. */
function entityIn(expr: Obj): Uid | undefined {
  return (expr.Value as Obj | null | undefined)?.__entity;
}

const variableIn = (expr: Obj): Var | undefined => expr.Var;

class Evaluation {
  /** Whether what is looked at stands in an exception. */
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
      kind === 'when' ? this.of(body) : not(this.inException(() => this.of(body))),
    );
    return [...scope, ...clauses].reduce(and);
  }

  private constraint(variable: Var, constraint: Obj): number {
    const { op, entity, entities = [entity], entity_type: type, in: within } = constraint;
    if (op === 'All') return TRUE;
    if (op === 'is') return this.isOfType(variable, type, within && [uidOf(within.entity)]);
    return this.isAmong(variable, entities.map(uidOf), op === 'in');
  }

  private of(expr: Expr): number {
    const [[operator, operand]] = Object.entries<any>(expr as Obj);
    switch (operator) {
      case 'Value':
        return operand === true ? TRUE : operand === false ? FALSE : OTHER;
      case 'Var':
      case 'Slot':
        return OTHER;
      case '!':
        return not(this.inException(() => this.of(operand.arg)));
      case '&&':
        return and(this.of(operand.left), this.of(operand.right));
      case '||':
        return or(this.of(operand.left), this.of(operand.right));
      case 'if-then-else':
        return choice(this.of(operand.if), this.of(operand.then), this.of(operand.else));
      case '==':
        return this.equality(operand.left, operand.right);
      case '!=':
        return not(this.inException(() => this.equality(operand.left, operand.right)));
      case 'in':
        return this.membership(operand.left, operand.right);
      case 'is':
        return this.typeTest(operand);
      case 'has':
        return this.has(operand);
      case '.':
        return this.attribute(operand);
      case 'contains':
        return this.contains(operand);
      default:
        return this.fromAll(operand);
    }
  }

  /** Any other operator or function: it may come to anything, unless one of its operands can't be read. */
  private fromAll(operand: unknown): number {
    const parts = Array.isArray(operand)
      ? operand
      : [(operand as Obj).left, (operand as Obj).right, (operand as Obj).arg];
    const isOperator = parts.some((part) => part !== undefined);
    const operands: Expr[] = isOperator ? parts.filter((part) => part !== undefined) : Object.values(operand as Obj);
    return operands.map((part) => this.of(part)).includes(ERROR) ? ERROR : ANYTHING;
  }

  private equality(left: Obj, right: Obj): number {
    for (const [a, b] of [
      [left, right],
      [right, left],
    ]) {
      const uid = entityIn(b);
      const variable = variableIn(a);
      if (uid && variable) return this.isAmong(variable, [uid], false);
    }
    return [this.of(left as Expr), this.of(right as Expr)].includes(ERROR) ? ERROR : FLAG | ERROR;
  }

  private membership(left: Obj, right: Obj): number {
    const variable = variableIn(left);
    const uids = (right.Set ?? [right]).map(entityIn);
    if (variable && uids.every(Boolean)) return this.isAmong(variable, uids, true);
    return this.fromAll({ left, right });
  }

  private contains({ left, right }: Obj): number {
    const variable = variableIn(right);
    const uids = left.Set?.map(entityIn);
    return variable && uids?.every(Boolean) ? this.isAmong(variable, uids, false) : this.fromAll({ left, right });
  }

  private typeTest({ left, entity_type: type, in: within }: Obj): number {
    const variable = variableIn(left);
    if (!variable) return this.fromAll({ left, right: within });
    const uids = within && (within.Set ?? [within]).map(entityIn);
    return this.isOfType(variable, type, uids?.every(Boolean) ? uids : undefined);
  }

  private has({ left, attr }: Obj): number {
    const variable = variableIn(left);
    const [name] = [attr].flat();
    if (!variable) return this.of(left) === ERROR ? ERROR : FLAG | ERROR;
    return this.lacks(variable, name, false) ? FALSE : FLAG;
  }

  private attribute({ left, attr }: Obj): number {
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
