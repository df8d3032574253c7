/**
 * A counter per app that grows whenever something is added or changed. What was computed at one revision is good until
 * the next, although cdk8s validates the whole app once per chart.
 */
import { IConstruct } from 'constructs';

const REVISION = Symbol.for('cdk8s-toolhive.revision');

type Counting = IConstruct & { [REVISION]?: number };

export function revisionOf(scope: IConstruct): number {
  return (scope.node.root as Counting)[REVISION] ?? 0;
}

export function touch(scope: IConstruct): void {
  (scope.node.root as Counting)[REVISION] = revisionOf(scope) + 1;
}
