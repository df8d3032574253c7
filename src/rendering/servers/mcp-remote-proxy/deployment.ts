/** The Deployment of an MCPRemoteProxy. Source: ToolHive cmd/thv-operator/controllers/mcpremoteproxy_deployment.go. */
import { names } from './names';
import { Findings } from '../../../findings';
import { EnvVar, Texts, WorkloadBody } from '../../../kubernetes/objects';
import { Resource } from '../../../resources/resource';
import { McpRemoteProxySpec } from '../../../resources/spec';
import { POD_TEMPLATE_HASH, podTemplateHash, RUNCONFIG_CHECKSUM } from '../../model/checksums';
import { Settings } from '../../model/settings';
import { SecretReference } from '../../pod/image-pull-secrets';
import { Mount } from '../../pod/mounts';
import { patchedPodTemplate } from '../../pod/pod-template-patch';
import { authzMounts } from '../../policies/authz/authz';
import { sendsSecretHeaders } from '../../policies/telemetry';
import { proxyDeployment, REMOTE_ARGS, runConfigMount, userEnv } from '../proxy/deployment';
import { headerSecretEnv } from '../proxy/header-forward';
import { ProxyReferences } from '../proxy/references';
import { withRequiredEnv } from '../proxy/required-env';
import { redisPasswordEnv, redisTlsMounts, SessionRedis } from '../proxy/scaling';

export interface RemoteProxyDeploymentInput {
  readonly resource: Resource<McpRemoteProxySpec>;
  readonly labels: Record<string, string>;
  /** Checksum of the RunConfig. */
  readonly checksum: string;
  readonly imagePullSecrets: SecretReference[] | undefined;
  readonly references: ProxyReferences;
  /** Where sessions are kept. */
  readonly session?: SessionRedis;
  readonly settings: Settings;
}

/** The user's pod template is in it; undefined, and an error, where that can't be applied. */
export function remoteProxyDeployment(input: RemoteProxyDeploymentInput, findings: Findings): WorkloadBody | undefined {
  const { resource, labels, settings, checksum, imagePullSecrets, references } = input;
  const { name, spec } = resource;
  const { metadata, spec: deployment } = proxyDeployment({
    spec,
    labels,
    replicas: spec.replicas,
    annotations: annotationsOf(spec),
    podAnnotations: { ...references.auth.podAnnotations, [RUNCONFIG_CHECKSUM]: checksum },
    // An empty name counts as given: the pod then runs as its namespace's default.
    serviceAccountName: (spec.serviceAccount ?? names.account(name)) || undefined,
    imagePullSecrets,
    args: REMOTE_ARGS,
    // Those of the authorization server come behind the ones that every proxy needs, as the operator has it.
    env: [...withRequiredEnv(envOf(input)), ...references.auth.env.authServer],
    mounts: mountsOf(input),
    readyAfter: 15,
    settings,
  });
  const template = patchedPodTemplate(deployment.template, spec.podTemplateSpec, findings);
  return template && { metadata, spec: { ...deployment, template } };
}

/** The user's annotations replace the hash of the pod template, which the operator then misses. */
function annotationsOf({ resourceOverrides, podTemplateSpec }: McpRemoteProxySpec): Texts | undefined {
  const own = podTemplateSpec && { [POD_TEMPLATE_HASH]: podTemplateHash(podTemplateSpec) };
  return resourceOverrides?.proxyDeployment?.annotations ?? own;
}

function envOf({ resource, session, references: { auth, telemetry } }: RemoteProxyDeploymentInput): EnvVar[] {
  const { name, spec } = resource;
  const headers = headerSecretEnv(name, spec.headerForward);
  return [
    ...auth.env.oidc,
    ...auth.env.tokenExchange,
    ...auth.env.bearerToken,
    ...(headers.length ? [{ name: 'TOOLHIVE_SECRETS_PROVIDER', value: 'environment' }, ...headers] : []),
    // The operator gives a remote proxy none.
    ...(sendsSecretHeaders(resource) ? (telemetry?.headerEnv ?? []) : []),
    ...userEnv(spec),
    ...redisPasswordEnv(session?.password),
  ];
}

function mountsOf({ resource, session, references: { auth, telemetry } }: RemoteProxyDeploymentInput): Mount[] {
  return [
    runConfigMount(resource.name),
    ...authzMounts(resource),
    ...(telemetry?.mounts ?? []),
    ...auth.mounts.oidc,
    ...auth.mounts.authServer,
    ...redisTlsMounts(session?.tls),
  ];
}
