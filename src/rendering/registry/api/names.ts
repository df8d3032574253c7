/** Names, labels and addresses of a RegistryApi. They are a contract: what runs is found by them. */

export const names = {
  configMap: (registry: string) => `${registry}-config`,
  same: (registry: string) => registry,
  autoscaler: (registry: string) => `${registry}-hpa`,
  metrics: (registry: string) => `${registry}-metrics`,
  networkPolicy: (registry: string) => `${registry}-netpol`,
  disruptionBudget: (registry: string) => `${registry}-pdb`,
  migration: (registry: string) => `${registry}-migrate`,
  migrationConfig: (registry: string) => `${registry}-migrate-config`,
  migrationNetworkPolicy: (registry: string) => `${registry}-migrate-netpol`,
  grants: (registry: string) => `${registry}-grants`,
};

/** Labels of every object. Deployment and Service select by all of them, so they must never change. */
export function labelsOf(name: string): Record<string, string> {
  return { app: name, 'app.kubernetes.io/name': 'registry-api', 'app.kubernetes.io/instance': name };
}

/** Where the registry is reached in the cluster. */
export function registryApiUrl(name: string, namespace: string): string {
  return `http://${name}.${namespace}.svc.cluster.local`;
}
