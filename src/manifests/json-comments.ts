/** JSON with comments, as editors write their settings. */

const STRING_OR_COMMENT = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[^]*?\*\//g;

/** The same text with blanks in place of comments, so that everything stays where it was. */
export function withoutJsonComments(text: string): string {
  if (!/^\s*(?:\{|\/[/*])/.test(text)) return text;
  return text.replace(STRING_OR_COMMENT, (found) => (found.startsWith('"') ? found : found.replace(/[^\n]/g, ' ')));
}
