/**
 * MCPRemoteProxy: a proxy in front of a server that runs somewhere else; its Deployment, Service, configuration and rights.
 * Source: ToolHive cmd/thv-operator/controllers/mcpremoteproxy_controller.go and mcpremoteproxy_runconfig.go.
 */
import { checkReferences, checkRemoteProxy } from './checks';
import { remoteProxyDeployment } from './deployment';
import { labelsOf, names, serviceUrl } from './names';
import { share } from '../../../plain/shared';
import { ConstructOptions } from '../../../resources/construct-options';
import { Resource } from '../../../resources/resource';
import { McpRemoteProxySpec } from '../../../resources/spec';
import { DefaultRedis, Settings } from '../../model/settings';
import { Context, Part, Workload } from '../../model/workload';
import { mergeImagePullSecrets, warnOfTemplateOnlySecrets } from '../../pod/image-pull-secrets';
import { checkWholePod, checkSelectorLabels } from '../../pod/pod-checks';
import { hasLeastPrivilege, READ, roleBindingBody, roleBody, rule, serviceAccountBody } from '../../pod/rbac';
import { PROXY_CONTAINER } from '../proxy/deployment';
import { headerForwardConfig } from '../proxy/header-forward';
import { ProxyModel, proxyObjects } from '../proxy/objects';
import { DEFAULT_PROFILE } from '../proxy/permission-profile';
import { ProxyReferences, proxyReferencesOf, proxySections } from '../proxy/references';
import { runConfig, runConfigMap } from '../proxy/run-config';
import { RunConfig, RunConfigSections } from '../proxy/run-config-members';
import { scalingConfig, SessionRedis, sessionRedisOf, warnOfScaling } from '../proxy/scaling';

/**
 * What the operator grants. The proxy of a remote server reads none of it: its configuration is mounted, its credentials
 * are variables, and it makes a client of the Kubernetes API that it never uses (pkg/runner, pkg/container/kubernetes).
 */
const RULES = share([rule('', ['configmaps'], READ), rule('', ['secrets'], READ)]);

const OWN = { container: PROXY_CONTAINER, whose: 'the proxy' };

const POD_FIELDS = {
  metadata: 'spec.resourceOverrides.proxyDeployment.podTemplateMetadataOverrides',
  volumes: 'spec.podTemplateSpec.spec',
  env: 'spec.resourceOverrides.proxyDeployment.env',
  containers: 'spec.podTemplateSpec.spec',
};

/** An account that the user names has its rights already, an empty name included. */
const makesAccount = (spec: McpRemoteProxySpec) => spec.serviceAccount === undefined;

const grantsAsOperator = (spec: McpRemoteProxySpec, constructOptions: ConstructOptions) =>
  makesAccount(spec) && !hasLeastPrivilege(constructOptions);

const ACCOUNT: Part<ProxyModel, McpRemoteProxySpec>[] = [
  {
    id: 'ServiceAccount',
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    name: names.account,
    when: makesAccount,
    body: (model) => serviceAccountBody(model.imagePullSecrets),
  },
  {
    id: 'Role',
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    name: names.account,
    when: grantsAsOperator,
    body: () => roleBody(RULES),
  },
  {
    id: 'RoleBinding',
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    name: names.account,
    when: grantsAsOperator,
    body: ({ resource }) => roleBindingBody(names.account(resource.name), resource.namespace),
  },
];

export const mcpRemoteProxy: Workload<ProxyModel, McpRemoteProxySpec> = {
  kind: 'MCPRemoteProxy',
  parts: [...ACCOUNT, ...proxyObjects(names.service)],

  check: checkRemoteProxy,

  model(resource, context) {
    const { settings, behaviour, findings } = context;
    const { name, namespace, spec } = resource;
    const references = proxyReferencesOf(resource, serviceUrl(name, namespace, spec), context);
    checkReferences(resource, references, context);
    const session = sessionRedisOf(spec, redisOf(spec, settings), behaviour);
    warnOfScaling(resource, redisOf(spec, settings), behaviour, findings);
    if (findings.errors.length) return undefined;
    const configMap = runConfigMap(remoteRunConfig(resource, references, session, context), 'mcp-remote-proxy', name);
    const labels = labelsOf(name);
    const imagePullSecrets = mergeImagePullSecrets(
      spec.resourceOverrides?.proxyDeployment?.imagePullSecrets,
      settings.imagePullSecrets,
    );
    if (makesAccount(spec)) {
      const instead = 'imagePullSecrets (of a manifest: spec.resourceOverrides.proxyDeployment.imagePullSecrets)';
      warnOfTemplateOnlySecrets(spec.podTemplateSpec, imagePullSecrets, instead, findings);
    }
    const { checksum } = configMap;
    const deployment = remoteProxyDeployment(
      { resource, labels, checksum, imagePullSecrets, references, session, settings },
      findings,
    );
    if (!deployment || findings.errors.length) return undefined;
    checkSelectorLabels(deployment.spec.template, labels, findings);
    checkWholePod(deployment.spec.template, OWN, POD_FIELDS, findings, {
      user: spec.podTemplateSpec,
      constructOptions: resource.constructOptions,
    });
    return findings.errors.length
      ? undefined
      : { resource, labels, runConfig: configMap, imagePullSecrets, deployment };
  },
};

function remoteRunConfig(
  resource: Resource<McpRemoteProxySpec>,
  references: ProxyReferences,
  session: SessionRedis | undefined,
  context: Context,
): RunConfig {
  const { name, spec } = resource;
  const sections: RunConfigSections = {
    ...proxySections(resource, references, context.settings),
    image: '',
    remote_url: spec.remoteUrl,
    permission_profile: DEFAULT_PROFILE,
    env_vars: { MCP_TRANSPORT: spec.transport },
    proxy_mode: spec.transport,
    header_forward: headerForwardConfig(name, spec.headerForward),
    scaling_config: scalingConfig(undefined, session),
  };
  return runConfig(sections, context);
}

/** The default is for an absent field; `provider: memory` turns it off, unlike on an MCPServer. */
function redisOf({ sessionStorage }: McpRemoteProxySpec, { redis }: Settings): DefaultRedis | undefined {
  return sessionStorage ? undefined : redis;
}
