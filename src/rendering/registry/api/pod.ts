/** The registry server's pod. Facts about the server: docs/decisions/0006-registry-api.md. */
import { accountFiles, fileVolumes, GROUP_READABLE, WORLD_READABLE } from './files';
import { serverOf } from './server';
import { PgpassSpec, RegistryApiSpec } from './spec';
import { Container, EnvVar, PodSpec, Volume, VolumeMount } from '../../../kubernetes/objects';
import { JsonObject, pruned } from '../../../plain/objects';
import { Settings } from '../../model/settings';
import { SecretReference } from '../../pod/image-pull-secrets';
import { RESTRICTED_CONTAINER } from '../../pod/pod-security';
import { RegistryNeeds } from '../config/needs';

export const REGISTRY_CONTAINER = 'registry-api';
/** Seconds after which a database that doesn't answer counts as away, for everything that connects to it. */
export const CONNECT_TIMEOUT = { name: 'PGCONNECT_TIMEOUT', value: '10' };
/** Copies the pgpass file, where that is asked for. */
export const PGPASS_CONTAINER = 'setup-pgpass';
const CONFIG_DIRECTORY = '/etc/registry';
const PGPASS_DIRECTORY = '/secrets';

/** The user that the upstream chart runs the server as; any will do that isn't root. */
const REGISTRY_USER = 65535;

/** Seconds in which the server finishes open requests, seconds to close the database, and those to send telemetry. */
const DRAIN_SECONDS = 30;
const CLOSE_SECONDS = 5;
const FLUSH_SECONDS = 30;

const RESOURCES = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: '500m', memory: '512Mi' },
};
const RESOURCES_WITH_DATABASE = {
  requests: { cpu: '100m', memory: '256Mi' },
  limits: { cpu: '1', memory: '1Gi' },
};

export interface RegistryApiPodInput {
  readonly name: string;
  readonly spec: RegistryApiSpec;
  readonly imagePullSecrets: SecretReference[] | undefined;
  readonly settings: Settings;
  readonly needs: RegistryNeeds;
}

export function registryApiPod(input: RegistryApiPodInput): PodSpec {
  const { name, spec, imagePullSecrets, settings, needs } = input;
  const { volumes = [], volumeMounts = [] } = spec;
  const server = serverOf(spec);
  const shared = serverFiles(input);
  return pruned({
    serviceAccountName: spec.serviceAccount ?? name,
    automountServiceAccountToken: needsToken(spec, needs),
    imagePullSecrets,
    securityContext: registryPodSecurity(settings),
    nodeSelector: spec.nodeSelector,
    terminationGracePeriodSeconds: DRAIN_SECONDS + CLOSE_SECONDS + (needs.exportsTelemetry ? FLUSH_SECONDS : 0),
    initContainers: shared.initContainers,
    containers: [
      pruned({
        name: REGISTRY_CONTAINER,
        image: registryImage(spec, settings),
        args: ['serve', CONFIG_ARGUMENT],
        ports: server.ports,
        env: [...shared.env, ...(spec.env ?? [])],
        startupProbe: probe(spec, '/health', { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60 }),
        livenessProbe: probe(spec, '/health', {
          initialDelaySeconds: 10,
          periodSeconds: 10,
          timeoutSeconds: 5,
          failureThreshold: 3,
        }),
        readinessProbe: probe(spec, '/readiness', {
          initialDelaySeconds: 5,
          periodSeconds: 5,
          timeoutSeconds: 3,
          failureThreshold: 3,
        }),
        volumeMounts: [...shared.volumeMounts, ...volumeMounts],
        resources: spec.resources ?? (needs.database ? RESOURCES_WITH_DATABASE : RESOURCES),
        securityContext: { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true },
      }),
    ],
    volumes: [...shared.volumes, ...volumes],
  });
}

/** The registry server's own container in a pod that has it. */
export function serverContainer({ containers }: PodSpec): Container {
  return containers!.find(({ name }) => name === REGISTRY_CONTAINER)!;
}

export const CONFIG_ARGUMENT = `--config=${CONFIG_DIRECTORY}/config.yaml`;

export function registryImage(spec: RegistryApiSpec, settings: Settings): string {
  return spec.image ?? serverOf(spec).image(settings);
}

