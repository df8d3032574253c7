import type { Volume } from 'cdk8s-plus-28';
import { Surroundings } from './config-surroundings';
import { defined, JsonObject } from '../plain/objects';
import { checkCalls } from '../props/check-calls';
import { folderOf } from '../rendering/registry/config/places';

/** Where a registry's traces and metrics go, and which. */
export interface RegistryTelemetryOptions {
  /**
   * Collector of OTLP by HTTP: host and port, without a scheme, such as `otel-collector.monitoring.svc:4318`.
   *
   * @default - the server's: "localhost:4318"
   */
  readonly endpoint?: string;

  /**
   * Whether the collector is spoken to over plain http.
   *
   * @default false
   */
  readonly insecure?: boolean;

  /**
   * Name of the service in traces and metrics.
   *
   * @default - the server's: "thv-registry-api"
   */
  readonly serviceName?: string;

  /**
   * Version of the service in traces and metrics.
   *
   * @default - the server's: "unknown"
   */
  readonly serviceVersion?: string;

  /**
   * Whether requests are traced.
   *
   * @default false
   */
  readonly tracing?: boolean;

  /**
   * The share of requests that are traced, above 0 and at most 1.
   *
   * @default - the server's: 0.05
   */
  readonly sampling?: number;

  /**
   * Whether metrics are sent, and served at `/metrics` on the internal port 8081.
   *
   * @default false
   */
  readonly metrics?: boolean;
}

/** A registry's telemetry. */
export class RegistryTelemetry {
  static {
    checkCalls('RegistryTelemetry', this);
  }

  /**
   * Traces and metrics by OpenTelemetry's protocol.
   *
   * @param options where they go, and which
   */
  public static otlp(options: RegistryTelemetryOptions): RegistryTelemetry {
    return new RegistryTelemetry(options);
  }

  private constructor(private readonly options: RegistryTelemetryOptions) {}

  /**
   * `telemetry` of the server's configuration.
   * @internal
   */
  public _toConfig(): JsonObject {
    const { tracing, sampling, metrics, ...plain } = this.options;
    return defined({
      enabled: true,
      ...plain,
      tracing: tracing === undefined && sampling === undefined ? undefined : defined({ enabled: tracing, sampling }),
      metrics: metrics === undefined ? undefined : { enabled: metrics },
    });
  }
}

/** What a registry logs of who did what. */
export interface RegistryAuditOptions {
  /**
   * Events to log, such as `entry.publish` and `auth.unauthenticated`.
   *
   * @default - all
   * @see https://github.com/stacklok/toolhive-registry-server
   */
  readonly eventTypes?: string[];

  /**
   * Events not to log, even where `eventTypes` names them.
   *
   * @default - none
   */
  readonly excludeEventTypes?: string[];

  /**
   * Whether what a request contained is logged too.
   *
   * @default false
   */
  readonly includeRequestData?: boolean;

  /**
   * The most bytes of a request's data that are logged, 0 to 1048576, where 0 is the server's default.
   *
   * @default - the server's: 1024
   */
  readonly maxDataSize?: number;
}

/** What is logged to a file of who did what. */
export interface RegistryAuditFileOptions extends RegistryAuditOptions {
  /** Absolute path of the file. */
  readonly path: string;

  /**
   * Where its folder is kept.
   *
   * @default - in the pod, with which it goes
   */
  readonly volume?: Volume;
}

/** A registry's audit log. */
export class RegistryAudit {
  static {
    checkCalls('RegistryAudit', this);
  }

  /**
   * To standard output, where the cluster's log collection finds it.
   *
   * @param options what is logged
   */
  public static toStdout(options: RegistryAuditOptions = {}): RegistryAudit {
    return new RegistryAudit(options);
  }

  /**
   * To a file, which grows without end.
   *
   * @param options which file, and what is logged
   */
  public static toFile(options: RegistryAuditFileOptions): RegistryAudit {
    const { path, volume, ...logged } = options;
    return new RegistryAudit(logged, path, volume);
  }

  private constructor(
    private readonly options: RegistryAuditOptions,
    private readonly logFile?: string,
    private readonly volume?: Volume,
  ) {}

  /**
   * `audit` of the server's configuration.
   * @internal
   */
  public _toConfig({ volumes }: Surroundings): JsonObject {
    const { logFile, volume } = this;
    if (logFile && volume) volumes.push({ path: folderOf(logFile), volume });
    return defined({ enabled: true, logFile, ...this.options });
  }
}
