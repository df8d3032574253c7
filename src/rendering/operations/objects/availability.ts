/**
 * What keeps a server reachable while load changes and nodes go: an autoscaler, a disruption budget, and replicas on
 * different nodes. Alike for every kind that runs a Deployment; `autoscale` is what `autoscaleJson` writes.
 */
import { Findings, shown } from '../../../findings';
import { LabelSelector, PodSpec, Texts } from '../../../kubernetes/objects';
import { Autoscale, Availability } from '../../../resources/construct-options';

const UTILIZATIONS = [
  ['cpuUtilization', 'cpu'],
  ['memoryUtilization', 'memory'],
] as const;

/** A resource's settings of its replicas. */
export type Replicas = Pick<Availability, 'replicas' | 'autoscale' | 'isAutoscaled' | 'minAvailable'>;

/** `spec` of a HorizontalPodAutoscaler. */
export interface AutoscalerSpec {
  readonly scaleTargetRef: { readonly apiVersion: 'apps/v1'; readonly kind: string; readonly name: string };
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly metrics: readonly {
    readonly type: 'Resource';
    readonly resource: {
      readonly name: 'cpu' | 'memory';
      readonly target: { readonly type: 'Utilization'; readonly averageUtilization: number };
    };
  }[];
}

/** `spec` of a PodDisruptionBudget. */
export interface DisruptionBudgetSpec {
  readonly minAvailable: number;
  readonly selector: LabelSelector;
  readonly unhealthyPodEvictionPolicy: 'AlwaysAllow' | 'IfHealthyBudget';
}

/** How pods are spread over nodes and zones. */
export interface TopologySpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly whenUnsatisfiable: 'ScheduleAnyway' | 'DoNotSchedule';
  readonly labelSelector: LabelSelector;
}

/** The fewest replicas that there are at any time. */
export function fewestReplicas({ replicas = 1, autoscale }: Replicas): number {
  return autoscale?.minReplicas ?? replicas;
}

/** Whether there may be more than one replica. */
export function isReplicated({ replicas = 1, autoscale, isAutoscaled }: Replicas): boolean {
  return isAutoscaled === true || (autoscale?.maxReplicas ?? replicas) > 1;
}

/** Replicas that have to stay while nodes are drained; 0 where there is no such demand. */
export function minAvailableOf(spec: Replicas): number {
  return spec.minAvailable ?? (fewestReplicas(spec) > 1 ? 1 : 0);
}

/** @param workload name of what is scaled */
export function autoscalerSpec(
  workload: string,
  autoscale: Autoscale,
  kind: 'Deployment' | 'StatefulSet' = 'Deployment',
): AutoscalerSpec {
  return {
    scaleTargetRef: { apiVersion: 'apps/v1', kind, name: workload },
    minReplicas: autoscale.minReplicas,
    maxReplicas: autoscale.maxReplicas,
    metrics: measured(autoscale).map(([option, name]) => ({
      type: 'Resource',
      resource: { name, target: { type: 'Utilization', averageUtilization: autoscale[option] } },
    })),
  };
}

/** A pod that isn't ready serves no client, so it never keeps a node from being drained. */
export function disruptionBudgetSpec(minAvailable: number, labels: Texts): DisruptionBudgetSpec {
  return { minAvailable, selector: { matchLabels: labels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' };
}

/** Different nodes and zones for the pods with these labels, as far as there are any. */
export function spreadConstraints(labels: Texts): TopologySpreadConstraint[] {
  return ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: labels },
  }));
}

/** What is wrong whatever is set later. */
export function checkReplicas(given: Replicas, findings: Findings): void {
  const { replicas, autoscale, isAutoscaled, minAvailable } = given;
  for (const [field, value] of Object.entries({ replicas, minAvailable })) {
    if (value !== undefined && !isWhole(value, 0)) {
      findings.error(`spec.${field}`, `${shown(value)} must be a whole number of at least 0`);
    }
  }
  if (replicas !== undefined && (autoscale || isAutoscaled)) {
    const scaler = autoscale ? 'autoscale' : 'a HorizontalPodAutoscaler';
    findings.error(
      'spec.replicas',
      `${replicas} and ${scaler} exclude each other: the autoscaler sets the number; drop one`,
    );
  }
  if (autoscale) checkScale(autoscale, findings);
}

function checkScale(autoscale: Autoscale, findings: Findings): void {
  const { minReplicas, maxReplicas } = autoscale;
  if (!isWhole(minReplicas, 1)) {
    findings.error('spec.autoscale.minReplicas', `${shown(minReplicas)} must be a whole number of at least 1`);
  }
  if (!isWhole(maxReplicas, 1)) {
    findings.error('spec.autoscale.maxReplicas', `${shown(maxReplicas)} must be a whole number of at least 1`);
  } else if (maxReplicas < minReplicas) {
    const message = `${maxReplicas} is below minReplicas, which is ${minReplicas}; raise it, or lower minReplicas`;
    findings.error('spec.autoscale.maxReplicas', message);
  }
  for (const [option] of UTILIZATIONS) {
    if (isWhole(autoscale[option], 0)) continue;
    const message = `${shown(autoscale[option])} must be whole percent of what a pod requests, such as 70, or 0 to leave it out`;
    findings.error(`spec.autoscale.${option}`, message);
  }
  if (!measured(autoscale).length) {
    findings.error('spec.autoscale', 'has nothing to go by: cpuUtilization and memoryUtilization are both 0; set one');
  }
}

/** A budget that no pod may ever leave. Replicas may be scaled after the budget was asked for. */
export function checkBudget(spec: Replicas, findings: Findings): void {
  const { minAvailable = 0 } = spec;
  const fewest = fewestReplicas(spec);
  if (minAvailable === 0 || minAvailable < fewest) return;
  findings.error(
    'spec.minAvailable',
    `${minAvailable} of ${fewest === 1 ? '1 replica' : `${fewest} replicas`} must stay, so that no node they are on can be drained; lower it, or have more ${spec.autoscale ? 'minReplicas' : 'replicas'}`,
  );
}

/** An autoscaler that counts in percent of a request has no use for a pod without one. */
export function warnOfMissingRequests(autoscale: Autoscale | undefined, pod: PodSpec, findings: Findings): void {
  if (!autoscale) return;
  for (const { name, resources = {} } of pod.containers ?? []) {
    // A limit alone is the request too.
    const without = measured(autoscale)
      .map(([, resource]) => resource)
      .filter((resource) => resources.requests?.[resource] === undefined && resources.limits?.[resource] === undefined);
    if (!without.length) continue;
    findings.warning(
      'autoscaling-without-request',
      'spec.autoscale',
      `container ${shown(name)} requests no ${without.join(' and no ')}, so the autoscaler can't measure its pod, and never takes a replica away; give it resources`,
    );
  }
}

function measured(autoscale: Autoscale): (typeof UTILIZATIONS)[number][] {
  return UTILIZATIONS.filter(([option]) => autoscale[option] !== 0);
}

function isWhole(value: unknown, least: number): boolean {
  return Number.isInteger(value) && (value as number) >= least;
}
