/**
 * Jobs that prepare the database before the server starts: one that runs the server's migrations, and one before it that
 * gives the server's users their rights. Facts: docs/decisions/0009-registry-migrations.md.
 */
import { ACCOUNT_FOLDER } from './files';
import { RegistryApiModel } from './model';
import { jobLabels, labelsOf, names } from './names';
import { asHelmHooks, inSyncWaves } from './ordering';
import { CONFIG_ARGUMENT, PGPASS_CONTAINER, serverContainer } from './pod';
import { psqlContainer } from './psql';
import { afterRoleCheck, canCheckRole, OTHER_DATABASE, withoutRoleCheck } from './role-check';
import { MigrationSpec, RegistryApi, RegistryApiSpec } from './spec';
import { Findings } from '../../../findings';
import { Container, PodSpec, Texts, Volume, WorkloadBody } from '../../../kubernetes/objects';
import { isObject, pruned } from '../../../plain/objects';
import { CONFIG_HASH } from '../../model/checksums';
import { Part } from '../../model/workload';
import { checkImage, checkWholePod } from '../../pod/pod-checks';
import { grantsSql } from '../config/grants';
import { RegistryNeeds } from '../config/needs';

/** Weight of the hooks that come before all others. */
const FIRST_HOOK = 1;

/** The guide's number. */
const BACKOFF_LIMIT = 3;

/** What of the server's pod is about serving. */
const POD_OF_SERVER = ['terminationGracePeriodSeconds', 'topologySpreadConstraints'];
const CONTAINER_OF_SERVER = ['ports', 'startupProbe', 'livenessProbe', 'readinessProbe', 'lifecycle'];

/** The Jobs, and what they bring along. */
export function migrationParts({ spec: { migration } }: RegistryApi): JobPart[] {
  if (!migration) return [];
  return migration.ordering === 'helm' ? asHelmHooks([CONFIG, ...JOBS], FIRST_HOOK + 1) : JOBS;
}

/** What may have Jobs. */
interface Migrating {
  readonly spec: Pick<RegistryApiSpec, 'migration'>;
}

/** A registry's objects, with the server waiting for the Jobs where Argo CD is asked to keep the order. */
export function afterMigration<M, S extends object>(
  { spec }: Migrating,
  parts: readonly Part<M, S>[],
): readonly Part<M, S>[] {
  return spec.migration?.ordering === 'argo-cd' ? inSyncWaves(parts, JOBS) : parts;
}

/** Objects that have to be there before the Jobs run, such as NetworkPolicies of their own. */
export function beforeMigration<M, S extends object>(
  { spec }: Migrating,
  parts: readonly Part<M, S>[],
): readonly Part<M, S>[] {
  if (!spec.migration) return [];
  return spec.migration.ordering === 'helm' ? parts.flatMap((part) => asHelmHooks([part], FIRST_HOOK)) : parts;
}

export function checkMigration(spec: RegistryApiSpec, { database }: RegistryNeeds, findings: Findings): void {
  const { migration } = spec;
  if (!migration) return;
  if (!database) {
    findings.error(
      'spec.migration',
      'there is nothing to migrate: config has no database; give it one, or drop migration',
    );
  } else if (migration.ordering === 'helm' && database.dynamicAuth && spec.serviceAccount === undefined) {
    findings.error(
      'spec.migration',
      'a Helm hook runs before the ServiceAccount of the registry is there, and without it AWS gives no token; give a serviceAccount that is there before',
    );
  }
  if (migration.grants) checkGrants(spec, migration.grants, findings);
  checkImage(migration.psqlImage, 'spec.migration.psqlImage', findings);
  if (migration.grants && migration.ordering === 'none' && database && !canCheckRole(spec, database)) {
    findings.warning(
      'registry-grants-unordered',
      'spec.migration',
      'nothing makes the migrations wait for the grants; where the migration user owns the database they fail half-way, to be repaired by hand; use RegistryMigration.argoCd or RegistryMigration.helm',
    );
  }
}

function checkGrants(
  { env = [] }: RegistryApiSpec,
  { user, image }: NonNullable<MigrationSpec['grants']>,
  findings: Findings,
): void {
  const field = 'spec.migration.grants';
  if (user === '') findings.error(`${field}.adminUser`, 'must not be empty; name a user who may create roles');
  checkImage(image, `${field}.image`, findings);
  for (const { name } of env) {
    if (!OTHER_DATABASE.test(name)) continue;
    findings.error(
      `env.${name}`,
      'leads the server elsewhere than the Job with the grants; set it in the configuration',
    );
  }
}

type JobPart = Part<RegistryApiModel, RegistryApiSpec>;

/** A hook runs before the ConfigMap of the release is there. */
const CONFIG: JobPart = {
  id: 'MigrationConfig',
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: names.migrationConfig,
  body: ({ resource: { name }, data }) => ({ metadata: { labels: labelsOf(name) }, data }),
};

const POD_FIELDS = {
  metadata: 'spec.migration',
  volumes: 'spec.migration',
  env: 'spec.env',
  containers: 'spec.migration',
};

const JOB = { apiVersion: 'batch/v1', kind: 'Job', isImmutable: true };

