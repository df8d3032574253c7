/**
 * What is wrong in a virtual server's resource although its schema allows it. Errors are what the operator refuses; warnings
 * are what it takes, and ToolHive's server refuses when it starts.
 * Source: ToolHive cmd/thv-operator/api/v1beta1/virtualmcpserver_types.go (Validate), controllers/virtualmcpserver_controller.go,
 * pkg/vmcp/config/validator.go.
 */
import { upstreamNames } from './incoming-auth';
import { VirtualServer } from './members';
import { checkUpstreamFilter } from './upstream-filter';
import { fieldPath, Findings, shown } from '../../../findings';
import { parseDuration } from '../../../go/duration';
import { urlParts } from '../../../go/url';
import { checkRedisAddress } from '../../../kubernetes/redis-address';
import {
  Aggregation,
  AggregationTool,
  AuthServerConfig,
  CompositeTool,
  CompositeToolRef,
  Config,
  FailureHandling,
  Operational,
} from '../../../resources/spec/virtualmcpserver';
import { refuseEmptyList } from '../../model/no-empty-list';
import { REFUSED_BY_PROXY, warnWithoutEffect } from '../../model/without-effect';
import { checkPodTemplatePatch } from '../../pod/pod-template-patch';
import { checkAuthServer } from '../../policies/auth/auth-server/checks';
import { checkInlineAuthz } from '../../policies/authz/inline';
import { RESTRICTED_HEADERS } from '../../servers/proxy/header-forward';
import { checkRateLimits } from '../../servers/proxy/rate-limits';
import { checkCompositeTool } from '../composite-tools/composite-tool';

const CONFIG = 'spec.config';

/** Members of the configuration that the operator writes anew, from members of the spec. */
const WRITTEN_OVER: readonly (readonly [keyof Config, string])[] = [
  ['incomingAuth', 'spec.incomingAuth'],
  ['outgoingAuth', 'spec.outgoingAuth'],
  ['sessionStorage', 'spec.sessionStorage'],
  ['telemetry', 'an MCPTelemetryConfig, and refer to it in spec.telemetryConfigRef'],
];

export function checkVirtualServer({ spec }: VirtualServer, findings: Findings): void {
  const { incomingAuth, authServerConfig, authServerUpstreamFilter } = spec;
  const config: Config = spec.config ?? {};
  checkPodTemplatePatch(spec.podTemplateSpec, findings);
  checkInlineAuthz(incomingAuth, findings, 'spec.incomingAuth');
  checkRedisAddress(spec.sessionStorage?.address, 'spec.sessionStorage.address', findings);
  checkRateLimits(config.rateLimiting, `${CONFIG}.rateLimiting`, findings);
  if (authServerConfig) checkEmbeddedAuthServer(authServerConfig, findings);
  if (authServerConfig && authServerUpstreamFilter) {
    checkUpstreamFilter(authServerUpstreamFilter, authServerConfig, findings);
  }
  for (const [member, instead] of WRITTEN_OVER) {
    if (config[member] === undefined) continue;
    warnWithoutEffect(
      `${CONFIG}.${member}`,
      `has no effect: ToolHive's operator writes this part of the configuration itself; say it in ${instead}`,
      findings,
    );
  }
  checkAggregation(config.aggregation, findings);
  checkTools(config.compositeTools ?? [], findings);
  checkUniqueRefs(config.compositeToolRefs ?? [], findings);
  checkOptimizer(spec, findings);
  checkOperational(config.operational, findings);
  for (const [i, header] of (spec.passthroughHeaders ?? config.passthroughHeaders ?? []).entries()) {
    checkHeader(header, fieldPath('spec.passthroughHeaders', i), findings);
  }
}

function refused(field: string, message: string, findings: Findings): void {
  findings.warning(REFUSED_BY_PROXY, field, message);
}

function checkEmbeddedAuthServer(authServer: AuthServerConfig, findings: Findings): void {
  const at = 'spec.authServerConfig';
  // The operator looks at these for an MCPExternalAuthConfig only, and the server when it starts.
  checkAuthServer(authServer, findings, at, (field, message) => refused(field, message, findings));
  const { scheme, hostname } = urlParts(authServer.issuer);
  const isLocal = /^(?:localhost|127\.0\.0\.1|::1)$/.test(hostname);
  if (scheme === 'http' && !isLocal && !authServer.insecureAllowHTTP) {
    findings.error(
      `${at}.issuer`,
      `${shown(authServer.issuer)} is plain HTTP, where tokens can be read on the way; use HTTPS, or set insecureAllowHTTP for development`,
    );
  }
  const names = upstreamNames(authServer);
  names.forEach((name, i) => {
    if (names.indexOf(name) < i) {
      refused(`${at}.upstreamProviders[${i}].name`, `${shown(name)} is a duplicate; rename one`, findings);
    }
  });
}

