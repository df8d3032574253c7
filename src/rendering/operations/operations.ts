/**
 * What goes with a server beside the objects that ToolHive makes: the ways to it, its autoscaler, what Prometheus reads and
 * NetworkPolicies. Constructs say these in a resource's `extras`, by topic:
 *
 * - `exposure`: `exposeViaIngress`, `exposeViaHttpRoute`, `url` (the public address before the server's own path), `serviceType`;
 * - `availability`: `autoscale`, `minAvailable`, `topologySpread`, `priorityClassName`, `probes`, and `replicas` of a kind that no
 *   operator makes, where several bring a budget and a spread along;
 * - `monitoring`: as `ServerMonitoring` has it;
 * - `network`: as `NetworkIsolation` has it;
 * - `shutdownDelay`: seconds that a pod waits before it stops.
 */
import { availabilityParts, checkAvailability, checkDisruptionBudget, podMembers } from './availability';
import { checkExposedMetrics, checkExposure, exposureParts } from './exposure';
import { OperationsModel } from './model';
import {
  checkMetrics,
  checkMonitoring,
  monitoringAnnotations,
  monitoringParts,
  showsMetricsToClients,
} from './monitoring';
import { backendNetworkParts, checkNetwork, migrationNetworkParts, networkParts } from './network';
import { warnOfMissingRequests } from './objects/availability';
import { Server, serverOf } from './servers';
import { withShutdownDelay } from './shutdown';
import { topologyOf } from './topology';
import { Findings } from '../../findings';
import { Obj, defined, pruned } from '../../plain/objects';
import { Resource } from '../../resources/resource';
import { Behaviour } from '../model/changes';
import { Context, Manifest, Part } from '../model/workload';
import { afterMigration, beforeMigration } from '../registry/api/migration';

const PARTS: readonly Part<OperationsModel>[] = [
  ...availabilityParts,
  ...networkParts,
  ...exposureParts,
  ...monitoringParts,
];

/**
 * The objects of a kind, and with them those that the resource's extras ask for; those of `when` are yet to be sorted out.
 *
 * @param own what the kind makes by itself
 */
export function withOperationsParts(resource: Resource, own: readonly Part<any>[]): readonly Part<any>[] {
  if (!resource.extras) return own;
  if (resource.kind === 'MCPServer') return [...own, ...PARTS, ...backendNetworkParts];
  if (resource.kind !== 'RegistryApi') return [...own, ...PARTS];
  // Policies stand before the Jobs that they are for.
  const isJob = ({ kind }: Part<any>) => kind === 'Job';
  const first = own.findIndex(isJob);
  const before = beforeMigration(resource, migrationNetworkParts);
  return [...own.slice(0, first), ...before, ...own.slice(first), ...afterMigration(resource, PARTS)];
}

/** What can be judged by the resource alone; `spec` has its defaults. */
export function checkOperations(resource: Resource, findings: Findings, behaviour: Behaviour): void {
  const server = resource.extras && serverOf(resource);
  if (!server) return;
  checkAvailability(resource, server, findings);
  checkExposure(resource, server, findings);
  checkMonitoring(resource, server, findings, behaviour);
}

/** Reads what else of the app counts; undefined where there is nothing to make. */
export function operationsModel(resource: Resource, context: Context): OperationsModel | undefined {
  const server = resource.extras && serverOf(resource);
  if (!server) return undefined;
  checkDisruptionBudget(resource, context.findings);
  checkMetrics(resource, server, context);
  checkExposedMetrics(resource, server, showsMetricsToClients(resource, server, context), context);
  const topology = resource.extras!.network && topologyOf(resource, context);
  if (topology) checkNetwork(resource, topology, context.findings);
  const { settings, behaviour } = context;
  return { resource, server, topology, platform: settings.platform, behaviour };
}

/** What the extras change in the objects that a kind makes by itself. */
export function withOperations(
  part: Part<unknown>,
  manifest: Manifest,
  { resource, server, behaviour }: OperationsModel,
): Manifest {
  const { availability, exposure, monitoring, shutdownDelay } = resource.extras!;
  if (part.id === 'Service' && exposure?.serviceType) {
    return { ...manifest, spec: { ...manifest.spec, type: exposure.serviceType } };
  }
  if (part.id !== 'Resource' || !(availability || monitoring || shutdownDelay)) return manifest;
  const { replicas, template: own, ...spec } = manifest.spec;
  // Others say it in the template of their pods.
  const template = resource.kind === 'MCPServer' ? withPodOperations(own, resource, server, behaviour) : own;
  return {
    ...manifest,
    spec: pruned({
      template: shutdownDelay ? withShutdownDelay(template, server.container, shutdownDelay) : template,
      ...(availability?.autoscale ? {} : { replicas }),
      ...spec,
    }),
  };
}

function withPodOperations(template: Obj, resource: Resource, server: Server, behaviour: Behaviour): Obj {
  const { metadata, spec } = podTemplateOf(resource, server, behaviour);
  if (!metadata && !spec) return template;
  const annotations = { ...metadata?.annotations, ...template.metadata?.annotations };
  const [{ name, ...probes } = { name: '' }] = spec?.containers ?? [];
  const { containers: _, ...members } = spec ?? {};
  return {
    ...template,
    metadata: pruned({ ...template.metadata, annotations }),
    spec: {
      ...members,
      ...template.spec,
      containers: template.spec.containers.map((one: Obj) => (one.name === name ? withProbes(one, probes) : one)),
    },
  };
}

/** Timing over ToolHive's, where there is such a probe. */
function withProbes(container: Obj, probes: Obj): Obj {
  const known = Object.entries<Obj>(probes).filter(([probe]) => container[probe]);
  return {
    ...container,
    ...Object.fromEntries(known.map(([probe, timing]) => [probe, { ...container[probe], ...timing }])),
  };
}

/** What the extras say of the server's pods, as a patch of their template. */
export function podTemplateOf({ extras }: Resource, server: Server, behaviour: Behaviour): Obj {
  const { availability = {} } = extras!;
  const { startupProbe, ...others } = availability.probes ?? {};
  const probes = { ...others, ...(server.hasStartupProbe && defined({ startupProbe })) };
  const containers = Object.keys(probes).length ? [{ name: server.container, ...probes }] : [];
  return pruned({
    metadata: pruned({ annotations: monitoringAnnotations(extras!, server, behaviour) }),
    spec: pruned({ ...podMembers(availability, server), containers }),
  });
}

/** An autoscaler can't measure a pod that requests nothing. */
export function warnOfRequests({ extras }: Resource, workload: Manifest, findings: Findings): void {
  warnOfMissingRequests(extras?.availability?.autoscale, workload.spec.template.spec, findings);
}
