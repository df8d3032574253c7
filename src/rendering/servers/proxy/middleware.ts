/**
 * The chain of middlewares that a RunConfig spells out, in the order in which ToolHive applies them.
 * Source: ToolHive pkg/runner/middleware.go, PopulateMiddlewareConfigs.
 */
import { RunConfig } from './run-config-members';
import { goMap, goStruct } from '../../../go/struct';
import { JsonObject } from '../../../plain/objects';
import { Behaviour } from '../../model/changes';
import { Settings } from '../../model/settings';
import { withUpstreamProvider } from '../../policies/authz/authz';
import { ToolOverride } from '../../policies/known-tools';

const MAX_REQUEST_BYTES = 8 * 1024 * 1024;

/** The chain for a RunConfig whose other members are there. */
export function middlewareConfigs(config: RunConfig, { usageMetrics }: Settings, behaviour: Behaviour): JsonObject[] {
  return [
    middleware('bodylimit', { max_bytes: config.max_request_body_size ?? MAX_REQUEST_BYTES }),
    ...audit(config),
    middleware('auth', authentication(config, behaviour)),
    ...upstreamTokens(config),
    ...tokenExchange(config),
    ...tools(config),
    middleware('mcp-parser', {}),
    ...telemetry(config),
    ...rateLimit(config),
    ...webhooks('mutating-webhook', config.mutating_webhooks, config),
    ...webhooks('validating-webhook', config.validating_webhooks, config),
    ...(usageMetrics ? [middleware('usagemetrics', {})] : []),
    ...authorization(config),
    ...awsSts(config),
    ...headerForward(config),
    middleware('recovery', null),
  ];
}

function middleware(type: string, parameters: object | null): JsonObject {
  return { type, parameters };
}

function authentication(
  { oidc_config, embedded_auth_server_config: authServer }: RunConfig,
  { authNamesItsIssuer }: Behaviour,
): JsonObject {
  return goStruct({ oidc_config, embedded_auth_server_issuer: authNamesItsIssuer ? authServer?.issuer : undefined });
}

function audit({ audit_config, transport }: RunConfig): JsonObject[] {
  return audit_config ? [middleware('audit', { config_data: audit_config, transport_type: transport })] : [];
}

/** Behind an authorization server the client's token becomes the upstream provider's, or is removed where there is none. */
function upstreamTokens({ embedded_auth_server_config: authServer }: RunConfig): JsonObject[] {
  if (!authServer) return [];
  const [upstream] = authServer.upstreams;
  return authServer.disable_upstream_token_injection || !upstream
    ? [middleware('strip-auth', {})]
    : [middleware('upstreamswap', { config: { provider_name: upstream.name } })];
}

function tokenExchange({ token_exchange_config }: RunConfig): JsonObject[] {
  return token_exchange_config ? [middleware('tokenexchange', { token_exchange_config })] : [];
}

function tools({ tools_filter, tools_override }: RunConfig): JsonObject[] {
  if (!tools_filter && !tools_override) return [];
  const parameters = { filter_tools: tools_filter ?? null, tools_override: overrides(tools_override) };
  return [middleware('tool-filter', parameters), middleware('tool-call-filter', parameters)];
}

/** Unlike in the RunConfig itself, both members are always written here. */
function overrides(toolsOverride: Readonly<Record<string, ToolOverride>> | undefined): JsonObject {
  const all = Object.entries(toolsOverride ?? {}).map(([tool, { name = '', description = '' }]) => [
    tool,
    { name, description },
  ]);
  return goMap(Object.fromEntries(all)) ?? {};
}

function telemetry({ telemetry_config: config, name, transport }: RunConfig): JsonObject[] {
  return config ? [middleware('telemetry', { config, server_name: name, transport })] : [];
}

function rateLimit({
  rate_limit_config: config,
  rate_limit_namespace: namespace,
  name,
  scaling_config,
}: RunConfig): JsonObject[] {
  if (!config) return [];
  const { address, db, tls } = scaling_config!.session_redis!;
  const redis = goStruct({ redis_addr: address, redis_db: db, redis_tls: tls });
  return [middleware('ratelimit', { namespace, server_name: name, config, ...redis })];
}

function webhooks(type: string, list: readonly JsonObject[] | undefined, { name, transport }: RunConfig): JsonObject[] {
  return list ? [middleware(type, { webhooks: list, server_name: name, transport })] : [];
}

function authorization({ authz_config: config, embedded_auth_server_config: authServer }: RunConfig): JsonObject[] {
  return config ? [middleware('authorization', { config_data: withUpstreamProvider(config, authServer) })] : [];
}

function awsSts({ aws_sts_config, remote_url: target_url }: RunConfig): JsonObject[] {
  return aws_sts_config ? [middleware('awssts', { aws_sts_config, target_url })] : [];
}

/** Headers with a secret value are added by the proxy when it knows them. */
function headerForward({ header_forward: headers }: RunConfig): JsonObject[] {
  return headers ? [middleware('header-forward', { add_headers: headers.add_plaintext_headers ?? null })] : [];
}
