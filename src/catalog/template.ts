/** Texts with places that are filled in. */
import { Template } from './entry';

/** `{name}` of an official document: a place where the name is one of the variables, a text otherwise. */
export function bracedTemplate(text: string, variables: ReadonlySet<string>): Template {
  return pieces(text, /\{([^{}]*)\}/g, (name) => (variables.has(name) ? name : undefined));
}

/** `{{server.parameter}}` of Docker's catalogue; undefined where it does more than that. */
export function doubleBracedTemplate(text: string): Template | undefined {
  const template = pieces(text, /\{\{\s*([\w.-]+)\s*\}\}/g, (name) => name.slice(name.indexOf('.') + 1));
  return template.some((piece) => typeof piece === 'string' && piece.includes('{{')) ? undefined : template;
}

/** Names of the inputs that a template needs. */
export function inputsOf(template: Template): string[] {
  return template.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.input]));
}

function pieces(text: string, place: RegExp, inputOf: (name: string) => string | undefined): Template {
  const found: (string | { readonly input: string })[] = [];
  let end = 0;
  for (const match of text.matchAll(place)) {
    const input = inputOf(match[1]);
    if (input === undefined) continue;
    if (match.index > end) found.push(text.slice(end, match.index));
    found.push({ input });
    end = match.index + match[0].length;
  }
  if (end < text.length || !found.length) found.push(text.slice(end));
  return found;
}
