/**
 * `config.yaml` of a virtual server: `spec.config`, overridden by its resource and all that it refers to.
 * Members are in the order of ToolHive's struct (pkg/vmcp/config/config.go), because the text enters a checksum.
 * Source: ToolHive cmd/thv-operator/pkg/vmcpconfig/converter.go, pkg/vmcp/config/defaults.go.
 */
import { Backend, givenBackend } from './backends';
import { annotations, compositeTool, duration, mapped } from './composite-tools';
import { VirtualServer } from './members';
import { warnOfTools, WrittenAggregation } from './tool-lints';
import { fieldPath, shown } from '../../../findings';
import { goStruct } from '../../../go/struct';
import { GoFloat, naturallySorted } from '../../../go/yaml';
import { isObject, JsonObject } from '../../../plain/objects';
import { RateLimiting, SessionStorage } from '../../../resources/spec/shared';
import {
  AggregationTool,
  CodeMode,
  CompositeTool,
  Config,
  ConfigAudit,
  ConfigIncomingAuth,
  ConfigOutgoingAuth,
  ConflictResolutionConfig,
  Operational,
  Optimizer,
} from '../../../resources/spec/virtualmcpserver';
import { resolve } from '../../model/references';
import { DefaultRedis, RedisTlsSpec, Settings } from '../../model/settings';
import { Context } from '../../model/workload';
import { rateLimitConfig } from '../../servers/proxy/rate-limits';
import { redisTlsConfig } from '../../servers/proxy/scaling';
import { embeddingServerUrl } from '../embedding-server/names';

/** What the members of the configuration are made of that other modules know. */
export interface ConfigSections {
  readonly backends?: readonly Backend[];
  readonly incomingAuth: Partial<ConfigIncomingAuth>;
  readonly outgoingAuth: ConfigOutgoingAuth;
  readonly telemetry?: JsonObject;
}

export type VirtualServerConfig = ReturnType<typeof virtualServerConfig>;

export function virtualServerConfig(resource: VirtualServer, sections: ConfigSections, context: Context) {
  const { name, spec } = resource;
  const config: Config = spec.config ?? {};
  return goStruct(
    {
      name,
      groupRef: spec.groupRef.name,
      backends: sections.backends ?? config.backends?.map(givenBackend),
      incomingAuth: sections.incomingAuth,
      outgoingAuth: sections.outgoingAuth,
      aggregation: checkedAggregation(resource, context),
      compositeTools: compositeToolsOf(resource, context).map(compositeTool),
      compositeToolRefs: config.compositeToolRefs?.map((ref) => ({ name: ref.name })),
      operational: operational(config.operational ?? {}),
      metadata: config.metadata && mapped(config.metadata, (text) => text),
      telemetry: sections.telemetry && forYaml(sections.telemetry),
      audit: config.audit && audit(config.audit, name),
      optimizer: optimizer(resource, context),
      codeMode: config.codeMode && codeMode(config.codeMode),
      sessionStorage: sessionStorage(spec, context.settings),
      rateLimiting: config.rateLimiting && rateLimiting(config.rateLimiting),
      passthroughHeaders: spec.passthroughHeaders?.length ? spec.passthroughHeaders : config.passthroughHeaders,
    },
    ['aggregation'],
  );
}

const DEFAULT_PREFIX = { prefixFormat: '{workload}_' };

/** What is needed to follow references. */
type Following = Pick<Context, 'catalog' | 'findings'>;

/** All composite tools: those of the server, and those that it refers to. */
export function compositeToolsOf(resource: VirtualServer, context: Following): CompositeTool[] {
  return [...(resource.spec.config?.compositeTools ?? []), ...referredTools(resource, context)];
}

function checkedAggregation(resource: VirtualServer, context: Context): WrittenAggregation {
  const written = aggregationOf(resource, context);
  warnOfTools(written, context.findings);
  return written;
}

