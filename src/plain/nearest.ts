/** The known name that somebody meant who wrote another one. */
import { closest, distance } from 'fastest-levenshtein';

/** Undefined where none is near: two letters apart, or a third of a long name. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  if (!known.length) return undefined;
  const best = closest(given, known);
  const far = Math.max(2, Math.floor(given.length / 3));
  return distance(given.toLowerCase(), best.toLowerCase()) <= far ? best : undefined;
}
