import { Autoscale } from '../resources/construct-options';

/** How the number of replicas follows the load. */
export interface AutoscaleOptions {
  /**
   * The minimum number of replicas, at least 1. With 1, draining a node interrupts the service.
   *
   * @default 2
   */
  readonly minReplicas?: number;

  /**
   * The maximum number of replicas, at least `minReplicas`.
   *
   * @default 10
   */
  readonly maxReplicas?: number;

  /**
   * Target of the average CPU usage, in whole percent of the requested CPU.
   *
   * It may be above 100. 0 turns the metric off.
   *
   * @default 70
   */
  readonly cpuUtilization?: number;

  /**
   * Target of the average memory usage, in whole percent of the requested memory.
   *
   * It may be above 100. 0 turns the metric off.
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
