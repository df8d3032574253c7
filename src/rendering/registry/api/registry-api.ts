/**
 * The registry server on its own, without an MCPRegistry: what ToolHive's deployment guide describes, for the server
 * of today (probes on its internal port, PostgreSQL required) and for pods that meet the restricted standard.
 *
 * There is no custom resource behind it; the resource's spec is this library's own, `RegistryApiSpec` in spec.ts.
 */
import { checkEnvironment } from './environment';
import { ACCOUNT_FOLDER } from './files';
import { afterMigration, checkMigration, checkMigrationPods, migrationParts, serverPodOf } from './migration';
import { RegistryApiModel } from './model';
import { labelsOf, names, SERVICE_PORT } from './names';
import { covers, registryApiPod, REGISTRY_CONTAINER, serverContainer } from './pod';
import { PSQL_IMAGE } from './psql';
import { rbacParts } from './rbac';
import { needsOfSpec, serverOf } from './server';
import { RegistryApiSpec } from './spec';
import { Findings, shown } from '../../../findings';
import { PodSpec } from '../../../kubernetes/objects';
import { pruned } from '../../../plain/objects';
import { CONFIG_HASH, CONTENT_CHECKSUM, configMapChecksum } from '../../model/checksums';
import { warnOfMovingTag } from '../../model/image-lock';
import { Settings } from '../../model/settings';
import { Workload } from '../../model/workload';
import { mergeImagePullSecrets, warnOfTemplateOnlySecrets } from '../../pod/image-pull-secrets';
import { contentWarning } from '../../pod/known-content';
import { checkImage, checkWholePod, checkSelectorLabels } from '../../pod/pod-checks';
import { checkPodTemplatePatch, patchedPodTemplate } from '../../pod/pod-template-patch';
import { serviceAccountBody } from '../../pod/rbac';
import { checkFileContent } from '../config/file-content';
import { RegistryNeeds } from '../config/needs';

const OWN = { container: REGISTRY_CONTAINER, whose: 'the registry server' };

const POD_FIELDS = {
  metadata: 'spec.podTemplateSpec.metadata',
  volumes: 'spec.volumes',
  env: 'spec.env',
  containers: 'spec.podTemplateSpec.spec',
};

export const registryApi: Workload<RegistryApiModel, RegistryApiSpec> = {
  kind: 'RegistryApi',
  parts: (resource) =>
    afterMigration(resource, [
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
        body: ({ resource: { name, spec }, imagePullSecrets }) => {
          const { metadata, ...account } = serviceAccountBody(imagePullSecrets, labelsOf(name));
          return {
            metadata: pruned({ ...metadata, annotations: spec.serviceAccountAnnotations }),
            ...account,
            // The pod sets for itself whether it has a token.
            automountServiceAccountToken: false,
          };
        },
      },
      ...rbacParts(resource),
      ...migrationParts(resource),
      {
        id: 'Resource',
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: names.same,
        body: ({ resource: { name, spec }, podTemplate }) => ({
          metadata: { labels: labelsOf(name) },
          spec: pruned({
            replicas: spec.replicas ?? 1,
            strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
            selector: { matchLabels: labelsOf(name) },
            template: podTemplate,
          }),
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
            ports: [{ name: SERVICE_PORT.name, protocol: 'TCP', port: SERVICE_PORT.number, targetPort: 'http' }],
          },
        }),
      },
    ]),

  check({ spec }, findings) {
    checkImage(spec.image, 'spec.image', findings);
    checkImage(spec.pgpass?.copiedBy, 'config.database.initContainerImage', findings);
    checkPodTemplatePatch(spec.podTemplateSpec, findings);
    const inConfig = new Findings();
    const { env = [] } = spec;
    const insecureUrl = env.some(({ name, value }) => name === 'THV_REGISTRY_INSECURE_URL' && value === 'true');
    const config = serverOf(spec).check(spec.config, inConfig, { insecureUrl });
    for (const finding of inConfig.list) {
      findings.list.push({ ...finding, field: finding.field ? `config.${finding.field}` : 'config' });
    }
    if (!config) return;
    checkEnvironment(env, config, findings);
    if (inConfig.errors.length) return;
    checkMigration(spec, needsOfSpec(spec), findings);
  },

  model(resource, { settings, findings, catalog }) {
    const { name, spec } = resource;
    warnOfToolTags(spec, settings, findings);
    const imagePullSecrets = mergeImagePullSecrets(spec.imagePullSecrets, settings.imagePullSecrets);
    const data = { 'config.yaml': spec.config };
    const checksum = configMapChecksum(data, {});
    const needs = needsOfSpec(spec);
    const pod = registryApiPod({ name, spec, imagePullSecrets, settings, needs });
    const rendered = {
      metadata: { labels: labelsOf(name), annotations: { [CONFIG_HASH]: checksum } },
      spec: pod,
    };
    // Decoded without a patch too: props may hold empty values, which aren't stored.
    const patched = patchedPodTemplate(rendered, spec.podTemplateSpec ?? {}, findings);
    warnOfTemplateOnlySecrets(spec.podTemplateSpec, imagePullSecrets, 'imagePullSecrets', findings);
    if (patched) {
      checkSelectorLabels(patched, labelsOf(name), findings);
      checkWholePod(patched, OWN, POD_FIELDS, findings, {
        user: spec.podTemplateSpec,
        constructOptions: resource.constructOptions,
      });
      checkNamedFiles(needs, patched.spec, findings);
      const { namespace } = resource;
      const isLegacy = spec.server === 'legacy';
      const files = { needs, pod: patched.spec, container: REGISTRY_CONTAINER, namespace, isLegacy };
      checkFileContent(files, catalog, (field, message) => contentWarning(`config.${field}`, findings)(message));
    }
    if (!patched || findings.errors.length) return undefined;
    const podTemplate = { ...patched, spec: serverPodOf(patched.spec, spec, needs) };
    const model = { resource, imagePullSecrets, data, checksum, needs, podTemplate };
    checkMigrationPods(model, findings);
    return findings.errors.length ? undefined : model;
  },
};

/** A file that isn't there keeps the server from starting, or a source from being read. */
function checkNamedFiles({ files }: RegistryNeeds, pod: PodSpec, findings: Findings): void {
  const { volumeMounts = [] } = serverContainer(pod);
  const mounts = pod.automountServiceAccountToken ? [...volumeMounts, { mountPath: ACCOUNT_FOLDER }] : volumeMounts;
  for (const { path, field } of files) {
    if (mounts.some((mount) => covers(mount, path))) continue;
    findings.warning(
      'registry-file-not-mounted',
      `config.${field}`,
      `${shown(path)} is in no volume of the server's; give it with files, from a Secret or a ConfigMap, or with volumes`,
    );
  }
}

/** Tags that somebody chose for what runs beside the server. */
function warnOfToolTags({ pgpass, migration }: RegistryApiSpec, settings: Settings, findings: Findings): void {
  const images: readonly (readonly [field: string, image: string | undefined])[] = [
    ['config.database.initContainerImage', pgpass?.copiedBy],
    ['spec.migration.psqlImage', migration?.psqlImage],
    ['spec.migration.grants.image', migration?.grants?.image],
  ];
  const seen = new Set([PSQL_IMAGE]);
  for (const [field, image] of images) {
    if (image === undefined || seen.has(image)) continue;
    seen.add(image);
    warnOfMovingTag(image, field, settings, findings);
  }
}