/** In their order. */
const JOBS: JobPart[] = [
  {
    ...JOB,
    id: 'Grants',
    name: names.grants,
    when: ({ migration }) => migration?.grants !== undefined,
    body: (model) => jobBody(model, 'grants', grantsPod(model)),
  },
  {
    ...JOB,
    id: 'Migration',
    name: names.migration,
    // The configuration itself isn't in the spec, but a new one takes a new Job.
    body: (model) => jobBody(model, 'migration', migrationPod(model), { [CONFIG_HASH]: model.checksum }),
  },
];

function jobBody({ resource }: RegistryApiModel, component: string, pod: PodSpec, annotations?: Texts): WorkloadBody {
  const { name, spec } = resource;
  const labels = { ...jobLabels(name), 'app.kubernetes.io/component': component };
  return {
    metadata: { labels: labelsOf(name) },
    spec: {
      backoffLimit: BACKOFF_LIMIT,
      template: {
        metadata: pruned({ labels, annotations }),
        spec: spec.migration?.ordering === 'helm' ? inHook(pod, resource) : pod,
      },
    },
  };
}

/** The server's own pod, its template included, with other arguments and without the sidecars, which never end. */
function migrationPod({ resource: { spec }, podTemplate, needs }: RegistryApiModel): PodSpec {
  const checked = afterRoleCheck(withoutRoleCheck(podTemplate.spec), spec, needs.database!);
  const { volumeMounts = [], ...container } = serverContainer(checked);
  return jobPod(checked, checked.initContainers, {
    ...without(container, CONTAINER_OF_SERVER),
    name: 'migrate',
    args: ['migrate', 'up', CONFIG_ARGUMENT, '--yes'],
    // With a token of the account, the server asks the cluster who its clients are.
    volumeMounts: volumeMounts.filter(({ mountPath }) => mountPath !== ACCOUNT_FOLDER),
  });
}

/** Side by side with the Job, the server's own migrations may come first. */
export function serverPodOf(pod: PodSpec, spec: RegistryApiSpec, { database }: RegistryNeeds): PodSpec {
  return spec.migration?.ordering === 'none' && database ? afterRoleCheck(pod, spec, database) : pod;
}

function grantsPod({ resource, podTemplate, needs }: RegistryApiModel): PodSpec {
  const grants = resource.spec.migration!.grants!;
  const { initContainers = [] } = withoutRoleCheck(podTemplate.spec);
  const container = psqlContainer({
    name: 'grants',
    image: grants.image,
    database: needs.database!,
    user: grants.user,
    login: [{ name: 'PGPASSWORD', valueFrom: { secretKeyRef: { ...grants.password } } }],
    sql: grantsSql(needs.database!),
    server: serverContainer(podTemplate.spec),
  });
  const own = initContainers.filter(({ name }) => name !== PGPASS_CONTAINER);
  return jobPod(podTemplate.spec, own, container);
}

/** On the nodes of the server and with its ServiceAccount, but never with a token. */
function jobPod(server: PodSpec, initContainers: readonly Container[] = [], container: Container): PodSpec {
  const mounted = [...initContainers, container].flatMap(({ volumeMounts = [] }) => volumeMounts);
  const { volumes = [], affinity, ...pod } = server;
  return pruned({
    ...without(pod, POD_OF_SERVER),
    // The server's pods may have to keep away from each other. A Job that has to keep away from them may find no node.
    affinity: isObject(affinity) && affinity.nodeAffinity ? { nodeAffinity: affinity.nodeAffinity } : undefined,
    automountServiceAccountToken: false,
    restartPolicy: 'OnFailure',
    initContainers,
    containers: [pruned(container)],
    volumes: volumes.filter(({ name }) => mounted.some((mount) => mount.name === name)),
  });
}

/** Reports what is wrong with the pods of the Jobs. */
export function checkMigrationPods(model: RegistryApiModel, findings: Findings): void {
  const { spec, constructOptions } = model.resource;
  if (!spec.migration) return;
  for (const job of JOBS.filter(({ when }) => when?.(spec, {}) ?? true)) {
    const { template } = job.body(model).spec as WorkloadBody['spec'];
    const [{ name }] = template.spec.containers!;
    const own = { container: name, whose: 'the Job' };
    checkWholePod(template, own, POD_FIELDS, findings, {
      user: spec.podTemplateSpec,
      controller: 'job',
      constructOptions,
    });
  }
}

/** A hook's pod finds neither the release's ServiceAccount nor its ConfigMaps. Migrations need the configuration alone. */
function inHook(pod: PodSpec, { name, spec }: RegistryApi): PodSpec {
  const { serviceAccountName, volumes = [], ...rest } = pod;
  const isGiven = spec.serviceAccount !== undefined || serviceAccountName !== name;
  return pruned({
    ...rest,
    serviceAccountName: isGiven ? serviceAccountName : undefined,
    volumes: volumes.map((volume) =>
      volume.configMap?.name === names.configMap(name)
        ? { ...volume, configMap: { ...volume.configMap, name: names.migrationConfig(name) } }
        : withoutWaiting(volume),
    ),
  });
}

function withoutWaiting<Source extends Pick<Volume, 'configMap' | 'projected'>>(volume: Source): Source {
  const { configMap, projected } = volume;
  if (projected) return { ...volume, projected: { ...projected, sources: projected.sources?.map(withoutWaiting) } };
  return configMap ? { ...volume, configMap: { ...configMap, optional: true } } : volume;
}

function without<T extends object>(members: T, keys: readonly string[]): T {
  return Object.fromEntries(Object.entries(members).filter(([key]) => !keys.includes(key))) as T;
}
