/** Who asks, and what a server sees of them. */
import { ClaimRules } from './requests';
import { shown } from '../findings';
import { isObject, JsonObject } from '../plain/objects';
import { Login } from '../rendering/policies/authz/surroundings';

/** Somebody who asks servers. */
export interface Principal {
  /** How it is called in tables. */
  readonly label: string;
  readonly kind: 'client' | 'anonymous' | 'serviceAccount';
  /** Of a token, but for groups and roles, whose claims differ from server to server. */
  readonly claims: JsonObject;
  readonly groups?: readonly string[];
  readonly roles?: readonly string[];
}

/** Claims of everybody whom a server can take the principal for, or why it isn't let in. */
export type Entry = { readonly claims: readonly JsonObject[] } | { readonly refused: string };

/** @param login who logs in at the server; undefined where clients come with tokens of a provider */
export function entryOf(principal: Principal, login: Login | undefined, rules: ClaimRules): Entry {
  const { kind, claims, groups, roles } = principal;
  if (login?.madeUp) return { claims: login.madeUp.map(madeUpClaims) };
  if (kind === 'anonymous') return { refused: 'nobody gets in without logging in' };
  if (login && kind === 'client') {
    return { refused: `it isn't let in: ${login.who}` };
  }
  const withGroups = groups ? withList(claims, rules.groupClaim || 'groups', groups) : claims;
  return { claims: [roles ? withList(withGroups, rules.roleClaim || 'roles', roles) : withGroups] };
}

/** What ToolHive says of whoever asks, where nobody logs in. Times are whole numbers there. */
function madeUpClaims(id: string): JsonObject {
  const name = id === 'anonymous' ? 'Anonymous User' : `Local User: ${id}`;
  const times = { exp: BigInt(2 ** 40), iat: 0n, nbf: 0n };
  return { sub: id, iss: 'toolhive-local', aud: 'toolhive', ...times, email: `${id}@localhost`, name };
}

/** Adds to the list in a claim. A name with dots is a path, unless it is an address, or a claim has it already. */
function withList(claims: JsonObject, name: string, list: readonly string[]): JsonObject {
  const isPath = name.includes('.') && !/[:/]/.test(name) && !Object.hasOwn(claims, name);
  const [first, ...rest] = isPath ? name.split('.') : [name];
  const present = Object.hasOwn(claims, first) ? claims[first] : undefined;
  if (rest.length) return { ...claims, [first]: withList(isObject(present) ? present : {}, rest.join('.'), list) };
  return { ...claims, [first]: [...(Array.isArray(present) ? (present as unknown[]) : []), ...list] };
}

/** Members that Cedar's JSON takes for something else than a record. */
const ESCAPES = ['__entity', '__extn', '__expr'];

/** Why claims can't be a token's; undefined where they can. */
export function wrongClaims(claims: unknown, at = 'claims'): string | undefined {
  if (Array.isArray(claims)) {
    return claims.map((item, i) => wrongClaims(item, `${at}[${i}]`)).find((wrong) => wrong !== undefined);
  }
  if (!isObject(claims)) return undefined;
  return Object.entries(claims)
    .map(([name, value]) =>
      ESCAPES.includes(name)
        ? `${at}: ${shown(name)} can't be looked at in a claim; leave it out`
        : wrongClaims(value, `${at}.${name}`),
    )
    .find((wrong) => wrong !== undefined);
}
