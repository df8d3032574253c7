import { distance } from 'fastest-levenshtein';

/**
 * The name that was probably meant: one that differs in few letters, or has the whole word in it (`port` of `proxyPort`), or
 * is in it (`groupRef` of `group`).
 */
export function nearestProp(word: string, names: readonly string[]): string | undefined {
  const given = fold(word);
  const scored = names
    .map((name) => ({ name, score: distance(given, fold(name)), holds: holds(given, fold(name)) }))
    .filter(({ score, holds: isPart }) => isPart || score <= Math.max(1, Math.floor(given.length / 3)))
    .sort((a, b) => a.score - b.score);
  return scored[0]?.name;
}

const fold = (word: string) => word.toLowerCase().replace(/[^a-z0-9]/g, '');

function holds(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= 4 && (a.includes(b) || b.includes(a));
}
