/** A server to test, and the objects that come out of it. */
import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { McpServer, McpServerProps, McpTransport, SessionStorage, ToolhiveChartProps, Warnings } from '../../src';
import { Obj } from '../../src/plain/objects';
import { chartIn, objects } from '../util';

export type Props = (chart: Chart) => Partial<McpServerProps>;

/** An MCP server named `s` in namespace `ns`, with all that it takes to be scaled. */
export function serverIn(chart: Chart, props: Partial<McpServerProps> = {}): McpServer {
  return new McpServer(chart, 's', {
    image: 'i',
    transport: McpTransport.STREAMABLE_HTTP,
    sessionStorage: SessionStorage.redis('redis.cache.svc:6379'),
    ...props,
  });
}

/** What comes out of a server, after something was done to it. */
export function made(
  props: Props = () => ({}),
  then: (server: McpServer) => unknown = () => undefined,
  settings: ToolhiveChartProps = {},
): Record<string, Obj> {
  const chart = chartIn(undefined, settings);
  then(serverIn(chart, props(chart)));
  return objects(chart);
}

/** The warnings of a chart, without those that the id doesn't begin with. */
export function warningsOf(chart: Chart, id: string): string[] {
  Testing.synth(chart);
  return Warnings.of(chart)
    .filter((warning) => warning.id.startsWith(id))
    .map((warning) => `${warning.id}: ${warning.message}`);
}

export const namespacePods = (chart: Chart, name: string) =>
  kplus.Namespaces.select(chart, `pods-of-${name}`, { names: [name] });
