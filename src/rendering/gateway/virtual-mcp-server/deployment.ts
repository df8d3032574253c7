/** The Deployment of a virtual server. Source: ToolHive controllers/virtualmcpserver_deployment.go. */
import { createHash } from 'node:crypto';
import { VirtualServer } from './members';
import { labelsOf, names, VMCP_CONTAINER, VMCP_PORT } from './names';
import { Findings } from '../../../findings';
import { goJson } from '../../../go/json';
import { goStruct } from '../../../go/struct';
import { Container, EnvVar, Texts, WorkloadBody } from '../../../kubernetes/objects';
import { pruned } from '../../../plain/objects';
import { Behaviour } from '../../model/changes';
import { POD_TEMPLATE_HASH, podTemplateHash, RUNCONFIG_CHECKSUM } from '../../model/checksums';
import { Settings } from '../../model/settings';
import { SecretReference } from '../../pod/image-pull-secrets';
import { Mount } from '../../pod/mounts';
import { proxyContainerSecurityContext, proxyPodSecurityContext } from '../../pod/pod-security';
import { patchedPodTemplate } from '../../pod/pod-template-patch';
import { httpProbe } from '../../pod/probes';

const VOLUMES_HASH = 'toolhive.stacklok.io/podvolumes-hash';
const PULL_SECRETS_HASH = 'toolhive.stacklok.io/imagepullsecrets-hash';

export interface VirtualServerDeploymentInput {
  readonly resource: VirtualServer;
  /** Checksum of the configuration. */
  readonly checksum: string;
  readonly imagePullSecrets: SecretReference[] | undefined;
  /** Whether anything in the pod asks the cluster. */
  readonly needsToken: boolean;
  /** Variables, those that every program of ToolHive needs included. */
  readonly env: readonly EnvVar[];
  readonly mounts: readonly Mount[];
  /** Annotations of the pod besides the checksum. */
  readonly podAnnotations: Record<string, string>;
  readonly settings: Settings;
  readonly behaviour: Behaviour;
}

/** Undefined, and an error, where the user's pod template can't be applied. */
export function virtualServerDeployment(
  input: VirtualServerDeploymentInput,
  findings: Findings,
): WorkloadBody | undefined {
  const { resource, checksum, imagePullSecrets, needsToken, mounts, settings, behaviour } = input;
  const { name, spec } = resource;
  const labels = labelsOf(name);
  const template = patchedPodTemplate(
    {
      metadata: { labels, annotations: { ...input.podAnnotations, [RUNCONFIG_CHECKSUM]: checksum } },
      spec: pruned({
        terminationGracePeriodSeconds: 30,
        serviceAccountName: spec.serviceAccount ?? names.account(name),
        automountServiceAccountToken: needsToken ? undefined : false,
        imagePullSecrets,
        containers: [container(input)],
        volumes: mounts.map(({ volume }) => volume),
        securityContext: proxyPodSecurityContext(settings.platform),
      }),
    },
    spec.podTemplateSpec,
    findings,
  );
  if (!template) return undefined;
  const annotations: Texts = {
    ...(spec.podTemplateSpec && { [POD_TEMPLATE_HASH]: podTemplateHash(spec.podTemplateSpec) }),
    ...(imagePullSecrets && { [PULL_SECRETS_HASH]: pullSecretsHash(imagePullSecrets) }),
    ...(behaviour.volumesHash && { [VOLUMES_HASH]: volumesHash(mounts) }),
  };
  return {
    metadata: pruned({ labels, annotations }),
    spec: pruned({ replicas: spec.replicas, selector: { matchLabels: labels }, template }),
  };
}

function container({ resource: { spec }, env, mounts, settings }: VirtualServerDeploymentInput): Container {
  return {
    name: VMCP_CONTAINER,
    image: settings.images.vmcp,
    imagePullPolicy: 'IfNotPresent',
    args: [
      'serve',
      '--config=/etc/vmcp-config/config.yaml',
      '--host=0.0.0.0',
      `--port=${VMCP_PORT}`,
      ...(spec.config?.operational?.logLevel === 'debug' ? ['--debug'] : []),
    ],
    env,
    volumeMounts: mounts.map(({ mount }) => mount),
    ports: [{ name: 'http', containerPort: VMCP_PORT, protocol: 'TCP' }],
    livenessProbe: httpProbe('/health', 'http', {
      initialDelaySeconds: 30,
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 3,
    }),
    readinessProbe: httpProbe('/readyz', 'http', {
      initialDelaySeconds: 15,
      periodSeconds: 5,
      timeoutSeconds: 3,
      failureThreshold: 3,
    }),
    securityContext: proxyContainerSecurityContext(settings.platform),
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
  };
}

function pullSecretsHash(secrets: readonly SecretReference[]): string {
  return hashOf(sortedByName(secrets));
}

/** Of the operator's own volumes and mounts, members in the order of Go's structs; those of a pod template don't count. */
function volumesHash(mounts: readonly Mount[]): string {
  const VolumeMounts = mounts.map(({ mount: { name, readOnly, mountPath, subPath } }) =>
    goStruct({ name, readOnly, mountPath, subPath }, ['name']),
  );
  const Volumes = mounts.map(({ volume }) => volume);
  return hashOf({ Volumes: sortedByName(Volumes), VolumeMounts: sortedByName(VolumeMounts) });
}

function sortedByName<T extends { readonly name: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(goJson(value)).digest('hex');
}
