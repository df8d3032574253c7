/**
 * The chain of middlewares that a RunConfig spells out, in the order in which ToolHive applies them.
 * Source: ToolHive pkg/runner/middleware.go, PopulateMiddlewareConfigs.
 */
import { Obj } from '../findings';
import { goMap } from './go-struct';

const MAX_REQUEST_BYTES = 8 * 1024 * 1024;

/** The chain for a RunConfig whose other members are there. */
export function middlewareConfigs(config: Obj): Obj[] {
  const chain: Obj[] = [middleware('bodylimit', { max_bytes: MAX_REQUEST_BYTES })];
  if (config.audit_config) {
    chain.push(middleware('audit', { config_data: config.audit_config, transport_type: config.transport }));
  }
  chain.push(middleware('auth', config.oidc_config ? { oidc_config: config.oidc_config } : {}));
  if (config.tools_filter || config.tools_override) {
    const tools = { filter_tools: config.tools_filter ?? null, tools_override: overrides(config.tools_override) };
    chain.push(middleware('tool-filter', tools), middleware('tool-call-filter', tools));
  }
  chain.push(middleware('mcp-parser', {}));
  if (config.authz_config) chain.push(middleware('authorization', { config_data: config.authz_config }));
  chain.push(middleware('recovery', null));
  return chain;
}

function middleware(type: string, parameters: Obj | null): Obj {
  return { type, parameters };
}

/** Unlike in the RunConfig itself, both members are always written here. */
function overrides(toolsOverride: Record<string, Obj> | undefined): Obj {
  const all = Object.entries(toolsOverride ?? {}).map(([tool, { name = '', description = '' }]) => [
    tool,
    { name, description },
  ]);
  return goMap(Object.fromEntries(all)) ?? {};
}
