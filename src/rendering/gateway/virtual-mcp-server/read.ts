/**
 * A virtual server together with all that it refers to: its group's members, authentication, outbound credentials, and what
 * its pod needs for that. Source: ToolHive cmd/thv-operator/controllers/virtualmcpserver_deployment.go, …_vmcpconfig.go.
 */
import { Backend, entryCaMounts, givenBackends, operatorBackends, staticBackends } from './backends';
import { sessionTls } from './config';
import { AUTH_SERVER, IncomingAuth, incomingAuthOf, upstreamNames } from './incoming-auth';
import { lintMembers } from './member-lints';
import { Member, membersOf, VirtualServer } from './members';
import { names, OPTIMIZER_TMP, VMCP_CONTAINER } from './names';
import { OutgoingAuth, outgoingAuthOf } from './outgoing-auth';
import { OutgoingMode } from './strategies';
import { byName, headerForwardEnv } from './variables';
import { Findings, shown } from '../../../findings';
import { EnvVar, PodSpec } from '../../../kubernetes/objects';
import { JsonObject } from '../../../plain/objects';
import { ConstructOptions } from '../../../resources/construct-options';
import { resolve } from '../../model/references';
import { warnWithoutEffect } from '../../model/without-effect';
import { Context } from '../../model/workload';
import { Mount, secretEnv } from '../../pod/mounts';
import { caChecksum } from '../../policies/auth/auth-server/ca-bundles';
import { authServerEnv, authServerMounts } from '../../policies/auth/auth-server/pod';
import { telemetryOf } from '../../policies/telemetry';
import { warnOfForeignGroup } from '../../servers/proxy/group';
import { withRequiredEnv } from '../../servers/proxy/required-env';
import { redisPasswordEnv, redisTlsMounts, warnOfScaling } from '../../servers/proxy/scaling';

/** Id of the warning about what a server needs that asks the cluster. */
export const CLUSTER_DISCOVERY = 'cluster-discovery';

/** Id of the error about a group without any member that is known here. */
export const NO_MEMBER = 'group-empty';

/** Whether the members are in the configuration, and the server doesn't ask the cluster. */
export function isStatic(constructOptions: ConstructOptions | undefined): boolean {
  return constructOptions?.discovery === 'static';
}

/** A resource together with all that it refers to. */
export interface ReadServer {
  readonly incomingAuth: IncomingAuth;
  readonly outgoingAuth: OutgoingAuth;
  /** The list that is in the configuration, where the server doesn't find its members itself. */
  readonly backends?: readonly Backend[];
  readonly telemetry?: JsonObject;
  readonly env: readonly EnvVar[];
  readonly mounts: readonly Mount[];
  /** Annotations of the pod, so that it starts anew with other certificates. */
  readonly podAnnotations: Record<string, string>;
}

