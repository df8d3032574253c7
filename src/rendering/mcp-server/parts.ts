/**
 * What an MCPServer comes to together with all that it refers to, and the RunConfig made of it.
 * Source: ToolHive cmd/thv-operator/controllers/mcpserver_runconfig.go.
 */
import { Obj } from '../../findings';
import { Resource } from '../../resources/resource';
import { LoadedProfile, loadPermissionProfile, withVolumes } from '../permission-profile';
import { ProxyReferences, proxyReferencesOf, proxySections } from '../proxy-references';
import { rateLimitConfig } from '../rate-limits';
import { effectiveProxyMode, runConfig, serverEnv } from '../run-config';
import { scalingConfig, warnOfScaling } from '../scaling';
import { Settings } from '../settings';
import { Webhooks, webhooksOf } from '../webhooks';
import { Context } from '../workload';
import { checkExternalAuth, runConfigVolume } from './checks';
import { serviceUrl } from './names';

export interface McpServerParts extends ProxyReferences {
  readonly permissions: LoadedProfile;
  readonly webhooks?: Webhooks;
}

/** Follows all references; undefined when there are errors among the findings. */
export function partsOfServer(resource: Resource, context: Context): McpServerParts | undefined {
  const { catalog, settings, findings } = context;
  const { name, namespace, spec } = resource;
  const permissions = loadPermissionProfile(spec.permissionProfile, namespace, catalog, findings);
  const references = proxyReferencesOf(resource, serviceUrl(name, namespace, spec), context);
  if (references.auth.externalAuth) checkExternalAuth(references.auth.externalAuth, findings);
  const webhooks = webhooksOf(resource, context);
  warnOfScaling(spec, settings.redis, findings);
  return permissions && !findings.errors.length ? { permissions, webhooks, ...references } : undefined;
}

export function serverRunConfig(resource: Resource, parts: McpServerParts, settings: Settings): Obj {
  const { namespace, spec } = resource;
  const { permissions, webhooks } = parts;
  const { transport, mcpPort = 8080 } = spec;
  const volumes: string[] = (spec.volumes ?? []).map(runConfigVolume);
  return runConfig({
    ...proxySections(resource, parts, settings),
    mcpserver_generation: resource.generation ?? 1,
    image: spec.image,
    cmd_args: spec.args,
    target_port: mcpPort,
    permission_profile_name_or_path: permissions.nameOrPath,
    permission_profile: withVolumes(permissions.profile, volumes),
    env_vars: serverEnv(spec.env, transport, mcpPort),
    volumes,
    ...(spec.rateLimiting && {
      rate_limit_config: rateLimitConfig(spec.rateLimiting),
      rate_limit_namespace: namespace,
    }),
    proxy_mode: effectiveProxyMode(transport, spec.proxyMode),
    validating_webhooks: webhooks?.validating,
    mutating_webhooks: webhooks?.mutating,
    scaling_config: scalingConfig(spec, settings.redis),
  });
}
