/** Servers as cdk8s-plus-28 sees them. */
import type {
  IngressBackend,
  INetworkPolicyPeer,
  IPodSelector,
  IScalable,
  NetworkPolicyPeerConfig,
  PodSelectorConfig,
  ScalingTarget,
} from 'cdk8s-plus-28';
import { ServerResource } from './server-resource';
import { Obj } from '../plain/objects';
import { plus } from '../pods/plus';
import { ingressBackend, plusContainers } from '../pods/plus-values';

/**
 * What objects of cdk8s-plus-28 take: a peer, pods, the target of an autoscaler, the backend of an Ingress. Hidden from the
 * public API: jsii shows its public members on each construct.
 * @internal
 */
export abstract class PlusServer extends ServerResource implements INetworkPolicyPeer, IPodSelector, IScalable {
  /**
   * Whether an autoscaler sets the number of replicas: that of `autoscale`, or one of cdk8s-plus-28 or another library whose target
   * the server is. Those set it themselves.
   */
  public get hasAutoscaler(): boolean {
    const { autoscale, isAutoscaled } = this._availability();
    return Boolean(autoscale ?? isAutoscaled);
  }

  public set hasAutoscaler(value: boolean) {
    if (value === this.hasAutoscaler) return;
    this._changeAvailability({ isAutoscaled: value ? true : undefined });
  }

  /**
   * Leaves the number of replicas to an autoscaler that is not this library's. Who makes a HorizontalPodAutoscaler of
   * cdk8s-plus-28 with the server as its target has called it.
   *
   * @throws when `replicas` were given, there is no Redis, it has an autoscaler already, or the operator sets the number itself, as
   * that of an embedding server
   */
  public markHasAutoscaler(): void {
    this._checkAutoscaler('HorizontalPodAutoscaler');
    this.hasAutoscaler = true;
  }

  /** The server's workload, for a HorizontalPodAutoscaler of cdk8s-plus-28. */
  public toScalingTarget(): ScalingTarget {
    const { replicas }: Obj = this._spec();
    const target = { apiVersion: 'apps/v1', kind: this._server().controller, name: this.name };
    return { ...target, containers: plusContainers(this._pod()), replicas };
  }

  /**
   * The server's Service as a backend of an Ingress of cdk8s-plus-28 in the same namespace. It has the paths and annotations that
   * you give it: `exposeViaIngress` gives those that clients need, and tells the server and the registry the address.
   */
  public toIngressBackend(): IngressBackend {
    const { service, servicePort, port } = this._server();
    return ingressBackend(service, servicePort ?? port);
  }

  /** Selects the server's pods, for NetworkPolicies and Services of cdk8s-plus-28. */
  public toPodSelectorConfig(): PodSelectorConfig {
    const labelSelector = plus().LabelSelector.of({ labels: this._server().labels });
    return { labelSelector, namespaces: { names: [this.namespace] } };
  }

  /** The server's pods as one side of a connection, for NetworkPolicies of cdk8s-plus-28 and of other constructs. */
  public toNetworkPolicyPeerConfig(): NetworkPolicyPeerConfig {
    return { podSelector: this.toPodSelectorConfig() };
  }

  /** The server's pods. */
  public toPodSelector(): IPodSelector | undefined {
    return this;
  }
}