export function readVirtualServer(resource: VirtualServer, context: Context): ReadServer {
  const { spec } = resource;
  const mode: OutgoingMode = isStatic(resource.constructOptions)
    ? 'static'
    : (spec.outgoingAuth?.source ?? 'discovered');
  if (mode === 'static') {
    warnOfForeignGroup(spec.groupRef.name, resource.namespace, context.catalog, context.findings);
  } else {
    checkGroup(resource, context);
    warnOfNeeds(resource, mode, context.findings);
  }
  const members = membersOf(resource, context.catalog).filter((member) => isUsable(member, context.findings));
  const incomingAuth = incomingAuthOf(resource, context);
  const outgoingAuth = outgoingAuthOf(resource, members, mode, context);
  lintMembers(resource, members, mode, outgoingAuth, context);
  checkUpstreamInjection(outgoingAuth.config, spec, context.findings);
  const telemetry = telemetryOf(resource, context);
  warnOfScaling(resource, undefined, context.behaviour, context.findings);
  const entries = members.filter((member) => member.kind === 'MCPServerEntry');
  return {
    incomingAuth,
    outgoingAuth,
    backends: mode === 'discovered' ? undefined : backendsOf(resource, members, outgoingAuth, mode, context),
    telemetry: telemetry && telemetryConfig(telemetry.config, mode, context.findings),
    env: withRequiredEnv([
      ...identityEnv(resource, mode),
      ...incomingAuth.env,
      ...outgoingAuth.env,
      ...byName(entries.flatMap(headerForwardEnv)),
      ...sessionSecretEnv(resource, mode, context.findings),
      ...redisEnv(resource, context),
      ...(telemetry?.env ?? []),
      ...(telemetry?.headerEnv ?? []),
      ...(spec.authServerConfig ? authServerEnv(spec.authServerConfig) : []),
    ]),
    mounts: [
      {
        volume: { name: 'vmcp-config', configMap: { name: names.config(resource.name) } },
        mount: { name: 'vmcp-config', mountPath: '/etc/vmcp-config', readOnly: true },
      },
      ...incomingAuth.mounts,
      ...entryCaMounts(entries),
      ...(telemetry?.mounts ?? []),
      ...(spec.authServerConfig ? authServerMounts(spec.authServerConfig) : []),
      ...redisTlsMounts(sessionTls(spec, context.settings.redis)),
      ...(mode === 'static' ? optimizerMounts(spec) : []),
    ],
    podAnnotations: spec.authServerConfig
      ? caChecksum(spec.authServerConfig, resource.namespace, AUTH_SERVER, context)
      : {},
  };
}

/** The optimizer's database writes temporary files, which the operator's read-only root has no place for. */
function optimizerMounts({ config, embeddingServerRef, podTemplateSpec }: VirtualServer['spec']): Mount[] {
  if (!config?.optimizer && !embeddingServerRef) return [];
  const { containers = [] } = (podTemplateSpec?.spec ?? {}) as PodSpec;
  const mounts = containers.find(({ name }) => name === VMCP_CONTAINER)?.volumeMounts ?? [];
  if (mounts.some(({ mountPath }) => mountPath === OPTIMIZER_TMP.path)) return [];
  const { volume: name, path: mountPath } = OPTIMIZER_TMP;
  return [{ volume: { name, emptyDir: {} }, mount: { name, mountPath } }];
}

/** The operator makes nothing before the group is there. A group that the user knows to be in the cluster is not checked. */
function checkGroup({ spec, namespace, constructOptions }: VirtualServer, { catalog, findings }: Context): void {
  if (constructOptions?.isGroupImported) return;
  resolve({ kind: 'MCPGroup', name: spec.groupRef.name, namespace, field: 'spec.groupRef' }, catalog, findings);
}

/** Beside the operator all of it is there. */
function warnOfNeeds({ name, namespace, spec }: VirtualServer, mode: OutgoingMode, findings: Findings): void {
  const needs =
    mode === 'discovered'
      ? `looks for its members in the cluster: it needs ToolHive's CRDs, MCPGroup ${shown(spec.groupRef.name)} and the resources of its members in namespace ${shown(namespace)}, and the operator, which writes into them where they are`
      : `reports its state to VirtualMCPServer ${shown(name)} of namespace ${shown(namespace)}: it needs ToolHive's CRDs and that resource in the cluster`;
  findings.warning(
    CLUSTER_DISCOVERY,
    'spec.outgoingAuth.source',
    `${needs}; where no operator runs, list the members in its configuration (--discovery static, in code MemberDiscovery.STATIC)`,
  );
}

function isUsable({ kind, name, isRefused }: Member, findings: Findings): boolean {
  if (isRefused) {
    findings.warning(
      'backend-left-out',
      'spec.groupRef',
      `${kind} ${shown(name)} is left out, because it is refused itself; see the messages about it`,
    );
  }
  return !isRefused;
}

