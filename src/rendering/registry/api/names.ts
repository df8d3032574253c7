/** Names, labels and addresses of a RegistryApi. They are a contract: what runs is found by them. */

export const names = {
  configMap: (registry: string) => `${registry}-config`,
  same: (registry: string) => registry,
  migration: (registry: string) => `${registry}-migrate`,
  migrationConfig: (registry: string) => `${registry}-migrate-config`,
  migrationNetworkPolicy: (registry: string) => `${registry}-migrate-netpol`,
  grants: (registry: string) => `${registry}-grants`,
};

/** The port of the API's Service. */
export const SERVICE_PORT = { name: 'http', number: 80 };

/** Labels of every object. Deployment and Service select by all of them, so they must never change. */
export function labelsOf(name: string): Record<string, string> {
  return { app: name, 'app.kubernetes.io/name': 'registry-api', 'app.kubernetes.io/instance': name };
}

/** Of the pods of its Jobs: the Service and others select the server by all of its labels, and Jobs don't serve. */
export function jobLabels(name: string): Record<string, string> {
  return { ...labelsOf(name), app: names.migration(name) };
}

/** Where the registry is reached in the cluster. */
export function registryApiUrl(name: string, namespace: string): string {
  return `http://${name}.${namespace}.svc.cluster.local`;
}
