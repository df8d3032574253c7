/** A registry's autoscaler and disruption budget. */
import { RegistryApiModel } from './model';
import { labelsOf, names } from './names';
import { Part } from '../../model/workload';
import { autoscalerSpec, disruptionBudgetSpec, minAvailableOf } from '../../operations/objects/availability';

export const availabilityParts: Part<RegistryApiModel>[] = [
  {
    id: 'Autoscaler',
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    name: names.autoscaler,
    when: ({ scale }) => scale !== undefined,
    body: ({ resource: { name, spec } }) => ({
      metadata: { labels: labelsOf(name) },
      spec: autoscalerSpec(names.same(name), spec.scale),
    }),
  },
  {
    id: 'DisruptionBudget',
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    name: names.disruptionBudget,
    when: (spec) => minAvailableOf(spec) > 0,
    body: ({ resource: { name, spec } }) => ({
      metadata: { labels: labelsOf(name) },
      spec: disruptionBudgetSpec(minAvailableOf(spec), labelsOf(name)),
    }),
  },
];
