/** The pod of an MCPRegistry. Source: ToolHive cmd/thv-operator/pkg/registryapi/{deployment,podtemplatespec}.go. */
import { fillGaps } from './fill-gaps';
import { names, registryLabels } from './names';
import { Container, PodTemplate, Volume, VolumeMount } from '../../../kubernetes/objects';
import { pruned } from '../../../plain/objects';
import { McpRegistrySpec } from '../../../resources/spec';
import { CONFIG_HASH } from '../../model/checksums';
import { Settings } from '../../model/settings';
import { SecretReference } from '../../pod/image-pull-secrets';

export const REGISTRY_CONTAINER = 'registry-api';
export const CONFIG_VOLUME = 'registry-server-config';
export const CONFIG_DIRECTORY = '/config';
export const PGPASS_SECRET_VOLUME = 'pgpass-secret';
export const PGPASS_VOLUME = 'pgpass';
export const PGPASS_INIT_CONTAINER = 'setup-pgpass';
export const PGPASS_FILE = '/home/appuser/.pgpass';
const PGPASS_IMAGE = 'cgr.dev/chainguard/busybox:latest';

/** What of the spec ends up in the pod. */
export interface RegistryPodParts {
  readonly volumes: readonly Volume[];
  readonly volumeMounts: readonly VolumeMount[];
  readonly userTemplate: Partial<PodTemplate> | undefined;
}

export interface RegistryPodInput extends RegistryPodParts {
  readonly name: string;
  readonly spec: McpRegistrySpec;
  readonly imagePullSecrets: SecretReference[] | undefined;
  readonly configHash: string;
  readonly settings: Settings;
}

/** The pod template: the operator's, under the user's. */
export function registryPodTemplate(input: RegistryPodInput): PodTemplate {
  const { name, spec, imagePullSecrets, configHash, settings } = input;
  const volumes: Volume[] = [{ name: CONFIG_VOLUME, configMap: { name: names.configMap(name) } }];
  const mounts: VolumeMount[] = [{ name: CONFIG_VOLUME, mountPath: CONFIG_DIRECTORY, readOnly: true }];
  // The operator keeps the first of one name, for mounts as for volumes.
  const addOnce = <T extends { readonly name: string }>(list: T[], items: readonly T[]) => {
    for (const item of items) if (!list.some((other) => other.name === item.name)) list.push(item);
  };
  addOnce(volumes, input.volumes);
  addOnce(mounts, input.volumeMounts);
  const pgpass = spec.pgpassSecretRef;
  if (pgpass) {
    const items = [{ key: pgpass.key, path: '.pgpass' }];
    addOnce(volumes, [
      { name: PGPASS_SECRET_VOLUME, secret: { secretName: pgpass.name, items } },
      { name: PGPASS_VOLUME, emptyDir: {} },
    ]);
    addOnce(mounts, [{ name: PGPASS_VOLUME, mountPath: PGPASS_FILE, subPath: '.pgpass', readOnly: true }]);
  }
  const container = pruned({
    name: REGISTRY_CONTAINER,
    image: settings.images.registryApi,
    args: ['serve', `--config=${CONFIG_DIRECTORY}/config.yaml`],
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    env: pgpass ? [{ name: 'PGPASSFILE', value: PGPASS_FILE }] : [],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
    volumeMounts: mounts,
    // The server answers probes on a port of its own, which isn't among the container's ports.
    livenessProbe: { httpGet: { path: '/health', port: 8081 }, initialDelaySeconds: 30, periodSeconds: 10 },
    readinessProbe: { httpGet: { path: '/readiness', port: 8081 }, initialDelaySeconds: 5, periodSeconds: 5 },
  });
  const defaults = {
    metadata: { labels: registryLabels(name, names.api(name)), annotations: { [CONFIG_HASH]: configHash } },
    spec: pruned({
      serviceAccountName: names.account(name),
      imagePullSecrets,
      initContainers: pgpass ? [pgpassInitContainer()] : [],
      containers: [container],
      volumes,
    }),
  };
  return fillGaps(defaults, input.userTemplate);
}

/** Copies the pgpass file to where the server's user may read it with the mode that PostgreSQL clients ask for. */
function pgpassInitContainer(): Container {
  return {
    name: PGPASS_INIT_CONTAINER,
    image: PGPASS_IMAGE,
    command: ['sh', '-c', 'cp /secret/.pgpass /pgpass/.pgpass && chmod 0600 /pgpass/.pgpass'],
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '50m', memory: '32Mi' } },
    volumeMounts: [
      { name: PGPASS_SECRET_VOLUME, mountPath: '/secret', readOnly: true },
      { name: PGPASS_VOLUME, mountPath: '/pgpass' },
    ],
    securityContext: {
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
  };
}
