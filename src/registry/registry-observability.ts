import type { Volume } from 'cdk8s-plus-28';
import { Surroundings } from './config-surroundings';
import { AuditOptions } from '../operations/audit';
import { defined, JsonObject } from '../plain/objects';
import { checkCalls } from '../props/check-calls';
import { refused } from '../props/language';
import { folderOf } from '../rendering/registry/config/places';

/** Traces and metrics of a registry. */
export interface RegistryTelemetryOptions {
  /**
   * Host and port of the OTLP collector over HTTP, such as `otel-collector.monitoring.svc:4318`, without a scheme.
   *
   * @default - the server's: "localhost:4318"
   */
  readonly endpoint?: string;

  /**
   * Whether connections to the collector use no TLS.
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
   * Share of requests that are traced, above 0 and at most 1.
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
   * Traces and metrics with OpenTelemetry's protocol OTLP.
   *
   * @param options collector, traces and metrics
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
    const { endpoint, insecure, serviceName, serviceVersion, tracing, sampling, metrics } = this.options;
    return defined({
      enabled: true,
      endpoint,
      insecure,
      serviceName,
      serviceVersion,
      tracing: tracing === undefined && sampling === undefined ? undefined : defined({ enabled: tracing, sampling }),
      metrics: metrics === undefined ? undefined : { enabled: metrics },
    });
  }
}

/** Which audit events a registry writes, with which content, and where. */
export interface RegistryAuditOptions extends AuditOptions {
  /**
   * Where the folder of the `logFile` is kept.
   *
   * @default - an empty directory that is deleted with the pod
   */
  readonly volume?: Volume;
}

/** `audit` of the server's configuration. */
export function auditConfig(options: RegistryAuditOptions, { volumes }: Surroundings): JsonObject {
  const { volume, logFile, eventTypes, excludeEventTypes, includeRequestData, maxDataSize } = options;
  if (volume && !logFile) {
    throw refused(
      'RegistryConfig: audit.volume: keeps the folder of the logFile, and there is none; give logFile, or drop volume',
    );
  }
  if (volume && logFile) volumes.push({ path: folderOf(logFile), volume });
  const content = { eventTypes, excludeEventTypes, includeRequestData, maxDataSize };
  return defined({ enabled: true, logFile, ...content });
}
