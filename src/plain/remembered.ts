/** Answers that are asked for again and again: a fleet has the same names, labels and amounts thousands of times. */

const LONGEST = 64;
const LONGEST_FAULTLESS = 4000;
const MOST = 10_000;

/**
 * A function that remembers its results for short texts.
 *
 * @param answer must give the same for the same text, and nothing that anybody changes
 * @param longest length of the texts whose results are remembered
 */
export function remembered<T>(answer: (text: string) => T, longest = LONGEST): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > longest) return answer(text);
    let said = known.get(text);
    // What is undefined may be remembered too.
    if (said === undefined && !known.has(text)) {
      if (known.size >= MOST) known.clear();
      known.set(text, (said = answer(text)));
    }
    return said as T;
  };
}

/** A value that is made when it is asked for first, so that loading the library doesn't take longer for it. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Texts in which nothing was wrong: a fleet repeats them, and they need no second look. */
export class Faultless {
  private readonly known = new Set<string>();

  /**
   * Checks the text's value, unless that was done before and nothing was found.
   *
   * @param found what the look adds to
   */
  unlessKnown(text: string, found: readonly unknown[], look: () => void): void {
    if (this.known.has(text)) return;
    const before = found.length;
    look();
    if (found.length > before || text.length > LONGEST_FAULTLESS) return;
    if (this.known.size >= MOST) this.known.clear();
    this.known.add(text);
  }
}
