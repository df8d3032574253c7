import { shown } from '../findings';
import { refused } from '../props/language';

/** A claim that a token must have, with one of the values. */
export interface RegistryClaim {
  /** What the claim is called, in lower case, because the server lower-cases the names before it compares. */
  readonly name: string;

  /** Which values are accepted: the token must have one of them. */
  readonly values: string[];
}

/** Claims that a token must have, all of them. */
export interface RegistryRole {
  /** Required claims, at least one. */
  readonly claims: RegistryClaim[];
}

/**
 * Claims as the server's configuration has them.
 *
 * @param where whose claims, for messages
 * @throws when a claim is named twice, of which the server would see one
 */
export function claimsJson(
  claims: readonly RegistryClaim[] | undefined,
  where: string,
): Record<string, string[]> | undefined {
  if (!claims) return undefined;
  const names = claims.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) {
    throw refused(`${where}: claims: ${shown(twice)} is named twice; give it once, with all values`);
  }
  return Object.fromEntries(claims.map(({ name, values }) => [name, values]));
}
