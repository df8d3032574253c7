/**
 * Who can connect to whom, by the NetworkPolicies in a list of objects: what a cluster's network would make of them, computed.
 * Where CiliumNetworkPolicies of this library are, their names count as well.
 */
import { BlockList, isIP } from 'node:net';
import { Place } from './place';
import { Obj } from '../plain/objects';

/** Whether a connection is let through, and which rules say so. */
export interface Connection {
  readonly isOpen: boolean;
  /** What decides, in words: one for each end that has something to say. */
  readonly reasons: readonly string[];
}

const UDP_PORTS = [53];

/** The ports of `to` that `from` can connect to. */
export function openPorts(objects: readonly Obj[], from: Place, to: Place): number[] {
  return to.ports.filter((port) => connection(objects, from, to, port).isOpen);
}

export function connection(objects: readonly Obj[], from: Place, to: Place, port: number): Connection {
  const ends = [leaves(objects, from, to, port), enters(objects, from, to, port)];
  const closed = ends.filter(({ isOpen }) => !isOpen);
  return { isOpen: !closed.length, reasons: (closed.length ? closed : ends).map(({ reason }) => reason) };
}

interface End {
  readonly isOpen: boolean;
  readonly reason: string;
}

function leaves(objects: readonly Obj[], from: Place, to: Place, port: number): End {
  const policies = policiesFor(objects, from, 'Egress');
  const ciliums = objects.filter(
    ({ kind, metadata, spec }) =>
      kind === 'CiliumNetworkPolicy' &&
      (metadata.namespace ?? 'default') === from.namespace &&
      selects(spec.endpointSelector, from.labels),
  );
  const all = [...policies, ...ciliums];
  if (!all.length) return { isOpen: true, reason: `no policy restricts where ${from.name} connects to` };
  for (const policy of policies) {
    const rule = (policy.spec.egress ?? []).findIndex((one: Obj) =>
      allows(one.to, one.ports, policy, to, port, to, objects),
    );
    if (rule >= 0) return { isOpen: true, reason: `${ruleText(policy, 'egress', rule)} lets it out` };
  }
  for (const policy of ciliums) {
    const rule = (policy.spec.egress ?? []).findIndex((one: Obj) => allowsByName(one, to, port));
    if (rule >= 0) return { isOpen: true, reason: `${ruleText(policy, 'egress', rule)} lets it out` };
  }
  return { isOpen: false, reason: `no egress rule of ${namesOf(all)} lets ${from.name} out to it` };
}

function enters(objects: readonly Obj[], from: Place, to: Place, port: number): End {
  const policies = policiesFor(objects, to, 'Ingress');
  if (!policies.length) return { isOpen: true, reason: `no policy restricts who connects to ${to.name}` };
  for (const policy of policies) {
    const rule = (policy.spec.ingress ?? []).findIndex((one: Obj) =>
      allows(one.from, one.ports, policy, from, port, to, objects),
    );
    if (rule >= 0) return { isOpen: true, reason: `${ruleText(policy, 'ingress', rule)} lets it in` };
  }
  return { isOpen: false, reason: `no ingress rule of ${namesOf(policies)} lets it in` };
}

const ruleText = ({ kind, metadata }: Obj, side: string, rule: number) =>
  `${kind} ${metadata.name}, spec.${side}[${rule}],`;

const namesOf = (policies: readonly Obj[]) =>
  policies.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(', ');

function policiesFor(objects: readonly Obj[], { namespace, labels }: Place, type: string): Obj[] {
  if (namespace === undefined) return [];
  return objects.filter(
    ({ kind, metadata, spec }) =>
      kind === 'NetworkPolicy' &&
      (metadata.namespace ?? 'default') === namespace &&
      typesOf(spec).includes(type) &&
      selects(spec.podSelector ?? {}, labels),
  );
}

/** Without a list, a policy is about what comes in, and about what goes out where it has rules for it. */
function typesOf({ policyTypes, egress }: Obj): string[] {
  return policyTypes?.length ? policyTypes : ['Ingress', ...(egress ? ['Egress'] : [])];
}

