/**
 * VirtualMCPServer: one server that offers the tools of a whole group.
 *
 * There are two ways of discovery. In the operator's, the server asks the cluster for its members, with a Role, or the
 * operator writes them down and keeps the list up to date. In the static one, the members among what is rendered are in
 * the configuration, and no access to the cluster is needed.
 * Source: ToolHive cmd/thv-operator/controllers/virtualmcpserver_controller.go.
 */
import { checkVirtualServer } from './checks';
import { forYaml, virtualServerConfig } from './config';
import { virtualServerDeployment } from './deployment';
import { VirtualServer } from './members';
import { labelsOf, names, VMCP_CONTAINER, VMCP_PORT } from './names';
import { offeredTools } from './offered-tools';
import { warnOfVirtualPolicies } from './policy-lints';
import { isStatic, readVirtualServer, ReadServer } from './read';
import { warnOfToolNames } from './tool-names';
import { goYaml } from '../../../go/yaml';
import { WorkloadBody } from '../../../kubernetes/objects';
import { JsonObject } from '../../../plain/objects';
import { ConstructOptions } from '../../../resources/construct-options';
import { CONTENT_CHECKSUM, configMapChecksum } from '../../model/checksums';
import { Context, Workload } from '../../model/workload';
import { mergeImagePullSecrets, SecretReference, warnOfTemplateOnlySecrets } from '../../pod/image-pull-secrets';
import { checkWholePod, checkSelectorLabels } from '../../pod/pod-checks';
import { READ, roleBindingBody, roleBody, rule, serviceAccountBody } from '../../pod/rbac';
import { authServerConfig } from '../../policies/auth/auth-server/run-config';

/** What the bodies of a virtual server's objects are built from. */
export interface VirtualServerModel {
  readonly resource: VirtualServer;
  readonly config: {
    readonly labels: Record<string, string>;
    readonly data: Record<string, string>;
    readonly checksum: string;
  };
  readonly imagePullSecrets: SecretReference[] | undefined;
  readonly deployment: WorkloadBody;
}

const OWN = { container: VMCP_CONTAINER, whose: 'the virtual server' };

const POD_FIELDS = {
  metadata: 'spec.podTemplateSpec.metadata',
  volumes: 'spec.podTemplateSpec.spec',
  env: 'spec.podTemplateSpec.spec',
  containers: 'spec.podTemplateSpec.spec',
};

const TOOLHIVE_API = 'toolhive.stacklok.dev';
const REPORT_RULES = [
  rule(TOOLHIVE_API, ['virtualmcpservers'], ['get']),
  rule(TOOLHIVE_API, ['virtualmcpservers/status'], ['update', 'patch']),
];
const DISCOVERY_RULES = [
  rule('', ['configmaps', 'secrets'], READ),
  rule(
    TOOLHIVE_API,
    ['mcpgroups', 'mcpservers', 'mcpremoteproxies', 'mcpserverentries', 'mcpexternalauthconfigs', 'mcptoolconfigs'],
    READ,
  ),
];

const hasOwnAccount = (spec: VirtualServer['spec']) => spec.serviceAccount === undefined;
const asksCluster = (spec: VirtualServer['spec'], constructOptions: ConstructOptions) =>
  hasOwnAccount(spec) && !isStatic(constructOptions);