/** `aggregation`, with the shared selections of tools. */
export function aggregationOf({ spec, namespace }: VirtualServer, context: Following): WrittenAggregation {
  const given = spec.config?.aggregation;
  if (!given) return { conflictResolution: 'prefix', conflictResolutionConfig: DEFAULT_PREFIX };
  const conflictResolution = given.conflictResolution || 'prefix';
  const { prefixFormat, priorityOrder }: Partial<ConflictResolutionConfig> = given.conflictResolutionConfig ?? {};
  const ownConfig = given.conflictResolutionConfig && goStruct({ prefixFormat, priorityOrder });
  return goStruct({
    conflictResolution,
    conflictResolutionConfig: ownConfig ?? (conflictResolution === 'prefix' ? DEFAULT_PREFIX : {}),
    tools: given.tools?.map((tool, i) =>
      workloadTools(tool, fieldPath('spec.config.aggregation.tools', i), namespace, context),
    ),
    excludeAllTools: given.excludeAllTools,
    defaultToolVisibility: given.defaultToolVisibility,
  });
}

/** A shared MCPToolConfig adds the filter, where there is none here, and overrides of other tools. */
function workloadTools(
  tool: AggregationTool,
  at: string,
  namespace: string,
  { catalog, findings }: Following,
): AggregationTool {
  const name = tool.toolConfigRef?.name;
  const shared =
    name === undefined
      ? undefined
      : resolve({ kind: 'MCPToolConfig', name, namespace, field: `${at}.toolConfigRef` }, catalog, findings);
  const overrides = { ...shared?.spec.toolsOverride, ...tool.overrides };
  return goStruct(
    {
      workload: tool.workload,
      filter: tool.filter?.length ? tool.filter : shared?.spec.toolsFilter,
      overrides: mapped(overrides, (override) =>
        goStruct({
          name: override.name,
          description: override.description,
          annotations: override.annotations && annotations(override.annotations),
        }),
      ),
      excludeAll: tool.excludeAll,
    },
    ['workload'],
  );
}

function referredTools({ spec, namespace }: VirtualServer, { catalog, findings }: Following): CompositeTool[] {
  const refs = spec.config?.compositeToolRefs ?? [];
  const names = new Set((spec.config?.compositeTools ?? []).map((tool) => tool.name));
  return refs.flatMap(({ name }, i) => {
    const field = fieldPath('spec.config.compositeToolRefs', i);
    const found = resolve({ kind: 'VirtualMCPCompositeToolDefinition', name, namespace, field }, catalog, findings);
    if (!found) return [];
    if (names.has(found.spec.name)) {
      findings.error(field, `${shown(found.spec.name)} is the name of another composite tool already; rename one`);
    }
    names.add(found.spec.name);
    return [found.spec];
  });
}

function operational({ logLevel, timeouts, failureHandling, listChanged }: Operational) {
  const breaker = failureHandling?.circuitBreaker;
  return goStruct({
    logLevel,
    timeouts: goStruct({
      default: duration(timeouts?.default) ?? '30s',
      perWorkload: mapped(timeouts?.perWorkload, (text) => duration(text) ?? '0s'),
      backendInit: duration(timeouts?.backendInit),
    }),
    failureHandling: goStruct({
      healthCheckInterval: duration(failureHandling?.healthCheckInterval) ?? '30s',
      unhealthyThreshold: failureHandling?.unhealthyThreshold || 3,
      healthCheckTimeout: duration(failureHandling?.healthCheckTimeout),
      statusReportingInterval: duration(failureHandling?.statusReportingInterval) ?? '30s',
      partialFailureMode: failureHandling?.partialFailureMode || 'fail',
      circuitBreaker: goStruct({
        enabled: breaker?.enabled,
        failureThreshold: breaker?.failureThreshold || 5,
        timeout: duration(breaker?.timeout) ?? '1m0s',
      }),
    }),
    // Only what was set is written: pointers in Go.
    listChanged:
      listChanged &&
      goStruct({ enabled: listChanged.enabled, disabledWorkloads: listChanged.disabledWorkloads }, ['enabled']),
  });
}

