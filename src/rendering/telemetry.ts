/**
 * Traces and metrics of a proxy, from an MCPTelemetryConfig and the reference to it.
 * Source: ToolHive cmd/thv-operator/pkg/spectoconfig/telemetry.go, pkg/controllerutil/telemetry.go,
 * api/v1beta1/mcptelemetryconfig_types.go (Validate).
 */
import { fieldPath, Findings, Obj } from '../findings';
import { caBundleMounts, caBundlePath, checkCaBundle, TELEMETRY_CA } from './ca-bundle';
import { goMap, goStruct } from './go-struct';
import { Mount, secretEnv } from './mounts';
import { resolve } from './references';
import { Context } from './workload';
import { Resource } from '../resources/resource';

/** Checks an MCPTelemetryConfig on its own. */
export function checkTelemetryConfig({ spec: { openTelemetry } }: Resource, findings: Findings): void {
  if (!openTelemetry) return;
  const { endpoint, tracing, metrics, sensitiveHeaders = [], caBundleRef, insecure } = openTelemetry;
  if (endpoint && !tracing?.enabled && !metrics?.enabled) {
    findings.error('spec.openTelemetry.endpoint', 'gets nothing to receive; enable tracing, metrics or both');
  }
  sensitiveHeaders.forEach(({ secretKeyRef }: Obj, i: number) => {
    for (const member of ['name', 'key']) {
      if (secretKeyRef[member]) continue;
      const at = fieldPath('spec.openTelemetry.sensitiveHeaders', i);
      findings.error(`${at}.secretKeyRef.${member}`, 'must not be empty; name the Secret and its key');
    }
  });
  checkCaBundle(TELEMETRY_CA, caBundleRef, 'spec.openTelemetry.caBundleRef', findings);
  if (caBundleRef && insecure) {
    findings.error('spec.openTelemetry.caBundleRef', 'is of no use where insecure switches TLS off; drop one of both');
  }
}

/** What a reference to an MCPTelemetryConfig comes to. */
export interface Telemetry {
  /** `telemetry_config` of a RunConfig. */
  readonly config: Obj;
  readonly env: readonly Obj[];
  readonly mounts: readonly Mount[];
}

/** Follows `spec.telemetryConfigRef`. */
export function telemetryOf(
  { name, namespace, spec: { telemetryConfigRef } }: Resource,
  { catalog, findings }: Context,
): Telemetry | undefined {
  if (!telemetryConfigRef) return undefined;
  const field = 'spec.telemetryConfigRef';
  const reference = { kind: 'MCPTelemetryConfig', name: telemetryConfigRef.name, namespace, field };
  const found = resolve(reference, catalog, findings);
  if (!found) return undefined;
  const { openTelemetry, prometheus } = found.spec;
  const serviceName = telemetryConfigRef.serviceName || name;
  const attributes = `service.name=${serviceName},service.namespace=${namespace}`;
  return {
    config: telemetryConfig(openTelemetry, prometheus, serviceName),
    env: [{ name: 'OTEL_RESOURCE_ATTRIBUTES', value: attributes }, ...sensitiveHeaderEnv(openTelemetry)],
    mounts: caBundleMounts(TELEMETRY_CA, openTelemetry?.caBundleRef),
  };
}

/** Headers with a secret value never stand in the configuration; the proxy adds them from its environment. */
function sensitiveHeaderEnv(openTelemetry: Obj | undefined): Obj[] {
  return (openTelemetry?.sensitiveHeaders ?? []).map(({ name, secretKeyRef }: Obj) =>
    secretEnv(`TOOLHIVE_OTEL_HEADER_${name.replaceAll('-', '_').toUpperCase()}`, secretKeyRef),
  );
}

function telemetryConfig(openTelemetry: Obj | undefined, prometheus: Obj | undefined, serviceName: string): Obj {
  const otel: Obj = openTelemetry?.enabled ? openTelemetry : {};
  return goStruct(
    {
      endpoint: otel.endpoint?.replace(/^https:\/\//, '').replace(/^http:\/\//, ''),
      serviceName,
      tracingEnabled: otel.tracing?.enabled ?? false,
      metricsEnabled: otel.metrics?.enabled ?? false,
      samplingRate: otel.tracing?.samplingRate && samplingRate(otel.tracing.samplingRate),
      headers: goMap(otel.headers),
      insecure: otel.insecure,
      enablePrometheusMetricsPath: prometheus?.enabled,
      customAttributes: goMap(otel.resourceAttributes),
      useLegacyAttributes: otel.useLegacyAttributes ?? false,
      caCertPath: caBundlePath(TELEMETRY_CA, openTelemetry?.caBundleRef),
    },
    ['tracingEnabled', 'metricsEnabled', 'useLegacyAttributes'],
  );
}

/** The rate as Go prints the number: `1.0` becomes `1`, and small ones have no exponent. */
function samplingRate(text: string): string {
  const rate = Number(text);
  return rate < 1e-6 && rate > 0 ? decimals(rate) : String(rate);
}

function decimals(rate: number): string {
  const [digits, exponent] = rate.toExponential().split('e-');
  return `0.${'0'.repeat(Number(exponent) - 1)}${digits.replace('.', '')}`;
}
