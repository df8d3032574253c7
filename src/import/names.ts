/**
 * Names for what the imported app declares: each once, and none that the language or the app already uses. All identifiers
 * are made by `identifier`, all construct ids by `constructId`: no text of an input gets there otherwise.
 */

import { namespaceFile } from '../kubernetes/file-name';

/** Words of the language, and names that the app uses itself. */
const WORDS = [
  'arguments await break case catch class const continue debugger default delete do else enum eval export',
  'extends false finally for function if implements import in instanceof interface let new null package',
  'private protected public return static super switch this throw true try typeof undefined var void while',
  'with yield app chart scope exports module require process global globalThis console Object Array String',
  'Number Boolean Symbol Error Map Set Promise',
];

export class Names {
  /** Variables of one module. */
  static ofVariables(): Names {
    return new Names(
      camelCase,
      WORDS.flatMap((row) => row.split(' ')),
    );
  }

  /** Classes of one module, in addition to those that it imports. */
  static ofClasses(imported: readonly string[]): Names {
    return new Names(pascalCase, imported);
  }

  /** Ids of constructs in one scope. */
  static ofConstructs(reserved: readonly string[] = []): Names {
    return new Names(constructId, reserved);
  }

  /** Files in one folder, without their endings. */
  static ofFiles(): Names {
    return new Names(namespaceFile, []);
  }

  private readonly taken: Set<string>;

  /** @param form makes a text what it is to be a name of; any text at all comes here */
  private constructor(
    private readonly form: (text: string) => string,
    reserved: readonly string[],
  ) {
    this.taken = new Set(reserved);
  }

  /** The first of the candidates that is free, or the last one with a number, in the form of these names. */
  take(...candidates: readonly string[]): string {
    const names = candidates.map(this.form);
    const last = names[names.length - 1];
    let name = names.find((candidate) => !this.taken.has(candidate));
    for (let n = 2; name === undefined; n++) {
      const numbered = `${last}${n}`;
      if (!this.taken.has(numbered)) name = numbered;
    }
    this.taken.add(name);
    return name;
  }
}

/** `github-token` is `githubToken`. */
function camelCase(text: string): string {
  return identifier(text, '_', ([first, ...rest]) => [first.charAt(0).toLowerCase() + first.slice(1), ...rest]);
}

/** `github-token` is `GithubToken`. */
function pascalCase(text: string): string {
  return identifier(text, 'N', ([first, ...rest]) => [upperFirst(first), ...rest]);
}

/** What is left of a text as an identifier: letters and digits of ASCII. */
function identifier(text: string, start: string, ofWords: (words: string[]) => string[]): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const joined = words.length ? ofWords([words[0], ...words.slice(1).map(upperFirst)]).join('') : '';
  return /^[A-Za-z]/.test(joined) ? joined : start + joined;
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A construct's id: characters that names in Kubernetes can't have become `-`, so that ids collide as little as names do. */
function constructId(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]/g, '-') || '-';
}
