/** How complaints about a text become findings about the field that holds it. */
import { Findings } from '../findings';
import { Complaint } from './parser';

/** `line 2, column 5`; columns count characters as an editor shows them. */
function placeOf(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n');
  return `line ${lines.length}, column ${[...lines[lines.length - 1]].length + 1}`;
}

export function report(text: string, complaints: readonly Complaint[], field: string, findings: Findings): void {
  for (const { offset, message, warning } of complaints) {
    const placed = offset === undefined ? message : `${placeOf(text, offset)}: ${message}`;
    if (warning) findings.warning(warning, field, placed);
    else findings.error(field, placed);
  }
}
