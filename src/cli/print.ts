/** Standard output, written as fast as it is read. */
import { writeSync } from 'node:fs';

/**
 * Node keeps what a slow reader hasn't taken yet, which may be all of the output; this waits for the reader instead.
 *
 * @throws when the reader has gone
 */
export function print(text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code !== 'EAGAIN') throw e;
      // The other end is full, and the program that opened it doesn't want a write to wait.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