/** What every container of the server's image finds in place: configuration, pgpass, and the files that it names. */
export function serverFiles({ name, spec, needs }: Pick<RegistryApiPodInput, 'name' | 'spec' | 'needs'>) {
  const { pgpass, files = [], volumeMounts = [] } = spec;
  const paths = needs.files.map(({ path }) => path);
  const fromAccount = needsToken(spec, needs) ? [] : accountFiles(paths);
  const mounted = fileVolumes([...files, ...fromAccount]);
  const all = [...mounted.volumeMounts, ...volumeMounts];
  const logFolder = needs.logFolder && !all.some((mount) => covers(mount, needs.logFolder!)) && needs.logFolder;
  const watches = needs.watchedNamespaces.length > 0;
  return {
    env: [
      ...(pgpass ? [{ name: 'PGPASSFILE', value: `${PGPASS_DIRECTORY}/pgpass` }] : []),
      // By default all registries of a namespace would share one lease, and only one of them would work.
      ...(watches ? [{ name: 'THV_REGISTRY_LEADER_ELECTION_ID', value: `${name}-leader-election` }] : []),
      ...connectTimeout(spec.env, needs),
    ],
    initContainers: pgpass?.copiedBy ? [copyPgpass(pgpass.copiedBy)] : [],
    volumes: [
      { name: 'config', configMap: { name: `${name}-config` } },
      ...(pgpass ? pgpassVolumes(pgpass) : []),
      ...mounted.volumes,
      ...(logFolder ? [{ name: 'audit-log', emptyDir: {} }] : []),
    ],
    volumeMounts: [
      { name: 'config', mountPath: CONFIG_DIRECTORY, readOnly: true },
      ...(pgpass ? [{ name: 'pgpass', mountPath: PGPASS_DIRECTORY, readOnly: true }] : []),
      ...mounted.volumeMounts,
      ...(logFolder ? [{ name: 'audit-log', mountPath: logFolder }] : []),
    ],
  };
}

/** Without it, the server waits for minutes for a database whose address doesn't answer. Its drivers read the variable. */
export function connectTimeout(env: readonly EnvVar[] = [], { database }: RegistryNeeds): EnvVar[] {
  const isSet = env.some(({ name }) => name === CONNECT_TIMEOUT.name);
  return database && !isSet ? [CONNECT_TIMEOUT] : [];
}

/** Whether a path is inside a mount. */
export function covers({ mountPath }: Pick<VolumeMount, 'mountPath'>, path: string): boolean {
  return path === mountPath || path.startsWith(`${mountPath.replace(/\/$/, '')}/`);
}

/** The server asks the Kubernetes API for the servers of a namespace, and for nothing else. */
export function needsToken(spec: RegistryApiSpec, needs: RegistryNeeds): boolean {
  return needs.watchedNamespaces.length > 0 || spec.configurationRole === true;
}

/** Pod context of the registry server; its group may read the mounted Secrets. On OpenShift the cluster assigns both. */
export function registryPodSecurity({ platform }: Settings): JsonObject {
  return {
    runAsNonRoot: true,
    ...(platform === 'kubernetes' && { runAsUser: REGISTRY_USER, runAsGroup: REGISTRY_USER, fsGroup: REGISTRY_USER }),
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** With the group allowed to read, no init container has to copy the file for a user that isn't root. */
function pgpassVolumes({ name, key, copiedBy }: PgpassSpec): Volume[] {
  const secret = { secretName: name, defaultMode: GROUP_READABLE, items: [{ key, path: 'pgpass' }] };
  if (!copiedBy) return [{ name: 'pgpass', secret }];
  return [
    // Only the init container sees this volume.
    { name: 'pgpass-secret', secret: { ...secret, defaultMode: WORLD_READABLE } },
    { name: 'pgpass', emptyDir: { medium: 'Memory' } },
  ];
}

/** For pods whose fsGroup has no effect: the file becomes the server's own user's, and private. */
function copyPgpass(image: string): Container {
  return {
    name: PGPASS_CONTAINER,
    image,
    command: [
      'sh',
      '-c',
      // With -f, because a copy from before a restart may be there, and is read-only.
      `cp -f /pgpass-secret/pgpass ${PGPASS_DIRECTORY}/pgpass && chmod 0600 ${PGPASS_DIRECTORY}/pgpass`,
    ],
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '50m', memory: '32Mi' } },
    volumeMounts: [
      { name: 'pgpass-secret', mountPath: '/pgpass-secret', readOnly: true },
      { name: 'pgpass', mountPath: PGPASS_DIRECTORY },
    ],
    securityContext: { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true },
  };
}

function probe(spec: RegistryApiSpec, path: string, timing: JsonObject): JsonObject {
  return { httpGet: { path, port: serverOf(spec).probePort }, ...timing };
}
