import type { INetworkPolicyPeer } from 'cdk8s-plus-28';
import { defined } from '../plain/objects';
import { checkPeers, peersJson } from '../pods/network-peers';
import { checkCalls } from '../props/check-calls';
import { Isolation } from '../resources/construct-options';

/**
 * Pods and addresses that the app itself doesn't define. An option without a value is inherited.
 *
 * A NetworkPolicy has pods, namespaces and addresses, but no host names. So a host of the app's configuration is
 * translated:
 *
 * - For a Service of the cluster (`NAME.NAMESPACE`, with or without `.svc` and the cluster's domain, or a name without
 *   a dot), to the pods of its namespace. The port is that of the address; if the Service's pods listen on another
 *   port, add a policy of your own.
 * - An address stays that address.
 * - `localhost` needs no rule.
 * - `kubernetes.default.svc` is `apiServer`.
 * - Every other name is `externalHosts`; with `cilium`, the name itself.
 * - A name of two parts that may also be a host outside, such as `redis.io`, is both.
 */
export interface NetworkIsolationOptions {
  /**
   * Additional clients that may connect to the server.
   *
   * Virtual servers may connect to the members of their group without it.
   *
   * @default - nobody else
   */
  readonly clients?: INetworkPolicyPeer[];

  /**
   * The pods of Ingress controllers and Gateways. They may connect to exposed servers.
   *
   * @default - none
   */
  readonly gateways?: INetworkPolicyPeer[];

  /**
   * The pods that may read metrics: Prometheus.
   *
   * @default - nobody
   */
  readonly metrics?: INetworkPolicyPeer[];

  /**
   * Where the cluster's DNS is, for port 53, and on OpenShift for 5353 too.
   *
   * A cache on the node has an address of its own, which you must add.
   *
   * @default - the namespace kube-system; on OpenShift openshift-dns
   */
  readonly dns?: INetworkPolicyPeer[];

  /**
   * Addresses of hosts outside the cluster.
   *
   * Hosts in a company's network mostly have private addresses: give their range.
   *
   * @default - all public addresses, without private and special-purpose ranges and cloud metadata. If pods use
   *   NAT64, give 64:ff9b::/96
   */
  readonly externalHosts?: INetworkPolicyPeer[];

  /**
   * Address of a registry's database.
   *
   * A database outside the cluster mostly has a private address, although its name is public: give its range.
   *
   * @default - where its host is, as above
   */
  readonly database?: INetworkPolicyPeer[];

  /**
   * Addresses of the Kubernetes API, for ports 443 and 6443.
   *
   * It is needed by a proxy that makes its MCP server's pod, and by a virtual server that finds its members in the
   * cluster. A registry needs it to list servers of the cluster, or to accept tokens of its ServiceAccounts. `kubectl
   * get endpoints kubernetes` prints the addresses.
   *
   * @default - any address except cloud metadata, with a warning. With `cilium`, Cilium knows the addresses
   */
  readonly apiServer?: INetworkPolicyPeer[];

  /**
   * Whether a CiliumNetworkPolicy allows outside hosts by name, in addition to the NetworkPolicy.
   *
   * The cluster must use Cilium, with its DNS proxy on.
   *
   * @default false
   */
  readonly cilium?: boolean;
}

/**
 * Whether NetworkPolicies are made: they allow the app's own connections, in both directions, and nothing else.
 *
 * Probes come from the node, which Kubernetes always allows. NetworkPolicies add up: to allow one more peer, add a
 * `NetworkPolicy` of cdk8s-plus-28 with the server as its `selector`.
 */
export class NetworkIsolation {
  static {
    checkCalls('NetworkIsolation', this);
  }

  /**
   * Makes NetworkPolicies.
   *
   * @param options addresses and pods that the app itself doesn't define
   * @throws when a range of addresses is none
   */
  public static on(options: NetworkIsolationOptions = {}): NetworkIsolation {
    checkPeers(options, 'networkIsolation');
    return new NetworkIsolation(options);
  }

  /** Makes no NetworkPolicies, even if an enclosing scope does. */
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
    // An empty list means nobody, so it stays.
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
