/** Autoscaler and disruption budget of a server, and what they ask of its pods. */
import { names, OperationsModel } from './model';
import { Findings, shown } from '../../findings';
import {
  autoscalerSpec,
  checkBudget,
  checkReplicas,
  disruptionBudgetSpec,
  isReplicated,
  minAvailableOf,
  Replicas,
  spreadConstraints,
} from './objects/availability';
import { Server } from './servers';
import { Obj, pruned } from '../../plain/objects';
import { Resource } from '../../resources/resource';
import { Part } from '../model/workload';

export const availabilityParts: Part<OperationsModel>[] = [
  {
    id: 'Autoscaler',
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    name: names.autoscaler,
    isAddedByLibrary: true,
    when: (_, { availability }) => availability?.autoscale !== undefined,
    body: ({ resource: { name, extras }, server }) => ({
      metadata: { labels: server.labels },
      spec: autoscalerSpec(name, extras!.availability.autoscale, server.controller),
    }),
  },
  {
    id: 'DisruptionBudget',
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    name: names.disruptionBudget,
    isAddedByLibrary: true,
    when: (_, { availability }) => availability !== undefined && minAvailable(availability) > 0,
    body: ({ resource: { extras }, server }) => ({
      metadata: { labels: server.labels },
      spec: disruptionBudgetSpec(minAvailable(extras!.availability), server.labels),
    }),
  },
];

/** Replicas of a kind's own field bring no budget: it would be an object that the operator doesn't make. */
function minAvailable({ autoscale, replicas, minAvailable: given }: Obj): number {
  return minAvailableOf({ autoscale, replicas, minAvailable: given });
}

/** Members of a server's pods that follow from the options. */
export function podMembers({ autoscale, replicas, topologySpread, priorityClassName }: Obj, { labels }: Server): Obj {
  const isSpread: boolean = topologySpread ?? isReplicated({ autoscale, replicas });
  return pruned({ priorityClassName, topologySpreadConstraints: isSpread ? spreadConstraints(labels) : undefined });
}

export function checkAvailability(resource: Resource, server: Server, findings: Findings): void {
  const { availability } = resource.extras!;
  if (!availability) return;
  const replicas = replicasOf(resource);
  checkReplicas(replicas, findings);
  if (findings.errors.length) return;
  if (availability.autoscale && isReplicated(replicas)) checkSessions(resource, server, findings);
}

/** Replicas may be scaled after the budget was asked for, so this is for the end. */
export function checkDisruptionBudget(resource: Resource, findings: Findings): void {
  if (resource.extras!.availability) checkBudget(replicasOf(resource), findings);
}

/** The CRD's default is no wish of anybody's. */
function replicasOf({ kind, spec, extras }: Resource): Replicas {
  const { autoscale, minAvailable: stay } = extras!.availability;
  const isDefault = kind === 'EmbeddingServer' && spec.replicas === 1;
  return { replicas: isDefault ? undefined : spec.replicas, autoscale, minAvailable: stay };
}

function checkSessions({ spec, extras }: Resource, { hasSessions }: Server, findings: Findings): void {
  if (!hasSessions) return;
  if (spec.transport === 'stdio') {
    findings.error('spec.autoscale', 'is of no use to a stdio server: one proxy at a time can be attached to it');
  } else if (spec.sessionStorage?.provider !== 'redis' && !extras?.isStateless) {
    const given = spec.sessionStorage ? `is ${shown(spec.sessionStorage.provider)}` : 'is not given';
    findings.error(
      'spec.sessionStorage',
      `${given}, but autoscale changes the number of replicas, and clients would lose their sessions; give SessionStorage.redis, or redis in the settings of the chart`,
    );
  }
}
