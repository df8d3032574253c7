/** Names, labels and address of an MCPRegistry's objects. They are the operator's, so that its objects can be taken over. */

export const names = {
  configMap: (registry: string) => `${registry}-registry-server-config`,
  account: (registry: string) => `${registry}-registry-api`,
  api: (registry: string) => `${registry}-api`,
};

/** Where the registry is reached in the cluster; the operator's `status.url` has this short form. */
export function mcpRegistryUrl(name: string, namespace: string): string {
  return `http://${names.api(name)}.${namespace}:8080`;
}

/** Labels of one object; `app.kubernetes.io/name` is that object's own name. */
export function registryLabels(registry: string, objectName: string): Record<string, string> {
  return {
    'app.kubernetes.io/name': objectName,
    'app.kubernetes.io/component': 'registry-api',
    'app.kubernetes.io/managed-by': 'toolhive-operator',
    'toolhive.stacklok.io/registry-name': registry,
  };
}

export function registrySelector(registry: string): Record<string, string> {
  return { 'app.kubernetes.io/name': names.api(registry), 'app.kubernetes.io/component': 'registry-api' };
}
