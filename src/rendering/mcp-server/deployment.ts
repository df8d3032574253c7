/** The Deployment of an MCPServer's proxy. Source: ToolHive mcpserver_controller.go, deploymentForMCPServer. */
import { Obj } from '../../findings';
import { canonicalQuantity } from '../../kubernetes/quantity';
import { Resource } from '../../resources/resource';
import { authzMounts } from '../authz/authz';
import { RUNCONFIG_CHECKSUM } from '../checksums';
import { names } from './names';
import { McpServerParts } from './parts';
import { SecretReference } from '../image-pull-secrets';
import { Mount } from '../mounts';
import { PROFILE_DIRECTORY } from '../permission-profile';
import { podPatchArgument } from './pod-patch';
import { proxyContainerSecurityContext, proxyPodSecurityContext } from '../pod-security';
import { protectedMerge } from '../proxy-service';
import { withRequiredEnv } from '../required-env';
import { runConfigMapName } from '../run-config';
import { proxyReplicas, redisPasswordEnv } from '../scaling';
import { Settings } from '../settings';
import { pruned } from '../workload';

const GENERATION = 'toolhive.stacklok.dev/mcpserver-generation';

export interface McpServerDeploymentInput {
  readonly resource: Resource;
  readonly labels: Record<string, string>;
  /** Checksum of the RunConfig. */
  readonly checksum: string;
  readonly imagePullSecrets: SecretReference[] | undefined;
  /** The pod template as Go decodes it. */
  readonly podTemplate: Obj | undefined;
  readonly parts: McpServerParts;
  readonly settings: Settings;
}

export function mcpServerDeployment(input: McpServerDeploymentInput): Obj {
  const { resource, labels, settings, checksum, imagePullSecrets } = input;
  const { name, spec } = resource;
  const overrides = spec.resourceOverrides?.proxyDeployment;
  const podOverrides = overrides?.podTemplateMetadataOverrides;
  const mounts = mountsOf(input);
  const podAnnotations = {
    [RUNCONFIG_CHECKSUM]: checksum,
    [GENERATION]: String(resource.generation ?? 1),
  };
  return {
    metadata: { labels: protectedMerge(labels, overrides?.labels), annotations: overrides?.annotations },
    spec: pruned({
      replicas: proxyReplicas(spec),
      selector: { matchLabels: labels },
      template: {
        metadata: {
          labels: protectedMerge(labels, podOverrides?.labels),
          annotations: protectedMerge(podAnnotations, podOverrides?.annotations),
        },
        spec: pruned({
          serviceAccountName: names.proxyAccount(name),
          imagePullSecrets,
          terminationGracePeriodSeconds: 30,
          securityContext: proxyPodSecurityContext(settings.platform),
          containers: [proxyContainer(input, mounts)],
          volumes: mounts.map(({ volume }) => volume),
        }),
      },
    }),
  };
}

function proxyContainer(input: McpServerDeploymentInput, mounts: readonly Mount[]): Obj {
  const { resource, settings, podTemplate } = input;
  const { name, spec } = resource;
  const patch = podPatchArgument({
    template: podTemplate,
    serviceAccount: spec.serviceAccount ?? names.serverAccount(name),
    secrets: spec.secrets,
  });
  return pruned({
    name: 'toolhive',
    image: settings.images.proxyRunner,
    args: ['run', ...(patch ? [patch] : []), spec.image],
    env: withRequiredEnv(envOf(input)),
    ports: [{ name: 'http', containerPort: spec.proxyPort, protocol: 'TCP' }],
    resources: proxyResources(spec.resources),
    volumeMounts: mounts.map(({ mount }) => mount),
    startupProbe: healthProbe({ periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 18 }),
    livenessProbe: healthProbe({ initialDelaySeconds: 30, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 }),
    readinessProbe: healthProbe({ initialDelaySeconds: 5, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 }),
    securityContext: proxyContainerSecurityContext(settings.platform),
  });
}

/** Variables of the proxy. Their order is part of what is compared when an object is taken over, as that of the volumes. */
function envOf({ resource: { spec }, parts: { auth, telemetry } }: McpServerDeploymentInput): Obj[] {
  return [
    ...(telemetry?.env ?? []),
    ...auth.env.tokenExchange,
    ...auth.env.oidc,
    ...(spec.resourceOverrides?.proxyDeployment?.env ?? []).map(({ name: n, value }: Obj) => ({ name: n, value })),
    ...redisPasswordEnv(spec),
    // Frozen when the pod is created, unlike the mounted RunConfig, which changes under a running pod.
    {
      name: 'THV_MCPSERVER_GENERATION',
      valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.annotations['${GENERATION}']` } },
    },
    ...auth.env.authServer,
  ];
}

function mountsOf({ resource, parts: { auth, telemetry, webhooks } }: McpServerDeploymentInput): Mount[] {
  return [
    {
      volume: { name: 'runconfig', configMap: { name: runConfigMapName(resource.name) } },
      mount: { name: 'runconfig', mountPath: '/etc/runconfig', readOnly: true },
    },
    ...(webhooks?.mounts ?? []),
    ...userMounts(resource.spec),
    ...authzMounts(resource),
    ...auth.mounts.oidc,
    ...(telemetry?.mounts ?? []),
    ...auth.mounts.authServer,
  ];
}

function userMounts({ volumes = [], permissionProfile }: Obj): Mount[] {
  const mounts: Mount[] = volumes.map(({ name, hostPath, mountPath, readOnly }: Obj) => ({
    volume: { name, hostPath: { path: hostPath } },
    mount: { name, mountPath, ...(readOnly && { readOnly: true }) },
  }));
  if (permissionProfile?.type === 'configmap') {
    mounts.push({
      volume: { name: 'permission-profile', configMap: { name: permissionProfile.name } },
      mount: { name: 'permission-profile', mountPath: PROFILE_DIRECTORY, readOnly: true },
    });
  }
  return mounts;
}

function healthProbe(timing: Obj): Obj {
  return { httpGet: { path: '/health', port: 'http' }, ...timing };
}

/** Amounts the way Kubernetes writes them, the empty ones left out. */
function proxyResources(resources: Obj | undefined): Obj {
  const amounts = (list: Obj | undefined) =>
    pruned(Object.fromEntries(['cpu', 'memory'].map((unit) => [unit, canonicalQuantity(list?.[unit] ?? '')])));
  return pruned({ limits: amounts(resources?.limits), requests: amounts(resources?.requests) });
}
