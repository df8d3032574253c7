/**
 * MCPServer: the proxy's Deployment and Service, two ServiceAccounts, the proxy's Role, and its configuration.
 * The MCP server itself (a StatefulSet) is made by the proxy when it runs, unless it is declared.
 * Source: ToolHive cmd/thv-operator/controllers/mcpserver_controller.go and mcpserver_runconfig.go.
 */
import { checkServer } from './checks';
import { BACKEND_PARTS, declaredBackend, ServerModel } from './declared-backend/backend';
import { checkPlainProxy, KUBECONFIG_DATA } from './declared-backend/proxy';
import { backendStatefulSet, checkMadePod } from './declared-backend/stateful-set';
import { mcpServerDeployment } from './deployment';
import { labelsOf, names } from './names';
import { partsOfServer, serverRunConfig } from './parts';
import { Findings } from '../../../findings';
import { ObjectBody, WorkloadBody } from '../../../kubernetes/objects';
import { decodeTyped } from '../../../kubernetes/typed';
import { remembered } from '../../../plain/remembered';
import { share } from '../../../plain/shared';
import { ConstructOptions } from '../../../resources/construct-options';
import { Resource } from '../../../resources/resource';
import { McpServerSpec } from '../../../resources/spec';
import { Behaviour } from '../../model/changes';
import { imagesIn } from '../../model/images';
import { Workload } from '../../model/workload';
import { mergeImagePullSecrets, warnOfTemplateOnlySecrets } from '../../pod/image-pull-secrets';
import { checkWholePod } from '../../pod/pod-checks';
import {
  hasLeastPrivilege,
  PolicyRule,
  READ,
  roleBindingBody,
  roleBody,
  rule,
  serviceAccountBody,
  WRITE,
} from '../../pod/rbac';
import { PROXY_CONTAINER } from '../proxy/deployment';
import { proxyObjects } from '../proxy/objects';
import { runConfigMap } from '../proxy/run-config';

const ATTACH_RULE = rule('', ['pods/attach'], ['create', 'get']);

const CONFIG_MAPS_RULE = rule('', ['configmaps'], READ);

const MANAGING_RULES = [
  rule('apps', ['statefulsets'], WRITE),
  rule('', ['services'], WRITE),
  rule('', ['pods'], READ),
  rule('', ['pods/log'], ['get']),
];

/** What the operator grants to the proxy: all it gave at first, and what it gives since it looks at the transport. */
const OPERATOR_RULES = {
  always: share([...MANAGING_RULES, ATTACH_RULE, CONFIG_MAPS_RULE]),
  attached: share([...MANAGING_RULES, CONFIG_MAPS_RULE, ATTACH_RULE]),
  other: share([...MANAGING_RULES, CONFIG_MAPS_RULE]),
};

const OTHER_NEEDED_RULES = [
  rule('apps', ['statefulsets'], ['get', 'watch', 'create', 'patch', 'delete']),
  rule('', ['services'], ['get', 'create', 'patch']),
  rule('', ['pods'], ['list']),
  rule('', ['pods/log'], ['get']),
];

/** What the proxy asks the API server for. Source: ToolHive pkg/container/kubernetes/client.go, and client-go's apply. */
const NEEDED_RULES = { attached: share([...OTHER_NEEDED_RULES, ATTACH_RULE]), other: share(OTHER_NEEDED_RULES) };

function proxyRules(
  { spec, constructOptions }: Resource<McpServerSpec>,
  { hardenedProxyRole, proxyAttaches }: Behaviour,
): readonly PolicyRule[] {
  // The proxy attaches to a server that uses standard input.
  const server = spec.transport === 'stdio' ? 'attached' : 'other';
  if (hasLeastPrivilege(constructOptions) && hardenedProxyRole === 'source') return NEEDED_RULES[server];
  return OPERATOR_RULES[proxyAttaches === 'always' ? 'always' : server];
}

const OWN = { container: PROXY_CONTAINER, whose: 'the proxy' };

const POD_FIELDS = {
  metadata: 'spec.resourceOverrides.proxyDeployment.podTemplateMetadataOverrides',
  volumes: 'spec.volumes',
  env: 'spec.resourceOverrides.proxyDeployment.env',
  containers: 'proxy',
};

