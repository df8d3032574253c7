/**
 * The pieces of a NetworkPolicy, for every kind. Peers and ports are as Kubernetes writes them.
 *
 * A NetworkPolicy knows pods, namespaces and addresses, and no names. So a host becomes what is known of it: a Service
 * its namespace, an address itself, and any other name whatever the caller takes for "outside". What may be either becomes
 * both.
 */
import { isIP } from 'node:net';
import { ipv4Within, metadataRangesIn, specialRangesIn } from '../../../kubernetes/addresses';
import { LabelSelector, Peer } from '../../../kubernetes/objects';
import { placeOf } from '../../../kubernetes/service-names';
import { pruned } from '../../../plain/objects';
import { once } from '../../../plain/remembered';
import { withoutTrailing } from '../../../plain/trailing';
import { PlatformName } from '../../model/settings';
import { isLoopback } from '../../registry/config/places';

/** `spec` of a NetworkPolicy. */
export interface NetworkPolicySpec {
  readonly podSelector: LabelSelector;
  readonly policyTypes: readonly ('Ingress' | 'Egress')[];
  readonly ingress?: readonly { readonly from: readonly Peer[]; readonly ports?: readonly Port[] }[];
  readonly egress?: readonly { readonly to: readonly Peer[]; readonly ports?: readonly Port[] }[];
}

export interface Port {
  readonly protocol: 'TCP' | 'UDP';
  readonly port: number;
}

/** What is allowed between the pods and these peers. */
export interface NetworkRule {
  readonly peers: readonly Peer[];
  /** None: all of them. */
  readonly ports: readonly Port[];
}

/** What a policy can't know by itself. */
export interface NetworkPlaces {
  /** Where names are that aren't the cluster's. */
  readonly outside: readonly Peer[];
  /** Where the Kubernetes API is. */
  readonly apiServer: readonly Peer[];
}

const ALL = ['0.0.0.0/0', '::/0'];

/** The internet: neither private addresses, nor any other that is set apart, nor those of cloud metadata. */
export const publicAddresses = once((): readonly Peer[] => ALL.map((all) => block(all, specialRangesIn(all))));

/** Every address but those where clouds hand out credentials. */
export const allAddresses = once((): readonly Peer[] => ALL.map((all) => block(all, metadataRangesIn(all))));

/** The API server, as its Service and as most clusters' machines have it. */
export const API_SERVER_PORTS: readonly Port[] = [tcp(443), tcp(6443)];

const API_SERVER = /^kubernetes\.default(\.svc(\.cluster\.local)?)?$/;

export function tcp(port: number): Port {
  return { protocol: 'TCP', port };
}

export function udp(port: number): Port {
  return { protocol: 'UDP', port };
}

/** A range of addresses, and what in it is left out. */
export function block(cidr: string, except?: readonly string[]): Peer {
  return { ipBlock: { cidr, ...(except && { except }) } };
}

/** All pods of a namespace, by the label that Kubernetes gives it. */
export function namespacePods(namespace: string): Peer {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } };
}

/** The cluster's DNS. OpenShift's pods listen on another port than their Service. */
export function dnsRule(platform: PlatformName, peers?: readonly Peer[]): NetworkRule {
  const isOpenShift = platform === 'openshift';
  const ports = isOpenShift ? [53, 5353] : [53];
  return {
    peers: peers ?? [namespacePods(isOpenShift ? 'openshift-dns' : 'kube-system')],
    ports: ports.flatMap((port) => [udp(port), tcp(port)]),
  };
}

/** The way to a host. A name that may be a Service's and a host's of the internet is let through to both. */
export function ruleTo(host: string, port: number, { outside, apiServer }: NetworkPlaces): NetworkRule {
  const ports = [tcp(port)];
  const name = plainHost(host);
  if (isApiServer(name)) return { peers: apiServer, ports: API_SERVER_PORTS };
  if (isOwn(name)) return { peers: [], ports };
  const address = ipv4Within(name) ?? name;
  if (isIP(address)) return { peers: [block(`${address}/${isIP(address) === 4 ? 32 : 128}`)], ports };
  const { namespace, isOutside: mayBeOutside } = placeOf(name);
  const pods = namespace === undefined ? [] : [namespace ? namespacePods(namespace) : { podSelector: {} }];
  return { peers: [...pods, ...(mayBeOutside ? outside : [])], ports };
}

/** Whether all that is known of a host is a name, which may be none of the cluster's. */
export function isOutside(host: string): boolean {
  const name = plainHost(host);
  return !isIP(name) && !isOwn(name) && !isApiServer(name) && placeOf(name).isOutside;
}

/** Whether a host is the Kubernetes API. */
export function leadsToApiServer(host: string): boolean {
  return isApiServer(plainHost(host));
}

/** `spec` of the NetworkPolicy for the pods with these labels. What no rule allows is closed, both ways. */
export function networkPolicySpec(
  labels: Record<string, string>,
  ingress: readonly NetworkRule[],
  egress: readonly NetworkRule[],
): NetworkPolicySpec {
  return pruned<NetworkPolicySpec>({
    podSelector: { matchLabels: labels },
    // A direction that is listed here and has no rules is closed. The API server drops an empty list of them, and takes what
    // has one for changed at every apply.
    policyTypes: ['Ingress', 'Egress'],
    ingress: merged(ingress).map(({ peers, ports }) => ({ from: peers, ...(ports.length > 0 && { ports }) })),
    egress: merged(egress).map(({ peers, ports }) => ({ to: peers, ...(ports.length > 0 && { ports }) })),
  });
}

/** Rules about the same peers as one. A rule without peers is left out: in a NetworkPolicy, no peer means every peer. */
function merged(rules: readonly NetworkRule[]): NetworkRule[] {
  const byPeers = new Map<string, NetworkRule>();
  for (const { peers, ports } of rules) {
    if (!peers.length) continue;
    const key = JSON.stringify(peers);
    const earlier = byPeers.get(key)?.ports;
    const all = !ports.length || earlier?.length === 0;
    byPeers.set(key, { peers, ports: all ? [] : distinct([...(earlier ?? []), ...ports]) });
  }
  return [...byPeers.values()];
}

function distinct(ports: readonly Port[]): Port[] {
  return [...new Map(ports.map((port) => [JSON.stringify(port), port])).values()];
}

/** In lower case, without the brackets of an IPv6 address in a URL, and the dots that may end a name. */
export function plainHost(host: string): string {
  return withoutTrailing(host.toLowerCase().replace(/^\[(.*)\]$/, '$1'), '.');
}

/** The pod itself, which no policy is asked about. */
function isOwn(name: string): boolean {
  return isLoopback(name) || name === '::1';
}

function isApiServer(name: string): boolean {
  return API_SERVER.test(name);
}