function backendsOf(
  { spec }: VirtualServer,
  members: readonly Member[],
  { unreachable }: OutgoingAuth,
  mode: OutgoingMode,
  context: Context,
): Backend[] {
  const { findings } = context;
  const group = spec.groupRef.name;
  const reachable = members.filter((member) => !unreachable.has(member));
  const listed = mode === 'static' ? staticBackends(reachable, group) : operatorBackends(reachable, group, context);
  const given = mode === 'static' ? givenBackends(spec.config?.backends, listed) : [];
  if (!listed.length && !given.length) {
    const elsewhere =
      mode === 'static' && spec.outgoingAuth?.source !== 'inline'
        ? ', or let an operator find those in the cluster (--discovery cluster, in code MemberDiscovery.CLUSTER)'
        : '';
    findings.error(
      'spec.groupRef',
      `group ${shown(group)} has no member here whose tools could be offered; add an MCPServer, MCPRemoteProxy or MCPServerEntry of the group${elsewhere}`,
      NO_MEMBER,
    );
  }
  return [...listed, ...given];
}

/** Tokens of an upstream provider can't be passed on without the authorization server that has them. */
function checkUpstreamInjection(
  { default: fallback, backends }: OutgoingAuth['config'],
  { authServerConfig: authServer }: VirtualServer['spec'],
  findings: Findings,
): void {
  for (const [name, strategy] of Object.entries({ ...backends, ...(fallback && { default: fallback }) })) {
    if (strategy.type !== 'upstream_inject') continue;
    const provider = strategy.upstreamInject!.providerName || 'default';
    const known = authServer ? upstreamNames(authServer) : [];
    if (known.includes(provider)) continue;
    const instead = authServer ? `it has ${known.map(shown).join(', ')}` : 'there is none; set authServerConfig';
    findings.error(
      'spec.outgoingAuth',
      `${name} gets the token of upstream provider ${shown(provider)} of the embedded authorization server, and ${instead}`,
    );
  }
}

/** With its name, the server reports to the custom resource, for which it needs a token. */
function identityEnv({ name, namespace }: VirtualServer, mode: OutgoingMode): EnvVar[] {
  const namespaceEnv = { name: 'VMCP_NAMESPACE', value: namespace };
  return mode === 'static' ? [namespaceEnv] : [{ name: 'VMCP_NAME', value: name }, namespaceEnv];
}

/** The current server doesn't read it, so that the static way leaves it out. */
function sessionSecretEnv({ name, namespace }: VirtualServer, mode: OutgoingMode, findings: Findings): EnvVar[] {
  if (mode === 'static') return [];
  const secret = { name: `${name}-hmac-secret`, key: 'hmac-secret' };
  findings.warning(
    'session-secret-not-made',
    '',
    `the pod refers to Secret ${shown(secret.name)}, which the operator fills at random and a manifest can't; make it once: kubectl -n ${namespace} create secret generic ${secret.name} --from-literal=${secret.key}="$(openssl rand -base64 32)"`,
  );
  return [secretEnv('VMCP_SESSION_HMAC_SECRET', secret)];
}

/** The password of the default Redis is left out for a resource that sets "memory", although its address is used. */
function redisEnv({ spec }: VirtualServer, { settings: { redis }, findings }: Context): EnvVar[] {
  if (spec.sessionStorage) {
    if (redis?.passwordSecret && spec.sessionStorage.provider !== 'redis') {
      findings.warning(
        'default-redis-password-unused',
        'spec.sessionStorage',
        `the default Redis ${redis.address} is used without its password, as the operator does where the provider is "memory"; leave sessionStorage out, or name that Redis in it`,
      );
    }
    return redisPasswordEnv(spec.sessionStorage.provider === 'redis' ? spec.sessionStorage.passwordRef : undefined);
  }
  return redis?.passwordSecret ? [secretEnv('THV_SESSION_REDIS_PASSWORD', redis.passwordSecret)] : [];
}

/** The operator mounts the certificates and doesn't name them. */
function telemetryConfig({ caCertPath, ...config }: JsonObject, mode: OutgoingMode, findings: Findings): JsonObject {
  if (!caCertPath) return config;
  if (mode === 'static') return { ...config, caCertPath };
  warnWithoutEffect(
    'spec.telemetryConfigRef',
    "its caBundleRef has no effect on a VirtualMCPServer: ToolHive's operator mounts the certificates and doesn't name them; use --discovery static, or a certificate that is trusted without",
    findings,
  );
  return config;
}
