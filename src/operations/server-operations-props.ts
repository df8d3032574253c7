import type { Duration } from 'cdk8s';
import type { ProbeOptions } from 'cdk8s-plus-28';
import { ServerMonitoring } from './monitoring';
import { NetworkIsolation } from './network-isolation';
import { Probe } from '../kubernetes/objects';
import { pruned } from '../plain/objects';
import { Probes } from '../resources/construct-options';

/** Timing of a server's probes. What isn't given stays as ToolHive has it. */
export interface ServerProbes {
  /**
   * When it counts as started. Virtual servers and embedding servers have no such probe, and take none.
   *
   * @default - ToolHive's
   */
  readonly startup?: ProbeOptions;

  /**
   * When it is to be restarted.
   *
   * @default - ToolHive's
   */
  readonly liveness?: ProbeOptions;

  /**
   * When clients are led to it.
   *
   * @default - ToolHive's
   */
  readonly readiness?: ProbeOptions;
}

/** How a server is run in a cluster, whatever its kind. */
export interface ServerOperationsProps {
  /**
   * Replicas that have to stay while nodes are drained, by a PodDisruptionBudget: a whole number, below that of the replicas.
   * 0: all may go at once.
   *
   * @default - 1 where `autoscale` keeps at least two replicas, or a RegistryApi has as many, otherwise there is no budget
   */
  readonly minAvailable?: number;

  /**
   * Whether replicas are spread over nodes and zones, as far as there are any: of an McpServer, its proxy's.
   *
   * @default - true with `autoscale` and for several replicas of a RegistryApi, otherwise Kubernetes' own way; so is an
   * McpServer's under DeployTarget.CUSTOM_RESOURCES
   */
  readonly topologySpread?: boolean;

  /**
   * Priority class of the pods: of an McpServer, of its proxy's. The MCP server's own pod has it from `podTemplateSpec`.
   *
   * @default - the cluster's default
   */
  readonly priorityClassName?: string;

  /**
   * Timing of the probes.
   *
   * @default - ToolHive's
   */
  readonly probes?: ServerProbes;

  /**
   * How Prometheus finds the metrics. A registry's configuration has to turn them on.
   *
   * @default - not at all
   */
  readonly monitoring?: ServerMonitoring;

  /**
   * NetworkPolicies: who may connect to the server, and where it may connect to.
   *
   * @default - that of the enclosing scopes, in the end none are made
   */
  readonly networkIsolation?: NetworkIsolation;
}

/** How a server that clients have sessions with is run: an McpServer, an McpRemoteProxy or a VirtualMcpServer. */
export interface SessionServerProps extends ServerOperationsProps {
  /**
   * How long a pod that is to stop waits before it does, in whole seconds. It stops listening at once, which refuses calls
   * for a second or two; waiting lets clients turn to other pods before. 5 seconds do, 0 is no wait. Of an McpServer it is
   * about the proxy's pods.
   *
   * The time that the pod has to stop grows by it. A `preStop` of `podTemplateSpec` wins, but for an
   * McpServer, whose template is about another pod.
   *
   * @default - 5 seconds, but no wait under PodSecurity.OPERATOR and DeployTarget.CUSTOM_RESOURCES, where pods are as
   * ToolHive's operator makes them
   */
  readonly shutdownDelay?: Duration;
}

/** Timing as Kubernetes writes it, by the name of the probe; undefined where none was given. */
export function probesJson(probes: ServerProbes = {}): Probes | undefined {
  const json = pruned<Probes>({
    startupProbe: timing(probes.startup),
    livenessProbe: timing(probes.liveness),
    readinessProbe: timing(probes.readiness),
  });
  return Object.keys(json).length ? json : undefined;
}

function timing(options: ProbeOptions | undefined): Probe | undefined {
  if (!options) return undefined;
  const { initialDelaySeconds, periodSeconds, timeoutSeconds, failureThreshold, successThreshold } = options;
  return pruned({
    initialDelaySeconds: initialDelaySeconds?.toSeconds(),
    periodSeconds: periodSeconds?.toSeconds(),
    timeoutSeconds: timeoutSeconds?.toSeconds(),
    failureThreshold,
    successThreshold,
  });
}
