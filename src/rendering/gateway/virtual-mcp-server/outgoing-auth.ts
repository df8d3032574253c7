/**
 * `outgoingAuth` of a virtual server, and the variables that it names.
 *
 * The operator writes in one of two ways, by `spec.outgoingAuth.source`. Here is a third: found among what is rendered,
 * which is what `inline` makes of it, corrected where ToolHive's server could not start with it.
 * Source: ToolHive cmd/thv-operator/pkg/vmcpconfig/converter.go, controllers/virtualmcpserver_controller.go.
 */
import { memberStrategies, memberWins, OwnStrategies } from './member-auth';
import { Member, VirtualServer } from './members';
import { OutgoingMode, Strategy, strategyForDiscovery, strategyOf, STRATEGY_TYPES } from './strategies';
import { withProvider } from './subject-provider';
import { AuthConfig, byName, secretEnvOf } from './variables';
import { fieldPath, Findings, shown } from '../../../findings';
import { naturallySorted } from '../../../go/yaml';
import { EnvVar } from '../../../kubernetes/objects';
import { ConfigOutgoingAuth, VirtualMcpServerOutgoingAuthBackend } from '../../../resources/spec/virtualmcpserver';
import { resolve } from '../../model/references';
import { REFUSED_BY_PROXY } from '../../model/without-effect';
import { Context } from '../../model/workload';

export interface OutgoingAuth {
  readonly config: ConfigOutgoingAuth;
  readonly env: readonly EnvVar[];
  /** Members that can't be reached, because a virtual server has no usable outbound credentials for them. */
  readonly unreachable: ReadonlySet<Member>;
}

const AT = 'spec.outgoingAuth';

export function outgoingAuthOf(
  resource: VirtualServer,
  members: readonly Member[],
  mode: OutgoingMode,
  context: Context,
): OutgoingAuth {
  const own = ownStrategies(resource, mode, context);
  const found = mode === 'discovered' ? undefined : memberStrategies(resource, members, own, mode, context);
  const layers = [found?.backends, own.backends];
  const backends = naturallySorted<Strategy>(
    Object.assign({}, ...(memberWins(resource, mode) ? layers.reverse() : layers)),
  );
  return {
    config: {
      source: mode === 'discovered' ? mode : 'inline',
      ...(own.default && { default: own.default }),
      ...(Object.keys(backends).length && { backends }),
    },
    env: variablesOf(resource, members, own, found?.configs ?? [], mode, context),
    unreachable: found?.unreachable ?? new Set(),
  };
}

/** A variable is listed once, which the operator lists again where two of the lists need it: server-side apply refuses that. */
function variablesOf(
  { spec: { outgoingAuth }, namespace }: VirtualServer,
  members: readonly Member[],
  own: OwnStrategies,
  found: readonly AuthConfig[],
  mode: OutgoingMode,
  { catalog, findings }: Context,
): EnvVar[] {
  const discovered = members.flatMap(({ spec }) => {
    const name = spec.externalAuthConfigRef?.name;
    return (name !== undefined && catalog.resource('MCPExternalAuthConfig', namespace, name)) || [];
  });
  const lists = [
    mode === 'static' ? found : [],
    mode === 'discovered' && outgoingAuth ? discovered : [],
    own.configs,
    own.defaultConfig ? [own.defaultConfig] : [],
  ];
  const env = new Map<string, EnvVar>();
  for (const configs of lists) {
    for (const variable of byName(configs.flatMap(secretEnvOf))) env.set(variable.name, variable);
  }
  for (const { name } of mode === 'inline' ? found.flatMap(secretEnvOf) : []) {
    if (env.has(name)) continue;
    findings.warning(
      REFUSED_BY_PROXY,
      AT,
      `the configuration names the variable ${name} of a member's MCPExternalAuthConfig, which ToolHive's operator doesn't set with source "inline"; name that MCPExternalAuthConfig in outgoingAuth.backends, or use --discovery static`,
    );
  }
  return [...env.values()];
}

function ownStrategies(resource: VirtualServer, mode: OutgoingMode, context: Context): OwnStrategies {
  const { outgoingAuth } = resource.spec;
  const given = Object.entries(outgoingAuth?.backends ?? {});
  const backends: Record<string, Strategy> = {};
  const configs: AuthConfig[] = [];
  const leftOut = new Set<string>();
  for (const [name, auth] of given) {
    const { strategy, config } = convert(auth, fieldPath(`${AT}.backends`, name), resource, mode, context);
    if (strategy) backends[name] = strategy;
    else if (config && mode === 'inline') leftOut.add(name);
    if (config) configs.push(config);
  }
  const { strategy, config } = outgoingAuth?.default
    ? convert(outgoingAuth.default, `${AT}.default`, resource, mode, context)
    : {};
  const isSaid = ([, { type }]: (typeof given)[number]) => mode !== 'static' || type !== 'discovered';
  const named = new Set(given.filter(isSaid).map(([name]) => name));
  return { default: strategy, defaultConfig: config, backends, configs, named, leftOut };
}

function convert(
  { type, externalAuthConfigRef: ref }: VirtualMcpServerOutgoingAuthBackend,
  field: string,
  resource: VirtualServer,
  mode: OutgoingMode,
  context: Context,
): { strategy?: Strategy; config?: AuthConfig } {
  if (type === 'discovered') return { strategy: asDiscovered(field, mode, context.findings) };
  if (!ref?.name) {
    context.findings.error(
      `${field}.externalAuthConfigRef`,
      'is required with type "externalAuthConfigRef"; name an MCPExternalAuthConfig',
    );
    return {};
  }
  const at = `${field}.externalAuthConfigRef`;
  const reference = {
    kind: 'MCPExternalAuthConfig' as const,
    name: ref.name,
    namespace: resource.namespace,
    field: at,
  };
  const config = resolve(reference, context.catalog, context.findings);
  if (!config) return {};
  const strategy = mode === 'discovered' ? strategyForDiscovery(config) : strategyOf(config);
  if (strategy) return { strategy: withProvider(strategy, config, at, resource, mode, context.findings), config };
  context.findings.error(
    at,
    `MCPExternalAuthConfig ${shown(config.name)} is of type ${shown(config.spec.type)}, which a virtual server can't authenticate with; use one of ${STRATEGY_TYPES.map(shown).join(', ')}`,
  );
  return {};
}

/** "As the member's own configuration": the operator's second way leaves it standing, although no server knows it. */
function asDiscovered(field: string, mode: OutgoingMode, findings: Findings): Strategy | undefined {
  if (mode === 'discovered') return { type: 'unauthenticated' };
  if (mode === 'static') return undefined;
  findings.warning(
    REFUSED_BY_PROXY,
    `${field}.type`,
    `"discovered" is written as it stands with source "inline", and ToolHive's server doesn't know it; drop the entry, or use --discovery static`,
  );
  return { type: 'discovered' };
}
