/**
 * Who can connect to whom, by the NetworkPolicies in a list of objects: what a cluster's network would make of them, computed.
 * Where CiliumNetworkPolicies are, their names count as well.
 */
import { BlockList, isIP } from 'node:net';
import { Obj } from '../src/plain/objects';

/** A pod or a host: one end of a connection. */
export interface Place {
  readonly name: string;
  /** Of a pod. */
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  /** Of a host outside, and of a pod where it matters. */
  readonly address?: string;
  /** Name of a host, as pods ask DNS for it. */
  readonly host?: string;
  /** Ports that it listens on. */
  readonly ports: readonly number[];
}

const UDP_PORTS = [53];

/** The pods that the objects lead to: those of Deployments and StatefulSets, and those that ToolHive's proxies make. */
export function podsOf(objects: readonly Obj[]): Place[] {
  const running = ['Deployment', 'StatefulSet'].flatMap((kind) => objects.filter((object) => object.kind === kind));
  const own = running.map(({ kind, metadata, spec: { template } }): Place => {
    const ports: number[] = template.spec.containers.flatMap(({ ports: list = [], env = [] }: Obj) => [
      ...list.map(({ containerPort }: Obj) => containerPort),
      // Where an MCP server is told to listen, whether its port is named or not.
      ...env.filter((variable: Obj) => variable.name === 'MCP_PORT').map(({ value }: Obj) => Number(value)),
    ]);
    const { namespace, name } = metadata;
    const isBackend = kind === 'StatefulSet' && template.metadata.labels['toolhive-basename'] === name;
    return {
      name: isBackend ? `${name} (MCP server)` : name,
      namespace,
      labels: template.metadata.labels,
      ports: [...new Set([...ports, ...metricsPorts(objects, kind, metadata, template)])],
    };
  });
  return [...own, ...objects.flatMap((object) => (isRunConfig(object) ? proxyMade(object) : []))];
}

/** Proxies listen there when their run config says so; the image of 0.44.0 knows no such port (run with its binary). */
function metricsPorts(objects: readonly Obj[], kind: string, { namespace, name }: Obj, { spec }: Obj): number[] {
  const config = objects.find(
    (object) =>
      isRunConfig(object) && object.metadata.namespace === namespace && object.metadata.name === `${name}-runconfig`,
  );
  if (kind !== 'Deployment' || !config || spec.containers[0].image.endsWith(':v0.44.0')) return [];
  const { telemetry_config: telemetry } = JSON.parse(config.data['runconfig.json']);
  return telemetry?.enablePrometheusMetricsPath ? [9464] : [];
}

function isRunConfig({ kind, data }: Obj): boolean {
  return kind === 'ConfigMap' && data?.['runconfig.json'] !== undefined;
}

/** What ToolHive's proxy makes of its run config (facts: pkg/container/kubernetes/client.go); a declared backend is there itself. */
function proxyMade({ metadata, data }: Obj): Place[] {
  const config = JSON.parse(data['runconfig.json']);
  if (config.remote_url || !config.image) return [];
  const { name, container_labels: labels, transport, target_port: port } = config;
  return [
    {
      name: `${name} (MCP server)`,
      namespace: metadata.namespace,
      labels: { ...labels, app: name, toolhive: 'true' },
      ports: transport === 'stdio' ? [] : [port],
    },
  ];
}

/** The ports of `to` that `from` can connect to. */
export function openPorts(objects: readonly Obj[], from: Place, to: Place): number[] {
  return to.ports.filter((port) => leaves(objects, from, to, port) && enters(objects, from, to, port));
}

function leaves(objects: readonly Obj[], from: Place, to: Place, port: number): boolean {
  const policies = policiesFor(objects, from, 'Egress');
  const names = objects.filter(
    ({ kind, metadata, spec }) =>
      kind === 'CiliumNetworkPolicy' &&
      metadata.namespace === from.namespace &&
      selects(spec.endpointSelector, from.labels),
  );
  if (!policies.length && !names.length) return true;
  return (
    policies.some(({ metadata, spec }) =>
      (spec.egress ?? []).some((rule: Obj) => allows(rule.to, rule.ports, metadata.namespace, to, port)),
    ) || names.some(({ spec }) => spec.egress.some((rule: Obj) => allowsByName(rule, to, port)))
  );
}

function enters(objects: readonly Obj[], from: Place, to: Place, port: number): boolean {
  const policies = policiesFor(objects, to, 'Ingress');
  return (
    !policies.length ||
    policies.some(({ metadata, spec }) =>
      (spec.ingress ?? []).some((rule: Obj) => allows(rule.from, rule.ports, metadata.namespace, from, port)),
    )
  );
}

