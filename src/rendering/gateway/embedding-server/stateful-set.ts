/** The StatefulSet of an EmbeddingServer. Source: ToolHive embeddingserver_controller.go, statefulSetForEmbedding. */
import { labelsOf } from './names';
import { Findings } from '../../../findings';
import { Container } from '../../../kubernetes/objects';
import { canonicalQuantity } from '../../../kubernetes/quantity';
import { Obj, pruned } from '../../../plain/objects';
import { Resource } from '../../../resources/resource';
import { containerResources } from '../../pod/container-resources';
import { SecretReference } from '../../pod/image-pull-secrets';
import { secretEnv } from '../../pod/mounts';
import { patchedPodTemplate } from '../../pod/pod-template-patch';
import { httpProbe } from '../../pod/probes';

export const EMBEDDING_CONTAINER = 'embedding';
export const CACHE_VOLUME = 'model-cache';
const CACHE_DIRECTORY = '/data';

/** @param selector labels that the pods are selected by, overrides included */
export function embeddingStatefulSet(
  { name, spec }: Resource,
  selector: Record<string, string>,
  imagePullSecrets: SecretReference[] | undefined,
  findings: Findings,
): Obj {
  const overrides = spec.resourceOverrides?.statefulSet;
  const template = {
    metadata: pruned({ labels: selector, annotations: overrides?.podTemplateMetadataOverrides?.annotations }),
    spec: pruned({ imagePullSecrets, containers: [embeddingContainer(spec)] }),
  };
  return {
    metadata: { labels: { ...selector, ...overrides?.labels }, annotations: overrides?.annotations },
    spec: pruned({
      replicas: spec.replicas,
      serviceName: name,
      selector: { matchLabels: selector },
      template: patchedPodTemplate(template, spec.podTemplateSpec, findings),
      volumeClaimTemplates: spec.modelCache && [cacheClaim(name, spec)],
    }),
  };
}

function embeddingContainer(spec: Obj): Container {
  const { model, image, port, args = [], env = [], hfTokenSecretRef, imagePullPolicy, modelCache, resources } = spec;
  return pruned({
    name: EMBEDDING_CONTAINER,
    image,
    imagePullPolicy,
    args: ['--model-id', model, '--port', String(port), ...args],
    env: [
      { name: 'MODEL_ID', value: model },
      ...(hfTokenSecretRef ? [secretEnv('HF_TOKEN', hfTokenSecretRef)] : []),
      ...env.map(({ name, value }: Obj) => ({ name, value })),
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

function cacheClaim(name: string, { modelCache, resourceOverrides }: Obj): Obj {
  const { size, accessMode, storageClassName } = modelCache;
  const { labels, annotations } = resourceOverrides?.persistentVolumeClaim ?? {};
  return {
    metadata: pruned({ name: CACHE_VOLUME, labels: { ...labelsOf(name), ...labels }, annotations }),
    spec: pruned({
      accessModes: [accessMode],
      resources: { requests: { storage: canonicalQuantity(size) } },
      storageClassName,
    }),
  };
}
