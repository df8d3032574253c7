/**
 * Traces and metrics of a proxy, from an MCPTelemetryConfig and the reference to it.
 * Source: ToolHive cmd/thv-operator/pkg/spectoconfig/telemetry.go, pkg/controllerutil/telemetry.go,
 * api/v1beta1/mcptelemetryconfig_types.go (Validate).
 */
import { caBundleMounts, caBundlePath, checkCaBundle, TELEMETRY_CA } from './ca-bundle';
import { fieldPath, Findings, shown } from '../../findings';
import { goMap, goStruct } from '../../go/struct';
import { EnvVar, PodTemplate } from '../../kubernetes/objects';
import { JsonObject } from '../../plain/objects';
import { ConstructOptions } from '../../resources/construct-options';
import { Resource } from '../../resources/resource';
import { McpTelemetryConfigSpec } from '../../resources/spec';
import { OpenTelemetry, Prometheus, SensitiveHeader } from '../../resources/spec/mcptelemetryconfig';
import { ResourceOverrides, TelemetryConfigRef } from '../../resources/spec/shared';
import { resolve } from '../model/references';
import { Context } from '../model/workload';
import { checkCaContent } from '../pod/known-content';
import { Mount, secretEnv } from '../pod/mounts';

/** Checks an MCPTelemetryConfig on its own. */
export function checkTelemetryConfig(
  { spec: { openTelemetry } }: Resource<McpTelemetryConfigSpec>,
  findings: Findings,
): void {
  if (!openTelemetry) return;
  const { endpoint, tracing, metrics, sensitiveHeaders = [], caBundleRef, insecure } = openTelemetry;
  if (endpoint && !tracing?.enabled && !metrics?.enabled) {
    findings.error('spec.openTelemetry.endpoint', 'gets nothing to receive; enable tracing, metrics or both');
  }
  sensitiveHeaders.forEach(({ secretKeyRef }, i) => {
    for (const member of ['name', 'key'] as const) {
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

/** Warns of invalid certificates, where their ConfigMap is known. */
export function checkTelemetryContent({ namespace, spec }: Resource<McpTelemetryConfigSpec>, context: Context): void {
  checkCaContent(spec.openTelemetry?.caBundleRef, 'spec.openTelemetry.caBundleRef', namespace, context);
}

/** What refers to an MCPTelemetryConfig: a proxy or a virtual server. */
interface TelemetryUser {
  readonly telemetryConfigRef?: TelemetryConfigRef;
  readonly resourceOverrides?: ResourceOverrides;
  readonly podTemplateSpec?: JsonObject;
}

/** The result of a reference to an MCPTelemetryConfig. */
export interface Telemetry {
  /** `telemetry_config` of a RunConfig. */
  readonly config: TelemetryRunConfig;
  /** Who sends. */
  readonly env: readonly EnvVar[];
  /** Headers with a secret value. */
  readonly headerEnv: readonly EnvVar[];
  readonly mounts: readonly Mount[];
}

/** Variable by which OpenTelemetry's exporters take headers. */
const HEADERS_VARIABLE = 'OTEL_EXPORTER_OTLP_HEADERS';

/** Whether headers with a secret value are handed on as exporters read them, in place of the operator's variables alone. */
export function sendsSecretHeaders({
  kind,
  constructOptions = {},
}: {
  readonly kind: string;
  readonly constructOptions?: ConstructOptions;
}): boolean {
  return (
    constructOptions.sendsSecretHeaders === true ||
    (kind === 'VirtualMCPServer' && constructOptions.discovery === 'static')
  );
}

/** Follows `spec.telemetryConfigRef`. */
export function telemetryOf(resource: Resource<TelemetryUser>, { catalog, findings }: Context): Telemetry | undefined {
  const { name, namespace, spec } = resource;
  const { telemetryConfigRef } = spec;
  if (!telemetryConfigRef) return undefined;
  const field = 'spec.telemetryConfigRef';
  const reference = { kind: 'MCPTelemetryConfig' as const, name: telemetryConfigRef.name, namespace, field };
  const found = resolve(reference, catalog, findings);
  if (!found) return undefined;
  const { openTelemetry, prometheus } = found.spec;
  const serviceName = telemetryConfigRef.serviceName || name;
  const attributes = `service.name=${serviceName},service.namespace=${namespace}`;
  const secrets = openTelemetry?.sensitiveHeaders ?? [];
  const isSent = secrets.length > 0 && sendsSecretHeaders(resource) && !setsHeaders(spec);
  if (secrets.length && !isSent && !setsHeaders(spec)) warnOfSecretHeaders(resource, secrets, findings);
  // Headers in the configuration would take the place of those in the variable.
  const withoutHeaders = openTelemetry && { ...openTelemetry, headers: undefined };
  return {
    config: telemetryConfig(isSent ? withoutHeaders : openTelemetry, prometheus, serviceName),
    env: [{ name: 'OTEL_RESOURCE_ATTRIBUTES', value: attributes }],
    headerEnv: [
      ...secrets.map(({ name: header, secretKeyRef }) => secretEnv(headerVariable(header), secretKeyRef)),
      ...(isSent ? [{ name: HEADERS_VARIABLE, value: headersValue(openTelemetry?.headers, secrets) }] : []),
    ],
    mounts: caBundleMounts(TELEMETRY_CA, openTelemetry?.caBundleRef),
  };
}

function headerVariable(header: string): string {
  return `TOOLHIVE_OTEL_HEADER_${header.replaceAll('-', '_').toUpperCase()}`;
}

/** `Name=value,Name=$(VARIABLE)`: Kubernetes replaces variables that are earlier in the list, and exporters decode percent signs. */
function headersValue(plain: OpenTelemetry['headers'] = {}, secrets: readonly SensitiveHeader[]): string {
  return [
    ...Object.entries(plain).map(([name, value]) => `${name}=${encodeURIComponent(value)}`),
    ...secrets.map(({ name }) => `${name}=$(${headerVariable(name)})`),
  ].join(',');
}

/** Whether the user sets the exporters' variable. */
function setsHeaders({ resourceOverrides, podTemplateSpec = {} }: TelemetryUser): boolean {
  const containers = (podTemplateSpec as Partial<PodTemplate>).spec?.containers ?? [];
  const lists = [resourceOverrides?.proxyDeployment?.env, ...containers.map(({ env }) => env)];
  return lists.some((env) => Array.isArray(env) && env.some(({ name }) => name === HEADERS_VARIABLE));
}

/** The operator writes variables that no program of ToolHive's reads, and to a remote proxy not even those. */
function warnOfSecretHeaders(
  { kind, spec }: Resource<TelemetryUser>,
  secrets: readonly SensitiveHeader[],
  findings: Findings,
): void {
  const value = headersValue({}, secrets);
  const where = kind === 'VirtualMCPServer' ? 'podTemplateSpec' : 'resourceOverrides.proxyDeployment.env';
  const what =
    kind === 'MCPRemoteProxy'
      ? "ToolHive's operator gives it no variables for them; send to a collector that takes the data without"
      : `nothing reads the variables that ToolHive's operator puts them into; add the variable ${HEADERS_VARIABLE} with the value ${shown(value)} in ${where}`;
  findings.warning(
    'telemetry-headers-not-sent',
    'spec.telemetryConfigRef',
    `sensitiveHeaders of MCPTelemetryConfig ${shown(spec.telemetryConfigRef!.name)} never reach the collector: ${what}`,
  );
}

type TelemetryRunConfig = ReturnType<typeof telemetryConfig>;

function telemetryConfig(
  openTelemetry: OpenTelemetry | undefined,
  prometheus: Prometheus | undefined,
  serviceName: string,
) {
  const otel: Partial<OpenTelemetry> = openTelemetry?.enabled ? openTelemetry : {};
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
      metricsOnTransportPort: prometheus?.metricsOnTransportPort,
      customAttributes: goMap(otel.resourceAttributes),
      useLegacyAttributes: otel.useLegacyAttributes ?? false,
      caCertPath: caBundlePath(TELEMETRY_CA, openTelemetry?.caBundleRef),
    },
    ['tracingEnabled', 'metricsEnabled', 'metricsOnTransportPort', 'useLegacyAttributes'],
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
