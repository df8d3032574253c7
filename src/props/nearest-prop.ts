import { distance } from 'fastest-levenshtein';

/**
 * The name that was probably meant: one that differs in few letters, or has the whole word in it (`port` of `proxyPort`), or
 * is in it (`groupRef` of `group`), or has a few letters more (`pth` of `paths`).
 */
export function nearestProp(word: string, names: readonly string[]): string | undefined {
  const given = fold(word);
  const scored = names
    .map((name) => ({
      name,
      score: distance(given, fold(name)),
      holds: holds(given, fold(name)) || isShortOf(given, fold(name)),
    }))
    .filter(({ score, holds: isPart }) => isPart || score <= Math.max(1, Math.floor(given.length / 3)))
    .sort((a, b) => a.score - b.score);
  return scored[0]?.name;
}

const fold = (word: string) => word.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Whether a word is a name with up to two letters left out. */
function isShortOf(word: string, name: string): boolean {
  if (word.length < 3 || word[0] !== name[0] || name.length - word.length > 2) return false;
  let at = 0;
  for (const letter of name) if (letter === word[at]) at++;
  return at === word.length;
}

function holds(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= 4 && (a.includes(b) || b.includes(a));
}
