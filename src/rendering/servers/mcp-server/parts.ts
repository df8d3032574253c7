/**
 * An MCPServer together with all that it refers to, and the RunConfig made of it.
 * Source: ToolHive cmd/thv-operator/controllers/mcpserver_runconfig.go.
 */
import { checkExternalAuth, runConfigVolume } from './checks';
import { declaredBackend } from './declared-backend/backend';
import { remoteUrl } from './declared-backend/proxy';
import { serviceUrl } from './names';
import { Findings } from '../../../findings';
import { normalDuration } from '../../../go/duration';
import { DeclaredBackend } from '../../../resources/construct-options';
import { Resource } from '../../../resources/resource';
import { McpServerSpec } from '../../../resources/spec';
import { warnWithoutEffect } from '../../model/without-effect';
import { Context } from '../../model/workload';
import { Webhooks, webhooksOf } from '../../policies/webhooks';
import { LoadedProfile, loadPermissionProfile, withVolumes } from '../proxy/permission-profile';
import { rateLimitConfig } from '../proxy/rate-limits';
import { ProxyReferences, proxyReferencesOf, proxySections } from '../proxy/references';
import { effectiveProxyMode, runConfig, serverEnv } from '../proxy/run-config';
import { RunConfig, RunConfigSections } from '../proxy/run-config-members';
import { scalingConfig, SessionRedis, sessionRedisOf, warnOfScaling } from '../proxy/scaling';

export interface McpServerParts extends ProxyReferences {
  readonly permissions: LoadedProfile;
  readonly webhooks?: Webhooks;
  /** Where sessions are kept. */
  readonly session?: SessionRedis;
}

/** Follows all references; undefined when there are errors among the findings. */
export function partsOfServer(resource: Resource<McpServerSpec>, context: Context): McpServerParts | undefined {
  const { catalog, settings, behaviour, findings } = context;
  const { name, namespace, spec } = resource;
  const profile = behaviour.permissionProfileCounts ? spec.permissionProfile : undefined;
  if (spec.permissionProfile && !profile) warnOfProfile(resource, findings);
  const permissions = loadPermissionProfile(profile, namespace, catalog, findings);
  const references = proxyReferencesOf(resource, serviceUrl(name, namespace, spec), context);
  if (references.auth.externalAuth) checkExternalAuth(references.auth.externalAuth, resource, context);
  const webhooks = webhooksOf(resource, context);
  const session = sessionRedisOf(spec, settings.redis, behaviour);
  warnOfScaling(resource, settings.redis, behaviour, findings);
  return permissions && !findings.errors.length ? { permissions, webhooks, session, ...references } : undefined;
}

/** Our NetworkPolicy follows the network part of a profile; `network` is what holds without one. */
function warnOfProfile({ spec, constructOptions = {} }: Resource<McpServerSpec>, findings: Findings): void {
  const { type, name } = spec.permissionProfile ?? {};
  if (constructOptions.network || (type === 'builtin' && name === 'network')) return;
  warnWithoutEffect(
    'spec.permissionProfile',
    "ToolHive's proxy looks at no profile any more; a construct's networkIsolation keeps the server to the hosts of its profile, and its pod's security context to the rest",
    findings,
  );
}

export function serverRunConfig(resource: Resource<McpServerSpec>, parts: McpServerParts, context: Context): RunConfig {
  const { namespace, spec } = resource;
  const { permissions, webhooks } = parts;
  const { transport } = spec;
  const backend = declaredBackend(resource.constructOptions ?? {});
  const { rateLimiting } = spec;
  const sections: RunConfigSections = {
    permission_profile_name_or_path: permissions.nameOrPath,
    rate_limit_config: rateLimiting && rateLimitConfig(rateLimiting),
    rate_limit_namespace: rateLimiting && namespace,
    max_request_body_size: spec.maxRequestBodySize || undefined,
    proxy_read_timeout: readTimeout(spec.proxyReadTimeout),
    proxy_mode: effectiveProxyMode(transport, spec.proxyMode),
    validating_webhooks: webhooks?.validating,
    mutating_webhooks: webhooks?.mutating,
    scaling_config: scalingConfig(backend ? undefined : spec.backendReplicas, parts.session),
    ...proxySections(resource, parts, context.settings),
    ...(backend ? behindProxy(resource, parts, backend) : startedByProxy(resource, parts)),
  };
  return runConfig(sections, context);
}

/** As Go writes it; none is the same as no time at all. */
function readTimeout(duration: string | undefined): string | undefined {
  const normal = duration && normalDuration(duration);
  return normal === '0s' ? undefined : normal;
}

/** The members of the RunConfig for the MCP server itself. */
type OfServer = Pick<
  RunConfigSections,
  | 'mcpserver_generation'
  | 'image'
  | 'remote_url'
  | 'cmd_args'
  | 'target_port'
  | 'permission_profile'
  | 'env_vars'
  | 'volumes'
>;

function startedByProxy({ spec, generation = 1 }: Resource<McpServerSpec>, { permissions }: McpServerParts): OfServer {
  const { transport, mcpPort = 8080 } = spec;
  const volumes = (spec.volumes ?? []).map(runConfigVolume);
  return {
    mcpserver_generation: generation,
    image: spec.image,
    cmd_args: spec.args,
    target_port: mcpPort,
    permission_profile: withVolumes(permissions.profile, volumes),
    env_vars: serverEnv(spec.env, transport, mcpPort),
    volumes,
  };
}

function behindProxy(
  resource: Resource<McpServerSpec>,
  { permissions }: McpServerParts,
  backend: DeclaredBackend,
): OfServer {
  return {
    image: '',
    remote_url: remoteUrl(resource, backend),
    permission_profile: permissions.profile,
    env_vars: { MCP_TRANSPORT: resource.spec.transport },
  };
}
