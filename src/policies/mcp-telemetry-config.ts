import type { SecretValue } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { JsonObject, pruned } from '../plain/objects';
import { caBundleRef } from '../pods/ca-bundle';
import { ConfigMapKey } from '../pods/config-map-key';
import { secretKey } from '../pods/secret-values';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { CustomResource } from '../synthesis/custom-resource';
import { IToolhiveResource } from '../synthesis/i-toolhive-resource';
import { ImportedResource } from '../synthesis/imported-resource';

/** Traces and metrics by OpenTelemetry. */
export interface OpenTelemetryOptions {
  /**
   * Address of the collector for OTLP over HTTP: `https://otel-collector.observability.svc:4318`.
   *
   * @default - none: metrics can still be scraped, with `prometheus`
   */
  readonly endpoint?: string;

  /**
   * Whether traces are sent.
   *
   * @default false
   */
  readonly tracing?: boolean;

  /**
   * Share of requests that are traced, 0 to 1.
   *
   * @default 0.05
   */
  readonly samplingRate?: number;

  /**
   * Whether metrics are sent.
   *
   * @default false
   */
  readonly metrics?: boolean;

  /**
   * Additional headers to the collector, without secrets.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };

  /**
   * Additional headers to the collector with secret values.
   *
   * In the Secret, write a comma as `%2C` and a percent sign as `%25`, because exporters decode the value. ToolHive's
   * operator does not send them, so they have no effect under DeployTarget.CUSTOM_RESOURCES.
   *
   * @default - none
   */
  readonly sensitiveHeaders?: { [name: string]: SecretValue };

  /**
   * Attributes of every trace and metric.
   *
   * @default - none
   */
  readonly resourceAttributes?: { [name: string]: string };

  /**
   * Whether attributes also have the names of older ToolHive versions.
   *
   * @default true
   */
  readonly useLegacyAttributes?: boolean;

  /**
   * CA certificates for the collector, in PEM. The ConfigMap's name may have 48 characters.
   *
   * @default - those of ToolHive's image
   */
  readonly caBundle?: ConfigMapKey;

  /**
   * Whether connections to the collector use no TLS.
   *
   * @default false
   */
  readonly insecure?: boolean;
}

/** Props of an McpTelemetryConfig. */
export interface McpTelemetryConfigProps {
  /**
   * Traces and metrics by OpenTelemetry.
   *
   * @default - none
   */
  readonly openTelemetry?: OpenTelemetryOptions;

  /**
   * Whether proxies serve metrics at `/metrics`, without authentication.
   *
   * @default false
   */
  readonly prometheus?: boolean;

  /**
   * Whether `/metrics` is on the port for clients, too.
   *
   * From ToolHive 0.63.0 on; before, it is only there.
   *
   * @default - ToolHive's default
   */
  readonly metricsOnTransportPort?: boolean;

  /**
   * Overrides the name of the MCPTelemetryConfig resource.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}

/** Traces and metrics that several workloads share. */
export interface IMcpTelemetryConfig extends IToolhiveResource {}

/** How one workload uses shared telemetry. */
export interface TelemetryReference {
  /** The shared telemetry. */
  readonly config: IMcpTelemetryConfig;

  /**
   * Name of the workload in traces and metrics.
   *
   * @default - the workload's name
   */
  readonly serviceName?: string;
}

/**
 * Traces and metrics that several workloads share.
 *
 * It is ToolHive's MCPTelemetryConfig. Makes no object of its own; it becomes part of the configuration of each
 * workload that uses it.
 *
 * @example
 * const telemetry = new McpTelemetryConfig(chart, 'telemetry', {
 *   openTelemetry: { endpoint: 'https://otel.example.com:4318', tracing: true, metrics: true },
 * });
 * new McpServer(chart, 'search', { image: 'registry.example.com/search:1', telemetry: { config: telemetry } });
 */
export class McpTelemetryConfig extends CustomResource implements IMcpTelemetryConfig {
  static {
    checkCalls('McpTelemetryConfig', this);
  }

  /**
   * Refers to an MCPTelemetryConfig by its name.
   *
   * Plain workloads need its content, so it must be in the same app and namespace. Custom resources only need the name.
   *
   * @param scope a chart, or a construct in one
   * @param id id of the reference
   * @param name name of the MCPTelemetryConfig resource
   */
  public static fromMcpTelemetryConfigName(scope: Construct, id: string, name: string): IMcpTelemetryConfig {
    return new ImportedResource(scope, id, 'IMcpTelemetryConfig', name);
  }

  private readonly spec: JsonObject;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name
   * @param props traces and metrics
   * @throws when the input is wrong; the message names the prop, what it got and what is allowed
   */
  constructor(scope: Construct, id: string, props: McpTelemetryConfigProps = {}) {
    checkNew('McpTelemetryConfig', new.target, arguments);
    super(scope, id, 'MCPTelemetryConfig', props.name);
    const { openTelemetry, prometheus: enabled, metricsOnTransportPort } = props;
    this.spec = pruned({
      openTelemetry: openTelemetry && openTelemetrySpec(openTelemetry),
      prometheus: pruned({ enabled, metricsOnTransportPort }),
    });
    this._emit();
  }

  /** @internal */
  protected _spec(): JsonObject {
    return this.spec;
  }
}

function openTelemetrySpec(options: OpenTelemetryOptions): JsonObject {
  const { tracing, samplingRate, metrics, sensitiveHeaders, caBundle, ...members } = options;
  return pruned({
    enabled: true,
    ...members,
    tracing: pruned({ enabled: tracing, samplingRate: samplingRate?.toString() }),
    metrics: pruned({ enabled: metrics }),
    sensitiveHeaders: Object.entries(sensitiveHeaders ?? {}).map(([name, value]) => ({
      name,
      secretKeyRef: secretKey(value),
    })),
    caBundleRef: caBundleRef(caBundle),
  });
}
