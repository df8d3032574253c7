/** The Deployment of an MCPServer's proxy. Source: ToolHive mcpserver_controller.go, deploymentForMCPServer. */
import { declaredBackend } from './declared-backend/backend';
import { KUBECONFIG_ENV } from './declared-backend/proxy';
import { GENERATION, names } from './names';
import { McpServerParts } from './parts';
import { podPatchArgument } from './pod-patch';
import { EnvVar, PodTemplate, WorkloadBody } from '../../../kubernetes/objects';
import { share } from '../../../plain/shared';
import { Resource } from '../../../resources/resource';
import { McpServerSpec } from '../../../resources/spec';
import { RUNCONFIG_CHECKSUM } from '../../model/checksums';
import { Settings } from '../../model/settings';
import { SecretReference } from '../../pod/image-pull-secrets';
import { Mount } from '../../pod/mounts';
import { authzMounts } from '../../policies/authz/authz';
import { proxyDeployment, ProxyDeploymentInput, REMOTE_ARGS, runConfigMount, userEnv } from '../proxy/deployment';
import { LoadedProfile, PROFILE_DIRECTORY } from '../proxy/permission-profile';
import { withRequiredEnv } from '../proxy/required-env';
import { proxyReplicas, redisPasswordEnv, redisTlsMounts } from '../proxy/scaling';

export interface McpServerDeploymentInput {
  readonly resource: Resource<McpServerSpec>;
  readonly labels: Record<string, string>;
  /** Checksum of the RunConfig. */
  readonly checksum: string;
  readonly imagePullSecrets: SecretReference[] | undefined;
  /** The pod template as Go decodes it. */
  readonly podTemplate: PodTemplate | undefined;
  readonly parts: McpServerParts;
  readonly settings: Settings;
}

export function mcpServerDeployment(input: McpServerDeploymentInput): WorkloadBody {
  const { resource, labels, settings, imagePullSecrets } = input;
  const { name, spec } = resource;
  return proxyDeployment({
    spec,
    labels,
    replicas: proxyReplicas(spec),
    annotations: spec.resourceOverrides?.proxyDeployment?.annotations,
    serviceAccountName: names.proxyAccount(name),
    imagePullSecrets,
    terminationGracePeriodSeconds: 30,
    mounts: mountsOf(input),
    readyAfter: 5,
    settings,
    ...(declaredBackend(resource.constructOptions ?? {}) ? plainProxy(input) : managingProxy(input)),
  });
}

/** What differs between a proxy that makes the MCP server and one that is only in front of it. */
type Mode = Pick<ProxyDeploymentInput, 'podAnnotations' | 'automountServiceAccountToken' | 'args' | 'env'>;

/** Fixed when the pod is created, unlike the mounted RunConfig, which changes under a running pod. */
const GENERATION_ENV = share({
  name: 'THV_MCPSERVER_GENERATION',
  valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.annotations['${GENERATION}']` } },
});

function managingProxy(input: McpServerDeploymentInput): Mode {
  const { resource, checksum, podTemplate, parts } = input;
  const { name, spec } = resource;
  const patch = podPatchArgument({
    template: podTemplate,
    serviceAccount: spec.serviceAccount ?? names.serverAccount(name),
    secrets: spec.secrets,
  });
  return {
    podAnnotations: {
      [GENERATION]: String(resource.generation ?? 1),
      [RUNCONFIG_CHECKSUM]: checksum,
      ...parts.auth.podAnnotations,
    },
    args: ['run', ...(patch ? [patch] : []), spec.image],
    env: withRequiredEnv(envOf(input, GENERATION_ENV)),
  };
}

function plainProxy(input: McpServerDeploymentInput): Mode {
  return {
    podAnnotations: { ...input.parts.auth.podAnnotations, [RUNCONFIG_CHECKSUM]: input.checksum },
    automountServiceAccountToken: false,
    args: REMOTE_ARGS,
    env: [...withRequiredEnv(envOf(input)), KUBECONFIG_ENV],
  };
}

/** Variables of the proxy. Their order is part of what is compared when an object is taken over, as that of the volumes. */
function envOf(
  { resource: { spec }, parts: { auth, telemetry, session } }: McpServerDeploymentInput,
  ...own: EnvVar[]
): EnvVar[] {
  return [
    ...(telemetry?.env ?? []),
    ...(telemetry?.headerEnv ?? []),
    ...auth.env.tokenExchange,
    ...auth.env.oidc,
    ...userEnv(spec),
    ...redisPasswordEnv(session?.password),
    ...own,
    ...auth.env.authServer,
  ];
}

function mountsOf({
  resource,
  parts: { auth, telemetry, webhooks, permissions, session },
}: McpServerDeploymentInput): Mount[] {
  return [
    runConfigMount(resource.name),
    ...(webhooks?.mounts ?? []),
    ...userMounts(resource.spec, permissions),
    ...authzMounts(resource),
    ...auth.mounts.oidc,
    ...(telemetry?.mounts ?? []),
    ...auth.mounts.authServer,
    ...redisTlsMounts(session?.tls),
  ];
}

function userMounts({ volumes = [], permissionProfile }: McpServerSpec, { nameOrPath }: LoadedProfile): Mount[] {
  const mounts: Mount[] = volumes.map(({ name, hostPath, mountPath, readOnly }) => ({
    volume: { name, hostPath: { path: hostPath } },
    mount: { name, mountPath, ...(readOnly && { readOnly: true }) },
  }));
  if (nameOrPath && permissionProfile?.type === 'configmap') {
    mounts.push({
      volume: { name: 'permission-profile', configMap: { name: permissionProfile.name } },
      mount: { name: 'permission-profile', mountPath: PROFILE_DIRECTORY, readOnly: true },
    });
  }
  return mounts;
}
