/** cdk8s-plus-28's network peers, as Kubernetes writes them. */
import type { INetworkPolicyPeer, LabelSelector } from 'cdk8s-plus-28';
import { plus } from './plus';
import { Obj } from '../findings';
import { Peer } from '../rendering/network-policy';
import { pruned } from '../rendering/workload';

/** Peers of a NetworkPolicy. A list that was not given stays so: it isn't an empty one. */
export function peersJson(peers: readonly INetworkPolicyPeer[] | undefined): Peer[] | undefined {
  return peers?.flatMap(peerJson);
}

/** One peer is several where it names several namespaces: no namespace has two names. */
function peerJson(peer: INetworkPolicyPeer): Peer[] {
  const config = peer.toNetworkPolicyPeerConfig();
  plus().validatePeerConfig(config);
  if (config.ipBlock) {
    const { cidr, except } = config.ipBlock;
    return [{ ipBlock: pruned({ cidr, except }) }];
  }
  const { labelSelector, namespaces } = config.podSelector!;
  const podSelector = selectorJson(labelSelector);
  // A workload that names no namespace is in the policy's own.
  if (!namespaces?.names && !namespaces?.labelSelector) return [{ podSelector }];
  const selected = namespaces.labelSelector ? selectorJson(namespaces.labelSelector) : {};
  const selectors = namespaces.names?.map((name) => named(selected, name)) ?? [selected];
  // All pods of a namespace are what a namespace alone stands for.
  const pods = Object.keys(podSelector).length ? { podSelector } : {};
  return selectors.map((namespaceSelector) => ({ namespaceSelector, ...pods }));
}

function named({ matchLabels, ...rest }: Obj, name: string): Obj {
  return { ...rest, matchLabels: { ...matchLabels, [plus().Namespace.NAME_LABEL]: name } };
}

function selectorJson(selector: LabelSelector): Obj {
  // LabelSelector has no public way to its Kubernetes form; cdk8s-plus-28's own policies use this method too.
  const kubernetesForm = (selector as unknown as { _toKube(): Obj })._toKube();
  return pruned(plus().k8s.toJson_LabelSelector(kubernetesForm) ?? {});
}
