/**
 * What is given to ToolHive's programs: servers whose workloads are declared, and a virtual server before two of them. Clients
 * reach the virtual server and the other ones by one Ingress each.
 */
import { App, Testing } from 'cdk8s';
import {
  Aggregation,
  IngressController,
  McpAuthz,
  McpBackend,
  McpGroup,
  McpOidcConfig,
  McpServer,
  McpServerProps,
  McpTelemetryConfig,
  McpTools,
  McpTransport,
  OidcProvider,
  ServerMonitoring,
  ToolhiveChart,
  ToolhiveVersion,
  VirtualMcpServer,
} from '../../src';
import { Obj } from '../../src/plain/objects';

/** Namespace of everything. */
export const NAMESPACE = 'real';

/** Who signs tokens, and for whom. Its address is replaced by one of this machine. */
export const ISSUER = `http://issuer.${NAMESPACE}.svc.cluster.local:8080`;
export const AUDIENCE = 'orders';

/** The chart, and every object of it. */
export function realApp(toolhiveVersion: ToolhiveVersion): { chart: ToolhiveChart; objects: Obj[] } {
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
  const virtual = new VirtualMcpServer(chart, 'virtual', {
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
  virtual.exposeViaIngress('tools.example.com', { className: 'nginx' });
  const alone = (name: string, props: Partial<McpServerProps>) =>
    server(name, { group: undefined, ...props }).exposeViaIngress('mcp.example.com', {
      controller: IngressController.NGINX,
      pathPrefix: `/${name}`,
    });
  const provider = OidcProvider.issuer({ issuer: ISSUER, insecureAllowHttp: true, jwksAllowPrivateIp: true });
  alone('orders', { oidc: { config: new McpOidcConfig(chart, 'issuer', { provider }), audience: AUDIENCE } });
  alone('news', { transport: McpTransport.SSE });
  return { chart, objects: Testing.synth(chart) };
}
