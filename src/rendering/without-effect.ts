/** What ToolHive's schema takes, and ToolHive's programs do nothing with. */
import { Findings } from '../findings';

export function warnWithoutEffect(field: string, message: string, findings: Findings): void {
  findings.warning('field-without-effect', field, message);
}
