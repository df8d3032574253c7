/** What a server decides: which policies say so, and what is left open by arguments that aren't known. */
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { ServerItem } from './items';
import { entryOf, Principal } from './principal';
import { actionEntity, askerOf, contextOf, Feature, resourceEntity } from './requests';
import { AskedServer, CedarGuard } from './servers';
import { Outcome, PreparedPolicies } from '../cedar/decide';
import { argumentsRead, withoutArguments } from '../cedar/unknown-arguments';
import { JsonObject } from '../plain/objects';

/** `depends`: on what isn't known here. */
export type Verdict = 'permitted' | 'denied' | 'depends';

/** The answer of a server to one principal about one item. */
export interface Decision {
  readonly server: AskedServer;
  readonly item: ServerItem;
  readonly principal: Principal;
  readonly verdict: Verdict;
  /** Whether lists show the item to the principal. */
  readonly isListed: boolean;
  /** Indices of the policies that decide. */
  readonly policies: readonly number[];
  /** Indices of all policies that match, whether they decide or not. */
  readonly matched: readonly number[];
  /** Why, where no policy says so. */
  readonly because: string;
}

type Answer = Omit<Decision, 'server' | 'item' | 'principal'>;

/** @param args of the call; undefined where they are not known */
export function decisionsOf(
  server: AskedServer,
  items: readonly ServerItem[],
  principals: readonly Principal[],
  args?: JsonObject,
): Decision[] {
  const features = [...new Set(items.map(({ feature }) => feature))];
  return features.flatMap((feature) => {
    const own = items.filter((item) => item.feature === feature);
    const ask = server.cedar && new FeatureQuestions(server.name, server.cedar, feature, own, args);
    return principals.flatMap((principal) => {
      const answers = answersTo(principal, server, ask);
      return own.map((item, i) => ({ server, item, principal, ...(Array.isArray(answers) ? answers[i] : answers) }));
    });
  });
}

/** The same answer for each item, or one for each. */
function answersTo(principal: Principal, server: AskedServer, ask: FeatureQuestions | undefined): Answer | Answer[] {
  const { login, cedar, decidedBy } = server;
  const entry = entryOf(principal, login, cedar?.rules ?? { groupType: '', sets: [] });
  if ('refused' in entry) return { ...DENIED, because: entry.refused };
  if (decidedBy) return { ...DENIED, verdict: 'depends', because: `${decidedBy} decides` };
  if (!ask) {
    const who = login?.madeUp
      ? 'everybody may, for there are no policies, and nobody logs in'
      : 'there are no policies: whoever logs in may';
    return { verdict: 'permitted', isListed: true, policies: [], matched: [], because: who };
  }
  const [first, ...others] = entry.claims.map((claims) => ask.answers(claims));
  return first.map((answer, i) => {
    const isSame = others.every((list) => list[i].verdict === answer.verdict && list[i].isListed === answer.isListed);
    return isSame ? answer : { ...answer, verdict: 'depends', because: 'the name of the user that the proxy runs as' };
  });
}

const DENIED: Answer = {
  verdict: 'denied',
  isListed: false,
  policies: [],
  matched: [],
  because: 'no policy permits it',
};

/** The questions about the tools of a server, its prompts or its resources, made ready for all who ask. */
class FeatureQuestions {
  private readonly prepared?: PreparedPolicies;
  /** For each policy, the arguments that it reads, as far as they are not known. */
  private readonly reads: readonly (readonly string[])[];
  /** Indices of the policies that read some: behind all policies come these, without what they read. */
  private readonly open: readonly number[];

