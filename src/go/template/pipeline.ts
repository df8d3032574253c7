/** Reads the text between `{{` and `}}` of a template, but for keywords: pipelines of commands (package text/template/parse). */
import { Cursor, shownToken, unexpected } from './cursor';
import { badNumber, Token, TemplateError, TokenKind } from './tokens';
import { nearest } from '../../plain/nearest';
import { isChar, isNumber, unquoted } from '../literals';

/** Functions that templates may call. */
export const FUNCTIONS: readonly string[] = [
  ...['json', 'quote', 'fromJson'],
  ...['and', 'call', 'html', 'index', 'slice', 'js', 'len', 'not', 'or', 'print', 'printf', 'println', 'urlquery'],
  ...['eq', 'ge', 'gt', 'le', 'lt', 'ne'],
];

/** Beyond it, Go would go on for a while. */
export const MAX_DEPTH = 500;

/** What is known while a template, or one that is defined in it, is read. */
export interface Scope {
  readonly variables: string[];
  /** How many `range`s are around. */
  loops: number;
  /** Whether `.` is the data of the workflow; in a named template nothing is. */
  readonly isRoot: boolean;
  dotIsRoot: boolean;
}

type Term = 'constant' | 'dot' | 'path' | 'variable' | 'call';

interface Operand {
  readonly term: Term;
  readonly token: Token;
}

/** Reads pipelines, and collects the paths of fields in them. */
export class PipelineReader extends Cursor {
  protected readonly references = new Set<string>();
  protected readonly fromRoot = new Set<string>();
  protected depth = 0;
  protected scope = newScope(true);

  /** Commands with `|` between them, to `close`. */
  protected pipeline(close: TokenKind, of: string): void {
    this.declarations(of);
    for (let commands = 0; ; commands++) {
      const token = this.peekWord();
      if (token.kind === close) {
        if (!commands) throw unexpected(token, `${shownToken(token)} here; ${of} needs a value`);
        this.nextWord();
        return;
      }
      const { term, token: first } = this.command();
      if (commands && (term === 'constant' || term === 'dot')) {
        throw new TemplateError(`${first.text} stands behind a |, where only a function can`, first.at);
      }
    }
  }

  /** `$a :=`, `$a =`, or `$i, $a :=` of a range. */
  private declarations(of: string): void {
    for (let count = 1; this.peekWord().kind === 'variable'; count++) {
      const begin = this.at;
      const variable = this.nextWord();
      const next = this.peekWord();
      if (next.kind === '=' || next.kind === ':=') {
        this.nextWord();
        this.scope.variables.push(variable.text);
        return;
      }
      if (next.kind !== 'other' || next.text !== ',') {
        this.at = begin;
        return;
      }
      this.nextWord();
      this.scope.variables.push(variable.text);
      if (of !== 'range' || count > 1) throw new TemplateError(`too many variables for ${of}`, next.at);
      const after = this.peekWord();
      if (!['variable', '}}', ')'].includes(after.kind)) {
        throw unexpected(after, `${shownToken(after)} here; a range sets variables only`);
      }
    }
  }

  /** Operands with spaces between them. */
  private command(): Operand {
    let first: Operand | undefined;
    for (;;) {
      this.skipSpace();
      const operand = this.operand();
      first ??= operand;
      const token = this.next();
      if (token.kind === 'space') continue;
      if (token.kind === '}}' || token.kind === ')') this.at -= 1;
      else if (token.kind !== '|' || !first) throw unexpected(token, `${shownToken(token)} here`);
      if (!first) throw unexpected(token, `${shownToken(token)} here`);
      return first;
    }
  }

  /** A term and the fields that are taken of it. */
  private operand(): Operand | undefined {
    const token = this.peek();
    const term = this.term(token);
    if (!term) return undefined;
    const fields: string[] = [];
    while (this.peek().kind === 'field') fields.push(this.next().text);
    if (fields.length && (term === 'constant' || term === 'dot')) {
      throw new TemplateError(`${fields[0]} can't follow ${token.text}`, token.at + token.text.length);
    }
    this.refer(term, token, fields.join(''));
    return { term, token };
  }

  private refer(term: Term, token: Token, fields: string): void {
    if (term === 'variable') {
      if (fields && token.text === '$' && this.scope.isRoot) this.fromRoot.add(fields);
      return;
    }
    const path = term === 'path' ? token.text + fields : fields;
    if (!path) return;
    this.references.add(path);
    if (term === 'path' && this.scope.dotIsRoot) this.fromRoot.add(path);
  }

  private term(token: Token): Term | undefined {
    switch (token.kind) {
      case 'identifier':
        if (!FUNCTIONS.includes(token.text)) {
          const near = nearest(token.text, FUNCTIONS);
          const hint = near ? `did you mean ${JSON.stringify(near)}?` : 'a value begins with a dot, as in .params.url';
          throw new TemplateError(`there is no function ${token.text}; ${hint}`, token.at);
        }
        break;
      case 'variable':
        if (!this.scope.variables.includes(token.text)) {
          throw new TemplateError(
            `there is no variable ${token.text}; set it first, as in {{${token.text} := 1}}`,
            token.at,
          );
        }
        break;
      case 'number':
        if (!isNumber(token.text)) throw badNumber(token.text, token.at);
        break;
      case 'char':
        if (!isChar(token.text)) {
          throw new TemplateError(`${token.text} is not one character; quote a text with "`, token.at);
        }
        break;
      case 'string':
        this.quoted(token);
        break;
      case '(':
        this.parenthesized();
        return 'call';
    }
    const term = TERMS[token.kind];
    if (term) this.at += 1;
    return term;
  }

  private parenthesized(): void {
    const open = this.next();
    if (this.depth >= MAX_DEPTH) throw new TemplateError('is nested too deeply', open.at);
    this.depth += 1;
    this.pipeline(')', '( )');
    this.depth -= 1;
  }

  protected quoted(token: Token): string {
    const value = unquoted(token.text);
    if (value === undefined) throw new TemplateError(`${token.text} has an escape that Go doesn't know`, token.at);
    return value;
  }
}

const TERMS: Partial<Record<TokenKind, Term>> = {
  identifier: 'call',
  variable: 'variable',
  field: 'path',
  '.': 'dot',
  nil: 'constant',
  bool: 'constant',
  number: 'constant',
  char: 'constant',
  string: 'constant',
};

/** Where a template begins. */
export function newScope(isRoot: boolean): Scope {
  return { variables: ['$'], loops: 0, isRoot, dotIsRoot: isRoot };
}
