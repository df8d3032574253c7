/** Names, labels and address of an MCPServer's objects. They are the operator's, so that its objects can be taken over. */
import { McpServerSpec } from '../../../resources/spec';
import { effectiveProxyMode } from '../proxy/run-config';

export const names = {
  proxyAccount: (server: string) => `${server}-proxy-runner`,
  serverAccount: (server: string) => `${server}-sa`,
  service: (server: string) => `mcp-${server}-proxy`,
  /** The MCP server's own Services. */
  backend: (server: string) => `mcp-${server}`,
  headless: (server: string) => `mcp-${server}-headless`,
};

/** Asks an operator for a restart; on the pod template, it is one. */
export const RESTARTED_AT = 'mcpserver.toolhive.stacklok.dev/restarted-at';

/** Annotation of pods with the `metadata.generation` of the MCPServer that they were made for. */
export const GENERATION = 'toolhive.stacklok.dev/mcpserver-generation';

/** Address of the proxy's Service in the cluster. */
export function serviceUrl(
  name: string,
  namespace: string,
  { proxyPort = 8080 }: Pick<Partial<McpServerSpec>, 'proxyPort'>,
): string {
  return `http://${names.service(name)}.${namespace}.svc.cluster.local:${proxyPort}`;
}

/** Where clients reach the server in the cluster. Source: ToolHive pkg/transport/url.go. */
export function mcpServerUrl(name: string, namespace: string, spec: Partial<McpServerSpec>): string {
  const base = serviceUrl(name, namespace, spec);
  const mode = effectiveProxyMode(spec.transport ?? 'stdio', spec.proxyMode ?? 'streamable-http');
  return mode === 'sse' ? `${base}/sse#${name}` : `${base}/mcp`;
}

/** Labels of every object of the proxy, which its Deployment and Service select by. */
export function labelsOf(name: string): Record<string, string> {
  return {
    app: 'mcpserver',
    'app.kubernetes.io/name': 'mcpserver',
    'app.kubernetes.io/instance': name,
    toolhive: 'true',
    'toolhive-name': name,
  };
}
