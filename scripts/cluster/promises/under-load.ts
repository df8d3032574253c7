/** Promises about what a client loses of its session while pods go. */
import { strict as assert } from 'node:assert';
import { Cluster } from '../cluster';
import { Promised } from '../promises';

/** What is done to a server, and which refusals of calls break the promise. */
export interface UnderLoad extends Pick<Promised, 'promise' | 'page' | 'how'> {
  /** The server's address, once it is made. */
  readonly url: () => string;
  /** The tool that is called. */
  readonly tool: string;
  readonly happening: (cluster: Cluster) => Promise<void>;
  /** Which refusals count. @default - all */
  readonly counts?: RegExp;
}

/** A promise about calls of one session, four a second, while something happens to the pods that answer. */
export function underLoad({ url, tool, happening, counts = /^/, ...promise }: UnderLoad): Promised {
  return {
    ...promise,
    async run(cluster) {
      const { ok, refused } = await cluster.loadDuring({ url: url(), tool, args: { message: 'x' } }, () =>
        happening(cluster),
      );
      assert.ok(ok > 20, `only ${ok} calls were answered; refused: ${refused.slice(0, 3).join('; ')}`);
      const lost = refused.filter((said) => counts.test(said));
      assert.deepEqual(lost, [], `${refused.length} of ${ok + refused.length} calls`);
    },
  };
}

/** What is called of a server: a virtual one has the tools of its member `declared` by their names with a prefix. */
export function echoOf(name: string): string {
  return name === 'gateway' ? 'declared_echo' : 'echo';
}