function audit(given: ConfigAudit, name: string) {
  return goStruct(
    {
      enabled: given.enabled,
      component: given.component || name,
      eventTypes: given.eventTypes,
      excludeEventTypes: given.excludeEventTypes,
      includeRequestData: given.includeRequestData,
      includeResponseData: given.includeResponseData,
      detectApplicationErrors: given.detectApplicationErrors,
      maxDataSize: given.maxDataSize,
      maxDelegationDepth: given.maxDelegationDepth,
      logFile: given.logFile,
    },
    ['detectApplicationErrors', 'maxDelegationDepth'],
  );
}

function optimizer({ spec, namespace }: VirtualServer, { catalog, findings }: Context) {
  const ref = spec.embeddingServerRef;
  const given: Partial<Optimizer> | undefined = spec.config?.optimizer ?? (ref && {});
  if (!given) return undefined;
  const field = 'spec.embeddingServerRef';
  const server = ref && resolve({ kind: 'EmbeddingServer', name: ref.name, namespace, field }, catalog, findings);
  return goStruct({
    embeddingService: server ? embeddingServerUrl(server.name, namespace, server.spec) : given.embeddingService,
    embeddingServiceTimeout: duration(given.embeddingServiceTimeout),
    embeddingProvider: given.embeddingProvider,
    embeddingModel: given.embeddingModel,
    embeddingHeaders: mapped(given.embeddingHeaders, (text) => text),
    maxToolsToReturn: given.maxToolsToReturn,
    hybridSearchSemanticRatio: given.hybridSearchSemanticRatio,
    semanticDistanceThreshold: given.semanticDistanceThreshold,
  });
}

function codeMode({ enabled, stepLimit, parallelMaxConcurrency, toolCallTimeout }: CodeMode) {
  return goStruct({ enabled, stepLimit, parallelMaxConcurrency, toolCallTimeout: duration(toolCallTimeout) });
}

/** The default Redis is used even for a resource that sets "memory", but without its password and TLS. */
function sessionStorage(spec: VirtualServer['spec'], { redis }: Settings) {
  const { sessionStorage: given } = spec;
  const { address, db, keyPrefix }: Partial<SessionStorage> =
    given?.provider === 'redis' ? given : { address: redis?.address };
  const tls = sessionTls(spec, redis);
  return address ? goStruct({ provider: 'redis', address, db, keyPrefix, tls: tls && redisTlsConfig(tls) }) : undefined;
}

/** Of the Redis that keeps the sessions. */
export function sessionTls(
  { sessionStorage: given }: VirtualServer['spec'],
  redis: DefaultRedis | undefined,
): RedisTlsSpec | undefined {
  if (!given) return redis?.tls;
  return given.provider === 'redis' ? given.tls : undefined;
}

/** In YAML, Go writes the wrapper around a duration, too. */
function rateLimiting(given: RateLimiting): JsonObject {
  const wrapped = (limits: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(limits).map(([key, value]) => {
        if (Array.isArray(value)) return [key, value.map(wrapped)];
        return isObject(value) ? [key, { ...value, refillPeriod: { duration: value.refillPeriod } }] : [key, value];
      }),
    );
  return wrapped(rateLimitConfig(given));
}

/** A configuration that other kinds write as JSON, with its maps in the order, and its fractions in the form, of YAML. */
export function forYaml(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(forYaml);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      MAPS.has(key)
        ? naturallySorted(member as Record<string, string>)
        : FLOATS.has(key)
          ? new GoFloat(member as number)
          : forYaml(member),
    ]),
  );
}

const MAPS = new Set([
  'additional_headers',
  'additional_authorization_params',
  'additional_token_params',
  'headers',
  'customAttributes',
]);
const FLOATS = new Set(['requests_per_second']);
