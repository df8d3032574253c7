/** Goes through the tokens of a template. */
import { Token, TemplateError, TokenKind } from './tokens';

/** A place among the tokens. A *word* is the next token that is not a space. */
export class Cursor {
  protected at = 0;

  constructor(protected readonly tokens: readonly Token[]) {}

  protected peek(): Token {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)];
  }

  protected next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  protected skipSpace(): void {
    if (this.peek().kind === 'space') this.at += 1;
  }

  protected peekWord(): Token {
    const begin = this.at;
    const token = this.nextWord();
    this.at = begin;
    return token;
  }

  protected nextWord(): Token {
    this.skipSpace();
    return this.next();
  }

  protected expect(kind: TokenKind, where: string): void {
    const token = this.nextWord();
    if (token.kind !== kind) throw unexpected(token, `${shownToken(token)} ${where}; write ${kind}`);
  }
}

/** How a token is shown in a message. */
export function shownToken({ kind, text }: Token): string {
  return kind === 'end of text' || kind === 'text' ? kind : text.trim() || 'a space';
}

/** The error for a token that can't be where it is. */
export function unexpected(token: Token, what: string): TemplateError {
  return new TemplateError(`did not expect ${what}`, token.at);
}
