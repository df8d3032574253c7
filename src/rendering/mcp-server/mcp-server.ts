/**
 * MCPServer: the proxy's Deployment and Service, two ServiceAccounts, the proxy's Role, and its configuration.
 * The MCP server itself (a StatefulSet) is made by the proxy when it runs.
 * Source: ToolHive cmd/thv-operator/controllers/mcpserver_controller.go and mcpserver_runconfig.go.
 */
import { Findings, Obj } from '../../findings';
import { decodeTyped } from '../../kubernetes/typed';
import { Resource } from '../../resources/resource';
import { proxyAuthOf } from '../auth/proxy-auth';
import { authzConfigOf } from '../authz/authz';
import {
  hasInlineAuthz,
  INLINE_AUTHZ_LABEL,
  inlineAuthzData,
  inlineAuthzName,
  warnOfIgnoredProvider,
} from '../authz/inline';
import { mergeImagePullSecrets, SecretReference, warnOfTemplateOnlySecrets } from '../image-pull-secrets';
import { checkExternalAuth, checkServer, runConfigVolume, warnOfMissingGroup } from './checks';
import { checkPod } from '../pod-checks';
import { proxyServiceBody } from '../proxy-service';
import { scalingConfig, warnOfScaling } from '../scaling';
import { mcpServerDeployment } from './deployment';
import { labelsOf, names, serviceUrl } from './names';
import { loadPermissionProfile, withVolumes } from '../permission-profile';
import { rateLimitConfig } from '../rate-limits';
import { READ, roleBindingBody, roleBody, rule, serviceAccountBody, WRITE } from '../rbac';
import {
  effectiveProxyMode,
  runConfig,
  RunConfigMap,
  runConfigMap,
  runConfigMapBody,
  runConfigMapName,
  serverEnv,
} from '../run-config';
import { telemetryOf } from '../telemetry';
import { toolsOf } from '../tools';
import { webhooksOf } from '../webhooks';
import { Workload } from '../workload';

/** What the bodies of an MCPServer's objects are built from. */
export interface McpServerModel {
  readonly resource: Resource;
  readonly labels: Record<string, string>;
  readonly runConfig: RunConfigMap;
  readonly imagePullSecrets: SecretReference[] | undefined;
  readonly deployment: Obj;
}

const PROXY_RULES = [
  rule('apps', ['statefulsets'], WRITE),
  rule('', ['services'], WRITE),
  rule('', ['pods'], READ),
  rule('', ['pods/log'], ['get']),
  rule('', ['pods/attach'], ['create', 'get']),
  rule('', ['configmaps'], READ),
];

const POD_FIELDS = {
  metadata: 'spec.resourceOverrides.proxyDeployment.podTemplateMetadataOverrides',
  volumes: 'spec.volumes',
  env: 'spec.resourceOverrides.proxyDeployment.env',
  containers: 'proxy',
};

