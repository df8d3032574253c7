/** Remembers what was found out about a text: servers of an app often share their policies. */

/** So many texts are kept; beyond it the oldest goes. */
const KEPT = 1000;

/** The same function, which looks at a text once as long as it is kept. */
export function remembering<T>(find: (text: string) => T): (text: string) => T {
  const known = new Map<string, { found: T }>();
  return (text) => {
    const kept = known.get(text);
    if (kept) return kept.found;
    const found = find(text);
    if (known.size >= KEPT) known.delete(known.keys().next().value!);
    known.set(text, { found });
    return found;
  };
}
