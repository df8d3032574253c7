/**
 * `outgoingAuth` of a virtual server, and the variables that it names.
 *
 * The operator writes in one of two ways, by `spec.outgoingAuth.source`. Here is a third: found among what is rendered,
 * which is what `inline` makes of it, put right where ToolHive's server could not start with it.
 * Source: ToolHive cmd/thv-operator/pkg/vmcpconfig/converter.go, controllers/virtualmcpserver_controller.go.
 */
import { fieldPath, Findings, Obj, shown } from '../../findings';
import { naturallySorted } from '../../kubernetes/go-yaml';
import { Resource } from '../../resources/resource';
import { resolve } from '../references';
import { Context } from '../workload';
import { lacksSubject, strategyOf, STRATEGY_TYPES, withSubject } from './strategies';
import { byName, secretEnvOf } from './variables';

/** `discovered` and `inline` are the operator's. */
export type OutgoingMode = 'discovered' | 'inline' | 'static';

export interface OutgoingAuth {
  readonly config: Obj;
  readonly env: readonly Obj[];
  /** Members that can't be reached, because their own configuration says nothing to a virtual server. */
  readonly unreachable: ReadonlySet<string>;
}

export function outgoingAuthOf(
  resource: Resource,
  members: readonly Resource[],
  mode: OutgoingMode,
  context: Context,
): OutgoingAuth {
  const { outgoingAuth } = resource.spec;
  const own = ownStrategies(resource, mode, context);
  const found = mode === 'discovered' ? undefined : memberStrategies(resource, members, own, mode, context);
  const backends = naturallySorted({ ...found?.backends, ...own.backends });
  const env = new Map<string, Obj>();
  const add = (configs: readonly Resource[]) => {
    for (const variable of byName(configs.flatMap(secretEnvOf))) env.set(variable.name, variable);
  };
  if (mode === 'static') add(found!.configs);
  if (outgoingAuth && mode === 'discovered') add(configsOf(members, context));
  add(own.configs);
  add(own.defaultConfig ? [own.defaultConfig] : []);
  return {
    config: {
      source: mode === 'discovered' ? mode : 'inline',
      ...(own.default && { default: own.default }),
      ...(Object.keys(backends).length && { backends }),
    },
    env: [...env.values()],
    unreachable: found?.unreachable ?? new Set(),
  };
}

/** What the virtual server says itself. */
interface OwnStrategies {
  readonly default?: Obj;
  readonly defaultConfig?: Resource;
  readonly backends: Record<string, Obj>;
  readonly configs: readonly Resource[];
}

function ownStrategies(resource: Resource, mode: OutgoingMode, context: Context): OwnStrategies {
  const { outgoingAuth } = resource.spec;
  const at = 'spec.outgoingAuth';
  const backends: Record<string, Obj> = {};
  const configs: Resource[] = [];
  for (const [name, auth] of Object.entries<Obj>(outgoingAuth?.backends ?? {})) {
    const { strategy, config } = convert(auth, fieldPath(`${at}.backends`, name), resource, mode, context);
    if (strategy) backends[name] = strategy;
    if (config) configs.push(config);
  }
  const { strategy, config } = outgoingAuth?.default
    ? convert(outgoingAuth.default, `${at}.default`, resource, mode, context)
    : {};
  return { default: strategy, defaultConfig: config, backends, configs };
}

function convert(
  { type, externalAuthConfigRef: ref }: Obj,
  field: string,
  resource: Resource,
  mode: OutgoingMode,
  context: Context,
): { strategy?: Obj; config?: Resource } {
  if (type === 'discovered') return { strategy: DISCOVERED[mode] };
  if (!ref?.name) {
    context.findings.error(
      `${field}.externalAuthConfigRef`,
      'is required with type "externalAuthConfigRef"; name an MCPExternalAuthConfig',
    );
    return {};
  }
  const at = `${field}.externalAuthConfigRef`;
  const reference = { kind: 'MCPExternalAuthConfig', name: ref.name, namespace: resource.namespace, field: at };
  const config = resolve(reference, context.catalog, context.findings);
  if (!config) return {};
  const strategy = strategyOf(config, mode !== 'discovered');
  if (strategy) return { strategy: withProvider(strategy, config, at, resource, mode, context.findings), config };
  context.findings.error(
    at,
    `MCPExternalAuthConfig ${shown(config.name)} is of type ${shown(config.spec.type)}, which a virtual server can't prove itself with; use one of ${STRATEGY_TYPES.map(shown).join(', ')}`,
  );
  return {};
}

/** "As the member says": the operator's second way leaves it standing, although no server knows it. */
const DISCOVERED: Readonly<Record<OutgoingMode, Obj | undefined>> = {
  discovered: { type: 'unauthenticated' },
  inline: { type: 'discovered' },
  static: undefined,
};

/** What the members say of themselves, as far as the virtual server doesn't say it. */
function memberStrategies(
  resource: Resource,
  members: readonly Resource[],
  own: OwnStrategies,
  mode: OutgoingMode,
  context: Context,
): { backends: Record<string, Obj>; configs: Resource[]; unreachable: Set<string> } {
  const backends: Record<string, Obj> = {};
  const configs: Resource[] = [];
  const unreachable = new Set<string>();
  for (const member of members) {
    const config = configOf(member, context);
    if (!config || own.backends[member.name]) continue;
    const strategy = strategyOf(config);
    if (strategy) {
      const field = 'spec.outgoingAuth';
      backends[member.name] = withProvider(strategy, config, field, resource, mode, context.findings);
      configs.push(config);
    } else if (SPEAKS_FOR_ITSELF.has(member.kind) && mode === 'static') {
      continue;
    } else {
      unreachable.add(member.name);
      context.findings.warning(
        'backend-left-out',
        'spec.groupRef',
        `${member.kind} ${shown(member.name)} is left out: its MCPExternalAuthConfig ${shown(config.name)} is of type ${shown(config.spec.type)}, which a virtual server can't prove itself with; say in outgoingAuth.backends how it does`,
      );
    }
  }
  return { backends, configs, unreachable };
}

/** Kinds with a proxy of their own, which does with their configuration what a virtual server can't. */
const SPEAKS_FOR_ITSELF = new Set(['MCPServer', 'MCPRemoteProxy']);

function configsOf(members: readonly Resource[], context: Context): Resource[] {
  return members.flatMap((member) => configOf(member, context) ?? []);
}

/** A reference that leads nowhere has been reported by the member itself. */
function configOf({ spec, namespace }: Resource, { catalog }: Context): Resource | undefined {
  const name = spec.externalAuthConfigRef?.name;
  const config = name === undefined ? undefined : catalog.resource('MCPExternalAuthConfig', namespace, name);
  return config?.isRefused ? undefined : config;
}

/** The server that finds its backends itself looks for the provider itself, too. */
function withProvider(
  strategy: Obj,
  config: Resource,
  field: string,
  { spec: { authServerConfig } }: Resource,
  mode: OutgoingMode,
  findings: Findings,
): Obj {
  if (!authServerConfig || mode === 'discovered' || !lacksSubject(strategy)) return strategy;
  const [first, ...others] = authServerConfig.upstreamProviders;
  if (strategy.type === 'xaa' && others.length) {
    findings.error(
      field,
      `MCPExternalAuthConfig ${shown(config.name)} doesn't say which of the ${others.length + 1} upstream providers' tokens it trades; set subjectProviderName`,
    );
  }
  return withSubject(strategy, first.name || 'default');
}