function checkAggregation(aggregation: Aggregation | undefined, findings: Findings): void {
  if (!aggregation) return;
  const at = `${CONFIG}.aggregation`;
  const { conflictResolution, conflictResolutionConfig: config, tools = [] } = aggregation;
  if (conflictResolution === 'priority' && !config?.priorityOrder?.length) {
    const message = 'is required with conflictResolution "priority"; list the members, the winner first';
    if (config) findings.error(`${at}.conflictResolutionConfig.priorityOrder`, message);
    else refused(`${at}.conflictResolutionConfig.priorityOrder`, message, findings);
  }
  if (conflictResolution === 'prefix' && config && !config.prefixFormat) {
    refused(
      `${at}.conflictResolutionConfig.prefixFormat`,
      'is required with conflictResolution "prefix"; write it like "{workload}_"',
      findings,
    );
  }
  if (conflictResolution === 'manual' && !tools.length) {
    refused(`${at}.tools`, 'is required with conflictResolution "manual"; say how tools are renamed', findings);
  }
  tools.forEach(({ filter, excludeAll }, i) => {
    const field = `${fieldPath(`${at}.tools`, i)}.filter`;
    if (!excludeAll) refuseEmptyList(filter, field, 'tools of the member', findings);
  });
  const workloads = tools.map(({ workload }) => workload);
  tools.forEach((tool, i) =>
    checkToolRules(tool, fieldPath(`${at}.tools`, i), workloads.indexOf(tool.workload) < i, findings),
  );
  if (aggregation.defaultToolVisibility === 'deny' && conflictResolution === 'priority') {
    for (const name of (config?.priorityOrder ?? []).filter((n) => !workloads.includes(n))) {
      refused(
        `${at}.conflictResolutionConfig.priorityOrder`,
        `${shown(name)} could win a conflict and then be hidden, because tools has no entry for it and defaultToolVisibility is "deny"; add one, or take it off the list`,
        findings,
      );
    }
  }
}

function checkToolRules(tool: AggregationTool, at: string, isRepeated: boolean, findings: Findings): void {
  if (!tool.workload) findings.error(`${at}.workload`, 'must not be empty; name the member that the rules are for');
  else if (isRepeated) refused(`${at}.workload`, `${shown(tool.workload)} has rules already; join both`, findings);
  for (const [name, override] of Object.entries(tool.overrides ?? {})) {
    if (override.name || override.description) continue;
    refused(
      fieldPath(`${at}.overrides`, name),
      'has neither name nor description; give one of them, or drop the override',
      findings,
    );
  }
}

function checkTools(tools: readonly CompositeTool[], findings: Findings): void {
  const names = tools.map(({ name }) => name);
  tools.forEach((tool, i) => {
    const at = fieldPath(`${CONFIG}.compositeTools`, i);
    if (names.indexOf(tool.name) < i) {
      findings.error(`${at}.name`, `${shown(tool.name)} is the name of another composite tool already; rename one`);
    }
    checkCompositeTool(tool, at, findings);
  });
}

function checkUniqueRefs(refs: readonly CompositeToolRef[], findings: Findings): void {
  const names = refs.map(({ name }) => name);
  names.forEach((name, i) => {
    if (names.indexOf(name) === i) return;
    findings.error(fieldPath(`${CONFIG}.compositeToolRefs`, i), `${shown(name)} is in the list twice; drop one`);
  });
}

function checkOptimizer({ config, embeddingServerRef }: VirtualServer['spec'], findings: Findings): void {
  if (!config?.optimizer || embeddingServerRef || config.optimizer.embeddingService) return;
  findings.error(
    `${CONFIG}.optimizer`,
    'needs an embedding service; name an EmbeddingServer in spec.embeddingServerRef, or an address in embeddingService',
  );
}

function checkOperational(operational: Operational | undefined, findings: Findings): void {
  const at = `${CONFIG}.operational`;
  for (const [name, timeout] of Object.entries(operational?.timeouts?.perWorkload ?? {})) {
    if (parseDuration(timeout) === 0n) {
      refused(fieldPath(`${at}.timeouts.perWorkload`, name), `${shown(timeout)} must be longer than nothing`, findings);
    }
  }
  const threshold = operational?.failureHandling?.unhealthyThreshold;
  if (threshold !== undefined && threshold < 0) {
    refused(`${at}.failureHandling.unhealthyThreshold`, `${threshold} must be 1 or more`, findings);
  }
  const {
    healthCheckTimeout,
    healthCheckInterval = '30s',
    circuitBreaker,
  }: Partial<FailureHandling> = operational?.failureHandling ?? {};
  const [timeout, interval] = [healthCheckTimeout, healthCheckInterval].map(
    (text) => parseDuration(text ?? '0s') ?? 0n,
  );
  if (timeout > 0n && interval > 0n && timeout >= interval) {
    refused(
      `${at}.failureHandling.healthCheckTimeout`,
      `${shown(healthCheckTimeout)} must be shorter than healthCheckInterval (${healthCheckInterval}), or checks pile up`,
      findings,
    );
  }
  const pause = parseDuration(circuitBreaker?.timeout ?? '1m') ?? 0n;
  if (circuitBreaker?.enabled && pause > 0n && pause < 1_000_000_000n) {
    refused(
      `${at}.failureHandling.circuitBreaker.timeout`,
      `${shown(circuitBreaker.timeout)} must be at least "1s"`,
      findings,
    );
  }
}

/** The credentials of a client are for the virtual server alone. */
const CREDENTIALS = ['authorization', 'cookie'];

function checkHeader(header: string, field: string, findings: Findings): void {
  if ([...RESTRICTED_HEADERS, ...CREDENTIALS].includes(header.toLowerCase())) {
    refused(field, `${shown(header)} is never passed through, for the sake of security; drop it`, findings);
  } else if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(header)) {
    refused(field, `${shown(header)} is no name of a header`, findings);
  }
}
