/** cdk8s-plus-28's network peers, as Kubernetes writes them. */
import type { INetworkPolicyPeer, LabelSelector as Selector, NetworkPolicyIpBlock } from 'cdk8s-plus-28';
import { plus } from './plus';
import { shown } from '../findings';
import { isCidr, isWithin } from '../kubernetes/addresses';
import { LabelSelector, Peer } from '../kubernetes/objects';
import { JsonObject, pruned } from '../plain/objects';
import { refused } from '../props/language';

/** Peers of a NetworkPolicy. A list that was not given stays so: it isn't an empty one. */
export function peersJson(peers: readonly INetworkPolicyPeer[] | undefined): Peer[] | undefined {
  return peers?.flatMap(peerJson);
}

/**
 * Refuses what the API server would refuse in the addresses of peers, option by option.
 *
 * @throws with all that is wrong
 */
export function checkPeers(options: object, where: string): void {
  const wrong = Object.entries(options).flatMap(([option, peers]) =>
    Array.isArray(peers) ? peers.flatMap((peer, i) => checkPeer(peer, `${where}: ${option}[${i}]`)) : [],
  );
  if (wrong.length) throw refused(wrong.join('\n'));
}

/** cdk8s-plus-28 looks at the form of a range only. Other peers than ranges it checks itself. */
function checkPeer(peer: Partial<NetworkPolicyIpBlock> | undefined, at: string): string[] {
  const { cidr, except = [] } = peer ?? {};
  if (typeof cidr !== 'string') return [];
  const place = peer?.node ? `[${peer.node.path}] ${at}` : at;
  const wrong = isCidr(cidr);
  if (wrong) return [`${place}: ${shown(cidr)} is no range of addresses: it ${wrong}`];
  return except.flatMap((part) => {
    const isPart = !isCidr(part) && part !== cidr && isWithin(part, cidr);
    return isPart ? [] : [`${place}: except: ${shown(part)} must be a range within ${shown(cidr)}, and a smaller one`];
  });
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
  // A namespace alone means all of its pods.
  const pods = Object.keys(podSelector).length ? { podSelector } : {};
  return selectors.map((namespaceSelector) => ({ namespaceSelector, ...pods }));
}

function named({ matchLabels, ...rest }: LabelSelector, name: string): LabelSelector {
  return { ...rest, matchLabels: { ...matchLabels, [plus().Namespace.NAME_LABEL]: name } };
}

function selectorJson(selector: Selector): LabelSelector {
  // cdk8s-plus-28's has no public way to its Kubernetes form; cdk8s-plus-28's own policies use this method too.
  const kubernetesForm = (selector as unknown as { _toKube(): JsonObject })._toKube();
  return pruned(plus().k8s.toJson_LabelSelector(kubernetesForm) ?? {});
}
