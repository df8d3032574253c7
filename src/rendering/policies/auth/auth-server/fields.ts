/**
 * Members of an authorization server's spec that may be absent, or are in one of two places: what is granted to whom was
 * set in members of their own before ToolHive's CRD had `inboundGrants`, and still may be.
 */
import { fieldPath } from '../../../../findings';
import { EmbeddedAuthServer } from '../../../../resources/spec/mcpexternalauthconfig';
import {
  DelegateClient,
  JwtBearerGrant,
  JwtBearerIssuerPolicy,
  TokenExchangeIssuerPolicy,
  TrustedIssuer,
  UpstreamProvider,
} from '../../../../resources/spec/shared';

/** `spec.embeddedAuthServer` of an MCPExternalAuthConfig, or `spec.authServerConfig` of a VirtualMCPServer. */
export type AuthServer = EmbeddedAuthServer;

/** The field that names the server, and what it names. */
export interface AuthServerReference {
  readonly field: string;
  /** What it is called in messages. */
  readonly server: string;
  /** The field next to it that names the OIDC provider. */
  readonly oidcField: string;
  /** `spec.embeddedAuthServer` of an MCPExternalAuthConfig, or what has its shape. */
  readonly spec: AuthServer;
}

/** One item of a list, and its path below the server's spec. */
export interface Placed<Item> {
  readonly item: Item;
  readonly at: string;
}

export function upstreamsOf({ upstreamProviders = [] }: AuthServer): readonly UpstreamProvider[] {
  return upstreamProviders;
}

export function trustedIssuersOf({ trustedIssuers = [] }: AuthServer): readonly TrustedIssuer[] {
  return trustedIssuers;
}

/** Clients with a secret that may exchange tokens, in the order that their variables are numbered in. */
export function delegateClientsOf({ delegateClients, inboundGrants }: AuthServer): Placed<DelegateClient>[] {
  return [
    ...placed(delegateClients, 'delegateClients'),
    ...placed(inboundGrants?.tokenExchange?.delegateClients, 'inboundGrants.tokenExchange.delegateClients'),
  ];
}

/** Policies of `inboundGrants` that define whose tokens are exchanged. */
export function exchangePoliciesOf({ inboundGrants }: AuthServer): Placed<TokenExchangeIssuerPolicy>[] {
  return placed(inboundGrants?.tokenExchange?.issuerPolicies, 'inboundGrants.tokenExchange.issuerPolicies');
}

/** Grants for plain JWT assertions: policies of `inboundGrants`, and those that issuers have themselves. */
export function jwtBearerGrantsOf(authServer: AuthServer): Placed<JwtBearerGrant & Partial<JwtBearerIssuerPolicy>>[] {
  return [
    ...placed(trustedIssuersOf(authServer), 'trustedIssuers').flatMap(({ item: { jwtBearerGrant }, at }) =>
      jwtBearerGrant ? [{ item: jwtBearerGrant, at: `${at}.jwtBearerGrant` }] : [],
    ),
    ...placed(authServer.inboundGrants?.jwtBearer?.issuerPolicies, 'inboundGrants.jwtBearer.issuerPolicies'),
  ];
}

function placed<Item>(items: readonly Item[] = [], at: string): Placed<Item>[] {
  return items.map((item, i) => ({ item, at: fieldPath(at, i) }));
}
