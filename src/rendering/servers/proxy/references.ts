/**
 * What the resource of a proxy, before a server of the cluster or a remote one, refers to, and the members of the
 * RunConfig that are the same for both.
 * Source: ToolHive cmd/thv-operator/controllers (mcpserver_runconfig.go, mcpremoteproxy_runconfig.go).
 */
import { warnOfMissingGroup } from './group';
import { warnOfLimits } from './rate-limits';
import { Resource } from '../../../resources/resource';
import { McpRemoteProxySpec, McpServerSpec } from '../../../resources/spec';
import { Settings } from '../../model/settings';
import { Context } from '../../model/workload';
import { ProxyAuth, proxyAuthOf } from '../../policies/auth/proxy-auth';
import { authzConfigOf } from '../../policies/authz/authz';
import { AuthzDocument } from '../../policies/authz/backends';
import { warnOfIgnoredProvider } from '../../policies/authz/inline';
import { warnOfUnmatched } from '../../policies/authz/surroundings';
import { Tools } from '../../policies/known-tools';
import { Telemetry, telemetryOf } from '../../policies/telemetry';
import { toolsOf, unknownTool } from '../../policies/tools';

export interface ProxyReferences {
  readonly tools: Tools;
  readonly auth: ProxyAuth;
  /** `authz_config`. */
  readonly authz?: AuthzDocument;
  readonly telemetry?: Telemetry;
}

/** A proxy before a server of the cluster, or before a remote one. */
export type Proxy = Resource<McpServerSpec | McpRemoteProxySpec>;

/** Follows the references. @param serviceUrl address of the proxy's Service */
export function proxyReferencesOf(resource: Proxy, serviceUrl: string, context: Context): ProxyReferences {
  const { catalog, findings } = context;
  const auth = proxyAuthOf(resource, serviceUrl, context);
  const tools = toolsOf(resource, catalog, findings);
  const authz = authzConfigOf(resource, context);
  const telemetry = telemetryOf(resource, context);
  const tool = (name: string) => unknownTool({ server: resource.name, tools, known: resource.knownTools }, name);
  if ('rateLimiting' in resource.spec) warnOfLimits(resource.spec.rateLimiting, 'spec.rateLimiting', tool, findings);
  if (authz?.cedar) {
    warnOfUnmatched({ resource, part: resource.spec, at: 'spec', tool, hasClaimSets: true }, authz.cedar, context);
  }
  warnOfIgnoredProvider(resource.spec.authzConfig, resource.kind, findings);
  warnOfMissingGroup(resource, context);
  refuseMetricsPort(resource, telemetry, context);
  return { tools, auth, authz, telemetry };
}

/** One port can't have two listeners. */
function refuseMetricsPort({ spec }: Proxy, telemetry: Telemetry | undefined, context: Context): void {
  const { proxyMetricsPort } = context.behaviour;
  if (spec.proxyPort !== proxyMetricsPort) return;
  if (!telemetry?.config.enablePrometheusMetricsPath) return;
  context.findings.error(
    'spec.proxyPort',
    `${proxyMetricsPort} is where the proxy serves its metrics; take another port`,
  );
}

/** Members of the RunConfig. */
export function proxySections({ name, spec }: Proxy, references: ProxyReferences, settings: Settings) {
  const { tools, auth, authz, telemetry } = references;
  return {
    name,
    transport: spec.transport,
    host: settings.proxyHost,
    port: spec.proxyPort,
    ...auth.sections,
    authz_config: authz,
    audit_config: spec.audit?.enabled ? { detectApplicationErrors: true, maxDataSize: 1024 } : undefined,
    telemetry_config: telemetry?.config,
    trust_proxy_headers: spec.trustProxyHeaders,
    ...tools,
    endpoint_prefix: spec.endpointPrefix,
  };
}
