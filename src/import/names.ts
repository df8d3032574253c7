/** Names for what the imported app declares: each once, and none that the language or the app itself has. */

/** Words of the language, and names that the app uses itself. */
const WORDS = [
  'arguments await break case catch class const continue debugger default delete do else enum eval export',
  'extends false finally for function if implements import in instanceof interface let new null package',
  'private protected public return static super switch this throw true try typeof undefined var void while',
  'with yield app chart scope exports module require process global globalThis console Object Array String',
  'Number Boolean Symbol Error Map Set Promise',
];

export class Names {
  /** Identifiers in one module. */
  static ofModule(): Names {
    return new Names(WORDS.flatMap((row) => row.split(' ')));
  }

  private readonly taken = new Set<string>();

  constructor(reserved: readonly string[] = []) {
    for (const name of reserved) this.taken.add(name);
  }

  /** The first of the candidates that is free, or the last one with a number. */
  take(...candidates: readonly string[]): string {
    const last = candidates[candidates.length - 1];
    let name = candidates.find((candidate) => !this.taken.has(candidate));
    for (let n = 2; name === undefined; n++) {
      const numbered = `${last}${n}`;
      if (!this.taken.has(numbered)) name = numbered;
    }
    this.taken.add(name);
    return name;
  }
}

/** `github-token` is `githubToken`. */
export function camelCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const joined = words.map((word, i) => (i ? upperFirst(word) : word.charAt(0).toLowerCase() + word.slice(1))).join('');
  return /^\d/.test(joined) ? `_${joined}` : joined || '_';
}

/** `github-token` is `GithubToken`. */
export function pascalCase(text: string): string {
  return upperFirst(camelCase(text).replace(/^_(?=\d)/, 'N'));
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
