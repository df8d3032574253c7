import { vectorsOf } from './vectors';
import { CLAIMS, ITEMS } from '../../scripts/access-facts/cases';
import { decisionsOf, Verdict } from '../../src/authorization/decisions';
import { ServerItem } from '../../src/authorization/items';
import { Principal } from '../../src/authorization/principal';
import { AskedServer } from '../../src/authorization/servers';
import { policiesIn } from '../../src/cedar/decide';
import { JsonObject } from '../../src/plain/objects';
import { runs } from '../random';

const VECTORS = vectorsOf();
const PRINCIPALS: readonly Principal[] = CLAIMS.map((claims, i) => ({
  kind: 'client',
  label: String(i),
  claims: claims as JsonObject,
}));

test('what is decided without the arguments holds with any, and with none', () => {
  const seen: Record<Verdict, number> = { permitted: 0, denied: 0, depends: 0 };
  for (const { cedar, server: name, calls, withArguments } of VECTORS.slice(0, runs(VECTORS.length))) {
    const server: AskedServer = {
      ...{ kind: 'MCPServer', name, namespace: 'ns', learnsHints: true },
      cedar: {
        texts: cedar.policies,
        policies: policiesIn(cedar.policies),
        entities: cedar.entities_json,
        rules: {
          groupClaim: cedar.group_claim_name,
          roleClaim: cedar.role_claim_name,
          groupType: cedar.group_entity_type || 'THVGroup',
          sets: cedar.multi_valued_claims ?? [],
        },
        place: { kind: 'MCPServer', name, namespace: 'ns', field: String },
      },
      items: ITEMS as readonly ServerItem[],
    };
    for (const { item, principal, verdict, isListed } of decisionsOf(server, server.items, PRINCIPALS)) {
      seen[verdict] += 1;
      const [who, what] = [Number(principal.label), ITEMS.indexOf(item as (typeof ITEMS)[number])];
      const said = [calls[who][what], withArguments[who][what]];
      expect({ cedar, who, what, isListed }).toEqual({ cedar, who, what, isListed: said[0] === '+' });
      if (verdict === 'depends') continue;
      const isRight = said.every((sign) => (sign === '+') === (verdict === 'permitted'));
      expect({ cedar, who, what, verdict, said, isRight }).toMatchObject({ isRight: true });
    }
  }
  // Neither of them is what is said of nearly all.
  expect(seen.depends).toBeLessThan(seen.denied);
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
});
