/**
 * What a server's Cedar policies are asked about: who logs in, which tools there are, what the server is called.
 * Source: ToolHive pkg/auth (local.go, anonymous.go), pkg/authz/authorizers/cedar/core.go; Kubernetes' ServiceAccount tokens.
 */
import { CedarConfig } from './backends';
import { AuthzUser } from './inline';
import { parentsIn } from '../../../cedar/hierarchy';
import { NEVER_MATCHES, warnOfPolicies } from '../../../cedar/lints';
import { Stranger, World } from '../../../cedar/world';
import { Findings, shown } from '../../../findings';
import { Catalog, Resource } from '../../../resources/resource';
import { McpRemoteProxySpec, McpServerSpec, VirtualMcpServerSpec } from '../../../resources/spec';
import { OidcConfigRef } from '../../../resources/spec/shared';
import { CLIENT_SERVER_KINDS } from '../../model/kinds';
import { Context } from '../../model/workload';
import { withoutGroups } from '../auth/known-issuers';

/** Whose requests come: everybody's as one client, those of the cluster's ServiceAccounts, or of whom is not known here. */
export interface Login {
  readonly who: string;
  /** Claims that there are; undefined where any may be. */
  readonly claims?: readonly string[];
  /** Those of them that are lists, which alone can be groups. */
  readonly lists: readonly string[];
  /** Names that ToolHive gives to whoever asks, where nobody logs in. */
  readonly madeUp?: readonly string[];
  isClient(id: string): boolean;
}

const MADE_UP = ['sub', 'iss', 'aud', 'exp', 'iat', 'nbf', 'email', 'name'];

/** @param clients the names that ToolHive gives to somebody who doesn't log in */
const nobody = (clients: readonly string[]): Login => ({
  who: `nobody logs in here, and all are the one client ${clients.map(shown).join(' or ')}`,
  claims: MADE_UP,
  lists: [],
  madeUp: clients,
  isClient: (id) => clients.includes(id),
});

const SERVICE_ACCOUNTS: Login = {
  who: 'clients show tokens of ServiceAccounts here, such as Client::"system:serviceaccount:NAMESPACE:NAME"',
  claims: ['aud', 'exp', 'iat', 'iss', 'jti', 'kubernetes.io', 'nbf', 'sub'],
  lists: ['aud'],
  isClient: (id) => id.startsWith('system:serviceaccount:'),
};

/** What a proxy calls a client that doesn't log in is its own user. */
const PROXY_USERS = ['local', 'nonroot', 'root'];

/** What has policies: the spec of a proxy, or `incomingAuth` of a virtual server. */
export interface Part extends AuthzUser {
  readonly oidcConfigRef?: OidcConfigRef;
  /** Of a virtual server. */
  readonly type?: string;
}

/** Who logs in at a proxy, or by `incomingAuth` at a virtual server. */
export function loginOf(
  { namespace, spec }: Resource<McpServerSpec | McpRemoteProxySpec | VirtualMcpServerSpec>,
  { oidcConfigRef, type }: Part,
  catalog: Catalog,
): Login | undefined {
  if (type === 'anonymous') return nobody(['anonymous']);
  if (!oidcConfigRef) return nobody(PROXY_USERS);
  // Claims are those of the upstream provider then.
  const hasAuthServer = 'proxyPort' in spec ? spec.authServerRef || spec.externalAuthConfigRef : spec.authServerConfig;
  if (hasAuthServer) return undefined;
  const provider = catalog.resource('MCPOIDCConfig', namespace, oidcConfigRef.name)?.spec;
  const account = provider?.kubernetesServiceAccount;
  if (account) return account.introspectionUrl ? undefined : SERVICE_ACCOUNTS;
  const who = withoutGroups(provider?.inline?.issuer ?? '');
  return who === undefined ? undefined : { who, lists: [], isClient: () => true };
}

/** Cedar's part of an authorizer's document, without any server. */
export function worldOf(cedar: CedarConfig): World {
  const { group_entity_type: groupType, entities_json: entities, multi_valued_claims: sets = [] } = cedar;
  return {
    groupType: groupType || 'THVGroup',
    parents: parentsIn(entities ?? ''),
    claimSet: (name) =>
      sets?.includes(name)
        ? undefined
        : { reason: `"multi_valued_claims" of the policies doesn't name ${shown(name)}; add it there` },
  };
}

/** A server, as policies see it. */
export interface Server {
  readonly resource: Resource<McpServerSpec | McpRemoteProxySpec | VirtualMcpServerSpec>;
  /** `spec`, or the part of it that names the policies. */
  readonly part: Part;
  /** Path of that part. */
  readonly at: string;
  /** Whether claims with several values are seen as sets. */
  readonly hasClaimSets: boolean;
  /** Why it has no tool of a name; `isNear` where another one may be meant. */
  tool?(name: string): (Stranger & { isNear?: boolean }) | undefined;
  /** Why nothing is in a server of another name, where more is known. */
  otherServer?(name: string): string | undefined;
}

