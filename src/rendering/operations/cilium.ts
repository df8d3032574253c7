/**
 * CiliumNetworkPolicies, for what a NetworkPolicy has no words for: hosts by name, and the API server.
 *
 * Names are learned from the DNS answers that pods get, so DNS has to go through Cilium's own proxy; a NetworkPolicy that
 * allows it too would let it past.
 *
 * @see https://docs.cilium.io/en/stable/security/policy/language/
 */
import { NetworkRule } from './objects/network-policy';
import { LabelExpression, LabelSelector, Peer, Texts } from '../../kubernetes/objects';

/** A host outside the cluster: a name, or a domain with a dot before it, which means itself and all below it. */
export interface NamedHost {
  readonly host: string;
  /** None: all of them. */
  readonly ports: readonly number[];
}

export interface CiliumEgress {
  readonly named: readonly NamedHost[];
  readonly usesApiServer: boolean;
  readonly dns?: NetworkRule;
}

/** `spec` of a CiliumNetworkPolicy. */
export interface CiliumPolicySpec {
  readonly endpointSelector: LabelSelector;
  readonly egress: readonly CiliumRule[];
}

/** What pods may connect to. An empty rule is nothing. */
interface CiliumRule {
  readonly toFQDNs?: readonly HostSelector[];
  readonly toEntities?: readonly 'kube-apiserver'[];
  readonly toCIDRSet?: readonly NonNullable<Peer['ipBlock']>[];
  readonly toEndpoints?: readonly LabelSelector[];
  readonly toPorts?: readonly {
    readonly ports: readonly CiliumPort[];
    readonly rules?: { readonly dns: readonly HostSelector[] };
  }[];
}

interface HostSelector {
  readonly matchName?: string;
  readonly matchPattern?: string;
}

interface CiliumPort {
  readonly port: string;
  readonly protocol: 'TCP' | 'ANY';
}

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** The policy for the pods with these labels. Ingress is the NetworkPolicy's alone. */
export function ciliumPolicySpec(labels: Texts, { named, usesApiServer, dns }: CiliumEgress): CiliumPolicySpec {
  const rules: CiliumRule[] = [
    ...(dns ? dnsRules(dns) : []),
    ...named.map(({ host, ports }) => ({
      toFQDNs: selectors(host),
      ...(ports.length > 0 && { toPorts: [{ ports: ports.map((port) => portJson(port)) }] }),
    })),
    ...(usesApiServer ? [{ toEntities: ['kube-apiserver' as const] }] : []),
  ];
  // An empty rule allows nothing, and makes the policy one for outgoing connections.
  return { endpointSelector: { matchLabels: labels }, egress: rules.length ? rules : [{}] };
}

function dnsRules({ peers, ports }: NetworkRule): CiliumRule[] {
  const numbers = [...new Set(ports.map(({ port }) => port))];
  const toPorts = [{ ports: numbers.map((port) => portJson(port, 'ANY')), rules: { dns: [{ matchPattern: '*' }] } }];
  return peers.map((peer) => ({ ...target(peer), toPorts }));
}

function portJson(port: number, protocol: CiliumPort['protocol'] = 'TCP'): CiliumPort {
  return { port: String(port), protocol };
}

function selectors(host: string): HostSelector[] {
  const domain = host.replace(/^\*?\./, '');
  if (domain === host) return [{ matchName: host }];
  return [...(host.startsWith('.') ? [{ matchName: domain }] : []), { matchPattern: `**.${domain}` }];
}

/** A peer of a NetworkPolicy in Cilium's words. */
function target({ ipBlock, podSelector = {}, namespaceSelector }: Peer): CiliumRule {
  if (ipBlock) return { toCIDRSet: [ipBlock] };
  const { matchLabels = {}, matchExpressions = [] } = namespaceSelector ?? {};
  const inNamespace = Object.entries(matchLabels).map(([key, value]) => [namespaceLabel(key), value]);
  const expressions: LabelExpression[] = [
    ...(podSelector.matchExpressions ?? []),
    ...matchExpressions.map((expression) => ({ ...expression, key: namespaceLabel(expression.key) })),
  ];
  const labels = { ...podSelector.matchLabels, ...Object.fromEntries(inNamespace) };
  return {
    toEndpoints: [{ matchLabels: labels, ...(expressions.length > 0 && { matchExpressions: expressions }) }],
  };
}

function namespaceLabel(key: string): string {
  return key === NAMESPACE_NAME ? 'k8s:io.kubernetes.pod.namespace' : `k8s:io.cilium.k8s.namespace.labels.${key}`;
}
