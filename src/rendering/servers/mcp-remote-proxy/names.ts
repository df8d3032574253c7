/** Names, labels and address of an MCPRemoteProxy's objects. They are the operator's, so that its objects can be taken over. */
import { McpRemoteProxySpec } from '../../../resources/spec';

export const names = {
  account: (proxy: string) => `${proxy}-remote-proxy-runner`,
  service: (proxy: string) => `mcp-${proxy}-remote-proxy`,
  same: (proxy: string) => proxy,
};

/** Address of the proxy's Service in the cluster. */
export function serviceUrl(
  name: string,
  namespace: string,
  { proxyPort = 8080 }: Pick<Partial<McpRemoteProxySpec>, 'proxyPort'>,
): string {
  return `http://${names.service(name)}.${namespace}.svc.cluster.local:${proxyPort}`;
}

/** Where clients reach the proxy in the cluster: at the path of the remote server. Source: ToolHive pkg/transport/url.go. */
export function mcpRemoteProxyUrl(name: string, namespace: string, spec: Partial<McpRemoteProxySpec>): string {
  const base = serviceUrl(name, namespace, spec);
  const path = pathOf(spec.remoteUrl!);
  return spec.transport === 'sse' ? `${base}${path || '/sse'}#${name}` : `${base}${path}`;
}

function pathOf(url: string): string {
  const { pathname } = new URL(url);
  return pathname === '/' ? '' : pathname;
}

/** Labels of every object of the proxy, which its Deployment and Service select by. */
export function labelsOf(name: string): Record<string, string> {
  return {
    app: 'mcpremoteproxy',
    'app.kubernetes.io/name': 'mcpremoteproxy',
    'app.kubernetes.io/instance': name,
    toolhive: 'true',
    'toolhive-name': name,
  };
}
