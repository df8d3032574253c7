/** What of the tools that clients see is taken by ToolHive and hardly meant. Source: runs of ToolHive's server. */
import { fieldPath, Findings, shown } from '../../../findings';
import { Aggregation, ConflictResolutionConfig } from '../../../resources/spec/virtualmcpserver';
import { hiddenByOldName } from '../../policies/tools';

/** `aggregation` as it is in the server's configuration. */
export interface WrittenAggregation extends Partial<Omit<Aggregation, 'conflictResolutionConfig'>> {
  readonly conflictResolutionConfig?: Partial<ConflictResolutionConfig>;
}

const AT = 'spec.config.aggregation';

/** @param aggregation with shared selections */
export function warnOfTools({ conflictResolution, tools = [] }: WrittenAggregation, findings: Findings): void {
  tools.forEach(({ filter = [], overrides = {} }, i) => {
    for (const [tool, name] of hiddenByOldName(filter, overrides)) {
      findings.warning(
        'filter-names-overridden-tool',
        fieldPath(`${AT}.tools`, i),
        `the filter compares new names, so ${shown(tool)} matches nothing and the tool is hidden; write ${shown(name)}`,
      );
    }
  });
  const renames = tools.some(({ overrides = {} }) => Object.values(overrides).some(({ name }) => name));
  if (conflictResolution !== 'manual' || !tools.length || renames) return;
  findings.warning(
    'manual-without-overrides',
    `${AT}.conflictResolution`,
    '"manual" leaves names that several members share to you, and no tool is renamed: with one such name, hidden or not, every session ends with an error; give overrides on each of those members',
  );
}
