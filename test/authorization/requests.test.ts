import { AccessVector, vectorsOf } from './vectors';
import { CLAIMS, Item as GivenItem, ITEMS } from '../../scripts/access-facts/cases';
import { actionEntity, askerOf, ClaimRules, contextOf, resourceEntity } from '../../src/authorization/requests';
import { Outcome, policiesIn, PreparedPolicies } from '../../src/cedar/decide';
import { JsonObject } from '../../src/plain/objects';
import { runs } from '../random';

const VECTORS = vectorsOf();
/** A part of them while somebody waits. */
const TRIED = VECTORS.slice(0, runs(VECTORS.length));

function signsOf({ cedar, server }: AccessVector, hasArguments: boolean): string[] {
  const policies = policiesIn(cedar.policies);
  const rules: ClaimRules = {
    groupClaim: cedar.group_claim_name,
    roleClaim: cedar.role_claim_name,
    groupType: cedar.group_entity_type || 'THVGroup',
    sets: cedar.multi_valued_claims ?? [],
  };
  const signOf = ({ matched, errors }: Outcome) => {
    if (errors.length) return '!';
    const isAllowed = matched.length > 0 && matched.every((i) => policies[i].effect === 'permit');
    return isAllowed ? '+' : '-';
  };
  const asked = (item: GivenItem) => (hasArguments ? (item.arguments as JsonObject | undefined) : undefined);
  // Items that come with the same arguments are asked about together.
  const groups = new Map<string, number[]>();
  ITEMS.forEach((item, i) => {
    const key = JSON.stringify([item.feature, asked(item)]);
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  const prepared = [...groups.values()].map((indices) => {
    const items = indices.map((i) => ITEMS[i]);
    const entities = items.map((item) => resourceEntity(item, asked(item), server));
    const set = new PreparedPolicies(policies, cedar.entities_json, actionEntity(items[0].feature), entities);
    return { indices, args: asked(items[0]), set };
  });
  return CLAIMS.map((claims) => {
    const asker = askerOf(claims as JsonObject, rules);
    if (!asker) return '!'.repeat(ITEMS.length);
    const signs: string[] = [];
    for (const { indices, args, set } of prepared) {
      set.ask(asker.entity, contextOf(asker, args)).forEach((outcome, i) => (signs[indices[i]] = signOf(outcome)));
    }
    return signs.join('');
  });
}

test("ToolHive's own decisions were recorded for hundreds of policies", () => {
  expect(VECTORS.flatMap(({ cedar }) => cedar.policies).length).toBeGreaterThanOrEqual(300);
  const signs = VECTORS.flatMap(({ calls, withArguments }) => [...calls, ...withArguments]).join('');
  for (const sign of '+-!') expect(signs.split(sign).length).toBeGreaterThan(1000);
});

test('a call without arguments is decided as by ToolHive', () => {
  for (const vector of TRIED) expect({ ...vector, calls: signsOf(vector, false) }).toEqual(vector);
});

test('a call with arguments is decided as by ToolHive', () => {
  for (const vector of TRIED) expect({ ...vector, withArguments: signsOf(vector, true) }).toEqual(vector);
});

test('a list has what may be called without arguments', () => {
  for (const { calls, lists } of VECTORS) expect(calls.map((signs) => signs.replaceAll('!', '-'))).toEqual(lists);
});
