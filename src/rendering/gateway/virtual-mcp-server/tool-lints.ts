/** What of the tools that clients see is taken by ToolHive and hardly meant. Source: runs of ToolHive's server. */
import { fieldPath, Findings, shown } from '../../../findings';
import { Obj } from '../../../plain/objects';
import { hiddenByOldName } from '../../policies/tools';

const AT = 'spec.config.aggregation';

/** @param aggregation as it stands in the server's configuration, shared selections included */
export function warnOfTools({ conflictResolution, tools = [] }: Obj, findings: Findings): void {
  tools.forEach(({ filter = [], overrides = {} }: Obj, i: number) => {
    for (const [tool, name] of hiddenByOldName(filter, overrides)) {
      findings.warning(
        'filter-names-overridden-tool',
        fieldPath(`${AT}.tools`, i),
        `the filter compares new names, so ${shown(tool)} matches nothing and the tool is hidden; write ${shown(name)}`,
      );
    }
  });
  const renames = tools.some(({ overrides = {} }: Obj) => Object.values<Obj>(overrides).some(({ name }) => name));
  if (conflictResolution !== 'manual' || !tools.length || renames) return;
  findings.warning(
    'manual-without-overrides',
    `${AT}.conflictResolution`,
    '"manual" leaves names that several members share to you, and no tool is renamed: with one such name, hidden or not, every session ends with an error; give overrides on each of those members',
  );
}
