/** What the library says that clients may do, and what ToolHive's programs let them do. */
import { Client } from './mcp-client';
import { Access, AccessPrincipal, AccessVerdict, IToolhiveResource, ToolhiveChart } from '../../src';

/** Access of somebody without a token to one tool. */
export interface ToolAccess {
  readonly name: string;
  readonly mayCall: boolean;
  readonly isListed: boolean;
}

/** That of tools of a server, by the names that its policies know. */
export function toldAccess(chart: ToolhiveChart, server: string, tools: readonly string[]): ToolAccess[] {
  const principal = AccessPrincipal.anonymous();
  const construct = chart.node.findChild(server) as unknown as IToolhiveResource;
  return tools.map((name) => {
    const { verdict, isListed } = Access.of(chart).decide({ server: construct, principal, name });
    return { name, mayCall: verdict === AccessVerdict.PERMITTED, isListed };
  });
}

/** What a client is let do. @param shown the names that clients see, by those of policies */
export async function realAccess(
  { tools, call }: Client,
  shown: Readonly<Record<string, string>>,
): Promise<ToolAccess[]> {
  const listed = await tools();
  const found: ToolAccess[] = [];
  for (const [name, seen] of Object.entries(shown)) {
    const answer = await call(seen, { message: 'hi', a: 1, b: 2 });
    found.push({ name, mayCall: !answer.startsWith('refused: '), isListed: listed.includes(seen) });
  }
  return found;
}
