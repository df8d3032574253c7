/** The Deployment of ToolHive's proxy, in front of a server of the cluster or a remote one. */
import { runConfigMapName } from './run-config';
import { protectedMerge } from './service';
import { Findings } from '../../../findings';
import { Container, ContainerPort, EnvVar, PodSpec, WorkloadBody } from '../../../kubernetes/objects';
import { decodeTyped } from '../../../kubernetes/typed';
import { pruned } from '../../../plain/objects';
import { share, sharedBy } from '../../../plain/shared';
import { McpRemoteProxySpec, McpServerSpec } from '../../../resources/spec';
import { ProxyDeployment } from '../../../resources/spec/shared';
import { Settings } from '../../model/settings';
import { containerResources } from '../../pod/container-resources';
import { SecretReference } from '../../pod/image-pull-secrets';
import { Mount } from '../../pod/mounts';
import { proxyContainerSecurityContext, proxyPodSecurityContext } from '../../pod/pod-security';
import { httpProbe } from '../../pod/probes';

/** Arguments of a proxy that starts no server. The last is a place-holder: the command wants an image there. */
export const REMOTE_ARGS = ['run', '--foreground=true', 'placeholder-for-remote-proxy'];
/** Name that ToolHive gives the proxy's container. */
export const PROXY_CONTAINER = 'toolhive';

export interface ProxyDeploymentInput {
  readonly spec: McpServerSpec | McpRemoteProxySpec;
  readonly labels: Record<string, string>;
  readonly replicas: number | undefined;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly podAnnotations: Record<string, string>;
  readonly serviceAccountName: string | undefined;
  /** Whether the proxy gets the token of its ServiceAccount. Default: Kubernetes' own, as the ServiceAccount sets it. */
  readonly automountServiceAccountToken?: boolean;
  readonly imagePullSecrets: SecretReference[] | undefined;
  readonly terminationGracePeriodSeconds?: number;
  readonly args: readonly string[];
  /** Variables, those that every proxy needs included. */
  readonly env: readonly EnvVar[];
  readonly mounts: readonly Mount[];
  /** Seconds before the first readiness probe. */
  readonly readyAfter: number;
  readonly settings: Settings;
}

/** The user's `resourceOverrides.proxyDeployment` are in it, but no pod template. */
export function proxyDeployment(input: ProxyDeploymentInput): WorkloadBody {
  const { spec, labels, mounts } = input;
  const overrides = spec.resourceOverrides?.proxyDeployment;
  const podOverrides = overrides?.podTemplateMetadataOverrides;
  return {
    metadata: { labels: protectedMerge(labels, overrides?.labels), annotations: input.annotations },
    spec: pruned({
      replicas: input.replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: {
          labels: protectedMerge(labels, podOverrides?.labels),
          annotations: protectedMerge(input.podAnnotations, podOverrides?.annotations),
        },
        spec: withPlacement(overrides, {
          serviceAccountName: input.serviceAccountName,
          automountServiceAccountToken: input.automountServiceAccountToken,
          imagePullSecrets: input.imagePullSecrets,
          terminationGracePeriodSeconds: input.terminationGracePeriodSeconds,
          securityContext: proxyPodSecurityContext(input.settings.platform),
          containers: [proxyContainer(input)],
          volumes: mounts.map(({ volume }) => volume),
        }),
      },
    }),
  };
}

/** Where the user wants the proxy to run. Go writes an empty affinity, but no empty map or list, nor one in it. */
function withPlacement({ nodeSelector, tolerations, affinity }: ProxyDeployment = {}, pod: PodSpec): PodSpec {
  if (!nodeSelector && !tolerations && !affinity) return pruned(pod);
  // What is wrong with its members, the CRD says.
  const decoded = affinity && decodeTyped('Affinity', affinity, 'affinity', new Findings());
  return { ...pruned({ ...pod, nodeSelector, tolerations }), ...(decoded && { affinity: decoded }) };
}

function proxyContainer({ spec, args, env, mounts, readyAfter, settings }: ProxyDeploymentInput): Container {
  return pruned({
    name: PROXY_CONTAINER,
    image: settings.images.proxyRunner,
    args,
    env,
    ports: portsOf(String(spec.proxyPort)),
    resources: containerResources(spec.resources),
    volumeMounts: mounts.map(({ mount }) => mount),
    startupProbe: STARTUP_PROBE,
    livenessProbe: LIVENESS_PROBE,
    readinessProbe: readinessProbe(String(readyAfter)),
    securityContext: proxyContainerSecurityContext(settings.platform),
  });
}

const portsOf = sharedBy((port): ContainerPort[] => [{ name: 'http', containerPort: Number(port), protocol: 'TCP' }]);

const STARTUP_PROBE = share(
  httpProbe('/health', 'http', { periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 18 }),
);

const LIVENESS_PROBE = share(
  httpProbe('/health', 'http', {
    initialDelaySeconds: 30,
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 3,
  }),
);

/** @param after seconds before the first */
const readinessProbe = sharedBy((after) =>
  httpProbe('/health', 'http', {
    initialDelaySeconds: Number(after),
    periodSeconds: 5,
    timeoutSeconds: 3,
    failureThreshold: 3,
  }),
);

const RUN_CONFIG_MOUNT = share({ name: 'runconfig', mountPath: '/etc/runconfig', readOnly: true });

/** The RunConfig as a file, the first of a proxy's volumes. */
export function runConfigMount(name: string): Mount {
  return {
    volume: { name: 'runconfig', configMap: { name: runConfigMapName(name) } },
    mount: RUN_CONFIG_MOUNT,
  };
}

/** Variables that the user adds to the proxy. */
export function userEnv({ resourceOverrides }: ProxyDeploymentInput['spec']): EnvVar[] {
  return (resourceOverrides?.proxyDeployment?.env ?? []).map(({ name, value }) => ({ name, value }));
}
