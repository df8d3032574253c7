/** Virtual servers, whose members are not all there from the first request on. */
import { Cluster } from './cluster';
import { eventually } from './kubectl';

/**
 * Waits until a virtual server has a tool of each member: it asks again for one that did not answer at once.
 *
 * @param tools one of each member, by the name that clients see
 */
export function membersAnswer(
  cluster: Cluster,
  url: string,
  tools: readonly string[],
  token?: () => Promise<string>,
): Promise<unknown> {
  return eventually(
    'all members are there',
    async () => {
      const { results } = await cluster.visit(url, [{ list: true }], { patience: 60, token: await token?.() });
      return results[0] ?? [];
    },
    (names: string[]) => tools.every((tool) => names.includes(tool)),
    240,
  );
}
