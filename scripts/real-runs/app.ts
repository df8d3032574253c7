/** What is given to ToolHive's programs: two servers whose workloads are declared, and a virtual server before them. */
import { App, Testing } from 'cdk8s';
import {
  Aggregation,
  McpAuthz,
  McpBackend,
  McpGroup,
  McpServer,
  McpServerProps,
  McpTelemetryConfig,
  McpTools,
  McpTransport,
  ServerMonitoring,
  ToolhiveChart,
  ToolhiveVersion,
  VirtualMcpServer,
} from '../../src';
import { Obj } from '../../src/plain/objects';

/** Namespace of everything. */
export const NAMESPACE = 'real';

/** Every object of the app. */
export function realApp(toolhiveVersion: ToolhiveVersion): Obj[] {
  const chart = new ToolhiveChart(new App(), 'real', { namespace: NAMESPACE, toolhiveVersion });
  const group = new McpGroup(chart, 'group');
  const telemetry = { config: new McpTelemetryConfig(chart, 'telemetry', { prometheus: true }) };
  const server = (name: string, props: Partial<McpServerProps>) =>
    new McpServer(chart, name, {
      image: 'registry.example.com/mcp/everything:1.0.0',
      transport: McpTransport.STREAMABLE_HTTP,
      backend: McpBackend.declared(),
      group,
      ...props,
    });
  const streamable = server('streamable', {
    telemetry,
    monitoring: ServerMonitoring.scrapeAnnotations(),
    audit: true,
    tools: McpTools.select({
      toolsFilter: ['say', 'get-sum'],
      toolsOverride: { echo: { name: 'say', description: 'Says it again' } },
    }),
    authz: McpAuthz.cedar(['permit(principal, action == Action::"call_tool", resource == Tool::"echo");']),
  });
  server('sse', { transport: McpTransport.SSE });
  new VirtualMcpServer(chart, 'virtual', {
    group,
    telemetry,
    monitoring: ServerMonitoring.scrapeAnnotations(),
    audit: {},
    authz: McpAuthz.cedar([
      'permit(principal, action == Action::"call_tool", resource == Tool::"streamable_again");',
      'permit(principal, action == Action::"call_tool", resource == Tool::"sse_echo");',
    ]),
    aggregation: Aggregation.prefix({
      tools: [{ member: streamable, overrides: { say: { name: 'again' } } }],
    }),
  });
  return Testing.synth(chart);
}
