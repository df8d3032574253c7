import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { refused } from '../props/language';

/**
 * The chart that a construct is in, which sets its namespace.
 *
 * @param what the construct, for the message: `McpServer "fetch"`
 * @throws when it is in none
 */
export function chartAround(construct: IConstruct, what: string): Chart {
  for (let at: IConstruct | undefined = construct; at; at = at.node.scope) if (Chart.isChart(at)) return at;
  throw refused(
    `[${construct.node.path}] ${what}: is in no chart; make it in a ToolhiveChart or Chart, whose namespace it takes`,
  );
}

/** The namespace of objects in a chart. */
export function namespaceOf(chart: Chart): string {
  return chart.namespace ?? 'default';
}
