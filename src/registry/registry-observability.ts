import type { Volume } from 'cdk8s-plus-28';
import { Surroundings } from './config-surroundings';
import { AuditOptions } from '../operations/audit';
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

/** Which audit events a registry writes, what they hold, and where they go. */
export interface RegistryAuditOptions extends AuditOptions {
  /**
   * Where the folder of the `logFile` is kept.
   *
   * @default - in the pod, with which it goes
   */
  readonly volume?: Volume;
}

/** `audit` of the server's configuration. */
export function auditConfig(options: RegistryAuditOptions, { volumes }: Surroundings): JsonObject {
  const { volume, logFile, ...audit } = options;
  if (volume && !logFile) {
    throw new Error(
      'RegistryConfig: audit.volume: keeps the folder of the logFile, and there is none; give logFile, or drop volume',
    );
  }
  if (volume && logFile) volumes.push({ path: folderOf(logFile), volume });
  return defined({ enabled: true, logFile, ...audit });
}
