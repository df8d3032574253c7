/**
 * How deep brackets may be in a policy. Cedar's parser calls itself for each, and how many levels it survives depends on how full
 * the stack is and on what the engine has compiled so far (79 at the least were measured): a limit of our own gives one
 * answer everywhere.
 */
export const MAX_NESTING = 50;

/** Strings and comments are passed over as a whole. */
const TOKENS = /"(?:\\.|[^"\\])*(?:"|$)|\/\/[^\n]*|(?<opening>[([{])|(?<closing>[)\]}])/gs;

/** Where the first bracket is that is too deep. */
export function tooDeepAt(text: string): number | undefined {
  let depth = 0;
  for (const { index, groups } of text.matchAll(TOKENS)) {
    if (groups!.opening && ++depth > MAX_NESTING) return index;
    if (groups!.closing) depth -= 1;
  }
  return undefined;
}
