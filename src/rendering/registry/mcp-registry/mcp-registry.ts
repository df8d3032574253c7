/**
 * MCPRegistry: the registry server as ToolHive's operator deploys it.
 * Source: ToolHive cmd/thv-operator/pkg/registryapi and controllers/mcpregistry_controller.go.
 */
import { checkRegistry } from './checks';
import { registryConfigHash } from './hash';
import { names, registryLabels, registrySelector } from './names';
import { REGISTRY_CONTAINER, RegistryPodParts, registryPodTemplate } from './pod';
import { Findings, isWarning, shown } from '../../../findings';
import { PodTemplate, Texts } from '../../../kubernetes/objects';
import { decodeTyped } from '../../../kubernetes/typed';
import { Resource } from '../../../resources/resource';
import { McpRegistrySpec } from '../../../resources/spec';
import {
  CONFIG_HASH,
  CONTENT_CHECKSUM,
  dumpedBytes,
  fnv1a32,
  POD_TEMPLATE_HASH,
  podTemplateHash,
} from '../../model/checksums';
import { Settings } from '../../model/settings';
import { Workload } from '../../model/workload';
import { mergeImagePullSecrets, SecretReference, warnOfTemplateOnlySecrets } from '../../pod/image-pull-secrets';
import { contentWarning } from '../../pod/known-content';
import { checkWholePod, checkSelectorLabels } from '../../pod/pod-checks';
import { READ, roleBindingBody, roleBody, rule, serviceAccountBody, WRITE } from '../../pod/rbac';
import { checkConfigText, REFUSED_BY_SERVER } from '../config/check';
import { checkFileContent } from '../config/file-content';
import { needsOf } from '../config/needs';

/** Id of the warning about the resource as such. */
export const DEPRECATED = 'registry-deprecated';

/** What the bodies of an MCPRegistry's objects are built from. */
export interface McpRegistryModel {
  readonly resource: Resource<McpRegistrySpec>;
  readonly imagePullSecrets: SecretReference[] | undefined;
  readonly configHash: string;
  readonly podTemplate: PodTemplate;
}

const RULES = [
  rule('toolhive.stacklok.dev', ['mcpservers', 'mcpremoteproxies', 'virtualmcpservers'], READ),
  rule('', ['services'], READ),
  rule('gateway.networking.k8s.io', ['httproutes', 'gateways'], READ),
  rule('', ['configmaps'], WRITE),
  rule('coordination.k8s.io', ['leases'], WRITE),
  rule('events.k8s.io', ['events'], ['create', 'patch']),
];

const accountLabels = ({ resource: { name } }: McpRegistryModel) => registryLabels(name, names.account(name));
const apiLabels = ({ resource: { name } }: McpRegistryModel) => registryLabels(name, names.api(name));

const OWN = { container: REGISTRY_CONTAINER, whose: 'the registry server' };

const POD_FIELDS = {
  metadata: 'spec.podTemplateSpec.metadata',
  volumes: 'spec.podTemplateSpec.spec',
  env: 'spec.podTemplateSpec.spec',
  containers: 'spec.podTemplateSpec.spec',
};

/** The free-form parts of the spec, as Go decodes them. */
function decodePodParts(spec: McpRegistrySpec, findings: Findings): RegistryPodParts {
  const list = <T>(field: 'volumes' | 'volumeMounts', type: string): T[] =>
    (spec[field] ?? []).map((item, i) => decodeTyped(type, item, `spec.${field}[${i}]`, findings) as T);
  return {
    volumes: list('volumes', 'Volume'),
    volumeMounts: list('volumeMounts', 'VolumeMount'),
    userTemplate:
      spec.podTemplateSpec && decodeTyped('PodTemplateSpec', spec.podTemplateSpec, 'spec.podTemplateSpec', findings),
  };
}

