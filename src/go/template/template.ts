/**
 * Reads a template of a composite tool as Go's text/template does (package text/template/parse), with the functions that
 * ToolHive adds (pkg/templates/funcs.go): what is wrong with it, or what it refers to.
 */
import { shownToken, unexpected } from './cursor';
import { MAX_DEPTH, newScope, PipelineReader } from './pipeline';
import { Token, TemplateError, tokensOf } from './tokens';

/** What a template refers to. */
export interface Template {
  /** Every path of fields, such as `.steps.a.output.text`, wherever it is (ToolHive pkg/templates/references.go). */
  readonly references: readonly string[];
  /** The paths that begin at the data of the whole workflow: not those in a `range` or `with`, and those from `$` on. */
  readonly fromRoot: readonly string[];
  /** Whether it calls another template without data, with which ToolHive's search for references crashes. */
  readonly hasBareCall: boolean;
}

/** The names that ToolHive gives a template when it checks it, looks for references, and runs it. */
const OWN_NAMES = ['validation', 'extract', 'expand'];

/**
 * Reads a template.
 *
 * @throws TemplateError
 */
export function parseTemplate(text: string): Template {
  return new Parser(tokensOf(text)).all();
}

class Parser extends PipelineReader {
  private readonly defined = new Set<string>();
  private hasBareCall = false;

  all(): Template {
    let isEmpty = true;
    while (this.peek().kind !== 'end of text') {
      if (this.isDefinition()) {
        this.definition();
        continue;
      }
      const item = this.item();
      if (typeof item === 'string') throw unexpected(this.tokens[this.at - 1], `{{${item}}} here`);
      isEmpty &&= item.isEmpty;
    }
    if (!isEmpty) OWN_NAMES.forEach((name) => this.name(name, this.tokens[0]));
    const { hasBareCall } = this;
    return { references: [...this.references], fromRoot: [...this.fromRoot], hasBareCall };
  }

  private isDefinition(): boolean {
    if (this.peek().kind !== '{{') return false;
    const first = this.tokens[this.at + (this.tokens[this.at + 1].kind === 'space' ? 2 : 1)];
    return first?.kind === 'keyword' && first.text === 'define';
  }

  private definition(): void {
    this.next();
    const define = this.nextWord();
    const name = this.templateName('define');
    this.expect('}}', 'after the name of a template');
    this.named(name, define);
  }

  /** The body of `define` or `block`. */
  private named(name: string, begin: Token): void {
    const outer = this.scope;
    this.scope = newScope(false);
    const { isEmpty, end } = this.list(begin);
    if (end !== 'end') throw new TemplateError(`{{else}} does not go with ${begin.text}`, begin.at);
    this.scope = outer;
    if (!isEmpty) this.name(name, begin);
  }

  private name(name: string, token: Token): void {
    if (this.defined.has(name)) throw new TemplateError(`there are two templates ${JSON.stringify(name)}`, token.at);
    this.defined.add(name);
  }

  /** Everything up to the next `end` or `else`. */
  private list(begin: Token): { isEmpty: boolean; end: 'end' | 'else' } {
    if (this.depth >= MAX_DEPTH) throw new TemplateError('is nested too deeply', begin.at);
    this.depth += 1;
    let isEmpty = true;
    for (;;) {
      if (this.peek().kind === 'end of text') {
        throw new TemplateError(`this ${begin.text} has no {{end}}`, begin.at);
      }
      const item = this.item();
      if (typeof item === 'string') {
        this.depth -= 1;
        return { isEmpty, end: item };
      }
      isEmpty &&= item.isEmpty;
    }
  }

  /** Text or an action. */
  private item(): { isEmpty: boolean } | 'end' | 'else' {
    const token = this.next();
    if (token.kind === 'text') return { isEmpty: token.text.trim() === '' };
    if (token.kind !== '{{') throw unexpected(token, `${shownToken(token)} here`);
    return this.action();
  }

  private action(): { isEmpty: boolean } | 'end' | 'else' {
    const first = this.nextWord();
    if (first.kind !== 'keyword' || first.text === 'define') {
      this.at -= 1;
      this.pipeline('}}', 'action');
      return { isEmpty: false };
    }
    switch (first.text) {
      case 'end':
        this.expect('}}', 'after end');
        return 'end';
      case 'else':
        if (!this.isElseIf()) this.expect('}}', 'after else');
        return 'else';
      case 'break':
      case 'continue':
        this.expect('}}', `after ${first.text}`);
        if (!this.scope.loops) throw new TemplateError(`${first.text} stands in no range`, first.at);
        break;
      case 'template':
        this.call();
        break;
      case 'block':
        this.block(first);
        break;
      default:
        this.control(first);
    }
    return { isEmpty: false };
  }

  private isElseIf(): boolean {
    const { kind, text } = this.peekWord();
    return kind === 'keyword' && (text === 'if' || text === 'with');
  }

  /** `if`, `range` or `with`, to its end. */
  private control(begin: Token): void {
    const { scope } = this;
    const variables = scope.variables.length;
    const { dotIsRoot } = scope;
    this.pipeline('}}', begin.text);
    if (begin.text === 'range') scope.loops += 1;
    if (begin.text !== 'if') scope.dotIsRoot = false;
    const { end } = this.list(begin);
    if (begin.text === 'range') scope.loops -= 1;
    scope.dotIsRoot = dotIsRoot;
    if (end === 'else') this.otherwise(begin);
    scope.variables.length = variables;
  }

  private otherwise(begin: Token): void {
    const next = this.peekWord();
    // Only an if goes on with "else if", and a with with "else with"; the end of the inner one is the end of both.
    if (begin.text !== 'range' && next.kind === 'keyword' && next.text === begin.text) {
      this.control(this.nextWord());
      return;
    }
    if (this.list(begin).end !== 'end') throw new TemplateError(`this ${begin.text} has two {{else}}`, begin.at);
  }

  private block(begin: Token): void {
    const name = this.templateName('block');
    this.pipeline('}}', 'block');
    this.named(name, begin);
  }

  private call(): void {
    this.templateName('template');
    if (this.peekWord().kind === '}}') {
      this.nextWord();
      this.hasBareCall = true;
    } else {
      this.pipeline('}}', 'template');
    }
  }

  private templateName(of: string): string {
    const token = this.nextWord();
    if (token.kind !== 'string') throw unexpected(token, `${shownToken(token)} here; ${of} needs a name in quotes`);
    return this.quoted(token);
  }
}
