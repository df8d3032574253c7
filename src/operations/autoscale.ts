import { Autoscale } from '../resources/construct-options';

/** How the number of replicas follows the load. */
export interface AutoscaleOptions {
  /**
   * The fewest replicas, at least 1. With 1, a node that is drained takes the only one along.
   *
   * @default 2
   */
  readonly minReplicas?: number;

  /**
   * The most replicas, at least `minReplicas`.
   *
   * @default 10
   */
  readonly maxReplicas?: number;

  /**
   * How much CPU a replica should use on average, in whole percent of what it requests. It may be above 100. 0: CPU doesn't
   * count.
   *
   * @default 70
   */
  readonly cpuUtilization?: number;

  /**
   * How much memory a replica should use on average, in whole percent of what it requests. It may be above 100. 0: memory
   * doesn't count.
   *
   * @default 80
   */
  readonly memoryUtilization?: number;
}

/** The options with their defaults, as rendering takes them. */
export function autoscaleJson(options: AutoscaleOptions): Autoscale {
  const { minReplicas = 2, maxReplicas = 10, cpuUtilization = 70, memoryUtilization = 80 } = options;
  return { minReplicas, maxReplicas, cpuUtilization, memoryUtilization };
}
