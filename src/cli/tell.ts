/** Standard error. All messages go through here, because they hold texts of the input. */
import { printable } from '../findings';

/** Says something in one line. */
export function tell(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}
