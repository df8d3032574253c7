/** The StatefulSet of an EmbeddingServer. Source: ToolHive embeddingserver_controller.go, statefulSetForEmbedding. */
import { EmbeddingServer, labelsOf } from './names';
import { Findings } from '../../../findings';
import { Container, WorkloadBody } from '../../../kubernetes/objects';
import { canonicalQuantity } from '../../../kubernetes/quantity';
import { JsonObject, pruned } from '../../../plain/objects';
import { EmbeddingServerSpec } from '../../../resources/spec';
import { ModelCache } from '../../../resources/spec/embeddingserver';
import { containerResources } from '../../pod/container-resources';
import { SecretReference } from '../../pod/image-pull-secrets';
import { secretEnv } from '../../pod/mounts';
import { patchedPodTemplate } from '../../pod/pod-template-patch';
import { httpProbe } from '../../pod/probes';

export const EMBEDDING_CONTAINER = 'embedding';
export const CACHE_VOLUME = 'model-cache';
const CACHE_DIRECTORY = '/data';

/**
 * Undefined, and an error, where the user's pod template can't be applied.
 *
 * @param selector labels that the pods are selected by, overrides included
 */
export function embeddingStatefulSet(
  { name, spec }: EmbeddingServer,
  selector: Record<string, string>,
  imagePullSecrets: SecretReference[] | undefined,
  findings: Findings,
): WorkloadBody | undefined {
  const overrides = spec.resourceOverrides?.statefulSet;
  const own = {
    metadata: pruned({ labels: selector, annotations: overrides?.podTemplateMetadataOverrides?.annotations }),
    spec: pruned({ imagePullSecrets, containers: [embeddingContainer(spec)] }),
  };
  const template = patchedPodTemplate(own, spec.podTemplateSpec, findings);
  if (!template) return undefined;
  return {
    metadata: { labels: { ...selector, ...overrides?.labels }, annotations: overrides?.annotations },
    spec: pruned({
      replicas: spec.replicas,
      serviceName: name,
      selector: { matchLabels: selector },
      template,
      volumeClaimTemplates: spec.modelCache && [cacheClaim(name, spec.modelCache, spec)],
    }),
  };
}

function embeddingContainer(spec: EmbeddingServerSpec): Container {
  const { model, image, port, args = [], env = [], hfTokenSecretRef, imagePullPolicy, modelCache, resources } = spec;
  return pruned({
    name: EMBEDDING_CONTAINER,
    image,
    imagePullPolicy,
    args: ['--model-id', model, '--port', String(port), ...args],
    env: [
      { name: 'MODEL_ID', value: model },
      ...(hfTokenSecretRef ? [secretEnv('HF_TOKEN', hfTokenSecretRef)] : []),
      ...env.map(({ name, value }) => ({ name, value })),
      ...(modelCache ? [{ name: 'HF_HOME', value: CACHE_DIRECTORY }] : []),
    ],
    ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
    resources: containerResources(resources),
    volumeMounts: modelCache && [{ name: CACHE_VOLUME, mountPath: CACHE_DIRECTORY }],
    livenessProbe: httpProbe('/health', port, {
      initialDelaySeconds: 60,
      periodSeconds: 30,
      timeoutSeconds: 10,
      failureThreshold: 3,
    }),
    readinessProbe: httpProbe('/health', port, {
      initialDelaySeconds: 30,
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 3,
    }),
  });
}

function cacheClaim(
  name: string,
  { size, accessMode, storageClassName }: ModelCache,
  { resourceOverrides }: EmbeddingServerSpec,
): JsonObject {
  const overrides = resourceOverrides?.persistentVolumeClaim;
  return {
    metadata: pruned({
      name: CACHE_VOLUME,
      labels: { ...labelsOf(name), ...overrides?.labels },
      annotations: overrides?.annotations,
    }),
    spec: pruned({
      accessModes: [accessMode],
      resources: { requests: { storage: canonicalQuantity(size) } },
      storageClassName,
    }),
  };
}
