/** What bin/cdk8s-toolhive runs, bundled into one file: the parts of many are slower to load. */
import { main } from './main';
import { print } from './print';

// Node's warnings about the program's parts are nothing that its user could fix.
if (!process.env.DEBUG) process.removeAllListeners('warning');

/** The reader may have seen enough: `cdk8s-toolhive render x | head`. */
function endOfPipe(e: unknown): void {
  if ((e as NodeJS.ErrnoException).code !== 'EPIPE') throw e;
}

try {
  const status = main(process.argv.slice(2), print);
  if (typeof status === 'number') process.exitCode = status;
  else status.then((later) => (process.exitCode = later)).catch(endOfPipe);
} catch (e) {
  endOfPipe(e);
}
