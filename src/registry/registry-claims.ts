import { shown } from '../findings';

/** A claim of a token, with the values of which it has to have one. */
export interface RegistryClaim {
  /** Name of the claim, in lower case: the server writes names so before it compares. */
  readonly name: string;

  /** Values of which the token has to have one. */
  readonly values: string[];
}

/** Claims that a token has to have, all of them. */
export interface RegistryRole {
  /** The claims, at least one. */
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
    throw new Error(`${where}: claims: ${shown(twice)} is named twice; give it once, with all values`);
  }
  return Object.fromEntries(claims.map(({ name, values }) => [name, values]));
}
