/**
 * Members of an authorization server's spec that may be absent, or stand in one of two places: what is granted to whom was
 * said in members of their own before ToolHive's CRD had `inboundGrants`, and still may be.
 */
import { fieldPath } from '../../../../findings';
import { Obj } from '../../../../plain/objects';

/** One item of a list, and its path below the server's spec. */
export interface Placed {
  readonly item: Obj;
  readonly at: string;
}

export function upstreamsOf({ upstreamProviders = [] }: Obj): readonly Obj[] {
  return upstreamProviders;
}

export function trustedIssuersOf({ trustedIssuers = [] }: Obj): readonly Obj[] {
  return trustedIssuers;
}

/** Clients with a secret that may exchange tokens, in the order that their variables are numbered in. */
export function delegateClientsOf({ delegateClients, inboundGrants }: Obj): Placed[] {
  return [
    ...placed(delegateClients, 'delegateClients'),
    ...placed(inboundGrants?.tokenExchange?.delegateClients, 'inboundGrants.tokenExchange.delegateClients'),
  ];
}

/** Policies of `inboundGrants` that say whose tokens are exchanged. */
export function exchangePoliciesOf({ inboundGrants }: Obj): Placed[] {
  return placed(inboundGrants?.tokenExchange?.issuerPolicies, 'inboundGrants.tokenExchange.issuerPolicies');
}

/** Grants for plain JWT assertions: policies of `inboundGrants`, and those that issuers have themselves. */
export function jwtBearerGrantsOf(authServer: Obj): Placed[] {
  return [
    ...placed(trustedIssuersOf(authServer), 'trustedIssuers').flatMap(({ item: { jwtBearerGrant }, at }) =>
      jwtBearerGrant ? [{ item: jwtBearerGrant, at: `${at}.jwtBearerGrant` }] : [],
    ),
    ...placed(authServer.inboundGrants?.jwtBearer?.issuerPolicies, 'inboundGrants.jwtBearer.issuerPolicies'),
  ];
}

function placed(items: readonly Obj[] = [], at: string): Placed[] {
  return items.map((item, i) => ({ item, at: fieldPath(at, i) }));
}
