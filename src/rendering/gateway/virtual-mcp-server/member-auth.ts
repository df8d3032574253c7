/**
 * The outbound credentials that the members of a group ask of a virtual server.
 * Source: ToolHive controllers/virtualmcpserver_controller.go, virtualmcpserver_vmcpconfig.go, pkg/vmcp/workloads/k8s.go.
 */
import { Member, VirtualServer } from './members';
import { OutgoingMode, Strategy, strategyOf } from './strategies';
import { withProvider } from './subject-provider';
import { AuthConfig } from './variables';
import { shown } from '../../../findings';
import { Context } from '../../model/workload';

/** Kinds with a proxy of their own, which does with their configuration what a virtual server can't. */
const SPEAKS_FOR_ITSELF = new Set(['MCPServer', 'MCPRemoteProxy']);

/** The virtual server's own entries. */
export interface OwnStrategies {
  readonly default?: Strategy;
  readonly defaultConfig?: AuthConfig;
  readonly backends: Readonly<Record<string, Strategy>>;
  readonly configs: readonly AuthConfig[];
  /** Backends that it has an entry for. */
  readonly named: ReadonlySet<string>;
  /** Those of them that can't be reached in the way that the entry sets. */
  readonly leftOut: ReadonlySet<string>;
}

export interface MemberStrategies {
  readonly backends: Readonly<Record<string, Strategy>>;
  readonly configs: readonly AuthConfig[];
  readonly unreachable: ReadonlySet<Member>;
}

/** Strategies by member, unless the virtual server sets them itself. */
export function memberStrategies(
  resource: VirtualServer,
  members: readonly Member[],
  own: OwnStrategies,
  mode: OutgoingMode,
  context: Context,
): MemberStrategies {
  const backends: Record<string, Strategy> = {};
  const configs: AuthConfig[] = [];
  const failed = new Set(own.leftOut);
  const unusable = new Set<Member>();
  const ownWins = memberWins(resource, mode);
  for (const member of members) {
    const isNamed = own.named.has(member.name);
    const reference = member.spec.externalAuthConfigRef?.name;
    if (reference === undefined) continue;
    // With static discovery, the virtual server's entry is enough, unless the member's own is what ToolHive's server uses.
    if (isNamed && mode === 'static' && !ownWins) continue;
    const config = usable(context.catalog.resource('MCPExternalAuthConfig', member.namespace, reference));
    const strategy = config && strategyOf(config);
    if (isNamed && mode === 'static' && !strategy) continue;
    if (!config || !strategy) {
      if (config && mode === 'static' && SPEAKS_FOR_ITSELF.has(member.kind)) continue;
      failed.add(member.name);
      unusable.add(member);
      warnOfUnusable(member, reference, config, mode, context);
    } else if (!isNamed || ownWins) {
      const complete = withProvider(strategy, config, 'spec.outgoingAuth', resource, mode, context.findings);
      if (complete) {
        backends[member.name] = complete;
        configs.push(config);
      } else if (mode === 'inline') {
        failed.add(member.name);
      }
    }
  }
  // A name is lost to all who share it, unless there is a strategy by it.
  const isLost = ({ name }: Member) => failed.has(name) && !backends[name] && !own.backends[name];
  const unreachable = new Set(members.filter((member) => unusable.has(member) || isLost(member)));
  return { backends, configs, unreachable };
}

/**
 * Whether a member's configuration is used even where the virtual server has another. ToolHive's server does so where it finds
 * its members itself; source "inline" is there to overrule them (pkg/vmcp/aggregator/discoverer.go).
 */
export function memberWins({ spec }: VirtualServer, mode: OutgoingMode): boolean {
  return mode === 'static' && spec.outgoingAuth?.source !== 'inline';
}

function usable(config: AuthConfig | undefined): AuthConfig | undefined {
  return config?.isRefused ? undefined : config;
}

/** The operator leaves such a member out even where the virtual server itself has credentials for it. */
function warnOfUnusable(
  { kind, name }: Member,
  reference: string,
  config: AuthConfig | undefined,
  mode: OutgoingMode,
  { findings }: Context,
): void {
  const why = config
    ? `is of type ${shown(config.spec.type)}, which a virtual server can't authenticate with`
    : 'is not here, or refused itself';
  const instead =
    mode === 'static'
      ? 'say in outgoingAuth.backends how the virtual server does'
      : 'use another, or --discovery static';
  findings.warning(
    'backend-left-out',
    'spec.groupRef',
    `${kind} ${shown(name)} is left out: its MCPExternalAuthConfig ${shown(reference)} ${why}; ${instead}`,
  );
}