  constructor(
    server: string,
    private readonly cedar: CedarGuard,
    feature: Feature,
    private readonly items: readonly ServerItem[],
    private readonly args: JsonObject | undefined,
  ) {
    const { policies, entities } = cedar;
    const action = actionEntity(feature);
    this.reads = policies.map((policy) => (args ? [] : argumentsRead(policy)));
    this.open = policies.flatMap((_, i) => (this.reads[i].length ? [i] : []));
    // Without a policy that permits, nothing need be asked.
    if (!policies.some((policy) => policy.effect === 'permit' && canBe(policy, action.uid.id))) return;
    const all = [...policies, ...this.open.map((i) => withoutArguments(policies[i]))];
    const resources = items.map((item) => resourceEntity(item, args, server));
    this.prepared = new PreparedPolicies(all, entities, action, resources);
  }

  answers(claims: JsonObject): Answer[] {
    const asker = askerOf(claims, this.cedar.rules);
    if (!asker) return this.items.map(() => ({ ...DENIED, because: 'its token has no subject' }));
    if (!this.prepared) return this.items.map(() => DENIED);
    return this.prepared.ask(asker.entity, contextOf(asker, this.args)).map((outcome) => this.answer(outcome));
  }

  private answer(outcome: Outcome): Answer {
    const { policies } = this.cedar;
    const count = policies.length;
    const isPolicy = (i: number) => i < count;
    const matched = outcome.matched.filter(isPolicy);
    const errors = outcome.errors.filter(({ policy }) => isPolicy(policy));
    const closed = this.closed(matched, errors);
    const isListed = closed.verdict === 'permitted';
    // Policies that could match, or fail, if the arguments were right.
    const undecided = [...outcome.matched, ...outcome.errors.map(({ policy }) => policy)]
      .filter((i) => i >= count)
      .map((i) => this.open[i - count]);
    if (!undecided.length) return { ...closed, isListed, matched };
    const isDecided = (i: number) => !undecided.includes(i);
    const certain = this.closed(
      matched.filter(isDecided),
      errors.filter(({ policy }) => isDecided(policy)),
    );
    const permits = certain.verdict === 'permitted';
    if (!permits && certain.policies.length) return { ...certain, isListed, matched };
    const [mayPermit, mayForbid] = (['permit', 'forbid'] as const).map((effect) =>
      undecided.some((i) => policies[i].effect === effect),
    );
    // A policy that permits matters to what others permit only by failing.
    const mayFail = errors.some(({ policy }) => !isDecided(policy));
    if (permits ? !mayForbid && !mayFail : !mayPermit) return { ...certain, isListed, matched };
    const names = [...new Set(undecided.flatMap((i) => this.reads[i]))].sort();
    const which = names.includes('*')
      ? 'the arguments'
      : `the argument${names.length > 1 ? 's' : ''} ${names.join(', ')}`;
    return {
      verdict: 'depends',
      isListed,
      policies: [...new Set(undecided)].sort((a, b) => a - b),
      matched,
      because: which,
    };
  }

  /** What ToolHive makes of policies that match, and of those that fail: one that fails refuses the request. */
  private closed(matched: readonly number[], errors: Outcome['errors']): Answer {
    if (errors.length) {
      const [{ policy, message }] = errors;
      return { ...DENIED, policies: [policy], because: `can't be evaluated, and then ToolHive refuses: ${message}` };
    }
    const [permits, forbids] = ['permit', 'forbid'].map((effect) =>
      matched.filter((i) => this.cedar.policies[i].effect === effect),
    );
    if (forbids.length) {
      return { ...DENIED, policies: forbids, because: forbids.length > 1 ? 'forbid it' : 'forbids it' };
    }
    if (!permits.length) return DENIED;
    const because = permits.length > 1 ? 'permit it' : 'permits it';
    return { ...DENIED, verdict: 'permitted', policies: permits, because };
  }
}

/** Whether the head of a policy leaves an action open. */
function canBe({ action }: PolicyJson, id: string): boolean {
  const { op, entity, entities } = action as { op: string; entity?: object; entities?: object[] };
  if (op === 'All') return true;
  const named = (entities ?? [entity]) as { id?: string; __entity?: { id: string } }[];
  return named.some((uid) => (uid.__entity?.id ?? uid.id) === id);
}
