import { Duration } from 'cdk8s';
import { Obj, pruned } from '../plain/objects';
import { checkCalls } from '../props/check-calls';

/** How Prometheus Operator reads a registry's metrics. */
export interface RegistryServiceMonitorOptions {
  /**
   * Labels of the ServiceMonitor. Prometheus takes those that its `serviceMonitorSelector` asks for, such as
   * `release: kube-prometheus-stack`.
   *
   * @default - only those that all objects of the registry have
   */
  readonly labels?: { [label: string]: string };

  /**
   * How often metrics are read, in whole seconds, at least 1.
   *
   * @default - as Prometheus is set
   */
  readonly interval?: Duration;
}

/**
 * How Prometheus finds a registry's metrics. They are on the internal port, 8081, which has no authentication, and are there
 * only if the configuration turns them on: `RegistryTelemetry.otlp({ metrics: true })`. With a `networkPolicy`, Prometheus has
 * to be among its `metrics`.
 */
export class RegistryMonitoring {
  static {
    checkCalls('RegistryMonitoring', this);
  }

  /** By the annotations `prometheus.io/scrape`, `port` and `path` of the pods, which many a Prometheus is set to follow. */
  public static scrapeAnnotations(): RegistryMonitoring {
    return new RegistryMonitoring({ by: 'annotations' });
  }

  /**
   * By a ServiceMonitor, and a headless Service of its own for the internal port. The cluster has to have Prometheus
   * Operator.
   *
   * @param options labels, and how often
   */
  public static serviceMonitor(options: RegistryServiceMonitorOptions = {}): RegistryMonitoring {
    const { labels, interval } = options;
    return new RegistryMonitoring({ by: 'serviceMonitor', ...pruned({ labels, interval: interval?.toSeconds() }) });
  }

  private constructor(private readonly monitoring: Obj) {}

  /**
   * As rendering takes it.
   * @internal
   */
  public _toJson(): Obj {
    return this.monitoring;
  }
}
