/**
 * The registry server on its own, without an MCPRegistry: what ToolHive's deployment guide describes, for the server
 * of today (probes on its internal port, PostgreSQL required) and for pods that meet the restricted standard.
 *
 * There is no custom resource behind it; the resource's spec is this library's own:
 * `{config, image?, replicas?, serviceAccount?, imagePullSecrets?, pgpass?, env?, volumes?, volumeMounts?, resources?, podTemplateSpec?, restricted}`.
 */
import { Findings, Obj, shown } from '../../findings';
import { Resource } from '../../resources/resource';
import { CONFIG_HASH, CONTENT_CHECKSUM, configMapChecksum } from '../checksums';
import { mergeImagePullSecrets, SecretReference, warnOfTemplateOnlySecrets } from '../image-pull-secrets';
import { checkImage, checkPod, checkSelectorLabels } from '../pod-checks';
import { checkPodTemplatePatch, patchedPodTemplate } from '../pod-template-patch';
import { serviceAccountBody } from '../rbac';
import { pruned, Workload } from '../workload';
import { checkConfig, hasKubernetesSource, parseConfig } from './config-check';
import { registryApiPod } from './pod';

/** What the bodies of a RegistryApi's objects are built from. */
export interface RegistryApiModel {
  readonly resource: Resource;
  readonly imagePullSecrets: SecretReference[] | undefined;
  readonly data: Record<string, string>;
  readonly checksum: string;
  readonly podTemplate: Obj;
}

export const names = {
  configMap: (registry: string) => `${registry}-config`,
  same: (registry: string) => registry,
};

/** Labels of every object. Deployment and Service select by all of them, so they must never change. */
export function labelsOf(name: string): Record<string, string> {
  return { app: name, 'app.kubernetes.io/name': 'registry-api', 'app.kubernetes.io/instance': name };
}

/** Where the registry is reached in the cluster. */
export function registryApiUrl(name: string, namespace: string): string {
  return `http://${name}.${namespace}.svc.cluster.local`;
}

const POD_FIELDS = {
  metadata: 'spec.podTemplateSpec.metadata',
  volumes: 'spec.volumes',
  env: 'spec.env',
  containers: 'spec.podTemplateSpec.spec',
};

export const registryApi: Workload<RegistryApiModel> = {
  kind: 'RegistryApi',
  parts: [
    {
      id: 'Config',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: names.configMap,
      body: ({ resource: { name }, data, checksum }) => ({
        metadata: { labels: labelsOf(name), annotations: { [CONTENT_CHECKSUM]: checksum } },
        data,
      }),
    },
    {
      id: 'ServiceAccount',
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      name: names.same,
      when: (spec) => spec.serviceAccount === undefined,
      // The server asks nothing of the Kubernetes API.
      body: ({ resource: { name }, imagePullSecrets }) => ({
        ...serviceAccountBody(imagePullSecrets, labelsOf(name)),
        automountServiceAccountToken: false,
      }),
    },
    {
      id: 'Resource',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: names.same,
      body: ({ resource: { name, spec }, podTemplate }) => ({
        metadata: { labels: labelsOf(name) },
        spec: pruned({ replicas: spec.replicas, selector: { matchLabels: labelsOf(name) }, template: podTemplate }),
      }),
    },
    {
      id: 'Service',
      apiVersion: 'v1',
      kind: 'Service',
      name: names.same,
      body: ({ resource: { name } }) => ({
        metadata: { labels: labelsOf(name) },
        spec: {
          type: 'ClusterIP',
          selector: labelsOf(name),
          ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 'http' }],
        },
      }),
    },
  ],

  check({ spec }, findings) {
    checkImage(spec.image, 'spec.image', findings);
    if (!Number.isInteger(spec.replicas) || spec.replicas < 0) {
      findings.error('spec.replicas', `${shown(spec.replicas)} must be a whole number of at least 0`);
    }
    checkPodTemplatePatch(spec.podTemplateSpec, findings);
    const inConfig = new Findings();
    const config = parseConfig(spec.config, inConfig);
    if (config) checkConfig(config, inConfig);
    if (hasKubernetesSource(config) && spec.serviceAccount === undefined) {
      inConfig.error(
        'sources',
        'a kubernetes source reads the Kubernetes API, for which RegistryApi makes no Role yet; give a serviceAccount that has one',
      );
    }
    for (const { field, message } of inConfig.errors) findings.error(field ? `config.${field}` : 'config', message);
  },

  model(resource, { settings, findings }) {
    const { name, spec } = resource;
    const imagePullSecrets = mergeImagePullSecrets(spec.imagePullSecrets, settings.imagePullSecrets);
    const data = { 'config.yaml': spec.config as string };
    const checksum = configMapChecksum(data, {});
    const needsToken = hasKubernetesSource(parseConfig(spec.config, new Findings()));
    const pod = registryApiPod({ name, spec, imagePullSecrets, settings, needsToken });
    const rendered = {
      metadata: { labels: labelsOf(name), annotations: { [CONFIG_HASH]: checksum } },
      spec: pod,
    };
    const podTemplate = patchedPodTemplate(rendered, spec.podTemplateSpec, findings);
    warnOfTemplateOnlySecrets(spec.podTemplateSpec, imagePullSecrets, 'imagePullSecrets', findings);
    if (podTemplate) {
      checkSelectorLabels(podTemplate, labelsOf(name), findings);
      checkPod(podTemplate, POD_FIELDS, findings);
    }
    return findings.errors.length
      ? undefined
      : { resource, imagePullSecrets, data, checksum, podTemplate: podTemplate! };
  },
};