export const virtualMcpServer: Workload<VirtualServerModel, VirtualServer['spec']> = {
  kind: 'VirtualMCPServer',
  parts: [
    {
      id: 'ServiceAccount',
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      name: names.account,
      when: hasOwnAccount,
      body: ({ imagePullSecrets }) => serviceAccountBody(imagePullSecrets),
    },
    {
      id: 'Role',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      name: names.account,
      when: asksCluster,
      body: ({ resource: { spec } }) =>
        roleBody(spec.outgoingAuth?.source === 'inline' ? REPORT_RULES : [...DISCOVERY_RULES, ...REPORT_RULES]),
    },
    {
      id: 'RoleBinding',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      name: names.account,
      when: asksCluster,
      body: ({ resource }) => roleBindingBody(names.account(resource.name), resource.namespace),
    },
    {
      id: 'Config',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: names.config,
      body: ({ config: { labels, data, checksum } }) => ({
        metadata: { labels, annotations: { [CONTENT_CHECKSUM]: checksum } },
        data,
      }),
    },
    {
      id: 'Resource',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: names.same,
      body: ({ deployment }) => deployment,
    },
    {
      id: 'Service',
      apiVersion: 'v1',
      kind: 'Service',
      name: names.service,
      body: ({ resource }) => serviceBody(resource),
    },
  ],

  check: checkVirtualServer,

  model(resource, context) {
    const { settings, behaviour, findings } = context;
    const { spec } = resource;
    const read = readVirtualServer(resource, context);
    if (findings.errors.length) return undefined;
    const config = configMap(resource, read, context);
    const imagePullSecrets = mergeImagePullSecrets(spec.imagePullSecrets, settings.imagePullSecrets);
    if (hasOwnAccount(spec)) {
      warnOfTemplateOnlySecrets(spec.podTemplateSpec, imagePullSecrets, 'imagePullSecrets', findings);
    }
    if (findings.errors.length) return undefined;
    const { env, mounts, podAnnotations } = read;
    const deployment = virtualServerDeployment(
      {
        resource,
        checksum: config.checksum,
        imagePullSecrets,
        needsToken: needsToken(resource, read),
        env,
        mounts,
        podAnnotations,
        settings,
        behaviour,
      },
      findings,
    );
    if (!deployment) return undefined;
    checkSelectorLabels(deployment.spec.template, labelsOf(resource.name), findings);
    checkWholePod(deployment.spec.template, OWN, POD_FIELDS, findings, {
      user: spec.podTemplateSpec,
      constructOptions: resource.constructOptions,
    });
    return findings.errors.length ? undefined : { resource, config, imagePullSecrets, deployment };
  },
};

/** A token is for looking at the cluster, and for the keys of the cluster's own tokens. An account of the user's is for something. */
function needsToken({ spec, constructOptions }: VirtualServer, { incomingAuth }: ReadServer): boolean {
  return !isStatic(constructOptions) || !hasOwnAccount(spec) || incomingAuth.oidc?.needsAccount === true;
}

function configMap(resource: VirtualServer, read: ReadServer, context: Context): VirtualServerModel['config'] {
  const { name, namespace, spec } = resource;
  const { incomingAuth, outgoingAuth, backends, telemetry } = read;
  const config = virtualServerConfig(
    resource,
    { backends, incomingAuth: incomingAuth.config, outgoingAuth: outgoingAuth.config, telemetry },
    context,
  );
  const offered = offeredTools(resource, context.catalog);
  if (incomingAuth.cedar) warnOfVirtualPolicies(resource, offered, incomingAuth.cedar, context);
  warnOfToolNames(resource, offered, context);
  const labels = {
    'toolhive.stacklok.io/component': 'vmcp-config',
    'toolhive.stacklok.io/virtual-mcp-server': name,
    'toolhive.stacklok.io/managed-by': 'toolhive-operator',
  };
  const data: Record<string, string> = { 'config.yaml': goYaml(config) };
  const { oidc } = incomingAuth;
  if (spec.authServerConfig && oidc) {
    const { resourceUrl, scopes } = oidc;
    const user = { name, namespace, resourceUrl, scopes, upstreamFilter: spec.authServerUpstreamFilter };
    data['authserver-config.yaml'] = goYaml(forYaml(authServerConfig(spec.authServerConfig, user)));
  }
  return { labels, data, checksum: configMapChecksum(data, labels) };
}

function serviceBody({ name, spec: { serviceType, sessionAffinity } }: VirtualServer): JsonObject {
  const labels = labelsOf(name);
  return {
    metadata: { labels },
    spec: {
      type: serviceType,
      selector: labels,
      sessionAffinity,
      ports: [{ name: 'http', protocol: 'TCP', port: VMCP_PORT, targetPort: VMCP_PORT }],
    },
  };
}
