/** Labels and address of an EmbeddingServer's objects, which all have its own name. They are the operator's. */
import { Resource } from '../../../resources/resource';
import { EmbeddingServerSpec } from '../../../resources/spec';

export type EmbeddingServer = Resource<EmbeddingServerSpec>;

export const names = {
  same: (server: string) => server,
};

/** Labels of every object, before overrides. */
export function labelsOf(name: string): Record<string, string> {
  return {
    'app.kubernetes.io/name': 'embeddingserver',
    'app.kubernetes.io/instance': name,
    'app.kubernetes.io/component': 'embedding-server',
    'app.kubernetes.io/managed-by': 'toolhive-operator',
  };
}

/** The default port. */
export const EMBEDDING_PORT = 8080;

/** Where virtual servers reach the embedding server in the cluster. */
export function embeddingServerUrl(
  name: string,
  namespace: string,
  { port = EMBEDDING_PORT }: { readonly port?: number },
): string {
  return `http://${name}.${namespace}.svc.cluster.local:${port}`;
}
