import { Duration } from 'cdk8s';
import { pruned } from '../plain/objects';
import { checkCalls } from '../props/check-calls';
import { Monitoring } from '../resources/construct-options';

/** How Prometheus Operator reads a server's metrics. */
export interface ServiceMonitorOptions {
  /**
   * Labels of the ServiceMonitor. Prometheus takes those that its `serviceMonitorSelector` asks for, such as
   * `release: kube-prometheus-stack`.
   *
   * @default - only those that all objects of the server have
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
 * How Prometheus finds a server's metrics. Virtual servers, embedding servers and the proxies of ToolHive 0.44.0 serve them on
 * the port of their clients, proxies from 0.63.0 on at port 9464, registries at port 8081, which has no authentication.
 *
 * Proxies and virtual servers do so only with a `telemetry` that has `prometheus` on, registries only with
 * `RegistryTelemetry.otlp({ metrics: true })` in their configuration.
 */
export class ServerMonitoring {
  static {
    checkCalls('ServerMonitoring', this);
  }

  /** By the annotations `prometheus.io/scrape`, `port` and `path` of the pods, which many a Prometheus is set to follow. */
  public static scrapeAnnotations(): ServerMonitoring {
    return new ServerMonitoring({ by: 'annotations' });
  }

  /**
   * By a ServiceMonitor, and a headless Service of its own. The cluster has to have Prometheus Operator.
   *
   * @param options labels, and how often
   */
  public static serviceMonitor(options: ServiceMonitorOptions = {}): ServerMonitoring {
    const { labels, interval } = options;
    return new ServerMonitoring({ by: 'serviceMonitor', ...pruned({ labels, interval: interval?.toSeconds() }) });
  }

  private constructor(private readonly monitoring: Monitoring) {}

  /**
   * As rendering takes it.
   * @internal
   */
  public _toJson(): Monitoring {
    return this.monitoring;
  }
}
