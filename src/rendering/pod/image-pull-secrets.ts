/**
 * The one place that decides which image pull secrets a pod and a ServiceAccount carry, for every kind.
 *
 * - The resource's own list comes first, then inherited defaults that are not in it. Order is kept, and a name
 *   counts once.
 * - Empty means absent, always: an empty list in a ServiceAccount would wipe what the platform put there
 *   (OpenShift's dockercfg entries), so none is ever written.
 * - The ServiceAccount follows the resource's list alone. A list in a pod template reaches the pod only, and how it
 *   meets the resource's list differs by kind: the registry's replaces it (fill-gaps), the strategic merge joins both
 *   by name, and an MCPServer's template is not the proxy's at all but the MCP server's.
 *
 * Source: ToolHive cmd/thv-operator/pkg/imagepullsecrets/defaults.go and pkg/registryapi/podtemplatespec.go.
 */
import { Findings } from '../../findings';
import { LocalReference, PodTemplate } from '../../kubernetes/objects';
import { JsonObject } from '../../plain/objects';

/** A reference to a Secret in the same namespace, as Kubernetes writes it. */
export type SecretReference = LocalReference;

/** The list for pod and ServiceAccount, or undefined where it is empty. */
export function mergeImagePullSecrets(
  own: readonly SecretReference[] | undefined,
  defaults: readonly string[],
): SecretReference[] | undefined {
  const names = new Set([...(own ?? []).map((secret) => secret.name), ...defaults]);
  names.delete('');
  return names.size ? [...names].map((name) => ({ name })) : undefined;
}

/** Where a kind has its own list. An MCPServer's is that of its proxy; an EmbeddingServer has none but its pod template's. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  MCPServer: ['resourceOverrides', 'proxyDeployment', 'imagePullSecrets'],
  MCPRemoteProxy: ['resourceOverrides', 'proxyDeployment', 'imagePullSecrets'],
  VirtualMCPServer: ['imagePullSecrets'],
  MCPRegistry: ['imagePullSecrets'],
  EmbeddingServer: ['podTemplateSpec', 'spec', 'imagePullSecrets'],
};

/** The spec of a custom resource that also lists inherited secrets, for an operator that doesn't know them. */
export function withInheritedSecrets(kind: string, spec: JsonObject, defaults: readonly string[]): JsonObject {
  const path = FIELDS[kind];
  if (!path || !defaults.length) return spec;
  const set = (parent: JsonObject, [key, ...rest]: readonly string[]): JsonObject => ({
    ...parent,
    [key]: rest.length
      ? set((parent[key] ?? {}) as JsonObject, rest)
      : mergeImagePullSecrets(parent[key] as SecretReference[] | undefined, defaults),
  });
  return set(spec, path);
}

/**
 * Warns of secrets that only a pod template names. Kubernetes uses them, but GKE, OpenShift and EKS hand out
 * credentials through the ServiceAccount, which a pod template has no way to reach.
 */
export function warnOfTemplateOnlySecrets(
  podTemplate: Partial<PodTemplate> | undefined,
  serviceAccountList: readonly SecretReference[] | undefined,
  instead: string,
  findings: Findings,
): void {
  const inTemplate = podTemplate?.spec?.imagePullSecrets ?? [];
  const known = new Set((serviceAccountList ?? []).map((secret) => secret.name));
  const missing = inTemplate.map((secret) => secret.name).filter((name) => name && !known.has(name));
  if (missing.length) {
    findings.warning(
      'pull-secrets-only-in-pod-template',
      'spec.podTemplateSpec.spec.imagePullSecrets',
      `${missing.map((n) => JSON.stringify(n)).join(', ')} reach${missing.length > 1 ? '' : 'es'} the pod only, not its ServiceAccount, ` +
        `through which GKE, OpenShift and EKS pull images; name ${missing.length > 1 ? 'them' : 'it'} in ${instead} as well`,
    );
  }
}
