/** Decisions as the public sees them, and what differs between those of two versions. */
import { AccessChange, AccessDecision, AccessFeature, AccessVerdict } from './access-decision';
import { Decision } from './decisions';
import { longReason, PlaceText, serverText } from './reasons';

export function publicDecision(decision: Decision, placeOf?: PlaceText): AccessDecision {
  const { server, item, principal, verdict, isListed } = decision;
  return {
    server: serverText(server),
    namespace: server.namespace,
    feature: item.feature as AccessFeature,
    name: item.name,
    principal: principal.label,
    verdict: verdict as AccessVerdict,
    isListed,
    reason: longReason(decision, placeOf),
  };
}

/** Verdicts that differ; what is there in one version alone counts as well. */
export function accessChanges(before: readonly AccessDecision[], after: readonly AccessDecision[]): AccessChange[] {
  const earlier = new Map(before.map((one) => [keyOf(one), one]));
  const later = new Set(after.map(keyOf));
  const changed = after.flatMap((one): AccessChange[] => {
    const old = earlier.get(keyOf(one));
    return old?.verdict === one.verdict ? [] : [{ ...(old && { before: old }), after: one }];
  });
  return [...changed, ...before.filter((one) => !later.has(keyOf(one))).map((old) => ({ before: old }))];
}

function keyOf({ namespace, server, feature, name, principal }: AccessDecision): string {
  return JSON.stringify([namespace, server, feature, name, principal]);
}

/** One line: what, whose, and how it was decided before and after. */
export function changeText({ before, after }: AccessChange): string {
  const { server, name, principal } = (after ?? before)!;
  return `${server}: ${name} for ${principal}: ${before?.verdict ?? 'not there'} -> ${after?.verdict ?? 'not there'}`;
}
