/**
 * Warnings about members that a virtual server doesn't have, and about what members already do themselves.
 * ToolHive accepts all of it silently: a rule about a name that no member has does nothing.
 */
import { Member, VirtualServer } from './members';
import { OutgoingAuth } from './outgoing-auth';
import { OutgoingMode } from './strategies';
import { AuthConfig } from './variables';
import { fieldPath, Findings, shown } from '../../../findings';
import { nearest } from '../../../plain/nearest';
import { Catalog } from '../../../resources/resource';
import { Aggregation, CompositeTool } from '../../../resources/spec/virtualmcpserver';
import { MEMBER_KINDS } from '../../model/kinds';

/** Id of the warning about a name that is no member's. Constructs refuse it. */
export const NOT_A_MEMBER = 'not-a-member';

/** Kinds with a proxy of their own, which trades tokens itself. */
const WITH_PROXY = ['MCPServer', 'MCPRemoteProxy'];

export function lintMembers(
  resource: VirtualServer,
  members: readonly Member[],
  mode: OutgoingMode,
  { config }: OutgoingAuth,
  { catalog, findings }: { catalog: Catalog; findings: Findings },
): void {
  if (knowsMembers(resource, members, mode)) checkNames(resource, members, catalog, findings);
  for (const member of members) {
    const authConfig = member.spec.externalAuthConfigRef?.name;
    const own = authConfig && catalog.resource('MCPExternalAuthConfig', member.namespace, authConfig);
    if (!own) continue;
    if (own.spec.type === 'tokenExchange' && WITH_PROXY.includes(member.kind)) {
      const strategy =
        mode === 'discovered' ? 'token_exchange' : (config.backends?.[member.name] ?? config.default)?.type;
      if (strategy === 'token_exchange') warnOfSecondExchange(member, own, findings);
    }
    warnOfOverruled(resource, member, own, findings);
  }
}

/** In the cluster may be members that an app knows by name alone. */
function knowsMembers({ constructOptions }: VirtualServer, members: readonly Member[], mode: OutgoingMode): boolean {
  return mode === 'static' || (members.length > 0 && constructOptions?.isGroupImported === undefined);
}

/** A field, and the name of a member that it holds. */
interface Named {
  readonly field: string;
  readonly name: string;
}

function checkNames(resource: VirtualServer, members: readonly Member[], catalog: Catalog, findings: Findings): void {
  const { spec, namespace } = resource;
  const known = [...members, ...(spec.config?.backends ?? [])].map(({ name }) => name);
  for (const { field, name } of [...namesIn(spec), ...calledIn(resource, catalog)]) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    const kind = MEMBER_KINDS.find((k) => catalog.resource(k, namespace, name));
    const why = kind ? ` (${kind} ${shown(name)} is in another group, or in none)` : '';
    const hint =
      near === undefined ? `it has ${known.map(shown).join(', ') || 'none'}` : `did you mean ${shown(near)}?`;
    findings.warning(
      NOT_A_MEMBER,
      field,
      `${shown(name)} is no member of group ${shown(spec.groupRef.name)}${why}, so this has no effect; ${hint}`,
    );
  }
}

function namesIn({ config = {}, outgoingAuth }: VirtualServer['spec']): Named[] {
  const at = 'spec.config.aggregation';
  const { tools = [], conflictResolutionConfig }: Partial<Aggregation> = config.aggregation ?? {};
  const order = conflictResolutionConfig?.priorityOrder ?? [];
  const silent = config.operational?.listChanged?.disabledWorkloads ?? [];
  const keys = (field: string, map: object | undefined): Named[] =>
    Object.keys(map ?? {}).map((name) => ({ field: fieldPath(field, name), name }));
  return [
    ...tools
      .map(({ workload }, i) => ({ field: `${fieldPath(`${at}.tools`, i)}.workload`, name: workload }))
      .filter(({ name }) => name),
    ...order.map((name, i) => ({ field: fieldPath(`${at}.conflictResolutionConfig.priorityOrder`, i), name })),
    ...keys('spec.outgoingAuth.backends', outgoingAuth?.backends),
    ...keys('spec.config.operational.timeouts.perWorkload', config.operational?.timeouts?.perWorkload),
    ...silent.map((name, i) => ({
      field: fieldPath('spec.config.operational.listChanged.disabledWorkloads', i),
      name,
    })),
  ];
}

/** Members whose tools composite tools call, as MEMBER.TOOL. */
function calledIn({ spec, namespace }: VirtualServer, catalog: Catalog): Named[] {
  const at = 'spec.config.compositeTools';
  const own = spec.config?.compositeTools ?? [];
  const shared = spec.config?.compositeToolRefs ?? [];
  return [
    ...own.flatMap((tool, i) => stepsOf(tool, fieldPath(at, i))),
    ...shared.flatMap(({ name }, i) => {
      const field = fieldPath('spec.config.compositeToolRefs', i);
      const found = catalog.resource('VirtualMCPCompositeToolDefinition', namespace, name);
      return stepsOf(found?.spec ?? {}, field).map((called) => ({ ...called, field }));
    }),
  ];
}

function stepsOf({ steps = [] }: Partial<CompositeTool>, at: string): Named[] {
  return steps.flatMap((step, i) => {
    const field = fieldPath(`${at}.steps`, i);
    const calls: [unknown, string][] = [
      [step.tool, `${field}.tool`],
      [step.step?.tool, `${field}.step.tool`],
    ];
    return calls.flatMap(([tool, place]) =>
      typeof tool === 'string' && tool.includes('.') ? [{ field: place, name: tool.slice(0, tool.indexOf('.')) }] : [],
    );
  });
}

function warnOfSecondExchange({ kind, name }: Member, own: AuthConfig, findings: Findings): void {
  findings.warning(
    'token-exchanged-twice',
    'spec.outgoingAuth',
    `the token for ${kind} ${shown(name)} is exchanged here, and again by its own proxy, which has MCPExternalAuthConfig ${shown(own.name)} too; leave it to one of them: take externalAuthConfigRef off the member, or say source "inline" here, with type unauthenticated for that member`,
  );
}

/** With source "discovered", ToolHive's server uses the member's configuration, and its own entry only where that is absent. */
function warnOfOverruled(
  { spec: { outgoingAuth } }: VirtualServer,
  member: Member,
  own: AuthConfig,
  findings: Findings,
): void {
  const entry = outgoingAuth?.backends?.[member.name];
  if (!entry || entry.type === 'discovered' || outgoingAuth?.source !== 'discovered') return;
  if (entry.externalAuthConfigRef?.name === own.name) return;
  findings.warning(
    'outgoing-auth-overruled',
    fieldPath('spec.outgoingAuth.backends', member.name),
    `has no effect: with source "discovered", what ${member.kind} ${shown(member.name)} says itself is used, MCPExternalAuthConfig ${shown(own.name)}; set source "inline", or take externalAuthConfigRef off the member`,
  );
}
