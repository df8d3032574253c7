/**
 * The RunConfig: the one file that tells ToolHive's proxy what to run and what to do with each request.
 *
 * Members stand in the order of ToolHive's Go struct (pkg/runner/config.go), because the text's checksum decides
 * whether a pod restarts.
 */
import { middlewareConfigs } from './middleware';
import { goJsonIndent } from '../../../go/json';
import { goMap, goStructOf } from '../../../go/struct';
import { Obj } from '../../../plain/objects';
import { CONTENT_CHECKSUM, configMapChecksum } from '../../model/checksums';
import { Context } from '../../model/workload';

interface Member<T> {
  /** Whether Go writes it when it is empty, too. */
  readonly isAlwaysWritten: boolean;
  readonly example?: T;
}

const member = <T>(): Member<T | undefined> => ({ isAlwaysWritten: false });
const required = <T>(): Member<T> => ({ isAlwaysWritten: true });

/** All members, in the order of ToolHive's Go struct. Which of them a version knows, the fields behind them say. */
const MEMBERS = {
  schema_version: member<string>(),
  mcpserver_generation: member<number>(),
  image: required<string>(),
  remote_url: member<string>(),
  remote_auth_config: member<Obj>(),
  cmd_args: member<readonly string[]>(),
  name: required<string>(),
  container_name: member<string>(),
  base_name: member<string>(),
  transport: required<string>(),
  host: required<string>(),
  port: required<number>(),
  target_port: member<number>(),
  permission_profile_name_or_path: member<string>(),
  permission_profile: required<Obj>(),
  env_vars: member<Record<string, string>>(),
  volumes: member<readonly string[]>(),
  container_labels: member<Record<string, string>>(),
  oidc_config: member<Obj>(),
  token_exchange_config: member<Obj>(),
  aws_sts_config: member<Obj>(),
  authz_config: member<Obj>(),
  audit_config: member<Obj>(),
  telemetry_config: member<Obj>(),
  rate_limit_config: member<Obj>(),
  rate_limit_namespace: member<string>(),
  trust_proxy_headers: member<boolean>(),
  max_request_body_size: member<number>(),
  proxy_read_timeout: member<string>(),
  proxy_mode: member<string>(),
  thv_ca_bundle: member<string>(),
  jwks_auth_token_file: member<string>(),
  tools_filter: member<readonly string[]>(),
  tools_override: member<Record<string, Obj>>(),
  middleware_configs: required<readonly Obj[]>(),
  validating_webhooks: member<readonly Obj[]>(),
  mutating_webhooks: member<readonly Obj[]>(),
  endpoint_prefix: member<string>(),
  header_forward: member<Obj>(),
  embedded_auth_server_config: member<Obj>(),
  scaling_config: member<Obj>(),
};

type Members = typeof MEMBERS;

const ORDER = Object.keys(MEMBERS) as (keyof Members)[];
const ALWAYS_WRITTEN = ORDER.filter((name) => MEMBERS[name].isAlwaysWritten);

type ValueOf<M> = M extends Member<infer T> ? T : never;

/** Members that follow from others. */
type Derived = 'schema_version' | 'container_name' | 'base_name' | 'container_labels' | 'middleware_configs';
type Needed = 'image' | 'name' | 'transport' | 'host' | 'port' | 'permission_profile' | 'env_vars' | 'proxy_mode';

/** What varies between workloads; the names are those of the RunConfig. */
export type RunConfigSections = {
  readonly [Name in Needed]: NonNullable<ValueOf<Members[Name]>>;
} & { readonly [Name in Exclude<keyof Members, Needed | Derived>]?: ValueOf<Members[Name]> };

export function runConfig(sections: RunConfigSections, { settings, behaviour }: Context): Obj {
  const { name, transport, port, env_vars, tools_override } = sections;
  const values: { readonly [Name in keyof Members]?: unknown } = {
    ...sections,
    schema_version: 'v0.1.0',
    container_name: name,
    base_name: name,
    env_vars: goMap(env_vars),
    container_labels: goMap({
      toolhive: 'true',
      'toolhive-name': name,
      'toolhive-basename': name,
      'toolhive-port': String(port),
      'toolhive-transport': transport,
    }),
    tools_override: goMap(tools_override),
    middleware_configs: [],
  };
  const config = goStructOf(ORDER, values, ALWAYS_WRITTEN);
  config.middleware_configs = middlewareConfigs(config, settings, behaviour);
  return config;
}

/** `/mcp` or `/sse`, by the protocol that the proxy speaks to clients: its own mode in front of stdio, else the transport. */
export function effectiveProxyMode(transport: string, proxyMode: string): string {
  return transport === 'stdio' ? proxyMode : transport;
}

/** Environment of the MCP server: the user's, and what ToolHive always sets (the transport wins over the user). */
export function serverEnv(
  env: readonly Obj[] | undefined,
  transport: string,
  targetPort: number,
): Record<string, string> {
  const vars: Record<string, string> = {};
  for (const { name, value } of env ?? []) vars[name] = value;
  vars.MCP_TRANSPORT = transport;
  if (transport !== 'stdio') vars.MCP_PORT = vars.FASTMCP_PORT = String(targetPort);
  return vars;
}

/** The ConfigMap that carries a RunConfig, and its checksum for the pod template. */
export interface RunConfigMap {
  readonly labels: Record<string, string>;
  readonly data: Record<string, string>;
  readonly checksum: string;
}

/** @param beside further files of the ConfigMap */
export function runConfigMap(
  config: Obj,
  resourceLabel: string,
  resource: string,
  beside: Record<string, string> = {},
): RunConfigMap {
  const labels = {
    'toolhive.stacklok.io/component': 'run-config',
    [`toolhive.stacklok.io/${resourceLabel}`]: resource,
    'toolhive.stacklok.io/managed-by': 'toolhive-operator',
  };
  const data = { 'runconfig.json': goJsonIndent(config), ...beside };
  return { labels, data, checksum: configMapChecksum(data, labels) };
}

export function runConfigMapName(resource: string): string {
  return `${resource}-runconfig`;
}

export function runConfigMapBody({ labels, data, checksum }: RunConfigMap): Obj {
  return { metadata: { labels, annotations: { [CONTENT_CHECKSUM]: checksum } }, data };
}
