/** Lists of what is let through: where ToolHive takes an empty one for "all", it does the opposite of what its author means. */
import { Findings } from '../../findings';

/** Refuses an empty list. @param what is let through, in the plural */
export function refuseEmptyList(
  list: readonly unknown[] | undefined,
  field: string,
  what: string,
  findings: Findings,
): void {
  if (list?.length !== 0) return;
  findings.error(
    field,
    `is empty, with which ToolHive lets all ${what} through; name those that are meant, or leave it out for all`,
  );
}
