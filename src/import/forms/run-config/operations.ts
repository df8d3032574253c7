/** How a proxy is observed, scaled and asked: telemetry, sessions, rate limits, webhooks. */
import { caBundleOf } from './certificates';
import { listOf, membersOf, textMapOf } from './members';
import { KeyRef } from './pod';
import { Proxy } from './proxy';
import { isCredentialHeader } from '../../../credentials/forms';
import { defined, JsonObject, pruned } from '../../../plain/objects';
import { Part } from '../part';

const NO_WEBHOOKS = 'an McpRemoteProxy asks no webhooks';

/** What proxies of images and of remote servers have. */
export function operationsOf(root: Part, proxy: Proxy): JsonObject {
  return pruned({
    telemetryConfigRef: telemetryRef(root.part('telemetry_config'), proxy),
    sessionStorage: sessionStorage(root.part('scaling_config'), proxy),
    replicas: proxy.pod?.replicas,
  });
}

/** What only proxies of images have. */
export function serverOperationsOf(root: Part, proxy: Proxy): JsonObject {
  const limits = root.part('rate_limit_config');
  return defined({
    backendReplicas: root.part('scaling_config')?.number('backend_replicas'),
    rateLimiting: limits && limitsOf(limits),
    webhookConfigRef: webhookRef(root, proxy),
    maxRequestBodySize: root.number('max_request_body_size') || undefined,
    proxyReadTimeout: root.text('proxy_read_timeout') || undefined,
  });
}

export function leaveServerOperations(root: Part): void {
  root.leave(NO_WEBHOOKS, 'validating_webhooks', 'mutating_webhooks');
  root.part('scaling_config')?.leave('is of a server that runs in the cluster', 'backend_replicas');
  root.leave(
    'an McpRemoteProxy has no such setting',
    ...['rate_limit_config', 'max_request_body_size', 'proxy_read_timeout'],
  );
}

function telemetryRef(config: Part | undefined, proxy: Proxy): JsonObject | undefined {
  if (!config) return undefined;
  config.leave('is not read in a cluster', 'environmentVariables', 'serviceVersion');
  const serviceName = config.text('serviceName') || undefined;
  const hasMetrics = config.flag('enablePrometheusMetricsPath') ?? false;
  const onTransportPort = config.flag('metricsOnTransportPort');
  const spec = pruned({
    openTelemetry: openTelemetry(config, proxy),
    prometheus:
      hasMetrics || onTransportPort !== undefined
        ? pruned({ enabled: hasMetrics, metricsOnTransportPort: onTransportPort })
        : undefined,
  });
  const reference = proxy.own('MCPTelemetryConfig', 'telemetry', spec);
  return pruned({ ...reference, serviceName: serviceName === proxy.label ? undefined : serviceName });
}

function openTelemetry(config: Part, proxy: Proxy): JsonObject | undefined {
  const endpoint = config.text('endpoint') || undefined;
  const insecure = config.flag('insecure') || undefined;
  const [tracing, metrics] = [config.flag('tracingEnabled'), config.flag('metricsEnabled')];
  const samplingRate = rateOf(config) || undefined;
  const useLegacyAttributes = config.flag('useLegacyAttributes');
  const headers = Object.entries(textMapOf(config, 'headers') ?? {}) as [string, string][];
  const resourceAttributes = textMapOf(config, 'customAttributes');
  const caBundleRef = caBundleOf(config, 'caCertPath', proxy);
  const secret = headers.filter(([name]) => isCredentialHeader(name));
  const isUsed = endpoint ?? insecure ?? (tracing || metrics || undefined) ?? resourceAttributes ?? caBundleRef;
  if (isUsed === undefined && !headers.length && useLegacyAttributes !== true) return undefined;
  return pruned({
    enabled: true,
    // Without a scheme, insecure decides.
    endpoint,
    insecure,
    tracing: tracing || samplingRate ? defined({ enabled: tracing, samplingRate }) : undefined,
    metrics: metrics ? { enabled: true } : undefined,
    headers: Object.fromEntries(headers.filter(([name]) => !isCredentialHeader(name))),
    sensitiveHeaders: secret.map(([name]) => ({
      name,
      secretKeyRef: proxy.secret(`telemetry-${name.toLowerCase()}`, {}),
    })),
    resourceAttributes,
    useLegacyAttributes: useLegacyAttributes ?? false,
    caBundleRef,
  });
}

/** A text; older configurations have a number. */
function rateOf(config: Part): string | undefined {
  const given = config.raw('samplingRate');
  return typeof given === 'number' ? String(config.any('samplingRate')) : config.text('samplingRate');
}

function sessionStorage(scaling: Part | undefined, proxy: Proxy): JsonObject | undefined {
  const redis = scaling?.part('session_redis');
  if (!redis) return undefined;
  const tls = redis.part('tls');
  const file = tls?.text('caCertFile');
  return defined({
    provider: 'redis',
    ...membersOf(redis, { text: ['address', 'key_prefix'], number: ['db'] }),
    passwordRef: proxy.secretIfGiven('THV_SESSION_REDIS_PASSWORD'),
    tls:
      tls &&
      defined({
        ...membersOf(tls, { flag: ['insecureSkipVerify'] }),
        caCertSecretRef: file ? proxy.secret('session-redis-ca', { file }) : undefined,
      }),
  });
}

function limitsOf(limits: Part): JsonObject {
  return pruned({
    ...buckets(limits),
    tools: listOf(limits, 'tools', (tool) => ({ ...membersOf(tool, { text: ['name'] }), ...buckets(tool) })),
  });
}

function buckets(limits: Part): JsonObject {
  const bucket = (name: string) => {
    const part = limits.part(name);
    return part && membersOf(part, { number: ['maxTokens'], text: ['refillPeriod'] });
  };
  return defined({ shared: bucket('shared'), perUser: bucket('perUser') });
}

function webhookRef(root: Part, proxy: Proxy): JsonObject | undefined {
  const spec = defined({
    validating: listOf(root, 'validating_webhooks', (hook) => webhook(hook, proxy)),
    mutating: listOf(root, 'mutating_webhooks', (hook) => webhook(hook, proxy)),
  });
  return Object.keys(spec).length ? proxy.own('MCPWebhookConfig', 'webhooks', spec) : undefined;
}

function webhook(hook: Part, proxy: Proxy): JsonObject {
  const name = hook.text('name') ?? '';
  const nanoseconds = hook.number('timeout');
  const tls = hook.part('tls_config');
  const file = (part: Part | undefined, member: string, key: string): KeyRef | undefined => {
    const path = part?.text(member);
    return path ? proxy.secret(`${name}-${key}`, { file: path }) : undefined;
  };
  return defined({
    name,
    ...membersOf(hook, { text: ['url', 'failure_policy'] }),
    timeout: nanoseconds ? `${nanoseconds / 1e9}s` : undefined,
    hmacSecretRef: file(hook, 'hmac_secret_ref', 'hmac'),
    tlsConfig:
      tls &&
      defined({
        caSecretRef: file(tls, 'ca_bundle_path', 'ca.crt'),
        clientCertSecretRef: file(tls, 'client_cert_path', 'tls.crt'),
        clientKeySecretRef: file(tls, 'client_key_path', 'tls.key'),
        ...membersOf(tls, { flag: ['insecure_skip_verify'] }),
      }),
  });
}
