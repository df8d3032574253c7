/**
 * ToolHive's operator, as its Helm chart installs it. There is no custom resource behind it; its spec is this
 * library's own, written by ToolhiveOperator.
 *
 * Unlike the chart: in namespace scope a Role in each namespace replaces the chart's ClusterRole, the ServiceAccount has
 * the image pull secrets too, and the registry server is the one that McpRegistry renders, which is newer than the chart's of 0.44.0.
 */
import { checkDefaultRedis, checkOperator } from './checks';
import { OperatorModel } from './model';
import { IMAGE_DISCOVERY_LABELS, labelsOf, names, selectorOf, SERVICE_ACCOUNT_LABELS } from './names';
import { imageDiscoveryPod, OPERATOR_CONTAINER, operatorImage, operatorPod } from './pod';
import { leaderElectionParts, managerParts } from './rbac';
import { OperatorSpec } from './spec';
import { WorkloadBody } from '../../kubernetes/objects';
import { pruned } from '../../plain/objects';
import { IMAGE_OF_OTHER_VERSION, otherVersion } from '../model/versions';
import { Workload } from '../model/workload';
import { autoscalerSpec, warnOfMissingRequests } from '../operations/objects/availability';
import { mergeImagePullSecrets, warnOfTemplateOnlySecrets } from '../pod/image-pull-secrets';
import { checkWholePod, checkSelectorLabels } from '../pod/pod-checks';
import { patchedPodTemplate } from '../pod/pod-template-patch';
import { serviceAccountBody } from '../pod/rbac';

const OWN = { container: OPERATOR_CONTAINER, whose: 'the operator' };

const POD_FIELDS = {
  metadata: 'spec.podTemplateSpec.metadata',
  volumes: 'spec.volumes',
  env: 'spec.env',
  containers: 'spec.podTemplateSpec.spec',
};

export const toolhiveOperator: Workload<OperatorModel, OperatorSpec> = {
  kind: 'ToolhiveOperator',
  parts: (resource) => [
    {
      id: 'ServiceAccount',
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      name: names.same,
      when: (spec) => spec.serviceAccount === undefined,
      body: ({ resource: { spec }, imagePullSecrets }) => {
        const labels = { ...SERVICE_ACCOUNT_LABELS, ...spec.serviceAccountLabels };
        const { metadata, ...account } = serviceAccountBody(imagePullSecrets, labels);
        return {
          metadata: pruned({ ...metadata, annotations: spec.serviceAccountAnnotations }),
          ...account,
          automountServiceAccountToken: true,
        };
      },
    },
    ...managerParts(resource),
    ...leaderElectionParts,
    {
      id: 'Resource',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: names.same,
      body: ({ resource: { spec }, labels, selector, podTemplate }) => ({
        metadata: { labels },
        spec: pruned({
          replicas: spec.autoscale ? undefined : (spec.replicas ?? 1),
          selector: { matchLabels: selector },
          template: podTemplate,
        }),
      }),
    },
    {
      id: 'ImageDiscovery',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: names.imageDiscovery,
      when: (spec) => spec.imageDiscovery === true,
      body: imageDiscoveryBody,
    },
    {
      id: 'Autoscaler',
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      name: names.same,
      when: ({ autoscale }) => autoscale !== undefined,
      body: ({ resource: { name, spec }, labels }) => ({
        metadata: { labels },
        spec: autoscalerSpec(names.same(name), spec.autoscale!),
      }),
    },
  ],

  check({ spec }, findings) {
    checkOperator(spec, findings);
  },

  model(resource, { settings, behaviour, findings }) {
    checkDefaultRedis(settings, behaviour, findings);
    const { name, spec } = resource;
    const instance = spec.instance ?? name;
    const imagePullSecrets = mergeImagePullSecrets(spec.imagePullSecrets, settings.imagePullSecrets);
    const labels = labelsOf(instance, operatorImage(spec, settings));
    const other = spec.image && otherVersion('operator', spec.image, settings.version, 'toolhiveVersion');
    if (other) findings.warning(IMAGE_OF_OTHER_VERSION, 'spec.image', other);
    const selector = selectorOf(instance);
    const pod = operatorPod(resource, settings, imagePullSecrets);
    // Decoded without a patch too: props may hold empty values, which aren't stored.
    const template = { metadata: { labels }, spec: pod };
    const podTemplate = patchedPodTemplate(template, spec.podTemplateSpec ?? {}, findings);
    warnOfTemplateOnlySecrets(spec.podTemplateSpec, imagePullSecrets, 'imagePullSecrets', findings);
    if (podTemplate) {
      checkSelectorLabels(podTemplate, selector, findings);
      checkWholePod(podTemplate, OWN, POD_FIELDS, findings, {
        user: spec.podTemplateSpec,
        constructOptions: resource.constructOptions,
      });
      warnOfMissingRequests(spec.autoscale, podTemplate.spec, findings);
    }
    return findings.errors.length
      ? undefined
      : { resource, settings, imagePullSecrets, labels, selector, podTemplate: podTemplate! };
  },

  // The images that the operator starts for the resources that it finds.
  startedImages: ({ settings: { images } }) => [images.proxyRunner, images.vmcp, images.registryApi],
};

function imageDiscoveryBody({
  resource: { spec },
  settings,
  imagePullSecrets,
  labels,
  selector,
}: OperatorModel): WorkloadBody {
  const own = { ...labels, ...IMAGE_DISCOVERY_LABELS };
  return {
    metadata: { labels: own },
    spec: {
      replicas: 0,
      selector: { matchLabels: { ...selector, ...IMAGE_DISCOVERY_LABELS } },
      template: { metadata: { labels: own }, spec: imageDiscoveryPod(spec, settings, imagePullSecrets) },
    },
  };
}
