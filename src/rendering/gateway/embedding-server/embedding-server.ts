/**
 * EmbeddingServer: text-embeddings-inference with a model, for the optimizer of virtual servers.
 * Source: ToolHive cmd/thv-operator/controllers/embeddingserver_controller.go.
 */
import { EmbeddingServer, labelsOf, names } from './names';
import { CACHE_VOLUME, EMBEDDING_CONTAINER, embeddingStatefulSet } from './stateful-set';
import { fieldPath, Findings, shown } from '../../../findings';
import { WorkloadBody } from '../../../kubernetes/objects';
import { isQuantity } from '../../../kubernetes/quantity';
import { defined, JsonObject, pruned } from '../../../plain/objects';
import { crdOf } from '../../../resources/crd';
import { EmbeddingServerSpec } from '../../../resources/spec';
import { ModelCache } from '../../../resources/spec/embeddingserver';
import { warnWithoutEffect } from '../../model/without-effect';
import { Workload } from '../../model/workload';
import { checkContainerResources } from '../../pod/container-resources';
import { mergeImagePullSecrets } from '../../pod/image-pull-secrets';
import { checkImage, checkWholePod, checkResourceOverrides, checkSelectorLabels } from '../../pod/pod-checks';
import { checkPodTemplatePatch } from '../../pod/pod-template-patch';

/** What the bodies of an EmbeddingServer's objects are built from. */
export interface EmbeddingServerModel {
  readonly resource: EmbeddingServer;
  readonly statefulSet: WorkloadBody;
}

const OWN = { container: EMBEDDING_CONTAINER, whose: 'the embedding server' };

const POD_FIELDS = {
  metadata: 'spec.podTemplateSpec.metadata',
  volumes: 'spec.podTemplateSpec.spec',
  env: 'spec.env',
  containers: 'spec.podTemplateSpec.spec',
};

export const embeddingServer: Workload<EmbeddingServerModel, EmbeddingServerSpec> = {
  kind: 'EmbeddingServer',
  parts: [
    {
      id: 'Resource',
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      name: names.same,
      body: ({ statefulSet }) => statefulSet,
    },
    {
      id: 'Service',
      apiVersion: 'v1',
      kind: 'Service',
      name: names.same,
      body: ({ resource: { name, spec } }) => serviceBody(name, spec),
    },
  ],

  check({ spec, name }, findings) {
    checkImage(rewritten(spec).image, 'spec.image', findings);
    checkContainerResources(spec.resources, findings);
    checkResourceOverrides(spec.resourceOverrides, findings);
    checkPodTemplatePatch(spec.podTemplateSpec, findings);
    checkCache(spec.modelCache, findings);
    warnOfSelectorLabels(name, spec, findings);
  },

  model(checked, { settings, findings }) {
    const resource = { ...checked, spec: rewritten(checked.spec) };
    const selector = selectorOf(resource);
    const imagePullSecrets = mergeImagePullSecrets(undefined, settings.imagePullSecrets);
    const statefulSet = embeddingStatefulSet(resource, selector, imagePullSecrets, findings);
    if (!statefulSet) return undefined;
    checkSelectorLabels(statefulSet.spec.template, selector, findings);
    checkWholePod(statefulSet.spec.template, OWN, POD_FIELDS, findings, {
      claims: [CACHE_VOLUME],
      user: resource.spec.podTemplateSpec,
      constructOptions: resource.constructOptions,
    });
    return findings.errors.length ? undefined : { resource, statefulSet };
  },
};

function serviceBody(name: string, { port, resourceOverrides }: EmbeddingServerSpec): JsonObject {
  const overrides = resourceOverrides?.service;
  return {
    metadata: pruned({ labels: { ...labelsOf(name), ...overrides?.labels }, annotations: overrides?.annotations }),
    spec: { selector: labelsOf(name), ports: [{ name: 'http', protocol: 'TCP', port, targetPort: port }] },
  };
}

/**
 * The operator writes the resource back once, to add its finalizer. Go leaves out what is empty or false, and the API
 * server then puts the CRD's defaults there: a cache that is switched off is on again.
 */
function rewritten({ model, image, modelCache, ...spec }: EmbeddingServerSpec): EmbeddingServerSpec {
  const { properties = {} } = crdOf('EmbeddingServer').spec;
  const { size } = properties.modelCache.properties ?? {};
  return defined({
    ...spec,
    model: model || properties.model.default,
    image: image || properties.image.default,
    modelCache: modelCache && { ...modelCache, enabled: true, size: modelCache.size || size?.default },
  }) as EmbeddingServerSpec;
}

function checkCache(modelCache: ModelCache | undefined, findings: Findings): void {
  if (!modelCache) return;
  const { size, enabled } = modelCache;
  if (size && !isQuantity(size)) {
    findings.error('spec.modelCache.size', `${shown(size)} is no quantity; write an amount such as "10Gi"`);
  }
  if (!enabled) {
    const message = 'false has no effect: ToolHive loses it and makes the cache; leave modelCache out to have none';
    warnWithoutEffect('spec.modelCache.enabled', message, findings);
  }
}

const POD_LABELS = 'spec.resourceOverrides.statefulSet.podTemplateMetadataOverrides.labels';

/** In the operator, labels of the pods and of the selector are one and the same map. */
function selectorOf({ name, spec }: EmbeddingServer): Record<string, string> {
  return { ...labelsOf(name), ...spec.resourceOverrides?.statefulSet?.podTemplateMetadataOverrides?.labels };
}

function warnOfSelectorLabels(name: string, { resourceOverrides }: EmbeddingServerSpec, findings: Findings): void {
  const labels = resourceOverrides?.statefulSet?.podTemplateMetadataOverrides?.labels ?? {};
  for (const [label, value] of Object.entries(labels)) {
    const own = labelsOf(name)[label];
    const lost = own !== undefined && own !== value ? ", and the server's Service no longer finds its pods" : '';
    findings.warning(
      'labels-in-selector',
      fieldPath(POD_LABELS, label),
      `becomes part of the StatefulSet's selector, which can't be changed once it is there${lost}; set it in podTemplateSpec.metadata.labels`,
    );
  }
}
