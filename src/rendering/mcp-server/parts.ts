/**
 * What an MCPServer comes to together with all that it refers to, and the RunConfig made of it.
 * Source: ToolHive cmd/thv-operator/controllers/mcpserver_runconfig.go.
 */
import { Obj } from '../../findings';
import { Resource } from '../../resources/resource';
import { ProxyAuth, proxyAuthOf } from '../auth/proxy-auth';
import { authzConfigOf } from '../authz/authz';
import { warnOfIgnoredProvider } from '../authz/inline';
import { LoadedProfile, loadPermissionProfile, withVolumes } from '../permission-profile';
import { rateLimitConfig } from '../rate-limits';
import { effectiveProxyMode, runConfig, serverEnv } from '../run-config';
import { scalingConfig, warnOfScaling } from '../scaling';
import { Settings } from '../settings';
import { Telemetry, telemetryOf } from '../telemetry';
import { Tools, toolsOf } from '../tools';
import { Webhooks, webhooksOf } from '../webhooks';
import { Context } from '../workload';
import { checkExternalAuth, runConfigVolume, warnOfMissingGroup } from './checks';
import { serviceUrl } from './names';

export interface McpServerParts {
  readonly permissions: LoadedProfile;
  readonly tools: Tools;
  readonly auth: ProxyAuth;
  /** `authz_config`. */
  readonly authz?: Obj;
  readonly telemetry?: Telemetry;
  readonly webhooks?: Webhooks;
}

/** Follows all references; undefined when there are errors among the findings. */
export function partsOfServer(resource: Resource, context: Context): McpServerParts | undefined {
  const { catalog, settings, findings } = context;
  const { name, namespace, spec } = resource;
  const permissions = loadPermissionProfile(spec.permissionProfile, namespace, catalog, findings);
  const auth = proxyAuthOf(resource, serviceUrl(name, namespace, spec), context);
  if (auth.externalAuth) checkExternalAuth(auth.externalAuth, findings);
  const referred = {
    tools: toolsOf(resource, catalog, findings),
    authz: authzConfigOf(resource, context),
    telemetry: telemetryOf(resource, context),
    webhooks: webhooksOf(resource, context),
  };
  warnOfScaling(spec, settings, findings);
  warnOfIgnoredProvider(spec.authzConfig, 'MCPServer', findings);
  warnOfMissingGroup(resource, catalog, findings);
  return permissions && !findings.errors.length ? { permissions, auth, ...referred } : undefined;
}

export function serverRunConfig(resource: Resource, parts: McpServerParts, settings: Settings): Obj {
  const { name, namespace, spec } = resource;
  const { permissions, tools, auth, authz, telemetry, webhooks } = parts;
  const { transport, proxyPort, mcpPort = 8080 } = spec;
  const volumes: string[] = (spec.volumes ?? []).map(runConfigVolume);
  return runConfig({
    mcpserver_generation: resource.generation ?? 1,
    image: spec.image,
    cmd_args: spec.args,
    name,
    transport,
    host: settings.proxyHost,
    port: proxyPort,
    target_port: mcpPort,
    permission_profile_name_or_path: permissions.nameOrPath,
    permission_profile: withVolumes(permissions.profile, volumes),
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
}