export const mcpServer: Workload<McpServerModel> = {
  kind: 'MCPServer',
  parts: [
    {
      id: 'ProxyServiceAccount',
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      name: names.proxyAccount,
      body: (model) => serviceAccountBody(model.imagePullSecrets),
    },
    {
      id: 'ServiceAccount',
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      name: names.serverAccount,
      when: (spec) => spec.serviceAccount === undefined,
      body: (model) => serviceAccountBody(model.imagePullSecrets),
    },
    {
      id: 'Role',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      name: names.proxyAccount,
      body: () => roleBody(PROXY_RULES),
    },
    {
      id: 'RoleBinding',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      name: names.proxyAccount,
      body: ({ resource }) => roleBindingBody(names.proxyAccount(resource.name), resource.namespace),
    },
    {
      id: 'RunConfig',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: runConfigMapName,
      body: (model) => runConfigMapBody(model.runConfig),
    },
    {
      id: 'Authz',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: inlineAuthzName,
      when: hasInlineAuthz,
      body: ({ resource: { spec }, labels }) => ({
        metadata: { labels: { ...labels, ...INLINE_AUTHZ_LABEL } },
        data: inlineAuthzData(spec.authzConfig),
      }),
    },
    {
      id: 'Resource',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: (server) => server,
      body: ({ deployment }) => deployment,
    },
    {
      id: 'Service',
      apiVersion: 'v1',
      kind: 'Service',
      name: names.service,
      body: ({ resource: { spec }, labels }) => proxyServiceBody(spec, labels),
    },
  ],

  check: checkServer,

  model(resource, context) {
    const { catalog, settings, findings } = context;
    const { name, namespace, spec } = resource;
    // What the template lost or got wrong has been reported by the checks.
    const podTemplate =
      spec.podTemplateSpec && decodeTyped('PodTemplateSpec', spec.podTemplateSpec, '', new Findings());
    const permissions = loadPermissionProfile(spec.permissionProfile, namespace, catalog, findings);
    const tools = toolsOf(resource, catalog, findings);
    const auth = proxyAuthOf(resource, serviceUrl(name, namespace, spec), context);
    if (auth.externalAuth) checkExternalAuth(auth.externalAuth, findings);
    const authz = authzConfigOf(resource, context);
    const telemetry = telemetryOf(resource, context);
    const webhooks = webhooksOf(resource, context);
    warnOfScaling(spec, settings, findings);
    warnOfIgnoredProvider(spec.authzConfig, 'MCPServer', findings);
    warnOfMissingGroup(resource, catalog, findings);
    if (findings.errors.length) return undefined;

    const { transport, proxyPort, mcpPort = 8080 } = spec;
    const volumes: string[] = (spec.volumes ?? []).map(runConfigVolume);
    const config = runConfig({
      mcpserver_generation: resource.generation ?? 1,
      image: spec.image,
      cmd_args: spec.args,
      name,
      transport,
      host: settings.proxyHost,
      port: proxyPort,
      target_port: mcpPort,
      permission_profile_name_or_path: permissions!.nameOrPath,
      permission_profile: withVolumes(permissions!.profile, volumes),
      env_vars: serverEnv(spec.env, transport, mcpPort),
      volumes,
      ...auth.sections,
      authz_config: authz,
      audit_config: spec.audit?.enabled ? { detectApplicationErrors: true, maxDataSize: 1024 } : undefined,
      telemetry_config: telemetry?.config,
      ...(spec.rateLimiting && {
        rate_limit_config: rateLimitConfig(spec.rateLimiting),
        rate_limit_namespace: namespace,
      }),
      trust_proxy_headers: spec.trustProxyHeaders,
      proxy_mode: effectiveProxyMode(transport, spec.proxyMode),
      ...tools,
      validating_webhooks: webhooks?.validating,
      mutating_webhooks: webhooks?.mutating,
      endpoint_prefix: spec.endpointPrefix,
      scaling_config: scalingConfig(spec, settings),
    });
    const labels = labelsOf(name);
    const imagePullSecrets = mergeImagePullSecrets(
      spec.resourceOverrides?.proxyDeployment?.imagePullSecrets,
      settings.imagePullSecrets,
    );
    if (spec.serviceAccount === undefined) {
      const instead = 'imagePullSecrets (of a manifest: spec.resourceOverrides.proxyDeployment.imagePullSecrets)';
      warnOfTemplateOnlySecrets(podTemplate, imagePullSecrets, instead, findings);
    }
    const configMap = runConfigMap(config, 'mcp-server', name);
    const deployment = mcpServerDeployment({
      resource,
      labels,
      checksum: configMap.checksum,
      imagePullSecrets,
      podTemplate,
      auth,
      telemetry,
      webhooks,
      settings,
    });
    checkPod(deployment.spec.template, POD_FIELDS, findings);
    return findings.errors.length
      ? undefined
      : { resource, labels, runConfig: configMap, imagePullSecrets, deployment };
  },
};
