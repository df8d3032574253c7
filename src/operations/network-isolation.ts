import type { INetworkPolicyPeer } from 'cdk8s-plus-28';
import { defined } from '../plain/objects';
import { checkPeers, peersJson } from '../pods/network-peers';
import { checkCalls } from '../props/check-calls';
import { Isolation } from '../resources/construct-options';

/**
 * What a NetworkPolicy can't know by itself. An option that isn't given is that of the nearest enclosing scope.
 *
 * A NetworkPolicy knows pods, namespaces and addresses, and no names, so a host becomes
 *
 * - the pods of its namespace, for a Service of the cluster, `NAME.NAMESPACE` with or without `.svc` and the cluster's domain,
 *   or a name without a dot. The port is the one that is named; where the Service's pods listen on another one, allow that by a
 *   policy of your own;
 * - the address itself, for an address;
 * - nothing, for the pod itself: `localhost`;
 * - `apiServer`, for `kubernetes.default.svc`;
 * - `externalHosts`, for every other name; with `cilium`, the name itself;
 * - both, for `NAME.NAMESPACE` that a host of the internet or of a company's network could have as well, such as `redis.io`.
 */
export interface NetworkIsolationOptions {
  /**
   * Those who may connect to the server as clients, whoever is in the app. Virtual servers reach the members of their group
   * without it.
   *
   * @default - nobody else
   */
  readonly clients?: INetworkPolicyPeer[];

  /**
   * The pods that serve Ingresses and HTTPRoutes. They may connect to servers that are exposed by either.
   *
   * @default - none
   */
  readonly gateways?: INetworkPolicyPeer[];

  /**
   * Those who may read metrics: Prometheus.
   *
   * @default - nobody
   */
  readonly metrics?: INetworkPolicyPeer[];

  /**
   * Where the cluster's DNS is, for port 53; on OpenShift for 5353 too. A cache on the node has an address of its own, and
   * is to be named then.
   *
   * @default - the namespace kube-system; on OpenShift openshift-dns
   */
  readonly dns?: INetworkPolicyPeer[];

  /**
   * Where hosts outside the cluster are. One in a company's network mostly has a private address: give the range.
   *
   * @default - at public addresses: in no range that is private or otherwise set apart, and at no address of cloud metadata.
   * Where pods reach IPv4 by NAT64, 64:ff9b::/96 has to be given
   */
  readonly externalHosts?: INetworkPolicyPeer[];

  /**
   * Where the database of a registry is. A database outside the cluster mostly has a private address, although its name is
   * public: give the range.
   *
   * @default - where its host is, as above
   */
  readonly database?: INetworkPolicyPeer[];

  /**
   * Where the Kubernetes API is, for ports 443 and 6443. A proxy that makes its MCP server's pod needs it, a virtual server
   * that finds its members in the cluster, and a registry that lists servers of the cluster or takes tokens of its
   * ServiceAccounts. `kubectl get endpoints kubernetes` tells the addresses.
   *
   * @default - at any address but those of cloud metadata, with a warning: its own isn't known. With `cilium`, Cilium knows it
   */
  readonly apiServer?: INetworkPolicyPeer[];

  /**
   * Whether hosts outside the cluster are allowed by their names, with a CiliumNetworkPolicy beside the NetworkPolicy. The
   * cluster's network has to be Cilium's, with its DNS proxy on.
   *
   * @default false
   */
  readonly cilium?: boolean;
}

/**
 * Whether NetworkPolicies are made: what the app's own connections imply, both ways, and nothing besides.
 *
 * Probes come from the node, which Kubernetes lets through. Policies add up: one more peer is allowed by a `NetworkPolicy` of
 * cdk8s-plus-28 whose `selector` is the server.
 */
export class NetworkIsolation {
  static {
    checkCalls('NetworkIsolation', this);
  }

  /**
   * They are made.
   *
   * @param options what a NetworkPolicy can't know by itself
   * @throws when a range of addresses is none
   */
  public static on(options: NetworkIsolationOptions = {}): NetworkIsolation {
    checkPeers(options, 'networkIsolation');
    return new NetworkIsolation(options);
  }

  /** None are made, whatever enclosing scopes say. */
  public static off(): NetworkIsolation {
    return new NetworkIsolation(undefined);
  }

  private constructor(private readonly options: NetworkIsolationOptions | undefined) {}

  /**
   * As rendering takes it; undefined where it is off.
   * @internal
   */
  public _toJson(): Isolation | undefined {
    if (!this.options) return undefined;
    const { clients, gateways, metrics, dns, externalHosts, database, apiServer, cilium } = this.options;
    // An empty list says that nobody is meant, so it stays.
    return defined<Isolation>({
      clients: peersJson(clients),
      gateways: peersJson(gateways),
      metrics: peersJson(metrics),
      dns: peersJson(dns),
      externalHosts: peersJson(externalHosts),
      database: peersJson(database),
      apiServer: peersJson(apiServer),
      cilium,
    });
  }
}

/** What applies to a construct. @param layers the nearest first, what is absent left out */
export function effectiveIsolation(layers: readonly NetworkIsolation[]): Isolation | undefined {
  let effective: Isolation | undefined;
  for (const layer of layers) {
    const options = layer._toJson();
    if (!options) break;
    effective = { ...options, ...effective };
  }
  return effective;
}