/** In a rule, no list of peers or ports means every peer or port. @param target whose port it is */
function allows(
  peers: Obj[] | undefined,
  ports: Obj[] | undefined,
  { metadata }: Obj,
  place: Place,
  port: number,
  target: Place,
  objects: readonly Obj[],
): boolean {
  const protocols = UDP_PORTS.includes(port) ? ['UDP', 'TCP'] : ['TCP'];
  const isPort =
    !ports?.length || ports.some((one) => protocols.includes(one.protocol ?? 'TCP') && holds(one, port, target));
  if (!isPort) return false;
  return !peers?.length || peers.some((peer) => matches(peer, metadata.namespace ?? 'default', place, objects));
}

/** A number, a range, or the name that a container gives to its port. */
function holds({ port: given, endPort }: Obj, port: number, { portNames }: Place): boolean {
  if (given === undefined) return true;
  if (typeof given === 'string') return portNames?.[given] === port;
  return endPort === undefined ? given === port : given <= port && port <= endPort;
}

function matches(
  { ipBlock, podSelector, namespaceSelector }: Obj,
  namespace: string,
  place: Place,
  objects: readonly Obj[],
): boolean {
  if (ipBlock) return inBlock(place, ipBlock);
  if (place.namespace === undefined) return false;
  const isNamespace = namespaceSelector
    ? selects(namespaceSelector, namespaceLabels(place.namespace, objects))
    : place.namespace === namespace;
  return isNamespace && (!podSelector || selects(podSelector, place.labels));
}

/** The label that every namespace has, and those of one that is among the objects. */
function namespaceLabels(name: string, objects: readonly Obj[]): Record<string, string> {
  const own = objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === name);
  return { ...own?.metadata.labels, 'kubernetes.io/metadata.name': name };
}

function selects({ matchLabels = {}, matchExpressions = [] }: Obj, labels: Record<string, string> = {}): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every((expression: Obj) => isMet(expression, labels))
  );
}

function isMet({ key, operator, values = [] }: Obj, labels: Record<string, string>): boolean {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}

function inBlock({ address }: Place, { cidr, except = [] }: Obj): boolean {
  if (address === undefined || !inRange(address, cidr)) return false;
  return !except.some((part: string) => inRange(address, part));
}

function inRange(address: string, cidr: string): boolean {
  const [net, prefix] = cidr.split('/');
  const type = isIP(net) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) !== isIP(net)) return false;
  const list = new BlockList();
  list.addSubnet(net, Number(prefix), type);
  return list.check(address, type);
}

/** Rules by name; those of addresses are those of a NetworkPolicy, in Cilium's form. */
function allowsByName(
  { toFQDNs = [], toPorts, toEntities = [], toEndpoints = [], toCIDR = [], toCIDRSet = [] }: Obj,
  place: Place,
  port: number,
): boolean {
  const ports: Obj[] | undefined = toPorts?.flatMap((one: Obj) => one.ports);
  if (ports && !ports.some((one) => one.port === String(port))) return false;
  if (toEntities.includes('kube-apiserver') && place.name === KUBERNETES_API) return true;
  if (toEntities.includes('all') || (toEntities.includes('world') && place.address !== undefined)) return true;
  const blocks: Obj[] = [...toCIDR.map((cidr: string) => ({ cidr })), ...toCIDRSet];
  return (
    blocks.some((ipBlock) => inBlock(place, ipBlock)) ||
    toFQDNs.some(({ matchName, matchPattern }: Obj) =>
      matchName ? matchName === place.host : place.host?.endsWith(matchPattern.replace(/^\*+/, '')),
    ) ||
    toEndpoints.some(({ matchLabels }: Obj) => matchLabels['k8s:io.kubernetes.pod.namespace'] === place.namespace)
  );
}

/** What the API of the cluster is called as a place. */
export const KUBERNETES_API = 'Kubernetes API';
