/**
 * The members of a RunConfig, each with what it holds. They are in the order of ToolHive's Go struct
 * (pkg/runner/config.go), because the text's checksum decides whether a pod restarts.
 */
import { HeaderForwardConfig } from './header-forward';
import { Profile } from './permission-profile';
import { ScalingConfig } from './scaling';
import { JsonObject } from '../../../plain/objects';
import { AuthServerRunConfig } from '../../policies/auth/auth-server/run-config';
import { OidcRunConfig } from '../../policies/auth/oidc';
import { AuthzDocument } from '../../policies/authz/backends';
import { ToolOverride } from '../../policies/known-tools';

interface Member<T> {
  /** Whether Go writes it when it is empty, too. */
  readonly isAlwaysWritten: boolean;
  readonly example?: T;
}

const member = <T>(): Member<T | undefined> => ({ isAlwaysWritten: false });
const required = <T>(): Member<T> => ({ isAlwaysWritten: true });

/** All members, in the order of ToolHive's Go struct. The fields behind them decide which of them a version has. */
export const MEMBERS = {
  schema_version: member<string>(),
  mcpserver_generation: member<number>(),
  image: required<string>(),
  remote_url: member<string>(),
  remote_auth_config: member<JsonObject>(),
  cmd_args: member<readonly string[]>(),
  name: required<string>(),
  container_name: member<string>(),
  base_name: member<string>(),
  transport: required<string>(),
  host: required<string>(),
  port: required<number>(),
  target_port: member<number>(),
  permission_profile_name_or_path: member<string>(),
  permission_profile: required<Profile>(),
  env_vars: member<Record<string, string>>(),
  volumes: member<readonly string[]>(),
  container_labels: member<Record<string, string>>(),
  oidc_config: member<OidcRunConfig>(),
  token_exchange_config: member<JsonObject>(),
  aws_sts_config: member<JsonObject>(),
  authz_config: member<AuthzDocument>(),
  audit_config: member<JsonObject>(),
  telemetry_config: member<JsonObject>(),
  rate_limit_config: member<JsonObject>(),
  rate_limit_namespace: member<string>(),
  trust_proxy_headers: member<boolean>(),
  max_request_body_size: member<number>(),
  proxy_read_timeout: member<string>(),
  proxy_mode: member<string>(),
  thv_ca_bundle: member<string>(),
  jwks_auth_token_file: member<string>(),
  tools_filter: member<readonly string[]>(),
  tools_override: member<Readonly<Record<string, ToolOverride>>>(),
  middleware_configs: required<readonly JsonObject[]>(),
  validating_webhooks: member<readonly JsonObject[]>(),
  mutating_webhooks: member<readonly JsonObject[]>(),
  endpoint_prefix: member<string>(),
  header_forward: member<HeaderForwardConfig>(),
  embedded_auth_server_config: member<AuthServerRunConfig>(),
  scaling_config: member<ScalingConfig>(),
};

type Members = typeof MEMBERS;
type ValueOf<M> = M extends Member<infer T> ? T : never;

/** Members that follow from others. */
type Derived = 'schema_version' | 'container_name' | 'base_name' | 'container_labels' | 'middleware_configs';
type Needed = 'image' | 'name' | 'transport' | 'host' | 'port' | 'permission_profile' | 'env_vars' | 'proxy_mode';

/** What varies between workloads; the names are those of the RunConfig. */
export type RunConfigSections = {
  readonly [Name in Needed]: NonNullable<ValueOf<Members[Name]>>;
} & { readonly [Name in Exclude<keyof Members, Needed | Derived>]?: ValueOf<Members[Name]> };

/** All of it, as it is written: an empty member is left out, unless ToolHive writes it. */
export type RunConfig = { readonly [Name in Needed]: ValueOf<Members[Name]> } & {
  readonly [Name in Exclude<keyof Members, Needed>]?: ValueOf<Members[Name]>;
};
