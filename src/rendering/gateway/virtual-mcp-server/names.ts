/** Names and address of a VirtualMCPServer's objects. They are the operator's, so that its objects can be taken over. */

export const names = {
  account: (server: string) => `${server}-vmcp`,
  config: (server: string) => `${server}-vmcp-config`,
  service: (server: string) => `vmcp-${server}`,
  same: (server: string) => server,
};

export const VMCP_CONTAINER = 'vmcp';
export const VMCP_PORT = 4483;

/** Address of the Service in the cluster. */
export function serviceUrl(name: string, namespace: string): string {
  return `http://${names.service(name)}.${namespace}.svc.cluster.local:${VMCP_PORT}`;
}

/** Where clients reach the virtual server in the cluster. */
export function virtualMcpServerUrl(name: string, namespace: string): string {
  return `${serviceUrl(name, namespace)}/mcp`;
}

/** Labels of every object, which Deployment and Service select by. */
export function labelsOf(name: string): Record<string, string> {
  return {
    app: 'virtualmcpserver',
    'app.kubernetes.io/name': 'virtualmcpserver',
    'app.kubernetes.io/instance': name,
    toolhive: 'true',
    'toolhive-name': name,
  };
}

/** Where the optimizer may write. */
export const OPTIMIZER_TMP = { volume: 'optimizer-tmp', path: '/tmp' } as const;