function policiesFor(objects: readonly Obj[], { namespace, labels }: Place, type: string): Obj[] {
  if (namespace === undefined) return [];
  return objects.filter(
    ({ kind, metadata, spec }) =>
      kind === 'NetworkPolicy' &&
      metadata.namespace === namespace &&
      spec.policyTypes.includes(type) &&
      selects(spec.podSelector, labels),
  );
}

/** In a rule, no list of peers or ports means every peer or port. */
function allows(peers: Obj[] | undefined, ports: Obj[] | undefined, namespace: string, place: Place, port: number) {
  const protocols = UDP_PORTS.includes(port) ? ['UDP', 'TCP'] : ['TCP'];
  const isPort = !ports?.length || ports.some((one) => one.port === port && protocols.includes(one.protocol));
  return isPort && (!peers?.length || peers.some((peer) => matches(peer, namespace, place)));
}

function matches({ ipBlock, podSelector, namespaceSelector }: Obj, namespace: string, place: Place): boolean {
  if (ipBlock) {
    return (
      place.address !== undefined &&
      inRange(place.address, ipBlock.cidr) &&
      !(ipBlock.except ?? []).some((cidr: string) => inRange(place.address!, cidr))
    );
  }
  if (place.namespace === undefined) return false;
  const labels = { 'kubernetes.io/metadata.name': place.namespace };
  const isNamespace = namespaceSelector ? selects(namespaceSelector, labels) : place.namespace === namespace;
  return isNamespace && (!podSelector || selects(podSelector, place.labels));
}

function selects({ matchLabels = {}, matchExpressions = [] }: Obj, labels: Record<string, string> = {}): boolean {
  if (matchExpressions.length) throw new Error('no policy of ours has expressions');
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}

function inRange(address: string, cidr: string): boolean {
  const [net, prefix] = cidr.split('/');
  const type = isIP(net) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) !== isIP(net)) return false;
  const list = new BlockList();
  list.addSubnet(net, Number(prefix), type);
  return list.check(address, type);
}

function allowsByName(
  { toFQDNs = [], toPorts, toEntities, toEndpoints = [] }: Obj,
  place: Place,
  port: number,
): boolean {
  const ports: Obj[] | undefined = toPorts?.flatMap((one: Obj) => one.ports);
  if (ports && !ports.some((one) => one.port === String(port))) return false;
  if (toEntities?.includes('kube-apiserver') && place.name === 'Kubernetes API') return true;
  return (
    toFQDNs.some(({ matchName, matchPattern }: Obj) =>
      matchName ? matchName === place.host : place.host?.endsWith(matchPattern.replace(/^\*+/, '')),
    ) || toEndpoints.some(({ matchLabels }: Obj) => matchLabels['k8s:io.kubernetes.pod.namespace'] === place.namespace)
  );
}

/** All connections as a table: who connects stands on the left; a dash is nothing, an asterisk whoever it is itself. */
export function matrix(objects: readonly Obj[], from: readonly Place[], to: readonly Place[]): string {
  const cell = (a: Place, b: Place) => (a === b ? '*' : openPorts(objects, a, b).join(' ') || '-');
  const rows = [
    ['from \\ to', ...to.map(({ name }) => name)],
    ...from.map((a) => [a.name, ...to.map((b) => cell(a, b))]),
  ];
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows
    .map((row) =>
      row
        .map((text, i) => text.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** What is around an app. */
export const SURROUNDINGS: Record<string, Place> = {
  ingress: { name: 'ingress', namespace: 'ingress-nginx', labels: { app: 'ingress-nginx' }, ports: [] },
  prometheus: { name: 'Prometheus', namespace: 'monitoring', labels: { app: 'prometheus' }, ports: [] },
  stranger: { name: 'other pod', namespace: 'other', labels: { app: 'stranger' }, ports: [8080] },
  dns: { name: 'DNS', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, ports: [53] },
  redis: { name: 'Redis', namespace: 'cache', labels: { app: 'redis' }, ports: [6379] },
  apiServer: { name: 'Kubernetes API', address: '10.0.0.10', ports: [6443] },
  internet: { name: 'internet', address: '93.184.215.14', host: 'internet.example.net', ports: [80, 443] },
  company: { name: 'company', address: '10.20.30.40', ports: [80, 443] },
  metadata: { name: 'cloud metadata', address: '169.254.169.254', ports: [80] },
};

/** The matrix of an app, with its surroundings. */
export function appMatrix(objects: readonly Obj[]): string {
  const pods = podsOf(objects);
  const { ingress, prometheus, stranger, ...hosts } = SURROUNDINGS;
  return matrix(objects, [...pods, ingress, prometheus, stranger], [...pods, ...Object.values(hosts)]);
}
