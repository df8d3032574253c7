/**
 * A counter per app that grows whenever something is added or changed. What was computed at one revision is good until
 * the next, although cdk8s validates the whole app once per chart.
 */
import { IConstruct } from 'constructs';
import { rootOf } from './root';

const REVISION = Symbol.for('cdk8s-toolhive.revision');

type Counting = IConstruct & { [REVISION]?: number };

export function revisionOf(scope: IConstruct): number {
  return (rootOf(scope) as Counting)[REVISION] ?? 0;
}

export function touch(scope: IConstruct): void {
  const root = rootOf(scope) as Counting;
  root[REVISION] = (root[REVISION] ?? 0) + 1;
}
