/** What of the access to a server is probably not meant. */
import { Decision, decisionsOf } from './decisions';
import { Principal } from './principal';
import { fieldOfPolicy, PlaceText, policyText } from './reasons';
import { itemText } from './report';
import { AskedServer } from './servers';

/** @param decisions of the server, for all principals that are of interest */
export function accessFindings(
  server: AskedServer,
  decisions: readonly Decision[],
  principals: readonly Principal[],
  placeOf: PlaceText = fieldOfPolicy,
): string[] {
  return [
    ...unusable(decisions),
    ...hidden(decisions),
    ...(server.cedar ? policyFindings(server, decisions, placeOf) : []),
    ...(server.learnsHints ? openBeforeList(server, decisions, principals) : []),
  ];
}

const namesOf = (decisions: readonly Decision[]) => [...new Set(decisions.map(({ item }) => itemText(item)))];

const whoOf = (decisions: readonly Decision[]) => [...new Set(decisions.map(({ principal }) => principal.label))];

/** Tools that nobody may call. Where nothing is decided here, nothing can be said. */
function unusable(decisions: readonly Decision[]): string[] {
  const named = decisions.filter(({ item }) => !item.isAnyOther);
  const usable = new Set(named.filter(({ verdict }) => verdict !== 'denied').map(({ item }) => item));
  const names = namesOf(named.filter(({ item }) => !usable.has(item)));
  return names.length ? [`nobody of those asked about may use ${names.join(', ')}`] : [];
}

/** What is permitted with the right arguments is in no list, so that no client offers it. */
function hidden(decisions: readonly Decision[]): string[] {
  const found = decisions.filter(
    ({ item, verdict, isListed, policies }) =>
      verdict === 'depends' && policies.length && !isListed && !item.isAnyOther,
  );
  return namesOf(found).map((name) => {
    const who = whoOf(found.filter(({ item }) => itemText(item) === name));
    return `lists hide ${name} from ${who.join(', ')}: they are made without arguments, which its policies ask for; write "context has arg_NAME" into a policy that forbids, in place of one that permits`;
  });
}

function policyFindings({ cedar }: AskedServer, decisions: readonly Decision[], placeOf: PlaceText): string[] {
  const { policies, texts } = cedar!;
  const matches = policies.map((_, i) =>
    decisions.filter((one) => one.matched.includes(i) || one.policies.includes(i)),
  );
  const named = (i: number) => `policy ${i + 1} (${placeOf(cedar!, i)}: ${policyText(texts[i])})`;
  return policies.flatMap(({ effect }, i) => {
    const own = matches[i];
    if (!own.length) return [`no request of those asked about meets ${named(i)}`];
    if (effect !== 'permit' || own.some((one) => one.verdict === 'depends')) return [];
    const isOverruled = own.every(({ policies: deciding }) => deciding.some((p) => policies[p].effect === 'forbid'));
    if (isOverruled) return [`${named(i)} has no effect: all that it permits, others forbid`];
    const by = policies.findIndex(
      (other, p) =>
        p !== i &&
        other.effect === 'permit' &&
        own.every((one) => one.matched.includes(p)) &&
        // Of two that are the same, one is needed.
        (matches[p].length > own.length || p < i),
    );
    return by < 0 ? [] : [`${named(i)} adds nothing to policy ${by + 1}, which permits the same`];
  });
}

/** Hints of tools are known once a list has passed the proxy; after a restart, calls come without them. */
function openBeforeList(
  server: AskedServer,
  decisions: readonly Decision[],
  principals: readonly Principal[],
): string[] {
  const withHints = decisions.filter(({ item }) => item.annotations !== undefined);
  const items = [...new Set(withHints.map(({ item }) => item))];
  if (!items.length || !server.cedar) return [];
  const bare = items.map(({ annotations: _, ...item }) => item);
  const before = decisionsOf(server, bare, principals);
  const opened = withHints.filter(({ item, principal, verdict }) => {
    const earlier = before.find((one) => one.item === bare[items.indexOf(item)] && one.principal === principal)!;
    return verdict === 'denied' && earlier.verdict !== 'denied';
  });
  if (!opened.length) return [];
  return [
    `${whoOf(opened).join(', ')} may call ${namesOf(opened).join(', ')} until a list has passed the proxy, which learns the hints of tools from it, and forgets them when it restarts; name the tools in the policy`,
  ];
}
