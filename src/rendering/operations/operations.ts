/**
 * What goes with a server in addition to the objects that ToolHive makes: the ways to it, its autoscaler, what Prometheus reads and
 * NetworkPolicies. Constructs ask for these in a resource's `constructOptions`.
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
import { AnyServer } from './server-kinds';
import { isServer, Server, serverOf } from './servers';
import { withShutdownDelay } from './shutdown';
import { topologyOf } from './topology';
import { Findings } from '../../findings';
import { Container, Manifest, PodTemplate, PodTemplatePatch, WorkloadBody } from '../../kubernetes/objects';
import { pruned } from '../../plain/objects';
import { ConstructOptions, Probes } from '../../resources/construct-options';
import { Resource } from '../../resources/resource';
import { Behaviour } from '../model/changes';
import { Context, Part } from '../model/workload';
import { afterMigration, beforeMigration } from '../registry/api/migration';

const PARTS: readonly Part<OperationsModel>[] = [
  ...availabilityParts,
  ...networkParts,
  ...exposureParts,
  ...monitoringParts,
];

/**
 * The objects of a kind, and with them those that constructs ask for; those of `when` are yet to be sorted out.
 *
 * @param own what the kind makes by itself
 */
export function withOperationsParts(resource: Resource, own: readonly Part[]): readonly Part[] {
  const { availability, exposure, monitoring, network } = resource.constructOptions ?? {};
  if (!(availability || exposure || monitoring || network) || !isServer(resource)) return own;
  if (resource.kind === 'MCPServer') return [...own, ...PARTS, ...backendNetworkParts];
  if (resource.kind !== 'RegistryApi') return [...own, ...PARTS];
  // Policies come before the Jobs that they are for.
  const isJob = ({ kind }: Part) => kind === 'Job';
  const first = own.findIndex(isJob);
  const before = beforeMigration(resource, migrationNetworkParts);
  return [...own.slice(0, first), ...before, ...own.slice(first), ...afterMigration(resource, PARTS)];
}

/** What can be judged by the resource alone; `spec` has its defaults. */
export function checkOperations(resource: Resource, findings: Findings, behaviour: Behaviour): void {
  const { constructOptions: options } = resource;
  if (!options || !isServer(resource)) return;
  const server = serverOf(resource);
  checkAvailability(resource, server, findings);
  checkExposure(resource, server, findings);
  checkMonitoring(options, server, findings, behaviour);
}

/** Reads what else of the app counts; undefined where there is nothing to make. */
export function operationsModel(resource: Resource, context: Context): OperationsModel | undefined {
  const { constructOptions: options } = resource;
  if (!options || !isServer(resource)) return undefined;
  const server = serverOf(resource);
  checkDisruptionBudget(resource, context.findings);
  checkMetrics(resource, server, context);
  checkExposedMetrics(options, server, showsMetricsToClients(resource, server, context), context);
  const topology = options.network && topologyOf(resource, context);
  if (topology) checkNetwork(resource.kind, options, topology, context.findings);
  const { settings, behaviour } = context;
  return { resource, options, server, topology, platform: settings.platform, behaviour };
}

/** What constructs change in the objects that a kind makes by itself. */
export function withOperations(
  part: Part,
  manifest: Manifest,
  { resource, options, server, behaviour }: OperationsModel,
): Manifest {
  const { availability, exposure, monitoring, shutdownDelay } = options;
  if (part.id === 'Service' && exposure?.serviceType) {
    return { ...manifest, spec: { ...(manifest.spec as object), type: exposure.serviceType } };
  }
  if (part.id !== 'Resource' || !(availability || monitoring || shutdownDelay)) return manifest;
  const { replicas, template: own, ...spec } = manifest.spec as WorkloadBody['spec'];
  // Others have it in the template of their pods.
  const template = resource.kind === 'MCPServer' ? withPodOperations(own, resource, server, behaviour) : own;
  return {
    ...manifest,
    spec: pruned({
      template: shutdownDelay ? withShutdownDelay(template, server.container, shutdownDelay) : template,
      ...(availability?.autoscale || availability?.isAutoscaled ? {} : { replicas }),
      ...spec,
    }),
  };
}

function withPodOperations(
  template: PodTemplate,
  resource: AnyServer,
  server: Server,
  behaviour: Behaviour,
): PodTemplate {
  const { metadata, spec } = podTemplateOf(resource.constructOptions ?? {}, server, behaviour);
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
      containers: template.spec.containers?.map((one) => (one.name === name ? withProbes(one, probes) : one)),
    },
  };
}

const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;

/** Timing over ToolHive's, where there is such a probe. */
function withProbes(container: Container, probes: Probes): Container {
  const known = PROBES.filter((probe) => container[probe] && probes[probe]);
  return {
    ...container,
    ...Object.fromEntries(known.map((probe) => [probe, { ...container[probe], ...probes[probe] }])),
  };
}

/** The constructs' settings of the server's pods, as a patch of their template. */
export function podTemplateOf(options: ConstructOptions, server: Server, behaviour: Behaviour): PodTemplatePatch {
  const { availability = {} } = options;
  const { startupProbe, ...others } = availability.probes ?? {};
  const probes = startupProbe && server.hasStartupProbe ? { startupProbe, ...others } : others;
  const containers = Object.keys(probes).length ? [{ name: server.container, ...probes }] : [];
  return pruned({
    metadata: pruned({ annotations: monitoringAnnotations(options, server, behaviour) }),
    spec: pruned({ containers, ...podMembers(availability, server) }),
  });
}

/** An autoscaler can't measure a pod that requests nothing. */
export function warnOfRequests({ availability }: ConstructOptions, workload: Manifest, findings: Findings): void {
  const { template } = workload.spec as WorkloadBody['spec'];
  warnOfMissingRequests(availability?.autoscale, template.spec, findings);
}
