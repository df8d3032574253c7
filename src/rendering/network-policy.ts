/**
 * The pieces of a NetworkPolicy, for every kind. Peers and ports are as Kubernetes writes them.
 *
 * A NetworkPolicy knows pods, namespaces and addresses, and no names. So a host becomes what is known of it: a Service
 * its namespace, an address itself, and any other name whatever the caller takes for "outside".
 */
import { isIP } from 'node:net';
import { Obj } from '../findings';
import { isLoopback } from './registry-config/places';
import { PlatformName } from './settings';

/** Pods, namespaces or addresses: one of `from` or `to` in a NetworkPolicy. */
export type Peer = Obj;

/** What is allowed between the pods and these peers. */
export interface NetworkRule {
  readonly peers: readonly Peer[];
  /** None: all of them. */
  readonly ports: readonly Obj[];
}

/** What a policy can't know by itself. */
export interface NetworkPlaces {
  /** Where names are that aren't the cluster's. */
  readonly outside: readonly Peer[];
  /** Where the Kubernetes API is. */
  readonly apiServer: readonly Peer[];
}

/** The internet: neither private addresses nor the link-local ones, where clouds hand out their machines' credentials. */
export const PUBLIC_ADDRESSES: readonly Peer[] = [
  block('0.0.0.0/0', ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16']),
  block('::/0', ['fc00::/7', 'fe80::/10']),
];

/** Every address but those where clouds hand out credentials. AWS does so at fd00:ec2::/32 too. */
export const ALL_ADDRESSES: readonly Peer[] = [
  block('0.0.0.0/0', ['169.254.0.0/16']),
  block('::/0', ['fd00:ec2::/32', 'fe80::/10']),
];

/** The API server, as its Service and as most clusters' machines have it. */
export const API_SERVER_PORTS: readonly Obj[] = [tcp(443), tcp(6443)];

const API_SERVER = /^kubernetes\.default(\.svc(\.cluster\.local)?)?$/;
const SERVICE = /^(?:[^.]+\.)+([^.]+)\.svc(?:\.cluster\.local)?$/;

export function tcp(port: number): Obj {
  return { protocol: 'TCP', port };
}

export function udp(port: number): Obj {
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

/** The way to a host. */
export function ruleTo(host: string, port: number, { outside, apiServer }: NetworkPlaces): NetworkRule {
  const ports = [tcp(port)];
  const name = plain(host);
  if (isApiServer(name)) return { peers: apiServer, ports: API_SERVER_PORTS };
  if (isOwn(name)) return { peers: [], ports };
  if (isIP(name)) return { peers: [block(`${name}/${isIP(name) === 4 ? 32 : 128}`)], ports };
  if (!name.includes('.')) return { peers: [{ podSelector: {} }], ports };
  const [, namespace] = SERVICE.exec(name) ?? [];
  return { peers: namespace ? [namespacePods(namespace)] : outside, ports };
}

/** Whether all that is known of a host is a name. */
export function isOutside(host: string): boolean {
  const name = plain(host);
  return name.includes('.') && !isIP(name) && !isOwn(name) && !isApiServer(name) && !SERVICE.test(name);
}

/** Whether a host is the Kubernetes API. */
export function leadsToApiServer(host: string): boolean {
  return isApiServer(plain(host));
}

/** `spec` of the NetworkPolicy for the pods with these labels. What no rule allows is closed, both ways. */
export function networkPolicySpec(
  labels: Record<string, string>,
  ingress: readonly NetworkRule[],
  egress: readonly NetworkRule[],
): Obj {
  return {
    podSelector: { matchLabels: labels },
    policyTypes: ['Ingress', 'Egress'],
    ingress: merged(ingress).map(({ peers, ports }) => ({ from: peers, ...(ports.length && { ports }) })),
    egress: merged(egress).map(({ peers, ports }) => ({ to: peers, ...(ports.length && { ports }) })),
  };
}

/** Rules about the same peers as one. A rule about nobody is left out: in a NetworkPolicy, no peer means every peer. */
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

function distinct(ports: readonly Obj[]): Obj[] {
  return [...new Map(ports.map((port) => [JSON.stringify(port), port])).values()];
}

/** Without the brackets of an IPv6 address in a URL, and the dot that may end a name. */
function plain(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

/** The pod itself, which no policy is asked about. */
function isOwn(name: string): boolean {
  return isLoopback(name) || name === '::1';
}

function isApiServer(name: string): boolean {
  return API_SERVER.test(name);
}