export const mcpRegistry: Workload<McpRegistryModel, McpRegistrySpec> = {
  kind: 'MCPRegistry',
  parts: [
    {
      id: 'Config',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: names.configMap,
      body: ({ resource: { spec } }) => ({
        metadata: { annotations: { [CONTENT_CHECKSUM]: fnv1a32(dumpedBytes(spec.configYAML)) } },
        data: { 'config.yaml': spec.configYAML },
      }),
    },
    {
      id: 'ServiceAccount',
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      name: names.account,
      body: (model) => serviceAccountBody(model.imagePullSecrets, accountLabels(model)),
    },
    {
      id: 'Role',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      name: names.account,
      body: (model) => roleBody(RULES, accountLabels(model)),
    },
    {
      id: 'RoleBinding',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      name: names.account,
      body: (model) => {
        const { name, namespace } = model.resource;
        return roleBindingBody(names.account(name), namespace, accountLabels(model));
      },
    },
    {
      id: 'Resource',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: names.api,
      body: (model) => ({
        metadata: { labels: apiLabels(model), annotations: templateAnnotations(model.resource.spec) },
        spec: {
          replicas: 1,
          selector: { matchLabels: registrySelector(model.resource.name) },
          template: model.podTemplate,
        },
      }),
    },
    {
      id: 'Service',
      apiVersion: 'v1',
      kind: 'Service',
      name: names.api,
      body: (model) => ({
        metadata: { labels: apiLabels(model) },
        spec: {
          type: 'ClusterIP',
          selector: registrySelector(model.resource.name),
          ports: [{ name: 'http', protocol: 'TCP', port: 8080, targetPort: 8080 }],
        },
      }),
    },
  ],

  check({ spec }, findings) {
    const parts = decodePodParts(spec, findings);
    if (!findings.errors.length) checkRegistry(spec, parts, findings);
    const inConfig = new Findings();
    checkConfigText(spec.configYAML, inConfig);
    for (const finding of inConfig.list) {
      const { field, message } = finding;
      const id = isWarning(finding) ? finding.id : REFUSED_BY_SERVER;
      findings.warning(id, 'spec.configYAML', field ? `${field}: ${message}` : message);
    }
  },

  model(resource, { settings, findings, catalog, behaviour }) {
    if (behaviour.registryResourceIsDeprecated) warnOfDeprecation(settings, findings);
    const { spec, name } = resource;
    const { volumes, volumeMounts, userTemplate } = decodePodParts(spec, new Findings());
    const imagePullSecrets = mergeImagePullSecrets(spec.imagePullSecrets, settings.imagePullSecrets);
    const configHash = registryConfigHash(spec);
    const podTemplate = registryPodTemplate({
      name,
      spec,
      volumes,
      volumeMounts,
      userTemplate,
      imagePullSecrets,
      configHash,
      settings,
    });
    checkSelectorLabels(podTemplate, registrySelector(name), findings);
    if (podTemplate.metadata?.annotations?.[CONFIG_HASH] !== configHash) {
      findings.warning(
        'config-hash-overridden',
        `spec.podTemplateSpec.metadata.annotations["${CONFIG_HASH}"]`,
        'replaces the hash that makes a changed configuration restart the pod; drop it',
      );
    }
    if (!findings.errors.length) {
      checkWholePod(podTemplate, OWN, POD_FIELDS, findings, {
        user: userTemplate,
        constructOptions: resource.constructOptions,
      });
    }
    warnOfTemplateOnlySecrets(userTemplate, imagePullSecrets, 'spec.imagePullSecrets', findings);
    const config = checkConfigText(spec.configYAML, new Findings());
    if (config) {
      const { namespace } = resource;
      const needs = needsOf(config);
      warnOfOtherNamespaces(needs.watchedNamespaces, namespace, findings);
      const files = { needs, pod: podTemplate.spec, container: REGISTRY_CONTAINER, namespace };
      const warn = contentWarning('spec.configYAML', findings);
      checkFileContent(files, catalog, (field, message) => warn(`${field}: ${message}`));
    }
    return findings.errors.length ? undefined : { resource, imagePullSecrets, configHash, podTemplate };
  },
};

/** Its Role is in its own namespace alone, as the operator makes it. */
function warnOfOtherNamespaces(watched: readonly string[], namespace: string, findings: Findings): void {
  const others = watched.filter((name) => name !== namespace);
  if (!others.length) return;
  const places = others.map((name) => (name ? shown(name) : 'all namespaces')).join(', ');
  findings.warning(
    'registry-kubernetes-other-namespace',
    'spec.configYAML',
    `sources: the custom resources of ${places} are not listed, because the server of an MCPRegistry has its Role in ${shown(namespace)} alone; put the MCPRegistry there, use RegistryApi, or bind a Role there to its ServiceAccount yourself and acknowledge this`,
  );
}

function warnOfDeprecation({ version }: Settings, findings: Findings): void {
  findings.warning(
    DEPRECATED,
    '',
    `ToolHive ${version} has deprecated the resource MCPRegistry and will remove it, but not the registry server; deploy that by RegistryApi, or by McpRegistry, whose objects need neither the resource nor its operator`,
  );
}

function templateAnnotations({ podTemplateSpec }: McpRegistrySpec): Texts | undefined {
  return podTemplateSpec && { [POD_TEMPLATE_HASH]: podTemplateHash(podTemplateSpec) };
}
