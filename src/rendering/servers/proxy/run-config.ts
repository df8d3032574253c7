/**
 * The RunConfig: the one file that tells ToolHive's proxy what to run and what to do with each request.
 *
 * Members stand in the order of ToolHive's Go struct (pkg/runner/config.go), because the text's checksum decides
 * whether a pod restarts.
 */
import { middlewareConfigs } from './middleware';
import { Obj } from '../../../findings';
import { goJsonIndent } from '../../../kubernetes/go-json';
import { CONTENT_CHECKSUM, configMapChecksum } from '../../model/checksums';
import { goMap, goStruct } from '../../model/go-struct';
import { Settings } from '../../model/settings';

/** What varies between workloads; the names are those of the RunConfig. */
export interface RunConfigSections {
  readonly mcpserver_generation?: number;
  readonly image: string;
  readonly remote_url?: string;
  readonly remote_auth_config?: Obj;
  readonly cmd_args?: readonly string[];
  readonly name: string;
  readonly transport: string;
  readonly host: string;
  readonly port: number;
  readonly target_port?: number;
  readonly permission_profile_name_or_path?: string;
  readonly permission_profile: Obj;
  readonly env_vars: Record<string, string>;
  readonly volumes?: readonly string[];
  readonly oidc_config?: Obj;
  readonly token_exchange_config?: Obj;
  readonly aws_sts_config?: Obj;
  readonly authz_config?: Obj;
  readonly audit_config?: Obj;
  readonly telemetry_config?: Obj;
  readonly rate_limit_config?: Obj;
  readonly rate_limit_namespace?: string;
  readonly trust_proxy_headers?: boolean;
  readonly proxy_mode: string;
  readonly thv_ca_bundle?: string;
  readonly jwks_auth_token_file?: string;
  readonly tools_filter?: readonly string[];
  readonly tools_override?: Record<string, Obj>;
  readonly validating_webhooks?: readonly Obj[];
  readonly mutating_webhooks?: readonly Obj[];
  readonly endpoint_prefix?: string;
  readonly header_forward?: Obj;
  readonly embedded_auth_server_config?: Obj;
  readonly scaling_config?: Obj;
}

export function runConfig(sections: RunConfigSections, settings: Settings): Obj {
  const { name, transport, port } = sections;
  const config = goStruct(
    {
      schema_version: 'v0.1.0',
      mcpserver_generation: sections.mcpserver_generation,
      image: sections.image,
      remote_url: sections.remote_url,
      remote_auth_config: sections.remote_auth_config,
      cmd_args: sections.cmd_args,
      name,
      container_name: name,
      base_name: name,
      transport,
      host: sections.host,
      port,
      target_port: sections.target_port,
      permission_profile_name_or_path: sections.permission_profile_name_or_path,
      permission_profile: sections.permission_profile,
      env_vars: goMap(sections.env_vars),
      volumes: sections.volumes,
      container_labels: goMap({
        toolhive: 'true',
        'toolhive-name': name,
        'toolhive-basename': name,
        'toolhive-port': String(port),
        'toolhive-transport': transport,
      }),
      oidc_config: sections.oidc_config,
      token_exchange_config: sections.token_exchange_config,
      aws_sts_config: sections.aws_sts_config,
      authz_config: sections.authz_config,
      audit_config: sections.audit_config,
      telemetry_config: sections.telemetry_config,
      rate_limit_config: sections.rate_limit_config,
      rate_limit_namespace: sections.rate_limit_namespace,
      trust_proxy_headers: sections.trust_proxy_headers,
      proxy_mode: sections.proxy_mode,
      thv_ca_bundle: sections.thv_ca_bundle,
      jwks_auth_token_file: sections.jwks_auth_token_file,
      tools_filter: sections.tools_filter,
      tools_override: goMap(sections.tools_override),
      middleware_configs: [],
      validating_webhooks: sections.validating_webhooks,
      mutating_webhooks: sections.mutating_webhooks,
      endpoint_prefix: sections.endpoint_prefix,
      header_forward: sections.header_forward,
      embedded_auth_server_config: sections.embedded_auth_server_config,
      scaling_config: sections.scaling_config,
    },
    ['image', 'name', 'transport', 'host', 'port', 'permission_profile', 'middleware_configs'],
  );
  config.middleware_configs = middlewareConfigs(config, settings);
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
