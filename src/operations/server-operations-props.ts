import type { Duration } from 'cdk8s';
import type { ProbeOptions } from 'cdk8s-plus-28';
import { ServerMonitoring } from './monitoring';
import { NetworkIsolation } from './network-isolation';
import { Probe } from '../kubernetes/objects';
import { pruned } from '../plain/objects';
import { Probes } from '../resources/construct-options';

/** Timing of a server's probes. Fields that you leave out keep ToolHive's values. */
export interface ServerProbes {
  /**
   * When the container counts as started. Virtual servers and embedding servers have no startup probe.
   *
   * @default - ToolHive's
   */
  readonly startup?: ProbeOptions;

  /**
   * When the container is restarted.
   *
   * @default - ToolHive's
   */
  readonly liveness?: ProbeOptions;

  /**
   * When the pod gets requests.
   *
   * @default - ToolHive's
   */
  readonly readiness?: ProbeOptions;
}

/** Availability, probes, metrics and network of a server of any kind. */
export interface ServerOperationsProps {
  /**
   * Minimum number of replicas while nodes are drained, by a PodDisruptionBudget.
   *
   * A whole number below the number of replicas. With 0, all may be evicted at once.
   *
   * @default - 1 if `autoscale` keeps at least two replicas, or a RegistryApi has as many; otherwise no budget
   */
  readonly minAvailable?: number;

  /**
   * Whether replicas are spread over nodes and zones if possible. For an McpServer, those of its proxy.
   *
   * @default - true with `autoscale` and for several replicas of a RegistryApi, otherwise Kubernetes' own way; so is an
   * McpServer's under DeployTarget.CUSTOM_RESOURCES
   */
  readonly topologySpread?: boolean;

  /**
   * Priority class of the pods. For an McpServer, of its proxy's pods.
   *
   * Set that of the MCP server's own pod in `podTemplateSpec`.
   *
   * @default - the cluster's default
   */
  readonly priorityClassName?: string;

  /**
   * Timing of startup, liveness and readiness probes.
   *
   * @default - ToolHive's
   */
  readonly probes?: ServerProbes;

  /**
   * How Prometheus scrapes the metrics. A registry's configuration must turn metrics on.
   *
   * @default - not at all
   */
  readonly monitoring?: ServerMonitoring;

  /**
   * NetworkPolicies: who may connect to the server, and what it may connect to.
   *
   * @default - that of the enclosing scopes, in the end none are made
   */
  readonly networkIsolation?: NetworkIsolation;
}

/** Operational props of a server with client sessions: an McpServer, an McpRemoteProxy or a VirtualMcpServer. */
export interface SessionServerProps extends ServerOperationsProps {
  /**
   * How long a pod waits before it stops, in whole seconds.
   *
   * Without the wait, the program stops listening at once, and calls fail for a second or two until Kubernetes sends
   * clients to other pods. 5 seconds are enough, 0 is no wait. For an McpServer it applies to the proxy's pods. The
   * grace period is extended by it. A `preStop` in `podTemplateSpec` takes precedence, except for an McpServer, whose
   * template is for another pod.
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
