/** JSON with comments, as editors write their settings. */

/** A string or a comment that never ends is taken as far as it goes, so that no text is looked at again and again. */
const STRING_OR_COMMENT = /"(?:[^"\\\n]|\\.)*"?|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/g;

/** What begins a comment and doesn't end it is for the parser to refuse. */
const OPEN_COMMENT = /^\/\*(?![^]*\*\/$)/;

/** The same text with blanks in place of comments, so that everything stays where it was. */
export function withoutJsonComments(text: string): string {
  if (!/^\s*(?:\{|\/[/*])/.test(text)) return text;
  return text.replace(STRING_OR_COMMENT, (found) =>
    found.startsWith('"') || OPEN_COMMENT.test(found) ? found : found.replace(/[^\n]/g, ' '),
  );
}
