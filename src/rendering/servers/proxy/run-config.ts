/**
 * The RunConfig: the one file that configures what ToolHive's proxy runs and what it does with each request.
 */
import { middlewareConfigs } from './middleware';
import { MEMBERS, RunConfig, RunConfigSections } from './run-config-members';
import { goJsonIndent } from '../../../go/json';
import { goMap, goStructOf } from '../../../go/struct';
import { ObjectBody } from '../../../kubernetes/objects';
import { EnvItem } from '../../../resources/spec/shared';
import { CONTENT_CHECKSUM, configMapChecksum } from '../../model/checksums';
import { Context } from '../../model/workload';

const ORDER = Object.keys(MEMBERS) as (keyof RunConfig)[];
const ALWAYS_WRITTEN = ORDER.filter((name) => MEMBERS[name].isAlwaysWritten);

export function runConfig(sections: RunConfigSections, { settings, behaviour }: Context): RunConfig {
  const { name, transport, port, env_vars, tools_override } = sections;
  const values: RunConfig = {
    schema_version: 'v0.1.0',
    ...sections,
    container_name: name,
    base_name: name,
    env_vars: goMap(env_vars)!,
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
  const config = goStructOf<RunConfig, keyof RunConfig>(ORDER, values, ALWAYS_WRITTEN);
  return Object.assign(config, { middleware_configs: middlewareConfigs(config, settings, behaviour) });
}

/** `/mcp` or `/sse`, by the protocol between clients and the proxy: its own mode in front of stdio, else the transport. */
export function effectiveProxyMode(transport: string, proxyMode: string): string {
  return transport === 'stdio' ? proxyMode : transport;
}

/** Environment of the MCP server: the user's, and what ToolHive always sets (the transport wins over the user). */
export function serverEnv(
  env: readonly EnvItem[] | undefined,
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

/** @param beside other files of the ConfigMap */
export function runConfigMap(
  config: RunConfig,
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

export function runConfigMapBody({ labels, data, checksum }: RunConfigMap): ObjectBody {
  return { metadata: { labels, annotations: { [CONTENT_CHECKSUM]: checksum } }, data };
}
