import { Duration } from 'cdk8s';
import { pruned } from '../plain/objects';
import { checkCalls } from '../props/check-calls';
import { Monitoring } from '../resources/construct-options';

/** How Prometheus Operator reads a server's metrics. */
export interface ServiceMonitorOptions {
  /**
   * Additional labels of the ServiceMonitor.
   *
   * Prometheus selects ServiceMonitors by labels (`serviceMonitorSelector`), such as `release: kube-prometheus-stack`.
   *
   * @default - only those that all objects of the server have
   */
  readonly labels?: { [label: string]: string };

  /**
   * Scrape interval, in whole seconds, at least 1.
   *
   * @default - as Prometheus is set
   */
  readonly interval?: Duration;
}

/**
 * How Prometheus scrapes a server's metrics.
 *
 * Virtual servers, embedding servers and the proxies of ToolHive 0.44.0 serve metrics on the port for clients. Proxies
 * from 0.63.0 on use port 9464, registries port 8081, which has no authentication. Proxies and virtual servers need a
 * `telemetry` with `prometheus` on. Registries need `RegistryTelemetry.otlp({ metrics: true })` in their configuration.
 */
export class ServerMonitoring {
  static {
    checkCalls('ServerMonitoring', this);
  }

  /** By the pod annotations `prometheus.io/scrape`, `port` and `path`, which many Prometheus installations use. */
  public static scrapeAnnotations(): ServerMonitoring {
    return new ServerMonitoring({ by: 'annotations' });
  }

  /**
   * By a ServiceMonitor, with a headless Service for it. The cluster needs Prometheus Operator.
   *
   * @param options labels and interval
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
