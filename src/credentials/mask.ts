/** Messages show what was given, and never a credential in it. */
import { isCredentialParameter, isPlaceholder, KNOWN_FORMS, looksRandom, PARAMETER, USER_IN_ADDRESS } from './forms';

/** What is printed in place of a credential. */
export const MASK = '***';

/** The part before the @ of an address without a scheme: `user:password@host`, but no `image:tag@sha256:...`. */
const USER_WITHOUT_SCHEME = /(?<![^\s"'`(=,])([^\s"'`/@()<>,=:]{0,200}:[^\s"'`/@<>]{1,2000})@(?!sha\d)/g;
const WORD = /(?<![\w+/=~-])[\w+/=~-]{20,2000}(?![\w+/=~-])/g;

/** The text, without what looks like a credential in it. */
export function masked(text: string): string {
  if (text.length < 8) return text;
  let shown = text.replace(KNOWN_FORMS, MASK);
  if (shown.includes('@')) {
    shown = shown
      .replace(USER_IN_ADDRESS, (all, scheme: string, user: string) =>
        user === 'git' || isPlaceholder(user) ? all : scheme + MASK,
      )
      .replace(USER_WITHOUT_SCHEME, `${MASK}@`);
  }
  if (shown.includes('=')) {
    shown = shown.replace(PARAMETER, (all, name: string, value: string) =>
      isCredentialParameter(name.slice(0, -1)) && !isPlaceholder(value) ? name + MASK : all,
    );
  }
  return shown.replace(WORD, (word) => (looksRandom(word) ? MASK : word));
}
