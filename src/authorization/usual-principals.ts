/** Whose access is of interest where nobody is named. */
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { AccessPrincipal } from './access-principal';
import { Principal } from './principal';
import { AskedServer } from './servers';
import { parsedEntities } from '../cedar/hierarchy';
import { Uid } from '../cedar/world';
import { isObject } from '../plain/objects';

/** A member of each group that policies name, somebody who is in none of them, and somebody without a token. */
export function usualPrincipals(server: AskedServer): Principal[] {
  const members = groupsNamed(server).map((name) => AccessPrincipal.group(name));
  return [...members, AccessPrincipal.of({ label: 'no group' }), AccessPrincipal.anonymous()].map(
    ({ _principal: one }) => one,
  );
}

/** Names of groups in policies and in the entities that come with them, sorted. */
function groupsNamed({ cedar }: AskedServer): string[] {
  if (!cedar) return [];
  const { groupType } = cedar.rules;
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (!isObject(node)) return;
    const { type, id } = node as Partial<Uid>;
    if (type === groupType && typeof id === 'string') found.add(id);
    Object.values(node).forEach(visit);
  };
  for (const { principal, conditions } of cedar.policies as readonly PolicyJson[]) visit([principal, conditions]);
  for (const { uid, parents } of parsedEntities(cedar.entities)) visit([uid, parents]);
  return [...found].sort();
}