const isProxyManaged = (_: unknown, constructOptions: ConstructOptions) => !declaredBackend(constructOptions);

/** A ServiceAccount; without a token for a declared backend, because nothing here uses the Kubernetes API. */
function accountBody({ imagePullSecrets, statefulSet }: ServerModel): ObjectBody {
  const account = serviceAccountBody(imagePullSecrets);
  return statefulSet ? { ...account, automountServiceAccountToken: false } : account;
}

/** A pod template as Go reads it. What it lost or got wrong has been reported by the checks. */
const decoded = remembered((text) => decodeTyped('PodTemplateSpec', JSON.parse(text), '', new Findings()), 300);

export const mcpServer: Workload<ServerModel, McpServerSpec> = {
  kind: 'MCPServer',
  parts: [
    {
      id: 'ProxyServiceAccount',
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      name: names.proxyAccount,
      body: accountBody,
    },
    {
      id: 'ServiceAccount',
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      name: names.serverAccount,
      when: (spec) => spec.serviceAccount === undefined,
      body: accountBody,
    },
    {
      id: 'Role',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      name: names.proxyAccount,
      when: isProxyManaged,
      body: ({ proxyRole }) => roleBody(proxyRole),
    },
    {
      id: 'RoleBinding',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      name: names.proxyAccount,
      when: isProxyManaged,
      body: ({ resource }) => roleBindingBody(names.proxyAccount(resource.name), resource.namespace),
    },
    ...BACKEND_PARTS,
    ...proxyObjects(names.service),
  ],

  check: checkServer,

  model(resource, context) {
    const { settings, findings } = context;
    const { name, spec } = resource;
    const podTemplate = spec.podTemplateSpec && decoded(JSON.stringify(spec.podTemplateSpec));
    const parts = partsOfServer(resource, context);
    if (!parts) return undefined;
    const backend = declaredBackend(resource.constructOptions ?? {});
    const config = serverRunConfig(resource, parts, context);
    const configMap = runConfigMap(config, 'mcp-server', name, backend && KUBECONFIG_DATA);
    const labels = labelsOf(name);
    const imagePullSecrets = mergeImagePullSecrets(
      spec.resourceOverrides?.proxyDeployment?.imagePullSecrets,
      settings.imagePullSecrets,
    );
    if (spec.serviceAccount === undefined) {
      const instead = 'imagePullSecrets (of a manifest: spec.resourceOverrides.proxyDeployment.imagePullSecrets)';
      warnOfTemplateOnlySecrets(podTemplate, imagePullSecrets, instead, findings);
    }
    const deployment = mcpServerDeployment({
      resource,
      labels,
      checksum: configMap.checksum,
      imagePullSecrets,
      podTemplate,
      parts,
      settings,
    });
    checkWholePod(deployment.spec.template, OWN, POD_FIELDS, findings, { constructOptions: resource.constructOptions });
    const proxyRole = proxyRules(resource, context.behaviour);
    let statefulSet: WorkloadBody | undefined;
    if (backend) {
      checkPlainProxy(config, resource, findings);
      statefulSet = backendStatefulSet({ resource, backend, podTemplate, platform: settings.platform }, findings);
    } else {
      checkMadePod({ resource, podTemplate, platform: settings.platform }, findings);
    }
    return findings.errors.length
      ? undefined
      : { resource, labels, runConfig: configMap, imagePullSecrets, deployment, statefulSet, proxyRole };
  },

  madeAtRunTime({ name, spec, constructOptions = {} }) {
    if (declaredBackend(constructOptions)) return [];
    const services = spec.transport === 'stdio' || !spec.transport ? [] : [names.backend(name), names.headless(name)];
    return [{ kind: 'StatefulSet', name }, ...services.map((service) => ({ kind: 'Service', name: service }))];
  },

  // The proxy starts the server, with what the pod patch adds to it, unless that pod is declared in the YAML.
  startedImages: ({ resource: { spec }, statefulSet }) =>
    statefulSet ? [] : [spec.image, ...imagesIn(spec.podTemplateSpec)],
};
