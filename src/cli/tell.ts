/** Standard error. All that is said there goes through here, because it holds texts of the input. */
import { printable } from '../findings';

/** Says something in one line. */
export function tell(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}
