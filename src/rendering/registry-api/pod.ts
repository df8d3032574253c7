/** The registry server's pod. Facts about the server: docs/decisions/0006-registry-api.md. */
import { Obj } from '../../findings';
import { SecretReference } from '../image-pull-secrets';
import { RESTRICTED_CONTAINER } from '../pod-security';
import { Settings } from '../settings';
import { pruned } from '../workload';

export const REGISTRY_CONTAINER = 'registry-api';
const CONFIG_DIRECTORY = '/etc/registry';
const PGPASS_DIRECTORY = '/secrets';

/** The user that the upstream chart runs the server as; any will do that isn't root. */
export const REGISTRY_USER = 65535;

/** Readable for owner and group, which is the pod's fsGroup. */
const GROUP_READABLE = 0o440;

export interface RegistryApiPodInput {
  readonly name: string;
  readonly spec: Obj;
  readonly imagePullSecrets: SecretReference[] | undefined;
  readonly settings: Settings;
  /** Whether the server talks to the Kubernetes API. */
  readonly needsToken: boolean;
}

export function registryApiPod(input: RegistryApiPodInput): Obj {
  const { name, spec, imagePullSecrets, settings } = input;
  const { pgpass, volumes = [], volumeMounts = [] } = spec;
  return pruned({
    serviceAccountName: spec.serviceAccount ?? name,
    automountServiceAccountToken: input.needsToken,
    imagePullSecrets,
    securityContext: registryPodSecurity(settings),
    containers: [
      pruned({
        name: REGISTRY_CONTAINER,
        image: spec.image ?? settings.images.registryApi,
        args: ['serve', `--config=${CONFIG_DIRECTORY}/config.yaml`],
        ports: [
          { name: 'http', containerPort: 8080, protocol: 'TCP' },
          { name: 'internal-http', containerPort: 8081, protocol: 'TCP' },
        ],
        env: [...(pgpass ? [{ name: 'PGPASSFILE', value: `${PGPASS_DIRECTORY}/pgpass` }] : []), ...(spec.env ?? [])],
        livenessProbe: probe('/health', {
          initialDelaySeconds: 10,
          periodSeconds: 10,
          timeoutSeconds: 5,
          failureThreshold: 3,
        }),
        readinessProbe: probe('/readiness', {
          initialDelaySeconds: 5,
          periodSeconds: 5,
          timeoutSeconds: 3,
          failureThreshold: 3,
        }),
        volumeMounts: [
          { name: 'config', mountPath: CONFIG_DIRECTORY, readOnly: true },
          ...(pgpass ? [{ name: 'pgpass', mountPath: PGPASS_DIRECTORY, readOnly: true }] : []),
          ...volumeMounts,
        ],
        resources: spec.resources ?? {
          requests: { cpu: '100m', memory: '256Mi' },
          limits: { cpu: '1000m', memory: '1Gi' },
        },
        securityContext: { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true },
      }),
    ],
    volumes: [
      { name: 'config', configMap: { name: `${name}-config` } },
      ...(pgpass ? [pgpassVolume(pgpass)] : []),
      ...volumes,
    ],
  });
}

/** Pod context of the registry server; its group may read the mounted Secrets. On OpenShift the cluster assigns both. */
export function registryPodSecurity({ platform }: Settings): Obj {
  return {
    runAsNonRoot: true,
    ...(platform === 'kubernetes' && { runAsUser: REGISTRY_USER, runAsGroup: REGISTRY_USER, fsGroup: REGISTRY_USER }),
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** With the group allowed to read, no init container has to copy the file for a user that isn't root. */
function pgpassVolume({ name, key }: Obj): Obj {
  return {
    name: 'pgpass',
    secret: { secretName: name, defaultMode: GROUP_READABLE, items: [{ key, path: 'pgpass' }] },
  };
}

/** The server answers probes on its internal port alone. */
function probe(path: string, timing: Obj): Obj {
  return { httpGet: { path, port: 'internal-http' }, ...timing };
}
