/** The Deployment of an MCPServer's proxy. Source: ToolHive mcpserver_controller.go, deploymentForMCPServer. */
import { Obj } from '../../findings';
import { canonicalQuantity } from '../../kubernetes/quantity';
import { Resource } from '../../resources/resource';
import { AUTHZ_KEY, authzVolume, hasInlineAuthz, inlineAuthzName } from '../authz';
import { RUNCONFIG_CHECKSUM } from '../checksums';
import { names } from './names';
import { SecretReference } from '../image-pull-secrets';
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
  readonly settings: Settings;
}

export function mcpServerDeployment(input: McpServerDeploymentInput): Obj {
  const { resource, labels, settings, checksum, imagePullSecrets } = input;
  const { name, spec } = resource;
  const overrides = spec.resourceOverrides?.proxyDeployment;
  const podOverrides = overrides?.podTemplateMetadataOverrides;
  const { volumes, volumeMounts } = volumesOf(name, spec);
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
          containers: [proxyContainer(input, volumeMounts)],
          volumes,
        }),
      },
    }),
  };
}

function proxyContainer(
  { resource: { name, spec }, settings, podTemplate }: McpServerDeploymentInput,
  volumeMounts: Obj[],
): Obj {
  const patch = podPatchArgument({
    template: podTemplate,
    serviceAccount: spec.serviceAccount ?? names.serverAccount(name),
    secrets: spec.secrets,
  });
  const env = [
    ...(spec.resourceOverrides?.proxyDeployment?.env ?? []).map(({ name: n, value }: Obj) => ({ name: n, value })),
    ...redisPasswordEnv(spec),
    // Frozen when the pod is created, unlike the mounted RunConfig, which changes under a running pod.
    {
      name: 'THV_MCPSERVER_GENERATION',
      valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.annotations['${GENERATION}']` } },
    },
  ];
  return pruned({
    name: 'toolhive',
    image: settings.images.proxyRunner,
    args: ['run', ...(patch ? [patch] : []), spec.image],
    env: withRequiredEnv(env),
    ports: [{ name: 'http', containerPort: spec.proxyPort, protocol: 'TCP' }],
    resources: proxyResources(spec.resources),
    volumeMounts,
    startupProbe: healthProbe({ periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 18 }),
    livenessProbe: healthProbe({ initialDelaySeconds: 30, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 }),
    readinessProbe: healthProbe({ initialDelaySeconds: 5, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 }),
    securityContext: proxyContainerSecurityContext(settings.platform),
  });
}

/** Volumes and mounts of the proxy; their order is part of what is compared when an object is taken over. */
function volumesOf(name: string, spec: Obj): { volumes: Obj[]; volumeMounts: Obj[] } {
  const all: { volume: Obj; mount: Obj }[] = [
    {
      volume: { name: 'runconfig', configMap: { name: runConfigMapName(name) } },
      mount: { name: 'runconfig', mountPath: '/etc/runconfig', readOnly: true },
    },
  ];
  for (const { name: volume, hostPath, mountPath, readOnly } of spec.volumes ?? []) {
    all.push({
      volume: { name: volume, hostPath: { path: hostPath } },
      mount: { name: volume, mountPath, ...(readOnly && { readOnly: true }) },
    });
  }
  if (spec.permissionProfile?.type === 'configmap') {
    all.push({
      volume: { name: 'permission-profile', configMap: { name: spec.permissionProfile.name } },
      mount: { name: 'permission-profile', mountPath: PROFILE_DIRECTORY, readOnly: true },
    });
  }
  if (hasInlineAuthz(spec)) all.push(authzVolume(inlineAuthzName(name), AUTHZ_KEY));
  return { volumes: all.map(({ volume }) => volume), volumeMounts: all.map(({ mount }) => mount) };
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
