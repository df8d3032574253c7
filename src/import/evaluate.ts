/** Runs expressions, to know the result of the code that will be written. */
import { Construct } from 'constructs';
import { Expression, Variable } from './expression';
import { libraryValue } from './library';

/**
 * The value of an expression below a chart. Each variable's construct is made anew, once.
 *
 * @throws what the code throws
 */
export class Evaluator {
  private readonly values = new Map<Variable, unknown>();

  constructor(private readonly chart: Construct) {}

  evaluate(expression: Expression): any {
    switch (expression.type) {
      case 'scalar':
        return expression.value;
      case 'object':
        return Object.fromEntries(expression.members.map(([key, value]) => [key, this.evaluate(value)]));
      case 'list':
        return expression.items.map((item) => this.evaluate(item));
      case 'member':
        return libraryValue(expression.of)[expression.name];
      case 'call': {
        const target = typeof expression.of === 'string' ? libraryValue(expression.of) : this.valueOf(expression.of);
        return target[expression.method](...this.all(expression.args));
      }
      case 'new':
        return Reflect.construct(libraryValue(expression.of), this.all(expression.args));
      case 'variable':
        return this.valueOf(expression.variable);
      case 'chart':
        return this.chart;
    }
  }

  private all(expressions: readonly Expression[]): unknown[] {
    return expressions.map((expression) => this.evaluate(expression));
  }

  private valueOf(variable: Variable): any {
    if (!this.values.has(variable)) this.values.set(variable, this.evaluate(variable.standIn));
    return this.values.get(variable);
  }
}
