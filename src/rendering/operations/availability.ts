/** Autoscaler and disruption budget of a server, and what they ask of its pods. */
import { names, optionPart, OperationsModel } from './model';
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
import { AnyServer } from './server-kinds';
import { Server } from './servers';
import { PodSpec } from '../../kubernetes/objects';
import { pruned } from '../../plain/objects';
import { Availability } from '../../resources/construct-options';
import { Part } from '../model/workload';

export const availabilityParts: Part<OperationsModel>[] = [
  optionPart({
    id: 'Autoscaler',
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    name: names.autoscaler,
    option: ({ availability }) => availability?.autoscale,
    body: (autoscale, { resource, server }) => ({
      metadata: { labels: server.labels },
      spec: autoscalerSpec(resource.name, autoscale, server.controller),
    }),
  }),
  optionPart({
    id: 'DisruptionBudget',
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    name: names.disruptionBudget,
    // Replicas of a kind's own field bring no budget: it would be an object that the operator doesn't make.
    option: ({ availability }) => (availability && minAvailableOf(availability)) || undefined,
    body: (minAvailable, { server }) => ({
      metadata: { labels: server.labels },
      spec: disruptionBudgetSpec(minAvailable, server.labels),
    }),
  }),
];

/** Members of a server's pods that follow from the options. */
export function podMembers(availability: Availability, { labels }: Server): PodSpec {
  const { topologySpread: isSpread = isReplicated(availability), priorityClassName } = availability;
  return pruned<PodSpec>({
    priorityClassName,
    topologySpreadConstraints: isSpread ? spreadConstraints(labels) : undefined,
  });
}

export function checkAvailability(resource: AnyServer, server: Server, findings: Findings): void {
  const { availability } = resource.constructOptions ?? {};
  if (!availability) return;
  const replicas = replicasOf(resource, availability);
  checkReplicas(replicas, findings);
  if (findings.errors.length) return;
  if ((availability.autoscale || availability.isAutoscaled) && isReplicated(replicas)) {
    checkSessions(resource, server, findings);
  }
}

/** Replicas may be scaled after the budget was asked for, so this is for the end. */
export function checkDisruptionBudget(resource: AnyServer, findings: Findings): void {
  const { availability } = resource.constructOptions ?? {};
  if (availability && !availability.isAutoscaled) checkBudget(replicasOf(resource, availability), findings);
}

/** The CRD's default is no wish of anybody's. */
function replicasOf({ kind, spec }: AnyServer, { autoscale, isAutoscaled, minAvailable }: Availability): Replicas {
  const isDefault = kind === 'EmbeddingServer' && spec.replicas === 1;
  return { replicas: isDefault ? undefined : spec.replicas, autoscale, isAutoscaled, minAvailable };
}

function checkSessions({ spec, constructOptions }: AnyServer, { hasSessions }: Server, findings: Findings): void {
  if (!hasSessions) return;
  if (spec.transport === 'stdio') {
    findings.error('spec.autoscale', 'is of no use to a stdio server: one proxy at a time can be attached to it');
  } else if (spec.sessionStorage?.provider !== 'redis' && !constructOptions?.isStateless) {
    const given = spec.sessionStorage ? `is ${shown(spec.sessionStorage.provider)}` : 'is not given';
    findings.error(
      'spec.sessionStorage',
      `${given}, but ${constructOptions?.availability?.autoscale ? 'autoscale' : 'its autoscaler'} changes the number of replicas, and clients would lose their sessions; give SessionStorage.redis, or redis in the settings of the chart`,
    );
  }
}
