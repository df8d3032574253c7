/** What ToolHive's schema and operator take, and its other programs do nothing with, or refuse. */
import { Findings } from '../../findings';

/** Id of the warning about what ToolHive's proxy refuses when it starts. */
export const REFUSED_BY_PROXY = 'refused-by-proxy';

/** Warns of a field that has no effect. */
export function warnWithoutEffect(field: string, message: string, findings: Findings): void {
  findings.warning('field-without-effect', field, message);
}
