import { Callable, entryOf, Parameter } from './read-table';
import { belongs, checkOf, Problem, TypeCheck } from './type-checks';
import { fieldPath } from '../findings';

/** The arguments of one constructor or method. Their checks are made when it is first called. */
export class ArgumentsCheck {
  private readonly byPosition: (TypeCheck | undefined)[] = [];

  constructor(private readonly callable: Pick<Callable, 'parameters'>) {}

  accepts(args: ArrayLike<unknown>): boolean {
    const { parameters } = this;
    for (let i = 0; i < parameters.length; i++) {
      const { isOptional, isRest } = parameters[i];
      if (isRest) return this.acceptsRest(args, i);
      const given = args[i];
      if (given === undefined ? !isOptional : !this.at(i).accepts(given)) return false;
    }
    return true;
  }

  explain(args: ArrayLike<unknown>): Problem[] {
    return this.parameters.flatMap((parameter, i) => {
      if (parameter.isRest) return this.explainRest(args, i);
      const given = args[i];
      if (given !== undefined) {
        const problems = this.explainAt(i, given, this.isBag(parameter) ? '' : parameter.name);
        return problems.map((problem) => ({ ...problem, field: problem.field || parameter.name }));
      }
      if (parameter.isOptional) return [];
      return [{ field: parameter.name, message: `is missing: ${belongs(parameter.type)}` }];
    });
  }

  private get parameters(): readonly Parameter[] {
    return this.callable.parameters;
  }

  private acceptsRest(args: ArrayLike<unknown>, from: number): boolean {
    for (let i = from; i < args.length; i++) if (!this.at(from).accepts(args[i])) return false;
    return true;
  }

  private explainRest(args: ArrayLike<unknown>, from: number): Problem[] {
    const { name } = this.parameters[from];
    const rest = Array.from(args).slice(from);
    if (Array.isArray(rest[0])) {
      return [
        { field: name, message: 'a list was given, but they belong here one by one: without the brackets, or ...list' },
      ];
    }
    return rest.flatMap((value, i) => this.explainAt(from, value, fieldPath(name, i)));
  }

  private explainAt(position: number, value: unknown, field: string): Problem[] {
    const check = this.at(position);
    return check.accepts(value) ? [] : check.explain(value, field);
  }

  /** With a single bag of props, they are named alone: `image`, not `props.image`. */
  private isBag({ type }: Parameter): boolean {
    return isBagType(type) && this.parameters.filter((other) => isBagType(other.type)).length === 1;
  }

  private at(position: number): TypeCheck {
    return (this.byPosition[position] ??= checkOf(this.parameters[position].type));
  }
}

function isBagType(type: string): boolean {
  return /^[A-Z]\w+$/.test(type) && entryOf(type).kind === 'struct';
}
