/** Warnings live in the metadata of the construct they are about; an acknowledgement hangs on any scope around it. */
import { IConstruct } from 'constructs';
import { WarningId } from './warning-ids';

export interface RecordedWarning {
  readonly id: WarningId;
  readonly message: string;
}

const METADATA_TYPE = 'cdk8s-toolhive:warning';
const ACKNOWLEDGED = Symbol.for('cdk8s-toolhive.acknowledged');

type Acknowledging = IConstruct & { [ACKNOWLEDGED]?: Map<string, string> };

export function acknowledge(scope: IConstruct, id: WarningId, reason: string): void {
  const acknowledging = scope as Acknowledging;
  (acknowledging[ACKNOWLEDGED] ??= new Map()).set(id, reason);
}

/** Adds what isn't there yet: an app is validated more than once. */
export function recordWarnings(construct: IConstruct, warnings: readonly RecordedWarning[]): void {
  for (const { id, message } of warnings) {
    const known = recorded(construct).some((other) => other.id === id && other.message === message);
    if (!known) construct.node.addMetadata(METADATA_TYPE, { id, message }, { stackTrace: false });
  }
}

/** The warnings at and below a scope that nobody acknowledged. */
export function warningsBelow(scope: IConstruct): (RecordedWarning & { readonly path: string })[] {
  const found: (RecordedWarning & { readonly path: string })[] = [];
  for (const construct of scope.node.findAll()) {
    for (const { id, message } of recorded(construct)) {
      if (!isAcknowledged(construct, id)) found.push({ id, message, path: construct.node.path });
    }
  }
  return found;
}

function recorded(construct: IConstruct): RecordedWarning[] {
  return construct.node.metadata.filter(({ type }) => type === METADATA_TYPE).map(({ data }) => data);
}

function isAcknowledged(construct: IConstruct, id: string): boolean {
  return construct.node.scopes.some((scope) => (scope as Acknowledging)[ACKNOWLEDGED]?.has(id));
}