/** Warns of policies that can never match on the server. @param cedar Cedar's part of the resulting document */
export function warnOfUnmatched(server: Server, cedar: CedarConfig, { catalog, findings }: Context): void {
  const { resource, part, at } = server;
  const shared = part.authzConfigRef ? worldOf(cedar) : undefined;
  warnOfPolicies(cedar.policies ?? [], placeOf(part, at), serverWorld(server, cedar, catalog), findings, shared);
  warnOfUnusedClaims(resource, part, at, catalog, findings);
}

function placeOf({ authzConfig, authzConfigRef }: Part, at: string): string {
  if (authzConfigRef) return `${at}.authzConfigRef (MCPAuthzConfig ${shown(authzConfigRef.name)}): config.policies`;
  if (authzConfig!.type === 'inline') return `${at}.authzConfig.inline.policies`;
  const { name, key } = authzConfig!.configMap!;
  return `${at}.authzConfig.configMap (ConfigMap ${shown(name)}, key ${shown(key)}): cedar.policies`;
}

function serverWorld(server: Server, cedar: CedarConfig, catalog: Catalog): World {
  const { resource, part, hasClaimSets } = server;
  const { group_claim_name: groupClaim, role_claim_name: roleClaim } = cedar;
  const login = loginOf(resource, part, catalog);
  const isShared = part.authzConfig?.type !== 'inline';
  const hasGroups = !login || [groupClaim, roleClaim].some((claim) => login.lists.includes(claim ?? ''));
  const bare = worldOf(cedar);
  return {
    ...bare,
    server: resource.name,
    client: (id) => (!login || login.isClient(id) ? undefined : { reason: `no client is ${shown(id)}: ${login.who}` }),
    noGroups: hasGroups ? undefined : `no client is in a group: ${login.who}`,
    claim: (name) => {
      const { claims } = login ?? {};
      if (!claims || claims.includes(name)) return undefined;
      return { reason: `${login!.who}, with the claims ${claims.map((claim) => `claim_${claim}`).join(', ')}` };
    },
    claimSet: hasClaimSets ? bare.claimSet : () => ({ reason: 'no claims are seen as sets here; use "claim_NAME"' }),
    tool: (name) => {
      const { isNear, ...stranger } = server.tool?.(name) ?? {};
      if (!('reason' in stranger)) return undefined;
      return { ...(stranger as Stranger), isSilent: isShared && isOfAnother(name, isNear ?? false, server, catalog) };
    },
    otherServer: (name) => {
      if (isShared && sharesPolicies(name, server, catalog)) return { reason: '', isSilent: true };
      const reason = server.otherServer?.(name);
      return reason === undefined ? undefined : { reason };
    },
  };
}

/** Whether a server of that name uses the same policies. */
function sharesPolicies(name: string, { resource: { namespace }, part }: Server, catalog: Catalog): boolean {
  const key = sharedKey(part);
  return CLIENT_SERVER_KINDS.some((kind) => {
    const found = catalog.resource(kind, namespace, name);
    return found !== undefined && keyOf(found) === key;
  });
}

/** Whether another server with the same policies has a tool, or may have it. */
function isOfAnother(tool: string, isNear: boolean, { resource, part }: Server, catalog: Catalog): boolean {
  const key = sharedKey(part);
  const others = CLIENT_SERVER_KINDS.flatMap((kind) =>
    catalog.resources(kind, resource.namespace).filter((other) => {
      return (other.kind !== resource.kind || other.name !== resource.name) && keyOf(other) === key;
    }),
  );
  const isIt = ({ knownTools }: Resource<object>) => knownTools?.some(({ name }) => name === tool) ?? false;
  // Alone with them, a name that is near is taken for a slip, and another one for a plan.
  return others.some(isIt) || (!isNear && !(others.length && others.every(({ knownTools }) => knownTools)));
}

function keyOf({ spec }: Resource<object>): string {
  return sharedKey('incomingAuth' in spec ? (spec.incomingAuth as Part) : (spec as Part));
}

function sharedKey({ authzConfig, authzConfigRef }: Part): string {
  const configMap = authzConfig?.configMap;
  return JSON.stringify(authzConfigRef ? authzConfigRef.name : [configMap?.name, configMap?.key]);
}

/** Claims of groups that are named where tokens have none. */
function warnOfUnusedClaims(
  resource: Server['resource'],
  part: Part,
  at: string,
  catalog: Catalog,
  findings: Findings,
): void {
  const login = loginOf(resource, part, catalog);
  for (const field of ['groupClaimName', 'roleClaimName'] as const) {
    const claim = part.authzConfig?.[field];
    if (!claim || !login || login.claims?.includes(claim.split('.')[0])) continue;
    findings.warning(
      NEVER_MATCHES,
      `${at}.authzConfig.${field}`,
      `no token has the claim ${shown(claim)}: ${login.who}; let clients log in with an OpenID Connect provider whose tokens have it`,
    );
  }
}
