/**
 * Whether the registry server can read a pattern of server names. Two of Go's libraries have to take it: path/filepath,
 * and gobwas/glob, which then matches. They differ in what may be between brackets; all else both take, and read
 * braces that aren't closed as plain letters.
 */

/** What is wrong with a pattern; undefined where nothing is. */
export function globProblem(pattern: string): string | undefined {
  const chars = [...pattern];
  for (let i = 0; i < chars.length; i++) {
    if (chars[i] === '\\' && ++i === chars.length) return 'it ends with a backslash, which has nothing to quote';
    if (chars[i] !== '[' || chars[i - 1] === '\\') continue;
    const end = endOfSet(chars, i + 1);
    if (end === undefined) return '"[" must be followed by characters, or by a range such as a-z, and "]"';
    const wrong = rangeProblem(chars.slice(i + 1, end));
    if (wrong) return wrong;
    i = end;
  }
  return undefined;
}

/** Where a set's bracket closes, by path/filepath: a "-" or "]" stands for itself only after a backslash. */
function endOfSet(chars: readonly string[], start: number): number | undefined {
  let i = chars[start] === '^' ? start + 1 : start;
  for (let ranges = 0; ; ranges++) {
    if (ranges && chars[i] === ']') return i;
    const low = endOfCharacter(chars, i);
    if (low === undefined) return undefined;
    const high = chars[low] === '-' ? endOfCharacter(chars, low + 1) : low;
    if (high === undefined) return undefined;
    i = high;
  }
}

function endOfCharacter(chars: readonly string[], i: number): number | undefined {
  if (chars[i] === undefined || chars[i] === '-' || chars[i] === ']') return undefined;
  const end = chars[i] === '\\' ? i + 2 : i + 1;
  return end < chars.length ? end : undefined;
}

/** What gobwas/glob has against the inside of a set: it takes characters, or one range. */
function rangeProblem(inside: readonly string[]): string | undefined {
  const set = inside[0] === '!' ? inside.slice(1) : inside;
  if (!set.length) return '"[!]" excludes nothing';
  const [low, dash, high, ...more] = set;
  if (dash !== '-') return undefined;
  if (more.length) return `[${inside.join('')}] has more than one range; write several patterns`;
  return high === undefined || high < low ? `[${inside.join('')}] is no range` : undefined;
}
