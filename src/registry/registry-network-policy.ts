import type { INetworkPolicyPeer } from 'cdk8s-plus-28';
import { effectiveIsolation, NetworkIsolation } from '../operations/network-isolation';
import { Obj } from '../plain/objects';
import { checkPeers, peersJson } from '../pods/network-peers';

/**
 * Who may connect to a registry, and where the registry finds what its configuration names.
 *
 * What it may connect to is read from the configuration: the hosts of database, sources, issuers and telemetry, each at
 * its port. A NetworkPolicy knows pods, namespaces and addresses, and no names, so a host becomes
 *
 * - the pods of its namespace, for a Service `NAME.NAMESPACE.svc` of the cluster, or a name without a dot. The port is the
 *   one that the configuration names; where the Service's pods listen on another one, allow that by a policy of your own;
 * - the address itself, for an address;
 * - nothing, for the pod itself: `localhost`;
 * - `apiServer`, for `kubernetes.default.svc`;
 * - `externalHosts`, for every other name, `NAME.NAMESPACE` without `.svc` included.
 *
 * Probes come from the node, which Kubernetes lets through. Policies add up: what sidecars need, or one more host, is
 * allowed by a `NetworkPolicy` of cdk8s-plus-28 whose `selector` is the registry. A migration Job is not covered.
 */
export interface RegistryNetworkPolicyOptions {
  /** Those who may use the registry's API, on port 8080: also the ingress controller or gateway, where there is one. */
  readonly clients: INetworkPolicyPeer[];

  /**
   * Those who may connect to the internal port, 8081, which has metrics and no authentication: Prometheus. The server
   * before 1.0 has its metrics on port 8080.
   *
   * @default - nobody
   */
  readonly metrics?: INetworkPolicyPeer[];

  /**
   * Where the cluster's DNS is, for port 53, on OpenShift for 5353 too. A cache on the node has an address of its own, and
   * is to be named then.
   *
   * @default - the namespace kube-system; on OpenShift openshift-dns
   */
  readonly dns?: INetworkPolicyPeer[];

  /**
   * Where the database is. A database outside the cluster mostly has a private address, although its name is public: give
   * the range.
   *
   * @default - where its host is, as above
   */
  readonly database?: INetworkPolicyPeer[];

  /**
   * Where hosts outside the cluster are.
   *
   * @default - at public addresses: in no range that is private or otherwise set apart, and at no address of cloud metadata
   */
  readonly externalHosts?: INetworkPolicyPeer[];

  /**
   * Where the Kubernetes API is, for ports 443 and 6443. It is asked by kubernetes sources and for the keys of
   * OAuthProvider.kubernetes. Some networks, such as Cilium, know it by no address, and take a policy of their own.
   *
   * @default - at any address but those of cloud metadata: its own isn't known
   */
  readonly apiServer?: INetworkPolicyPeer[];
}

/** The options as rendering takes them. */
export function networkPolicyJson(options: RegistryNetworkPolicyOptions): Obj {
  checkPeers(options, 'networkPolicy');
  const peers = Object.entries({ ...options }).map(([name, list]) => [name, peersJson(list)]);
  return Object.fromEntries(peers.filter(([, list]) => list !== undefined));
}

/** The same where only the scopes around the registry say something. */
export function isolatedRegistryJson(layers: readonly NetworkIsolation[]): Obj | undefined {
  const network = effectiveIsolation(layers);
  if (!network) return undefined;
  // Registries are not cut off by names.
  const { cilium: _, ...options } = network;
  return { clients: [], ...options };
}
